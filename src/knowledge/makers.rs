//! Where a Dockerfile and the files beside it say who makes the image.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind};

/// Labels that name the people who make an image, or the place where it is made. Sources: the image specification's annotations,
/// label-schema.org before it, and what MAINTAINER is replaced by.
pub const NAMES_MAKER: &[&str] = &[
    "author", "authors", "maintainer", "maintainers", "vendor", "org.label-schema.url", "org.label-schema.vcs-url",
    "org.label-schema.vendor", "org.opencontainers.image.authors", "org.opencontainers.image.source",
    "org.opencontainers.image.url", "org.opencontainers.image.vendor",
];

/// Files that tell how an image is built.
pub const TOLD_IN: &[&str] = &["Makefile", "README.md", "README.rst", "README", "build.sh"];

/// Words in front of the name of an image that is built.
const TELLS_OF_BUILD: &[&str] = &[
    "buildah bud", "buildah build", "buildx build", "docker build", "docker image build", "docker push", "docker tag",
    "dockerfile for", "dockerfile of", "podman build", "podman push",
];

/// Registries in which many publish, each under the first part of the name. Sources: the documentation of each.
const SHARED: &[&str] = &[
    "docker.io", "gcr.io", "ghcr.io", "index.docker.io", "lscr.io", "public.ecr.aws", "quay.io", "registry.gitlab.com",
    "registry.hub.docker.com",
];

/// Whether many publish in a registry.
pub fn is_shared_registry(registry: &str) -> bool {
    SHARED.contains(&registry) || registry.ends_with(".gcr.io") || registry.ends_with(".pkg.dev")
}

/// Words in front of the name of an image that is run, or had from somewhere.
const TELLS_OF_RUN: &[&str] = &["docker pull", "docker run", "podman pull", "podman run"];

/// Whether a line tells how an image is built, whatever the case of its letters.
pub fn tells_of_build(line: &str) -> bool {
    static WORDS: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| in_any_case(TELLS_OF_BUILD));
    WORDS.as_ref().is_some_and(|words| words.is_match(line))
}

/// Whether a line tells how an image is run.
pub fn tells_of_run(line: &str) -> bool {
    static WORDS: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| in_any_case(TELLS_OF_RUN));
    WORDS.as_ref().is_some_and(|words| words.is_match(line))
}

fn in_any_case(words: &[&str]) -> Option<AhoCorasick> {
    let kind = AhoCorasickKind::ContiguousNFA;
    AhoCorasick::builder().kind(Some(kind)).ascii_case_insensitive(true).build(words).ok()
}

/// Who publishes under the namespaces that a vendor has for each release of its system: `ubi9`, `rhel8`. Source: the Red Hat
/// Ecosystem Catalog.
pub fn maker_of_namespace(namespace: &str) -> Option<&'static str> {
    // Google Cloud's documentation of Cloud Build and its runtimes.
    if matches!(namespace, "cloud-builders" | "gcp-runtimes" | "google-appengine") {
        return Some("googlecloudplatform");
    }
    let release = namespace.strip_prefix("ubi").or_else(|| namespace.strip_prefix("rhel"))?;
    (!release.is_empty() && release.bytes().all(|byte| byte.is_ascii_digit())).then_some("redhat")
}
