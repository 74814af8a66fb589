//! What is wrong with something, gathered: the same over and over is said a few times and then counted.

use super::super::{Problem, ProblemKind};

/// How many problems of one kind are said in words.
const SAID: usize = 50;

/// The problems of a layer, or of an archive.
#[derive(Clone, Debug, Default)]
pub(super) struct Problems {
    said: Vec<Problem>,
    unsaid: [usize; 3],
}

impl Problems {
    pub(super) fn odd(&mut self, message: impl Into<String>) {
        self.add(ProblemKind::Odd, message.into());
    }

    pub(super) fn mismatch(&mut self, message: impl Into<String>) {
        self.add(ProblemKind::Mismatch, message.into());
    }

    pub(super) fn incomplete(&mut self, message: impl Into<String>) {
        self.add(ProblemKind::Incomplete, message.into());
    }

    fn add(&mut self, kind: ProblemKind, message: String) {
        let alike = self.said.iter().filter(|problem| problem.kind == kind).count();
        if alike < SAID {
            self.said.push(Problem { kind, message });
        } else {
            self.unsaid[kind as usize] += 1;
        }
    }

    /// Whether nothing is missing.
    pub(super) fn is_whole(&self) -> bool {
        !self.said.iter().any(|problem| problem.kind == ProblemKind::Incomplete)
    }

    /// Those of another, behind these.
    pub(super) fn append(&mut self, other: Self) {
        for problem in other.into_vec() {
            self.add(problem.kind, problem.message);
        }
    }

    pub(super) fn into_vec(mut self) -> Vec<Problem> {
        for kind in [ProblemKind::Odd, ProblemKind::Mismatch, ProblemKind::Incomplete] {
            let more = self.unsaid[kind as usize];
            if more > 0 {
                self.said.push(Problem { kind, message: format!("{more} more of the same sort are not listed") });
            }
        }
        self.said
    }
}

/// Bytes of a name in a message; whoever shows it escapes it.
pub(super) fn shown(name: &[u8]) -> String {
    const LONGEST: usize = 200;
    let text = String::from_utf8_lossy(&name[..name.len().min(LONGEST)]);
    if name.len() > LONGEST { format!("{text}…") } else { text.into_owned() }
}
