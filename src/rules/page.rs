//! The one reader of rule pages: `lotse explain`, the generated documents and the tests all see what this makes of a page.
//!
//! A page is Markdown: `# rule-name`, one sentence, then sections under `## Heading`. Fenced blocks are examples; their
//! info string says what they are:
//!
//! - `dockerfile`: a Dockerfile to lint; `dockerfile name=web.Dockerfile` under another name, `dockerfile fixed` what the
//!   Dockerfile before it looks like after fixing;
//! - `text file=PATH` (or any other language): a file of the build context of the next Dockerfile;
//! - `toml lotse.toml`: the configuration of the next Dockerfile.
//!
//! A caret line in an example is an expectation and no part of the file: a comment of blanks and carets, which mark the
//! columns above, and words that the message must hold. Carets directly behind the `#` mark from the first column on:
//! there the `#` counts as a caret.

use std::fmt::Write as _;

/// A rule's page.
#[derive(Debug)]
pub struct Page<'a> {
    /// The title: the rule's name.
    pub title: &'a str,
    /// The sentence that says what the rule is about.
    pub summary: &'a str,
    /// Everything under the headings.
    pub sections: Vec<Section<'a>>,
}

/// A heading and what stands below it.
#[derive(Debug)]
pub struct Section<'a> {
    /// The heading without `##`.
    pub heading: &'a str,
    /// Text and examples in order.
    pub parts: Vec<Part<'a>>,
}

/// A piece of a section.
#[derive(Debug)]
pub enum Part<'a> {
    /// Lines of prose.
    Prose(&'a str),
    /// A fenced block.
    Example(Example<'a>),
}

/// A fenced block.
#[derive(Debug)]
pub struct Example<'a> {
    /// The first word of the info string.
    pub language: &'a str,
    /// The other words: `file=start.sh`, `fixed`.
    pub tags: Vec<&'a str>,
    /// The text between the fences, caret lines included.
    pub text: &'a str,
    /// The line of the page on which the text begins, from 1.
    pub line: usize,
}

/// What a caret line asks for.
#[derive(Debug, PartialEq, Eq)]
pub struct Expectation {
    /// The line of the file, from 1, caret lines not counted.
    pub line: usize,
    /// The first column, from 1, in characters.
    pub column: usize,
    /// The number of columns.
    pub width: usize,
    /// Words that the message holds; may be empty.
    pub message: String,
}

/// Begins and ends a fenced block.
const FENCE: &str = "```";

impl<'a> Page<'a> {
    /// Reads a page. Whatever the text is, there is a result; what is missing in it is empty.
    pub fn read(text: &'a str) -> Self {
        let mut page = Page { title: "", summary: "", sections: Vec::new() };
        let mut lines = Lines { text, at: 0, number: 0 };
        let mut prose: Option<(usize, usize)> = None;
        while let Some((start, line)) = lines.next() {
            let heading = line.strip_prefix("## ");
            let fence = line.strip_prefix(FENCE);
            if heading.is_none() && fence.is_none() {
                match line.strip_prefix("# ") {
                    Some(title) if page.title.is_empty() => page.title = title.trim(),
                    _ if page.sections.is_empty() => {
                        if page.summary.is_empty() {
                            page.summary = line.trim();
                        }
                    }
                    _ => {
                        prose = Some((prose.map_or(start, |(from, _)| from), start + line.len()));
                    }
                }
                continue;
            }
            page.flush(text, &mut prose);
            if let Some(heading) = heading {
                page.sections.push(Section { heading: heading.trim(), parts: Vec::new() });
            } else if let Some(info) = fence {
                let example = Example::read(info, &mut lines);
                if let Some(section) = page.sections.last_mut() {
                    section.parts.push(Part::Example(example));
                }
            }
        }
        page.flush(text, &mut prose);
        page
    }

    /// Ends a run of prose lines.
    fn flush(&mut self, text: &'a str, prose: &mut Option<(usize, usize)>) {
        let Some((start, end)) = prose.take() else { return };
        let words = text.get(start..end).unwrap_or("").trim();
        if let (Some(section), false) = (self.sections.last_mut(), words.is_empty()) {
            section.parts.push(Part::Prose(words));
        }
    }

    /// The section of that heading.
    pub fn section(&self, heading: &str) -> Option<&Section<'a>> {
        self.sections.iter().find(|section| section.heading == heading)
    }
}

impl<'a> Section<'a> {
    /// The fenced blocks.
    pub fn examples(&self) -> impl Iterator<Item = &Example<'a>> {
        self.parts.iter().filter_map(|part| match part {
            Part::Example(example) => Some(example),
            Part::Prose(_) => None,
        })
    }
}

impl<'a> Example<'a> {
    /// Reads up to the closing fence or the end.
    fn read(info: &'a str, lines: &mut Lines<'a>) -> Self {
        let mut words = info.split_whitespace();
        let language = words.next().unwrap_or("");
        let tags = words.collect();
        let (page, start, line) = (lines.text, lines.at, lines.number + 1);
        let mut end = start;
        for (from, text) in lines.by_ref() {
            if text.starts_with(FENCE) {
                break;
            }
            end = (from + text.len() + 1).min(page.len());
        }
        Self { language, tags, text: page.get(start..end).unwrap_or(""), line }
    }

    /// The value of the tag `name=…`.
    pub fn tag(&self, name: &str) -> Option<&'a str> {
        self.tags.iter().find_map(|tag| tag.strip_prefix(name)?.strip_prefix('='))
    }

    /// The file's text without caret lines, and what the caret lines ask for.
    pub fn expectations(&self) -> (String, Vec<Expectation>) {
        let mut text = String::with_capacity(self.text.len());
        let mut expected = Vec::new();
        let mut line = 0;
        for raw in self.text.lines() {
            if let Some((column, width, message)) = carets(raw) {
                expected.push(Expectation { line, column, width, message: message.to_owned() });
            } else {
                line += 1;
                let _ = writeln!(text, "{raw}");
            }
        }
        (text, expected)
    }
}

/// Column, width and message of a caret line.
fn carets(line: &str) -> Option<(usize, usize, &str)> {
    let comment = line.strip_prefix('#')?;
    let rest = comment.trim_start_matches(' ');
    let blanks = comment.len() - rest.len();
    let message = rest.trim_start_matches('^');
    let count = rest.len() - message.len();
    if count == 0 {
        return None;
    }
    let (column, width) = if blanks == 0 { (1, count + 1) } else { (blanks + 2, count) };
    Some((column, width, message.trim()))
}

/// Lines with their offsets.
struct Lines<'a> {
    text: &'a str,
    at: usize,
    number: usize,
}

impl<'a> Iterator for Lines<'a> {
    type Item = (usize, &'a str);

    fn next(&mut self) -> Option<Self::Item> {
        let rest = self.text.get(self.at..).filter(|rest| !rest.is_empty())?;
        let line = rest.split('\n').next().unwrap_or(rest);
        let start = self.at;
        self.at = (start + line.len() + 1).min(self.text.len());
        self.number += 1;
        Some((start, line))
    }
}
