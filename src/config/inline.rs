//! Comments in the files that suppress findings: lotse's own, hadolint's, and BuildKit's `check` directive.
//!
//! Above an instruction a comment holds for the whole instruction with its heredocs; inside a continued instruction, a
//! heredoc or a script it holds for the next line, and at the end of a line of a script for that line.

use std::collections::HashMap;

use super::Selection;
use super::build_check::{self, BuildCheck};
use crate::diagnostic::{Diagnostic, Edit, Safety, Severity};
use crate::dockerfile::{DirectiveName, Dockerfile, Instruction, Keyword};
use crate::rules::style::unused_suppression;
use crate::rules::{Findings, Meant, nearest, resolve};
use crate::source::{Source, Span};

/// The suppressions of one file.
#[derive(Debug, Default)]
pub struct Suppressions {
    entries: Vec<Entry>,
    /// Areas in ascending order, none overlapping another: instructions.
    instructions: Vec<Span>,
    /// Likewise: lines inside instructions or scripts.
    lines: Vec<Span>,
    /// Likewise: stages.
    stages: Vec<Span>,
    /// The entry that holds for an area, a rule and a variant.
    index: HashMap<(Area, &'static str, Option<&'static str>), usize>,
    /// What `# hadolint shell=` says: the comment's offset and the shell, in the order of the file.
    pub shells: Vec<(u32, String)>,
    /// What the directive `# check=` asks for; what it skips is among the suppressions as well.
    pub check: BuildCheck,
}

/// How BuildKit's comments begin.
const CHECK: &str = "check=";

/// Where an entry holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Area {
    File,
    Instruction(Span),
    Line(Span),
    Stage(Span),
    /// Nowhere: the comment stands where it cannot work.
    Nowhere,
}

/// One word of a suppressing comment.
#[derive(Debug)]
struct Entry {
    word: Span,
    comment: Span,
    /// The only word of its comment.
    alone: bool,
    meant: Vec<Meant>,
    /// Written for lotse, so that an unknown name is a mistake.
    ours: bool,
    misplaced: bool,
    used: bool,
}

/// What a comment asks for, and the words that it names.
struct Pragma {
    ask: Ask,
    words: Vec<Span>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Ask {
    Ignore {
        ours: bool,
    },
    IgnoreFile {
        ours: bool,
    },
    /// hadolint's `stage ignore`.
    IgnoreStage,
    Shell,
}

impl Suppressions {
    /// Those of a Dockerfile, with those of its directive `# check=` or without.
    pub fn of_dockerfile(source: &Source, dockerfile: &Dockerfile, directive: bool) -> Self {
        let mut found = Self::default();
        let instructions = &dockerfile.instructions;
        for directive in dockerfile.directives.iter().filter(|d| directive && d.name == DirectiveName::Check) {
            found.check = BuildCheck::of(source.slice(directive.value));
            found.check_directive(source, directive.span, directive.value, Area::File);
        }
        let froms: Vec<usize> = instructions
            .iter()
            .enumerate()
            .filter(|(_, instruction)| instruction.keyword == Keyword::From)
            .map(|(number, _)| number)
            .collect();
        let mut last = Span::default();
        for (number, comment) in dockerfile.comments.iter().enumerate() {
            if source.slice(comment.text).starts_with(CHECK) {
                let next = instructions.partition_point(|i| i.span.end <= comment.span.start);
                if let Some(i) = instructions.get(next).filter(|i| i.comments_above.contains(&number)) {
                    let value = Span::new(comment.text.start + length(CHECK), comment.text.end);
                    found.check_directive(source, comment.span, value, Area::Instruction(i.span));
                }
                continue;
            }
            let Some(pragma) = pragma(source.slice(comment.text), comment.text.start) else {
                continue;
            };
            let next = instructions.partition_point(|i| i.span.end <= comment.span.start);
            let area = match (pragma.ask, instructions.get(next)) {
                (Ask::Shell, _) => {
                    let shell = pragma.words.first().map(|word| source.slice(*word).to_owned());
                    found.shells.extend(shell.map(|shell| (comment.span.start, shell)));
                    continue;
                }
                (Ask::IgnoreStage, _) => Area::Stage(stage_at(&froms, next, instructions)),
                (Ask::IgnoreFile { ours: true }, _) if next > 0 => Area::Nowhere,
                (Ask::IgnoreFile { .. }, _) => Area::File,
                (Ask::Ignore { .. }, None) => Area::Nowhere,
                (Ask::Ignore { .. }, Some(i)) if i.span.start > comment.span.start => Area::Instruction(i.span),
                (Ask::Ignore { .. }, Some(i)) => Area::Line(next_line(source, comment.span.end, i.span.end, &mut last)),
            };
            found.add(source, &pragma, comment.span, area);
        }
        for instruction in instructions.iter().filter(|i| runs_heredocs(i)) {
            for heredoc in &instruction.heredocs {
                found.script_lines(source, heredoc.body);
            }
        }
        found.sort();
        found
    }

