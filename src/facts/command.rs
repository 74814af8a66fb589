//! What is often asked of one command: its arguments, its options, the files that it is redirected to, what it is fed.

use crate::knowledge::tools::is_cleaning_verb;
use crate::shell::{Command, RedirectKind, Script, Word};
use crate::source::Span;

impl Command {
    /// Its words behind the name.
    pub fn arguments(&self) -> &[Word] {
        self.words.get(1..).unwrap_or_default()
    }

    /// Whether it has one of these arguments.
    pub fn has_argument(&self, texts: &[&str]) -> bool {
        self.argument(texts).is_some()
    }

    /// The first of its arguments that is one of these.
    pub fn argument(&self, texts: &[&str]) -> Option<&Word> {
        self.arguments().iter().find(|word| word.literal.as_deref().is_some_and(|text| texts.contains(&text)))
    }

    /// The argument behind one of these options.
    pub fn value_of(&self, options: &[&str]) -> Option<&Word> {
        self.arguments().windows(2).find(|pair| options.contains(&&*pair[0].text)).map(|pair| &pair[1])
    }

    /// Whether one of its arguments holds this letter among options of one letter: `x` in `-xzf`.
    pub fn has_letter(&self, letter: char) -> bool {
        self.arguments().iter().any(|word| short_options(&word.text).contains(letter))
    }

    /// `-R`, `--recursive`
    pub fn is_recursive(&self) -> bool {
        self.has_letter('R') || self.has_argument(&["--recursive"])
    }

    /// Whether it deletes something or does nothing that matters.
    pub fn only_cleans(&self) -> bool {
        let has = |name: &str| self.words.iter().any(|word| word.is(name));
        match self.name() {
            None => self.words.is_empty(),
            Some("rm" | "rmdir" | "unlink" | "true" | ":" | "echo" | "set" | "sync") => true,
            Some("find") => has("-delete") || has("rm"),
            Some("xargs") => false,
            Some(_) => {
                let cleans = self.arguments().iter().any(|word| is_cleaning_verb(&word.text));
                cleans && !has("install") && !has("add")
            }
        }
    }

    /// The words that redirections name: files, descriptors, the delimiters of heredocs.
    pub fn targets(&self) -> impl Iterator<Item = &Word> {
        self.redirects.iter().filter_map(|redirect| redirect.target.as_ref())
    }

    /// The files that its output is redirected to.
    pub fn output_files(&self) -> impl Iterator<Item = &Word> {
        let writes = |kind| matches!(kind, RedirectKind::Write | RedirectKind::Append | RedirectKind::Both);
        self.redirects
            .iter()
            .filter(move |redirect| writes(redirect.kind))
            .filter_map(|redirect| redirect.target.as_ref())
    }

    /// Whether another command's output is its input.
    pub fn is_piped_into(&self) -> bool {
        self.pipeline.is_some_and(|(_, position)| position > 0)
    }

    /// Whether its failure is one: nothing catches it, and nobody asks whether it fails.
    pub fn failure_matters(&self) -> bool {
        !self.guarded && !self.negated && self.or_else.is_none()
    }

    /// Whether it runs wherever the text runs, and its failure is one.
    pub fn is_certain(&self) -> bool {
        !self.conditional && self.failure_matters()
    }

    /// Whether it leaves nothing behind but the state of the shell that runs it.
    pub fn changes_only_the_shell(&self) -> bool {
        let plain = |value: &Option<Word>| value.as_ref().is_none_or(|value| !value.substitution);
        self.redirects.is_empty()
            && match self.name() {
                Some("cd" | "export" | "alias" | "ulimit" | "umask" | "unset" | "set") => true,
                Some("." | "source") => self.words.len() == 2,
                Some("nvm") => self.words.get(1).is_some_and(|verb| verb.is("use")),
                Some(_) => false,
                None => {
                    self.words.is_empty()
                        && !self.assignments.is_empty()
                        && self.assignments.iter().all(|assignment| plain(&assignment.value))
                }
            }
    }

    /// Its name in the file; all of it where it has no words.
    pub fn name_span(&self) -> Span {
        self.words.first().map_or(self.span, |name| name.span)
    }
}

/// The letters of a word that bundles options, `fsSL` of `-fsSL`; none of any other word.
pub fn short_options(text: &str) -> &str {
    text.strip_prefix('-').filter(|letters| !letters.starts_with('-')).unwrap_or("")
}

impl Script {
    /// Whether a command of it switches `set -e` on.
    pub fn sets_errexit(&self) -> bool {
        self.commands.iter().any(|command| command.switched.errexit == Some(true))
    }

    /// The simple commands behind a command in its pipe, nearest first.
    pub fn behind_in_pipe<'s>(&'s self, command: &Command) -> impl Iterator<Item = &'s Command> + use<'s> {
        let stages = command.pipeline.and_then(|(number, position)| {
            self.pipelines.get(number).and_then(|pipeline| pipeline.stages.get(position + 1..))
        });
        stages.unwrap_or_default().iter().flatten().filter_map(|index| self.commands.get(*index))
    }
}
