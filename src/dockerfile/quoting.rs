//! Texts written so that they mean themselves.

use super::Escape;

impl Escape {
    /// A text between double quotes, with what it takes to mean itself there; quotes that it has around it already stay.
    pub fn quoted(self, text: &str) -> String {
        let bare = text.strip_prefix('"').and_then(|text| text.strip_suffix('"')).unwrap_or(text);
        let sign = char::from(self.byte());
        let mut quoted = String::from('"');
        for character in bare.chars() {
            if character == sign || matches!(character, '"' | '$') {
                quoted.push(sign);
            }
            quoted.push(character);
        }
        quoted + "\""
    }

    /// The value of `KEY value` as it must stand behind `KEY=` to mean the same. `None` where that is not plain: quotes and
    /// escapes are read differently in the two forms.
    pub fn assigned(self, value: &str) -> Option<String> {
        if value.is_empty() || value.bytes().any(|byte| byte == self.byte() || byte.is_ascii_control()) {
            return None;
        }
        let plain = |text: &str| !text.contains(['"', '\'', '`']);
        if plain(value) {
            let one_word = !value.contains([' ', '\t', '$', '#', '<']) || is_simple(value);
            return Some(if one_word { value.to_owned() } else { format!("\"{value}\"") });
        }
        // One quoted text, the whole value: the same in both forms.
        let inner = value.strip_prefix('"')?.strip_suffix('"')?;
        plain(inner).then(|| value.to_owned())
    }
}

/// Letters, digits, signs of paths, and variables without modifiers.
fn is_simple(value: &str) -> bool {
    value.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-./:,@+%=${}".contains(&byte))
        && !value.contains(":-")
        && !value.contains(":+")
}