    /// Those of a script or another file with `#` comments.
    pub fn of_script(source: &Source) -> Self {
        let mut found = Self::default();
        let end = u32::try_from(source.text().len()).unwrap_or(u32::MAX);
        found.script_lines(source, Span::new(0, end));
        found.sort();
        found
    }

    /// Whether a finding is suppressed; notes that it was.
    pub fn covers(&mut self, finding: &Diagnostic) -> bool {
        let at = finding.span.start;
        let line = around(&self.lines, at).map(Area::Line);
        let instruction = around(&self.instructions, at).map(Area::Instruction);
        let stage = around(&self.stages, at).map(Area::Stage);
        let areas = line.into_iter().chain(instruction).chain(stage).chain([Area::File]);
        let entry = areas
            .flat_map(|area| [(area, finding.variant), (area, None)])
            .find_map(|(area, variant)| self.index.get(&(area, finding.rule, variant)).copied());
        if let Some(entry) = entry.and_then(|entry| self.entries.get_mut(entry)) {
            entry.used = true;
        }
        entry.is_some()
    }

    /// What `unused-suppression` finds once every finding was asked about.
    pub fn unused(&self, source: &Source, selection: &Selection) -> Vec<Diagnostic> {
        /// Names for which the nearest rule is looked up: the search is long, and a file of hostile names is no reason.
        const HINTS: usize = 20;
        let mut findings = Findings::new(&unused_suppression::RULE);
        let mut hints = HINTS;
        for entry in self.entries.iter().filter(|entry| !entry.used) {
            let word = source.slice(entry.word);
            let runs = |(rule, variant): &Meant| {
                rule.name != unused_suppression::RULE.name && selection.holds(rule.name, *variant)
            };
            let finding = if entry.meant.is_empty() && entry.ours {
                let near = (hints > 0).then(|| nearest(word)).flatten();
                hints = hints.saturating_sub(1);
                let hint = near.map(|near| format!("; did you mean `{near}`?"));
                let message = format!("no rule is called `{word}`{}", hint.unwrap_or_default());
                findings.at(entry.word, message)
            } else if entry.meant.is_empty() || !entry.meant.iter().any(runs) {
                continue;
            } else if entry.misplaced {
                findings.at(entry.word, format!("`{word}` is suppressed where nothing follows it"))
            } else {
                findings.at(entry.word, format!("suppresses nothing: `{word}` finds nothing here"))
            };
            let edit = Edit { span: entry.removal(source), replacement: String::new() };
            // The linter that it is written for may still need it.
            let (severity, safety) =
                if entry.ours { (Severity::Warning, Safety::Safe) } else { (Severity::Info, Safety::Unsafe) };
            finding.severity(severity).fix("Remove the suppression", safety, vec![edit]);
        }
        findings.into_vec()
    }

