//! .gitattributes, as far as it decides about line ends. Simple patterns only; macros are not read.

use super::path;
use super::pattern::Matcher;
use super::store::Store;

/// The largest .gitattributes that is read, in bytes.
const MAX_BYTES: u64 = 1 << 20;

/// One line: a pattern and what it says.
#[derive(Debug)]
struct Rule {
    cleaned: String,
    matcher: Matcher,
    /// Whether it is text; `None`: not said.
    text: Option<bool>,
    /// Whether line ends are `\n` (`eol=lf`); `None`: not said.
    lf: Option<bool>,
}

/// Whether the rules from the root down to the folder of `file` make it a text with `eol=lf`.
pub(super) fn forces_lf(store: &Store, file: &str) -> bool {
    let (mut text, mut lf) = (None, None);
    let folders = file.match_indices('/').map(|(at, _)| (&file[..at], &file[at + 1..]));
    for (folder, inside) in std::iter::once(("", file)).chain(folders) {
        let bytes = store.read(&path::join(folder, ".gitattributes"), MAX_BYTES).unwrap_or_default();
        for rule in String::from_utf8_lossy(&bytes).lines().filter_map(Rule::read) {
            if rule.matcher.matches(&rule.cleaned, inside) {
                text = rule.text.or(text);
                lf = rule.lf.or(lf);
            }
        }
    }
    lf == Some(true) && text != Some(false)
}

impl Rule {
    fn read(line: &str) -> Option<Self> {
        let mut words = line.split_ascii_whitespace();
        let pattern = words.next().filter(|word| !word.starts_with(['#', '"', '!']))?;
        let (mut text, mut lf) = (None, None);
        for word in words {
            match word {
                "text" | "text=auto" => text = Some(true),
                "-text" | "binary" => text = Some(false),
                "eol=lf" => lf = Some(true),
                "eol=crlf" | "-eol" | "!eol" => lf = Some(false),
                _ => {}
            }
        }
        text.or(lf)?;
        // Without a slash a pattern stands for names at any depth.
        let cleaned = match pattern.strip_prefix('/') {
            Some(rooted) => rooted.to_owned(),
            None if pattern.contains('/') => pattern.to_owned(),
            None => format!("**/{pattern}"),
        };
        let matcher = Matcher::new(&cleaned).ok()?;
        Some(Self { cleaned, matcher, text, lf })
    }
}
