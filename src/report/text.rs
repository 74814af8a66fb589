//! Text of the input made safe to show: no byte of a Dockerfile moves the cursor or turns the reading direction.

use std::borrow::Cow;

use crate::source::SUBSTITUTE;

/// Whether a character must not reach a terminal or a page as it is: it moves the cursor, turns the reading direction, is not
/// seen, or is not allowed in XML.
fn is_unsafe(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            '\u{61C}' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}'
                | '\u{FFF9}'..='\u{FFFB}' | '\u{FFFE}' | '\u{FFFF}' | '\u{E0000}'..='\u{E007F}'
        )
}

/// One character that stands for another on a terminal: the picture of a control character, else the character that
/// stands for what cannot be shown.
pub(super) fn shown(c: char) -> char {
    match c {
        SUBSTITUTE => char::REPLACEMENT_CHARACTER,
        '\0'..='\u{1F}' => char::from_u32(0x2400 + u32::from(c)).unwrap_or(char::REPLACEMENT_CHARACTER),
        '\u{7F}' => '\u{2421}',
        _ if is_unsafe(c) => char::REPLACEMENT_CHARACTER,
        _ => c,
    }
}

/// The text with every unsafe character replaced by one that is shown.
pub fn escaped(text: &str) -> Cow<'_, str> {
    if text.contains(is_unsafe) { text.chars().map(shown).collect::<String>().into() } else { text.into() }
}

/// The text in one line of at most `limit` characters.
pub(super) fn clipped(text: &str, limit: usize) -> String {
    let mut shown: String = text.chars().take(limit).map(shown).collect();
    if text.chars().nth(limit).is_some() {
        shown.push('…');
    }
    shown
}