    fn add(&mut self, source: &Source, pragma: &Pragma, comment: Span, area: Area) {
        let ours = match pragma.ask {
            Ask::Ignore { ours } | Ask::IgnoreFile { ours } => ours,
            Ask::IgnoreStage => false,
            Ask::Shell => return,
        };
        for word in &pragma.words {
            self.entry(*word, comment, pragma.words.len() == 1, area, ours, resolve(source.slice(*word)));
        }
    }

    fn entry(&mut self, word: Span, comment: Span, alone: bool, area: Area, ours: bool, meant: Vec<Meant>) {
        let place = self.entries.len();
        for (rule, variant) in &meant {
            self.index.entry((area, rule.name, *variant)).or_insert(place);
        }
        match area {
            Area::Instruction(span) => self.instructions.push(span),
            Area::Line(span) => self.lines.push(span),
            Area::Stage(span) => self.stages.push(span),
            Area::File | Area::Nowhere => {}
        }
        let misplaced = area == Area::Nowhere;
        self.entries.push(Entry { word, comment, alone, meant, ours, misplaced, used: false });
    }

    fn sort(&mut self) {
        for areas in [&mut self.instructions, &mut self.lines, &mut self.stages] {
            areas.sort_unstable();
            areas.dedup();
        }
    }

    /// What BuildKit's `# check=skip=A,B` suppresses, in front of the file or above an instruction.
    fn check_directive(&mut self, source: &Source, comment: Span, value: Span, area: Area) {
        let mut at = value.start;
        for part in source.slice(value).split(';') {
            let start = at;
            at += length(part) + 1;
            let Some((key, list)) = part.split_once('=').filter(|(key, _)| key.trim() == "skip") else { continue };
            let words = words(list, start + length(key) + 1, false);
            for word in &words {
                let meant = build_check::skipped(source.slice(*word));
                self.entry(*word, comment, words.len() == 1, area, false, meant);
            }
        }
    }

