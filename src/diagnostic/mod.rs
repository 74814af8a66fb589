//! What a rule says about a place, and how it would repair it. Nothing here knows a rule.

use std::borrow::Cow;
use std::path::PathBuf;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::source::Span;

/// How grave a finding is, gravest last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// A matter of looks.
    Style,
    /// Worth knowing; the image works all the same.
    Info,
    /// Likely to hurt.
    Warning,
    /// The build fails, or the image does not do what it says.
    Error,
}

impl Severity {
    /// Its name as users write it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Style => "style",
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// One finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Name of the rule.
    pub rule: &'static str,
    /// Which of the rule's cases this is, where aliases depend on it: `apk`.
    pub variant: Option<&'static str>,
    /// As the user set it, or the rule's own.
    pub severity: Severity,
    /// What is wrong here: one sentence, lower case, no full stop.
    pub message: String,
    /// The smallest text that a person would point at.
    pub span: Span,
    /// Other places that matter.
    pub labels: Vec<Label>,
    /// What to do about it, where it is not plain from the message.
    pub help: Option<Cow<'static, str>>,
    /// A repair.
    pub fix: Option<Box<Fix>>,
    /// It is about what an image has from its base image.
    pub in_base: bool,
    /// Files of an image that it is about and whose paths are no text.
    pub odd_paths: Vec<OddPath>,
}

/// A path in an image that is no UTF-8.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OddPath {
    /// As messages write it.
    pub shown: String,
    /// As it is.
    pub bytes: Arc<[u8]>,
}

/// Puts the findings of a file in the order of their places.
pub fn sort(findings: &mut [Diagnostic]) {
    findings.sort_by(|a, b| (a.span, a.rule, &a.message).cmp(&(b.span, b.rule, &b.message)));
}

/// A second place that a finding speaks of, in the same file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// Where.
    pub span: Span,
    /// What is there.
    pub message: String,
}

/// A repair: text edits and how far they can be trusted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// What it does, as an editor's menu would say it.
    pub title: String,
    /// Whether the image built afterwards behaves the same.
    pub safety: Safety,
    /// The edits, none overlapping another.
    pub edits: Vec<Edit>,
    /// A file that is made, or another file that is written anew.
    pub creates: Option<NewFile>,
}

/// A file that a repair makes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewFile {
    /// Its path, as the paths of other files are shown.
    pub path: PathBuf,
    /// What is in it.
    pub text: String,
    /// What was in it; `None` where there is no such file yet.
    pub replaces: Option<String>,
}

/// How far a fix can be trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Safety {
    /// The image built afterwards behaves the same.
    Safe,
    /// It may change what is installed, which user runs or which layer holds what.
    Unsafe,
}

/// Replaces the bytes of a span.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// What is replaced; empty to insert.
    pub span: Span,
    /// By what.
    pub replacement: String,
}

impl Edit {
    /// Puts text at an offset.
    pub fn insert(at: u32, text: impl Into<String>) -> Self {
        Self::replace(Span::empty(at), text)
    }

    /// Takes text away.
    pub fn delete(span: Span) -> Self {
        Self::replace(span, "")
    }

    /// Puts other text in the place of some.
    pub fn replace(span: Span, text: impl Into<String>) -> Self {
        Self { span, replacement: text.into() }
    }
}
