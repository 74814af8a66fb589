//! Text in brackets that was meant as a JSON array of strings and is none, so that a shell gets the brackets.

/// Such a text.
#[derive(Debug, PartialEq, Eq)]
pub struct AlmostJson {
    /// Why it is no JSON array.
    pub fault: &'static str,
    /// The array that was meant, where each item is one plain word.
    pub meant: Option<String>,
}

impl AlmostJson {
    /// Reads the text of a command in shell form; a shell's `[ … ]` and `[[ … ]]` excluded as far as the brackets tell.
    pub fn parse(text: &str) -> Option<Self> {
        let content = text.trim().strip_prefix('[')?.strip_suffix(']')?;
        if content.starts_with('[') || content.contains('\n') {
            return None;
        }
        let items = items(content);
        Some(Self { fault: fault(content, &items)?, meant: requoted(&items) })
    }
}

/// The text between commas that stand outside quotes.
fn items(content: &str) -> Vec<&str> {
    let mut quote = None;
    content
        .split(|c: char| {
            match quote {
                Some(open) if c == open => quote = None,
                None if c == '\'' || c == '"' => quote = Some(c),
                _ => {}
            }
            c == ',' && quote.is_none()
        })
        .map(str::trim)
        .collect()
}

/// Why the text is no JSON array, if it was meant as one: a test has a blank behind its bracket and no commas.
fn fault(content: &str, items: &[&str]) -> Option<&'static str> {
    let meant = items.len() > 1 || content.starts_with(['\'', '"']) || !content.contains([' ', '\t']);
    if !meant || content.is_empty() {
        None
    } else if items.iter().any(|item| item.starts_with('\'')) {
        Some("JSON strings have double quotes")
    } else if items.last().is_some_and(|item| item.is_empty()) {
        Some("a comma stands behind the last word")
    } else if items.iter().all(|item| item.starts_with('"')) {
        Some("the words are not all separated by commas")
    } else {
        Some("a word has no double quotes")
    }
}

/// The items as a JSON array, where each is one plain word.
fn requoted(items: &[&str]) -> Option<String> {
    let words: Option<Vec<String>> = items.iter().filter(|item| !item.is_empty()).map(|item| word(item)).collect();
    Some(format!("[{}]", words?.join(", ")))
}

/// One word with double quotes.
fn word(item: &str) -> Option<String> {
    let bare = ['\'', '"'].iter().find_map(|quote| item.strip_prefix(*quote)?.strip_suffix(*quote)).unwrap_or(item);
    (!bare.contains(['\'', '"', '\\'])).then(|| format!("\"{bare}\""))
}
