//! References to images: `registry/repository:tag@digest` in the short and long forms that Docker accepts.

use std::borrow::Cow;
use std::ops::Range;

/// The registry that is meant where none is named.
const DEFAULT_REGISTRY: &str = "docker.io";
/// Where the default registry keeps images without a namespace.
const OFFICIAL: &str = "library/";
/// The longest repository name.
const MAX_REPOSITORY: usize = 255;
/// The longest tag.
const MAX_TAG: usize = 128;

/// A legal reference. Ranges are bytes of the text that was parsed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImageRef {
    text: String,
    registry: Option<Range<usize>>,
    repository: Range<usize>,
    tag: Option<Range<usize>>,
    digest: Option<Range<usize>>,
}

/// Why a text is no reference.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct RefError {
    /// What is wrong: one sentence, lower case, no full stop.
    pub message: String,
    /// The bytes at fault.
    pub range: Range<usize>,
}

impl ImageRef {
    /// Reads a reference in which no variable is left.
    ///
    /// # Errors
    /// The text is no reference.
    pub fn parse(text: &str) -> Result<Self, RefError> {
        let fail = |range: Range<usize>, message: String| Err(RefError { message, range });
        let all = 0..text.len();
        if text.is_empty() {
            return fail(all, "the image reference is empty".to_owned());
        }
        if let Some(at) = text.find(|character: char| character.is_whitespace()) {
            return fail(at..text.len(), format!("the image reference `{text}` holds a blank"));
        }
        if text.len() == 64 && text.bytes().all(is_lower_hex) {
            return fail(all, format!("`{text}` is an image's identifier, not a reference"));
        }
        let registry = registry_length(text).map(|length| 0..length);
        let start = registry.as_ref().map_or(0, |registry| registry.end + 1);
        let (name_end, digest) = match text[start..].find('@') {
            Some(at) => (start + at, Some(start + at + 1..text.len())),
            None => (text.len(), None),
        };
        let (repository, tag) = match text[start..name_end].find(':') {
            Some(at) => (start..start + at, Some(start + at + 1..name_end)),
            None => (start..name_end, None),
        };
        let name = &text[repository.clone()];
        if name.is_empty() {
            return fail(all, format!("the image reference `{text}` names no repository"));
        }
        if name.chars().any(char::is_uppercase) {
            return fail(repository, format!("the repository name `{name}` must be in lower case"));
        }
        if !name.split('/').all(is_path_component) {
            return fail(repository, format!("`{name}` is no legal repository name"));
        }
        let registry = match registry {
            Some(range) if !is_registry(&text[range.clone()]) => {
                // What is no registry may still be the first part of a repository's name.
                if !is_path_component(&text[range.clone()]) {
                    let message = format!("`{}` is no legal registry name", &text[range.clone()]);
                    return fail(range, message);
                }
                None
            }
            registry => registry,
        };
        let repository = if registry.is_none() { 0..repository.end } else { repository };
        if let Some(range) = tag.clone().filter(|range| !is_tag(&text[range.clone()])) {
            let message = format!("`{}` is no legal tag", &text[range.clone()]);
            return fail(range, message);
        }
        if let Some(range) = digest.clone()
            && let Some(fault) = digest_fault(&text[range.clone()])
        {
            let message = format!("the digest `{}` {fault}", &text[range.clone()]);
            return fail(range, message);
        }
        let reference = Self { text: text.to_owned(), registry, repository, tag, digest };
        if reference.repository_path().len() > MAX_REPOSITORY {
            let message = format!("the repository name has more than {MAX_REPOSITORY} characters");
            return fail(reference.repository, message);
        }
        Ok(reference)
    }

    /// The text that was parsed.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The registry in its usual name: `docker.io` where none is written.
    pub fn registry(&self) -> &str {
        match self.registry.clone().map(|range| &self.text[range]) {
            None | Some("index.docker.io") => DEFAULT_REGISTRY,
            Some(registry) => registry,
        }
    }

