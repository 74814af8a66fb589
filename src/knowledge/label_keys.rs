//! The keys of labels. Source: docs.docker.com, "Docker object labels".

/// Prefixes that Docker keeps for itself.
const RESERVED: &[&str] = &["com.docker.", "io.docker.", "org.dockerproject."];

/// What is wrong with a key.
pub fn key_fault(key: &str) -> Option<String> {
    let separator = |letter: char| matches!(letter, '.' | '-' | '_' | '/');
    if key.is_empty() {
        return Some("the key of a label is empty".to_owned());
    }
    if let Some(prefix) = RESERVED.iter().find(|prefix| key.starts_with(**prefix)) {
        return Some(format!("keys that begin with `{prefix}` are Docker's own"));
    }
    if let Some(letter) = key.chars().find(|letter| !letter.is_ascii_alphanumeric() && !separator(*letter)) {
        return Some(format!("`{}` has no place in the key of a label", letter.escape_debug()));
    }
    if key.starts_with(separator) || key.ends_with(separator) {
        return Some(format!("the key `{key}` begins or ends with a separator"));
    }
    let doubled = key.as_bytes().windows(2).any(|pair| pair.iter().all(|byte| separator(char::from(*byte))));
    doubled.then(|| format!("the key `{key}` has two separators in a row"))
}

/// Docker's guidelines to the letter: lower case, and a letter at both ends. Most keys in the wild do not keep to them.
pub fn is_by_the_book(key: &str) -> bool {
    let letter = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_lowercase);
    let bytes = key.as_bytes();
    letter(bytes.first())
        && bytes.last().is_some_and(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
        && bytes.iter().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b".-".contains(byte))
}
