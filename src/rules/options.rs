//! What a user can set about single rules. The configuration fills it; rules read it.

pub use crate::knowledge::label_values::LabelForm;

/// Options of rules, with their defaults.
#[derive(Clone, Debug)]
pub struct Options {
    /// `untrusted-registry`: registries, repositories or name patterns that images may come from; empty: the rule is silent.
    pub trusted_registries: Vec<String>,
    /// `label-schema-violation`: labels that the final stage must set, and the form of their values.
    pub required_labels: Vec<RequiredLabel>,
    /// `label-schema-violation`: report each key outside the schema.
    pub strict_labels: bool,
    /// `secret-in-arg-or-env`: further words that make a name a credential's.
    pub credential_words: Vec<String>,
    /// `latest-tag`: images that may have the tag `latest`, as glob patterns.
    pub allowed_latest: Vec<String>,
    /// `constant-platform-in-from`: platforms that files are meant for.
    pub allowed_platforms: Vec<String>,
    /// `large-build-context`: bytes above which it is reported.
    pub context_bytes: u64,
    /// `large-build-context`: number of files above which it is reported.
    pub context_files: u64,
    /// `long-single-line-command`: columns that a line may have.
    pub line_columns: u32,
    /// `sensitive-file-in-context`: paths that are fine, as glob patterns.
    pub allowed_context_files: Vec<String>,
    /// `inline-suppression`: only comments without a reason.
    pub reason_required: bool,
    /// Values of build arguments, as given to `docker build --build-arg`.
    pub build_args: Vec<(String, String)>,
    /// The stage to build, as given to `docker build --target`.
    pub target: Option<String>,
    /// `layer-user-efficiency`: percent of the bytes of all layers that containers see, at least.
    pub efficiency: u64,
    /// `layer-user-efficiency`: percent of the bytes above the base image that no container sees, at most.
    pub dead_percent: u64,
    /// `layer-user-efficiency`: bytes that no container sees, at most.
    pub dead_bytes: u64,
    /// `layer-large`: bytes that a layer may have.
    pub layer_bytes: u64,
    /// `layer-large`: percent of the bytes above the base image that a layer may have.
    pub layer_percent: u64,
    /// `layer-deleted-bytes`: bytes from which on it is said; 0: what is worth saying in an image of that size.
    pub deleted_bytes: u64,
    /// `layer-overwritten-bytes`: the same.
    pub overwritten_bytes: u64,
    /// `layer-metadata-only-copy`: the same.
    pub copied_bytes: u64,
    /// `layer-duplicate-content`: bytes of a file from which on it is said.
    pub duplicate_bytes: u64,
    /// `image-leftover-apt-lists`: bytes that a layer may leave.
    pub apt_list_bytes: u64,
    /// `image-leftover-lang-cache`: the same.
    pub language_cache_bytes: u64,
    /// `image-leftover-pkg-cache`: the same.
    pub package_cache_bytes: u64,
    /// `image-log-files`: the same.
    pub log_bytes: u64,
    /// `layer-too-many`: layers that may stand on the base image.
    pub layers: u64,
    /// `image-exposed-many`: ports that may be exposed.
    pub exposed_ports: u64,
    /// `image-created-implausible`: days that an image may be old; 0: any number.
    pub image_days: u64,
    /// `image-missing-oci-labels`: the labels that an image must have.
    pub image_labels: Vec<String>,
    /// `image-base-not-allowed`: base images that are fine, as glob patterns.
    pub allowed_bases: Vec<String>,
    /// Whether ShellCheck's findings are wanted; without them the shell linter need not run.
    pub shell: bool,
}

/// A label that an image must have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequiredLabel {
    /// Its key.
    pub key: String,
    /// The form of its value.
    pub form: LabelForm,
}

/// The labels that `image-missing-oci-labels` wants, without what all begin with.
const OCI_LABELS: [&str; 4] = ["created", "revision", "source", "version"];

impl Default for Options {
    fn default() -> Self {
        Self {
            trusted_registries: Vec::new(),
            required_labels: Vec::new(),
            strict_labels: false,
            credential_words: Vec::new(),
            allowed_latest: Vec::new(),
            allowed_platforms: Vec::new(),
            context_bytes: 100_000_000,
            context_files: 20_000,
            line_columns: 120,
            allowed_context_files: Vec::new(),
            reason_required: false,
            efficiency: 95,
            dead_percent: 10,
            dead_bytes: u64::MAX,
            layer_bytes: 500 << 20,
            layer_percent: 50,
            deleted_bytes: 0,
            overwritten_bytes: 0,
            copied_bytes: 0,
            duplicate_bytes: 1 << 20,
            apt_list_bytes: 0,
            language_cache_bytes: 256 << 10,
            package_cache_bytes: 64 << 10,
            log_bytes: 16 << 10,
            layers: 40,
            exposed_ports: 5,
            image_days: 0,
            image_labels: OCI_LABELS.map(|label| format!("org.opencontainers.image.{label}")).into(),
            allowed_bases: Vec::new(),
            build_args: Vec::new(),
            target: None,
            shell: true,
        }
    }
}

/// Whether one of these glob patterns matches one of the names.
pub(super) fn matches(patterns: &[String], names: &[&str]) -> bool {
    globs(patterns).iter().any(|glob| names.iter().any(|name| glob.is_match(name)))
}

/// These glob patterns, ready to match. A pattern that is none matches nothing.
pub(super) fn globs(patterns: &[String]) -> Vec<globset::GlobMatcher> {
    let globs = patterns.iter().filter_map(|pattern| globset::Glob::new(pattern).ok());
    globs.map(|glob| glob.compile_matcher()).collect()
}
