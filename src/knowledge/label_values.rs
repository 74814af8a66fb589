//! The forms that the values of labels may have, each as its standard writes it.

use std::collections::HashSet;
use std::sync::LazyLock;

/// Identifiers of licences, one a line. Source: the SPDX License List 3.27, deprecated ones included (CC0-1.0).
const LICENSES: &str = include_str!("spdx_licenses.txt");

static BY_LOWER_NAME: LazyLock<HashSet<String>> =
    LazyLock::new(|| LICENSES.lines().map(str::to_ascii_lowercase).collect());

/// The form of a label's value.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LabelForm {
    /// Any text.
    #[default]
    Text,
    /// An absolute URL.
    Url,
    /// A semantic version.
    Semver,
    /// An RFC 3339 date and time.
    Rfc3339,
    /// A git commit's hash.
    Hash,
    /// An SPDX licence expression.
    Spdx,
    /// An e-mail address.
    Email,
}

/// What a form asks of a text.
#[derive(Debug)]
pub struct FormRule {
    /// Whether a text has it.
    pub fits: fn(&str) -> bool,
    /// Its short name.
    pub name: &'static str,
    /// What such a text is.
    pub noun: &'static str,
    /// How to write one.
    pub help: &'static str,
}

impl LabelForm {
    /// What it asks; `None` where any text will do.
    pub fn rule(self) -> Option<FormRule> {
        let (fits, name, noun, help): (fn(&str) -> bool, _, _, _) = match self {
            Self::Text => return None,
            Self::Url => (is_url, "url", "absolute URL", "write it with its scheme: `https://example.org/app`"),
            Self::Semver => (is_semver, "semver", "semantic version", "write three numbers: `1.4.0`"),
            Self::Rfc3339 => (
                is_rfc3339,
                "rfc3339",
                "date and time of RFC 3339",
                "write it as `date --utc +%Y-%m-%dT%H:%M:%SZ` does: `2026-08-01T12:30:00Z`",
            ),
            Self::Hash => (
                is_git_hash,
                "git-hash",
                "hash of a git commit",
                "write 7 to 40 hexadecimal digits, as `git rev-parse HEAD` does",
            ),
            Self::Spdx => (
                is_spdx,
                "spdx",
                "licence expression of SPDX",
                "use the identifiers of spdx.org/licenses: `Apache-2.0`, `MIT OR GPL-3.0-only`",
            ),
            Self::Email => (is_email, "email", "e-mail address", "write the address alone: `team@example.org`"),
        };
        Some(FormRule { fits, name, noun, help })
    }

    /// The form that a key of its own has. Source: the OCI image specification, `annotations.md`; what may be any text is not
    /// among them.
    pub fn of_key(key: &str) -> Option<Self> {
        match key {
            "org.opencontainers.image.created" => Some(Self::Rfc3339),
            "org.opencontainers.image.licenses" => Some(Self::Spdx),
            "org.opencontainers.image.documentation"
            | "org.opencontainers.image.source"
            | "org.opencontainers.image.url" => Some(Self::Url),
            _ => None,
        }
    }
}

/// Whether a text is an absolute URL: a scheme, `://`, a host. Source: RFC 3986.
pub fn is_url(text: &str) -> bool {
    let Some((scheme, rest)) = text.split_once("://") else { return false };
    let host = rest.split(['/', '?', '#']).next().unwrap_or("");
    scheme.starts_with(|letter: char| letter.is_ascii_alphabetic())
        && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte))
        && !host.is_empty()
        && !rest.contains(|letter: char| letter.is_whitespace() || letter.is_control())
}

/// Whether a text is a date and time of RFC 3339: `2026-08-01T12:30:00Z`.
pub fn is_rfc3339(text: &str) -> bool {
    let number = |range: std::ops::Range<usize>| {
        text.get(range)
            .filter(|part| part.bytes().all(|byte| byte.is_ascii_digit()))
            .and_then(|part| part.parse::<u32>().ok())
    };
    let separators = [(4, "-"), (7, "-"), (10, "Tt "), (13, ":"), (16, ":")];
    let separated = separators
        .iter()
        .all(|(at, allowed)| text.get(*at..at + 1).is_some_and(|separator| allowed.contains(separator)));
    let fits = |range, least, most| number(range).is_some_and(|value| (least..=most).contains(&value));
    if !separated
        || number(0..4).is_none()
        || !fits(5..7, 1, 12)
        || !fits(8..10, 1, 31)
        || !fits(11..13, 0, 23)
        || !fits(14..16, 0, 59)
        || !fits(17..19, 0, 60)
    {
        return false;
    }
    let mut rest = text.get(19..).unwrap_or("");
    if let Some(fraction) = rest.strip_prefix('.') {
        rest = fraction.trim_start_matches(|letter: char| letter.is_ascii_digit());
        if rest.len() == fraction.len() {
            return false;
        }
    }
    if rest.eq_ignore_ascii_case("z") {
        return true;
    }
    let Some((hours, minutes)) = rest.strip_prefix(['+', '-']).and_then(|offset| offset.split_once(':')) else {
        return false;
    };
    let two = |part: &str, most: u32| {
        part.len() == 2
            && part.bytes().all(|byte| byte.is_ascii_digit())
            && part.parse::<u32>().is_ok_and(|value| value <= most)
    };
    two(hours, 23) && two(minutes, 59)
}