    /// The repository in the registry: `library/alpine` for `alpine`.
    pub fn repository_path(&self) -> Cow<'_, str> {
        let written = &self.text[self.repository.clone()];
        if self.registry() == DEFAULT_REGISTRY && !written.contains('/') {
            return Cow::Owned(format!("{OFFICIAL}{written}"));
        }
        Cow::Borrowed(written)
    }

    /// Registry and repository in full: `docker.io/library/alpine`.
    pub fn canonical_name(&self) -> String {
        format!("{}/{}", self.registry(), self.repository_path())
    }

    /// Registry and repository as people write them: `alpine` for `docker.io/library/alpine`.
    pub fn familiar_name(&self) -> Cow<'_, str> {
        let written = &self.text[self.repository.clone()];
        if self.registry() != DEFAULT_REGISTRY {
            return Cow::Borrowed(&self.text[..self.repository.end]);
        }
        Cow::Borrowed(written.strip_prefix(OFFICIAL).filter(|name| !name.contains('/')).unwrap_or(written))
    }

    /// The tag, where one is written.
    pub fn tag(&self) -> Option<&str> {
        self.tag.clone().map(|range| &self.text[range])
    }

    /// The digest with its algorithm, where one is written.
    pub fn digest(&self) -> Option<&str> {
        self.digest.clone().map(|range| &self.text[range])
    }

    /// Where the registry is written.
    pub fn registry_range(&self) -> Option<Range<usize>> {
        self.registry.clone()
    }

    /// Where the repository is written.
    pub fn repository_range(&self) -> Range<usize> {
        self.repository.clone()
    }

    /// Where the tag is written, without its colon.
    pub fn tag_range(&self) -> Option<Range<usize>> {
        self.tag.clone()
    }

    /// Where the digest is written, without its at sign.
    pub fn digest_range(&self) -> Option<Range<usize>> {
        self.digest.clone()
    }
}

/// The length of the part before the first slash, if that is meant as a registry.
fn registry_length(text: &str) -> Option<usize> {
    let (first, _) = text.split_once('/')?;
    let is_registry = first == "localhost" || first.contains(['.', ':']) || first.chars().any(char::is_uppercase);
    is_registry.then_some(first.len())
}

/// A host name or bracketed IPv6 address, with a port or without.
fn is_registry(text: &str) -> bool {
    let (host, port) = match text.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        Some((address, port)) => {
            let legal = !address.is_empty() && address.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b':');
            if !legal {
                return false;
            }
            (None, port.strip_prefix(':').map_or((!port.is_empty()).then_some(port), Some))
        }
        None => match text.split_once(':') {
            Some((host, port)) => (Some(host), Some(port)),
            None => (Some(text), None),
        },
    };
    let is_label = |label: &str| {
        let ends = [label.bytes().next(), label.bytes().next_back()];
        ends.iter().all(|byte| byte.is_some_and(|byte| byte.is_ascii_alphanumeric()))
            && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    host.is_none_or(|host| host.split('.').all(is_label))
        && port.is_none_or(|port| !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Lower-case letters and digits, in groups with one `.`, one or two `_`, or any number of `-` between them.
fn is_path_component(text: &str) -> bool {
    let is_word = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    let bytes = text.as_bytes();
    let mut at = 0;
    loop {
        let word = bytes.iter().skip(at).take_while(|byte| is_word(**byte)).count();
        at += word;
        if word == 0 {
            return false;
        }
        if at == bytes.len() {
            return true;
        }
        let separator = bytes.iter().skip(at).take_while(|byte| !is_word(**byte)).count();
        match &bytes[at..at + separator] {
            b"." | b"_" | b"__" => {}
            dashes if dashes.iter().all(|byte| *byte == b'-') => {}
            _ => return false,
        }
        at += separator;
    }
}

fn is_tag(text: &str) -> bool {
    let is_word = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    text.len() <= MAX_TAG
        && text.bytes().next().is_some_and(is_word)
        && text.bytes().all(|byte| is_word(byte) || byte == b'.' || byte == b'-')
}

/// What is wrong with a digest, as the end of a sentence.
fn digest_fault(text: &str) -> Option<&'static str> {
    let Some((algorithm, hash)) = text.split_once(':') else {
        return Some("lacks its algorithm");
    };
    let length = match algorithm {
        "sha256" => 64,
        "sha384" => 96,
        "sha512" => 128,
        _ => return Some("has an unknown algorithm"),
    };
    if hash.len() != length {
        return Some("has the wrong length");
    }
    (!hash.bytes().all(is_lower_hex)).then_some("is not in lower-case hexadecimal digits")
}

fn is_lower_hex(byte: u8) -> bool {
    byte.is_ascii_digit() || matches!(byte, b'a'..=b'f')
}