    /// Finds lotse's comments in shell text.
    fn script_lines(&mut self, source: &Source, body: Span) {
        const MARK: &str = "lotse ignore";
        let text = source.slice(body);
        let (mut from, mut last) = (0, Span::default());
        while let Some(found) = text.get(from..).and_then(|rest| rest.find(MARK)) {
            let place = from + found;
            let start = text[..place].rfind('\n').map_or(0, |newline| newline + 1);
            let end = text[place..].find('\n').map_or(text.len(), |newline| place + newline);
            from = end;
            let before = &text[start..place];
            let Some(hash) = before.rfind('#').filter(|hash| before[hash + 1..].trim().is_empty()) else {
                continue;
            };
            if !before[..hash].is_empty() && !before[..hash].ends_with([' ', '\t']) {
                continue;
            }
            let offset = |at: usize| body.start + u32::try_from(at).unwrap_or(u32::MAX);
            let comment = Span::new(offset(start + hash), offset(end));
            let Some(pragma) = pragma(&text[place..end], offset(place)) else { continue };
            let area = match pragma.ask {
                Ask::IgnoreFile { .. } => Area::File,
                _ if before[..hash].trim().is_empty() => {
                    Area::Line(next_line(source, offset(end), body.end, &mut last))
                }
                _ => Area::Line(Span::new(offset(start), offset(end))),
            };
            self.add(source, &pragma, comment, area);
        }
    }
}

impl Entry {
    /// What to delete: the word with a comma, or the comment with its line where nothing else stands on it.
    fn removal(&self, source: &Source) -> Span {
        let text = source.text();
        if !self.alone {
            let behind = text.get(self.word.end as usize..).unwrap_or("");
            let blanks = behind.len() - behind.trim_start_matches([' ', '\t']).len();
            if behind[blanks..].starts_with(',') {
                let rest = &behind[blanks + 1..];
                let more = rest.len() - rest.trim_start_matches([' ', '\t']).len();
                let end = self.word.end as usize + blanks + 1 + more;
                return Span::new(self.word.start, u32::try_from(end).unwrap_or(self.word.end));
            }
            let before = text.get(..self.word.start as usize).unwrap_or("");
            let start = before.trim_end_matches([' ', '\t']).trim_end_matches(',').len();
            return Span::new(u32::try_from(start).unwrap_or(self.word.start), self.word.end);
        }
        let line = source.lines().span(source.lines().line(self.comment.start));
        let before = source.slice(Span::new(line.start, self.comment.start));
        if before.trim().is_empty() {
            line
        } else {
            let start = line.start + length(before.trim_end());
            Span::new(start, self.comment.end)
        }
    }
}

/// The stage of the instruction `next`, where `froms` are the numbers of the FROMs.
fn stage_at(froms: &[usize], next: usize, instructions: &[Instruction]) -> Span {
    let behind = froms.partition_point(|from| *from <= next);
    let start = |from: Option<usize>| {
        from.and_then(|from| froms.get(from))
            .and_then(|from| instructions.get(*from))
            .map(|instruction| instruction.span.start)
    };
    Span::new(start(behind.checked_sub(1)).unwrap_or(0), start(Some(behind)).unwrap_or(u32::MAX))
}

fn runs_heredocs(instruction: &Instruction) -> bool {
    instruction.keyword == Keyword::Run && !instruction.heredocs.is_empty()
}

/// The area that holds an offset, in a sorted list without overlaps.
fn around(areas: &[Span], at: u32) -> Option<Span> {
    let behind = areas.partition_point(|area| area.start <= at);
    let area = areas.get(behind.checked_sub(1)?)?;
    (at < area.end || area.is_empty()).then_some(*area)
}

/// The first line behind `from` that is neither empty nor a comment, up to `end`. `last` is what the call for the comment
/// before gave: between the two stand comments only, so many comments in a row are not read again and again.
fn next_line(source: &Source, from: u32, end: u32, last: &mut Span) -> Span {
    if last.start >= from {
        return *last;
    }
    *last = search_line(source, from, end);
    *last
}

fn search_line(source: &Source, from: u32, end: u32) -> Span {
    let lines = source.lines();
    for line in lines.line(from) + 1..=lines.line(end) {
        let span = lines.span(line);
        let text = source.slice(span).trim();
        if !text.is_empty() && !text.starts_with('#') {
            return span;
        }
    }
    Span::empty(end)
}

/// Reads the text of a comment behind its `#`; `at` is the text's offset.
fn pragma(text: &str, at: u32) -> Option<Pragma> {
    let (tool, rest) = text.split_once([' ', '\t'])?;
    let ours = match tool {
        "lotse" => true,
        "hadolint" => false,
        _ => return None,
    };
    let (key, list) = rest.split_once('=')?;
    let start = at + length(text) - length(list);
    let mut key = key.split_whitespace();
    let ask = match (ours, key.next()?, key.next()) {
        (_, "ignore", None) => Ask::Ignore { ours },
        (true, "ignore-file", None) | (false, "global", Some("ignore")) => Ask::IgnoreFile { ours },
        (false, "stage", Some("ignore")) => Ask::IgnoreStage,
        (false, "shell", None) => Ask::Shell,
        _ => return None,
    };
    Some(Pragma { ask, words: words(list, start, true) })
}

/// The words of a list with commas; behind a word without comma the list ends if it `ends_at_blank`.
fn words(list: &str, at: u32, ends_at_blank: bool) -> Vec<Span> {
    let mut words = Vec::new();
    let mut at = at;
    for part in list.split(',') {
        let lead = length(part) - length(part.trim_start());
        let word = part.split_whitespace().next().unwrap_or("");
        if !word.is_empty() {
            words.push(Span::new(at + lead, at + lead + length(word)));
        }
        if ends_at_blank && part.trim() != word {
            break;
        }
        at += length(part) + 1;
    }
    words
}

fn length(text: &str) -> u32 {
    u32::try_from(text.len()).unwrap_or(u32::MAX)
}