/// Whether a text is a hash of git: 7 to 40 hexadecimal digits, or 64.
pub fn is_git_hash(text: &str) -> bool {
    (matches!(text.len(), 7..=40) || text.len() == 64) && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// Whether a text looks like what a repository calls a state of its content: one word with a digit in it. Names of branches and
/// variables that nobody set are none.
///
/// ```
/// use lotse::knowledge::label_values::is_revision;
///
/// assert!(["0123abc", "r4711", "v1.2-3-gabcdef0"].iter().all(|text| is_revision(text)));
/// assert!(["", "main", "unknown", "$COMMIT_1", "not known 1"].iter().all(|text| !is_revision(text)));
/// ```
pub fn is_revision(text: &str) -> bool {
    let is_word = text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._-+:/@".contains(&byte));
    is_word && text.bytes().any(|byte| byte.is_ascii_digit())
}

/// Whether a text is a version of Semantic Versioning 2.0.0; a `v` in front is tolerated.
pub fn is_semver(text: &str) -> bool {
    let text = text.strip_prefix(['v', 'V']).unwrap_or(text);
    let (rest, build) = text.split_once('+').map_or((text, None), |(rest, part)| (rest, Some(part)));
    let (core, pre) = rest.split_once('-').map_or((rest, None), |(core, part)| (core, Some(part)));
    let number = |part: &str| {
        !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()) && (part == "0" || !part.starts_with('0'))
    };
    let word = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    core.split('.').count() == 3
        && core.split('.').all(number)
        && pre.is_none_or(|pre| pre.split('.').all(|part| word(part) && (!digits(part) || number(part))))
        && build.is_none_or(|build| build.split('.').all(word))
}

/// Whether a text is an e-mail address without a name in front: `team@example.org`.
pub fn is_email(text: &str) -> bool {
    let Some((local, domain)) = text.rsplit_once('@') else { return false };
    let dotted = |part: &str, extra: &[u8]| {
        part.split('.').all(|label| {
            !label.is_empty()
                && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || !byte.is_ascii() || extra.contains(&byte))
        })
    };
    dotted(local, b"!#$%&'*+-/=?^_`{|}~") && dotted(domain, b"-")
}

/// Whether a text is a licence expression of SPDX: identifiers joined by `AND`, `OR` and `WITH`, in parentheses where wanted.
/// Source: the SPDX specification 2.3, annex D.
pub fn is_spdx(text: &str) -> bool {
    let mut depth = 0_usize;
    // What the next word must be: a licence, else an operator.
    let mut operand = true;
    let mut exception = false;
    for word in words(text) {
        match word {
            "(" if operand && !exception => depth += 1,
            ")" if !operand && depth > 0 => depth -= 1,
            "(" | ")" => return false,
            _ if exception => {
                if !is_identifier(word) {
                    return false;
                }
                (exception, operand) = (false, false);
            }
            _ if operand => {
                if !is_license(word) {
                    return false;
                }
                operand = false;
            }
            "AND" | "OR" | "and" | "or" => operand = true,
            "WITH" | "with" => exception = true,
            _ => return false,
        }
    }
    !operand && !exception && depth == 0
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split_whitespace().flat_map(|word| word.split_inclusive(['(', ')'])).flat_map(|part| {
        let bare = part.strip_suffix(['(', ')']).unwrap_or(part);
        let bracket = &part[bare.len()..];
        [bare, bracket].into_iter().filter(|word| !word.is_empty())
    })
}

fn is_license(word: &str) -> bool {
    let own = word.split_once(':').map_or(
        word,
        |(document, license)| {
            if document.starts_with("DocumentRef-") { license } else { word }
        },
    );
    own.strip_prefix("LicenseRef-").is_some_and(is_identifier)
        || matches!(word, "NONE" | "NOASSERTION")
        || BY_LOWER_NAME.contains(&word.to_ascii_lowercase())
        || word.strip_suffix('+').is_some_and(|word| BY_LOWER_NAME.contains(&word.to_ascii_lowercase()))
}

fn is_identifier(word: &str) -> bool {
    !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-.".contains(&byte))
}
