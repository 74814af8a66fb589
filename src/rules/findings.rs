//! How a rule says what it found.

use std::borrow::Cow;
use std::sync::Arc;

use super::Rule;
use crate::diagnostic::{Diagnostic, Edit, Fix, Label, NewFile, OddPath, Safety};
use crate::image::shown;
use crate::source::Span;

/// So many paths that are no text are kept with a finding.
const ODD_PATHS: usize = 64;

/// Collects what one rule finds in one file.
#[derive(Debug)]
pub struct Findings {
    rule: &'static Rule,
    found: Vec<Diagnostic>,
}

impl Findings {
    /// An empty collection for a rule.
    pub fn new(rule: &'static Rule) -> Self {
        Self { rule, found: Vec::new() }
    }

    /// Adds a finding at a place, with the rule's own severity; what it returns adds to it.
    pub fn at(&mut self, span: Span, message: impl Into<String>) -> Finding<'_> {
        let mut message = message.into();
        message.shrink_to_fit();
        let place = self.found.len();
        self.found.push(Diagnostic {
            rule: self.rule.name,
            variant: None,
            severity: self.rule.severity,
            message,
            span,
            labels: Vec::new(),
            help: None,
            fix: None,
            in_base: false,
            odd_paths: Vec::new(),
        });
        Finding { diagnostic: &mut self.found[place] }
    }

    /// What was found, in the order in which it was found.
    pub fn into_vec(self) -> Vec<Diagnostic> {
        self.found
    }
}

/// A finding that is being written.
pub struct Finding<'a> {
    diagnostic: &'a mut Diagnostic,
}

impl Finding<'_> {
    /// Says what to do about it.
    #[allow(clippy::return_self_not_must_use)]
    pub fn help(self, help: impl Into<Cow<'static, str>>) -> Self {
        self.diagnostic.help = Some(help.into());
        self
    }

    /// Points at a second place.
    #[allow(clippy::return_self_not_must_use)]
    pub fn label(self, span: Span, message: impl Into<String>) -> Self {
        self.diagnostic.labels.push(Label { span, message: message.into() });
        self
    }

    /// Names the case, where aliases depend on it.
    #[allow(clippy::return_self_not_must_use)]
    pub fn variant(self, variant: impl Into<Option<&'static str>>) -> Self {
        self.diagnostic.variant = variant.into();
        self
    }

    /// Differs from the rule's own severity in this case.
    #[allow(clippy::return_self_not_must_use)]
    pub fn severity(self, severity: crate::diagnostic::Severity) -> Self {
        self.diagnostic.severity = severity;
        self
    }

    /// Is about what the base image brings.
    #[allow(clippy::return_self_not_must_use)]
    pub fn in_base(self, in_base: bool) -> Self {
        self.diagnostic.in_base = in_base;
        self
    }

    /// Is about these files of an image: paths that are no text are kept as they are, for programs.
    #[allow(clippy::return_self_not_must_use)]
    pub fn about<'p>(self, paths: impl IntoIterator<Item = &'p Arc<[u8]>>) -> Self {
        let odd = paths.into_iter().filter(|path| std::str::from_utf8(path).is_err()).take(ODD_PATHS);
        self.diagnostic.odd_paths.extend(odd.map(|path| OddPath { shown: shown(path), bytes: Arc::clone(path) }));
        self
    }

    /// Offers to write other text in the place of some.
    #[allow(clippy::return_self_not_must_use)]
    pub fn write(self, span: Span, text: &str, safety: Safety) -> Self {
        self.fix(format!("Write `{text}`"), safety, [Edit::replace(span, text)])
    }

    /// Offers the word that was probably meant, with the edit that writes it.
    #[allow(clippy::return_self_not_must_use)]
    pub fn did_you_mean(self, word: &str, edit: impl IntoIterator<Item = Edit>) -> Self {
        self.help(format!("did you mean `{word}`?")).fix(format!("Replace by `{word}`"), Safety::Unsafe, edit)
    }

    /// Offers a repair, made of edits; where there are none it offers nothing.
    #[allow(clippy::return_self_not_must_use)]
    pub fn fix(self, title: impl Into<String>, safety: Safety, edits: impl IntoIterator<Item = Edit>) -> Self {
        let edits: Vec<Edit> = edits.into_iter().collect();
        if !edits.is_empty() {
            self.diagnostic.fix = Some(Box::new(Fix { title: title.into(), safety, edits, creates: None }));
        }
        self
    }

    /// Offers to make a file; where there is none it offers nothing.
    #[allow(clippy::return_self_not_must_use)]
    pub fn creates(self, title: impl Into<String>, safety: Safety, file: impl Into<Option<NewFile>>) -> Self {
        if let Some(file) = file.into() {
            let fix = Fix { title: title.into(), safety, edits: Vec::new(), creates: Some(file) };
            self.diagnostic.fix = Some(Box::new(fix));
        }
        self
    }
}
