//! How BuildKit, being written in Go, reads characters, numbers and durations. Nothing here knows an instruction.

use std::borrow::Cow;

/// The blanks that separate words: tab, vertical tab, form feed, carriage return, space.
pub(super) fn is_blank(byte: u8) -> bool {
    matches!(byte, b'\t' | 0x0B | 0x0C | b'\r' | b' ')
}

/// White space of a text that is read byte by byte: as [`is_blank`], and line feed, U+0085 and U+00A0.
pub(super) fn is_byte_space(byte: u8) -> bool {
    is_blank(byte) || matches!(byte, b'\n' | 0x85 | 0xA0)
}

/// Lower case, with the two letters outside ASCII that become ASCII letters.
pub(super) fn lower(text: &str) -> Cow<'_, str> {
    if text.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase()) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().map(lower_char).collect())
}

fn lower_char(character: char) -> char {
    match character {
        '\u{212A}' => 'k',
        '\u{130}' => 'i',
        other => other.to_ascii_lowercase(),
    }
}

/// A boolean as `strconv.ParseBool` reads it.
pub(super) fn boolean(text: &str) -> Option<bool> {
    match text {
        "1" | "t" | "T" | "TRUE" | "true" | "True" => Some(true),
        "0" | "f" | "F" | "FALSE" | "false" | "False" => Some(false),
        _ => None,
    }
}

/// An unsigned 32-bit number without sign.
pub(super) fn unsigned(text: &str, radix: u32) -> Option<u32> {
    if text.is_empty() || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    u32::from_str_radix(text, radix).ok()
}

/// A size in bytes with an optional unit up to `PiB`, as `docker/go-units` reads it.
pub(super) fn is_size(text: &str) -> bool {
    let Some(last) = text.bytes().rposition(|byte| byte.is_ascii_digit() || byte == b'.' || byte == b' ') else {
        return false;
    };
    let (number, unit) = text.split_at(last + 1);
    let number = number.strip_suffix(' ').unwrap_or(number);
    let number_is_legal = number.parse::<f64>().is_ok_and(|size| size >= 0.0 && size.is_finite());
    let unit = unit.to_ascii_lowercase();
    let unit_is_legal = match unit.as_bytes() {
        [] | [b'b'] => true,
        [first, rest @ ..] => b"kmgtp".contains(first) && matches!(rest, [] | [b'b'] | [b'i', b'b']),
    };
    number_is_legal && unit_is_legal
}

/// A duration in nanoseconds as `time.ParseDuration` reads it: `300ms`, `-1.5h`, `2h45m`, `0`.
pub(super) fn duration(text: &str) -> Option<i128> {
    let (negative, mut rest) = match text.as_bytes().first()? {
        b'-' => (true, &text[1..]),
        b'+' => (false, &text[1..]),
        _ => (false, text),
    };
    if rest == "0" {
        return Some(0);
    }
    if rest.is_empty() {
        return None;
    }
    let limit = 1_u128 << 63;
    let mut total = 0_u128;
    while !rest.is_empty() {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let (whole, behind) = rest.split_at(digits);
        let (fraction, behind) = match behind.strip_prefix('.') {
            Some(behind) => behind.split_at(behind.bytes().take_while(u8::is_ascii_digit).count()),
            None => ("", behind),
        };
        if whole.is_empty() && fraction.is_empty() {
            return None;
        }
        let unit_length = behind.bytes().take_while(|byte| *byte != b'.' && !byte.is_ascii_digit()).count();
        let (unit, behind) = behind.split_at(unit_length);
        let unit: u128 = match unit {
            "ns" => 1,
            "us" | "\u{b5}s" | "\u{3bc}s" => 1_000,
            "ms" => 1_000_000,
            "s" => 1_000_000_000,
            "m" => 60_000_000_000,
            "h" => 3_600_000_000_000,
            _ => return None,
        };
        let whole = if whole.is_empty() { 0 } else { whole.parse::<u64>().ok()? };
        let mut value = u128::from(whole).checked_mul(unit).filter(|value| *value <= limit)?;
        // Digits behind the eighteenth cannot reach a nanosecond.
        let fraction = &fraction[..fraction.len().min(18)];
        if !fraction.is_empty() {
            let scale = 10_u128.pow(u32::try_from(fraction.len()).unwrap_or(18));
            value += fraction.parse::<u128>().ok()? * unit / scale;
        }
        total = total.checked_add(value).filter(|total| *total <= limit)?;
        rest = behind;
    }
    let total = i128::try_from(total).ok()?;
    if negative {
        return Some(-total);
    }
    i64::try_from(total).is_ok().then_some(total)
}

/// A message that a long word of the user made too long to read: its middle is cut out.
pub(super) fn readable(message: String) -> String {
    const HALF: usize = 120;
    if message.len() <= 3 * HALF {
        return message;
    }
    let head = &message[..message.floor_char_boundary(HALF)];
    let tail = &message[message.ceil_char_boundary(message.len() - HALF)..];
    format!("{head}…{tail}")
}

/// The option nearest to `word` within two edits; `None` where the word is an option or none is near.
pub(super) fn nearest(word: &str, options: &[&'static str]) -> Option<&'static str> {
    // No option is this long, and the distance takes time with the product of the lengths.
    if word.len() > 24 || options.contains(&word) {
        return None;
    }
    let near = options.iter().map(|option| (distance(word, option), *option));
    // Of equals the one that begins alike: `RNU` is as far from ENV as from RUN.
    let unlike = |option: &str| option.as_bytes().first() != word.as_bytes().first();
    let near = near.filter(|(distance, _)| *distance <= 2);
    near.min_by_key(|(distance, option)| (*distance, unlike(option))).map(|(_, option)| option)
}

/// Levenshtein's distance, in characters.
fn distance(from: &str, to: &str) -> usize {
    let to: Vec<char> = to.chars().collect();
    let mut row: Vec<usize> = (0..=to.len()).collect();
    for (index, left) in from.chars().enumerate() {
        let mut diagonal = index;
        let mut previous = index + 1;
        for (right, cell) in to.iter().zip(row.iter_mut().skip(1)) {
            let next = (diagonal + usize::from(left != *right)).min(previous + 1).min(*cell + 1);
            diagonal = *cell;
            *cell = next;
            previous = next;
        }
        if let Some(first) = row.first_mut() {
            *first = index + 1;
        }
    }
    row.last().copied().unwrap_or_default()
}
