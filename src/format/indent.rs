//! Indentation: what one step is, and how deep a line stands.

use crate::dockerfile::Dockerfile;
use crate::source::Source;

/// One step of indentation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Indent {
    /// A tab.
    Tab,
    /// So many blanks.
    Blanks(usize),
}

impl Indent {
    /// How many columns it takes; a tab counts as four.
    pub(super) fn width(self) -> usize {
        match self {
            Self::Tab => 4,
            Self::Blanks(width) => width.max(1),
        }
    }

    /// How many columns some blanks and tabs take, where a tab is one step.
    pub(super) fn columns(self, blanks: &str) -> usize {
        blanks.bytes().map(|byte| if byte == b'\t' { self.width() } else { 1 }).sum()
    }

    /// The blanks of so many columns.
    pub(super) fn blanks(self, columns: usize) -> String {
        match self {
            Self::Tab => "\t".repeat(columns / self.width()) + &" ".repeat(columns % self.width()),
            Self::Blanks(_) => " ".repeat(columns),
        }
    }

    /// Whether lines go up in such steps.
    fn is_kept_by(self, columns: &[usize]) -> bool {
        let width = self.width();
        let least = columns.iter().copied().min().unwrap_or(0);
        // Half a step is what many take between a command and its part.
        let half = if width.is_multiple_of(4) && self != Self::Tab { width / 2 } else { width };
        least.is_multiple_of(width)
            && (width..=2 * width).contains(&least)
            && columns.iter().all(|column| column.is_multiple_of(half))
    }
}

/// The step of a file.
#[derive(Clone, Copy, Debug)]
pub(super) struct Unit {
    pub(super) step: Indent,
    /// Whether the user asks for it; otherwise an instruction may have two blanks where others have four.
    pub(super) is_asked_for: bool,
}

impl Unit {
    /// The columns of some lines as they are to be: as they are, where they go up in steps; otherwise one step more than what they
    /// stand below. What differs by one column only was meant to be equal.
    pub(super) fn settle(self, columns: &[usize]) -> Vec<usize> {
        let may_have_two = !self.is_asked_for && self.step == Indent::Blanks(4);
        if self.step.is_kept_by(columns) || may_have_two && Indent::Blanks(2).is_kept_by(columns) {
            return columns.to_vec();
        }
        let width = self.step.width();
        let least = columns.iter().copied().min().unwrap_or(0);
        let mut open = vec![least];
        let level = |column: usize, open: &mut Vec<usize>| {
            while open.len() > 1 && open.last().is_some_and(|last| column < *last) {
                open.pop();
            }
            if open.last().is_none_or(|last| column > last + 1) {
                open.push(column);
            }
            open.len()
        };
        columns.iter().map(|column| level(*column, &mut open) * width).collect()
    }
}

/// The step that most continued lines of a file take, judged by the least indented line of their instruction. What it gives is no other for the file
/// laid out with it.
pub(super) fn of_file(source: &Source, dockerfile: &Dockerfile) -> Indent {
    let (mut tabs, mut blanks, mut two, mut four) = (0, 0, 0, 0);
    for instruction in &dockerfile.instructions {
        if !instruction.heredocs.is_empty() {
            continue;
        }
        let lines = source.slice(instruction.span).split('\n').skip(1);
        let indents = lines.filter_map(|line| {
            let content = line.trim_start_matches([' ', '\t']);
            let is_code = !content.trim().is_empty() && !content.starts_with('#');
            is_code.then(|| &line[..line.len() - content.len()])
        });
        let indents: Vec<&str> = indents.filter(|indent| !indent.is_empty()).collect();
        let Some(least) = indents.iter().min_by_key(|indent| indent.len()) else { continue };
        match least.as_bytes() {
            [b'\t', ..] => tabs += indents.len(),
            [b' ', b' '] => two += indents.len(),
            [b' ', b' ', b' ', b' '] => four += indents.len(),
            _ => blanks += indents.len(),
        }
    }
    if tabs > blanks + two + four {
        Indent::Tab
    } else if two > four {
        Indent::Blanks(2)
    } else {
        Indent::Blanks(4)
    }
}
