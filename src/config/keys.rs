//! The keys of `lotse.toml`: one list feeds reading, the hint for a mistyped key, the documentation and the schema.

use std::path::PathBuf;

use clap::ValueEnum;

use super::file::{PerPath, Problem, Value, read_per_path};
use super::reading::IMAGE;
use super::rule_options::rule_options;
use super::selection::select;
use super::{Config, FailOn, Layer, Preset};
use crate::diagnostic::Severity;
use crate::rules::{Meant, nearest, nearest_of, resolve};
use crate::source::Span;

/// A key: its name, what may stand there, what it does, and how it is read into a `T`.
pub(super) struct Key<T: 'static> {
    pub(super) name: &'static str,
    pub(super) form: Form,
    pub(super) about: &'static str,
    pub(super) read: fn(&Value<'_>, &mut T, &mut Vec<Problem>),
}

/// What may stand behind a key.
#[derive(Clone, Copy)]
pub(super) enum Form {
    Rules,
    /// One of these words.
    OneOf(fn() -> Vec<String>),
    Boolean,
    /// A whole number from 0.
    Number,
    Text,
    /// A pattern for paths.
    Pattern,
    Texts,
    Patterns,
    /// A table of rules and how grave their findings are.
    Severities,
    /// A table of labels and the forms of their values.
    Labels,
    /// A table of texts by name.
    Arguments,
    /// The entries of `[[per-path]]`.
    PerPath,
    /// The keys of [`IMAGE`].
    Image,
    /// The tables of [`OPTIONS`].
    Options,
}

/// The keys at the top.
pub(super) static TOP: &[Key<Config>] = &[
    Key {
        name: "preset",
        form: Form::OneOf(words_of::<Preset>),
        about: "The rules to begin with.",
        read: |value, config, problems| config.layer.preset = choice::<Preset>(value, problems),
    },
    Key {
        name: "select",
        form: Form::Rules,
        about: "Only these rules, instead of a preset's.",
        read: |value, config, problems| config.layer.select = Some(rules(value, problems)),
    },
    Key {
        name: "extend-select",
        form: Form::Rules,
        about: "These rules as well.",
        read: |value, config, problems| config.layer.extend_select = rules(value, problems),
    },
    Key {
        name: "ignore",
        form: Form::Rules,
        about: "Not these rules.",
        read: |value, config, problems| config.layer.ignore = rules(value, problems),
    },
    Key {
        name: "fail-on",
        form: Form::OneOf(words_of::<FailOn>),
        about: "The severity from which on the exit status is 1; `warning` unless set.",
        read: |value, config, problems| config.layer.fail_on = choice::<FailOn>(value, problems),
    },
    Key {
        name: "inline",
        form: Form::Boolean,
        about: "Whether comments in the files suppress findings; `true` unless set.",
        read: |value, config, problems| config.layer.inline = boolean(value, problems),
    },
    Key {
        name: "shell",
        form: Form::Boolean,
        about: "Whether shell text is checked for what ShellCheck finds; `true` unless set.",
        read: |value, config, problems| config.layer.shell = boolean(value, problems),
    },
    Key {
        name: "severity",
        form: Form::Severities,
        about: "How grave the findings of single rules are.",
        read: |value, config, problems| severities(value, &mut config.layer, problems),
    },
    Key {
        name: "target",
        form: Form::Text,
        about: "The stage to build, as with `docker build --target`.",
        read: |value, config, problems| config.layer.target = text(value, problems),
    },
    Key {
        name: "build-args",
        form: Form::Arguments,
        about: "Values of build arguments, as with `docker build --build-arg`.",
        read: |value, config, problems| config.layer.build_args = arguments(value, problems),
    },
    Key {
        name: "context",
        form: Form::Text,
        about: "The build context, relative to the folder of `lotse.toml`; each Dockerfile's folder unless set.",
        read: |value, config, problems| {
            config.layer.context = text(value, problems).map(|path| config.folder.join(path));
        },
    },
    Key {
        name: "per-path",
        form: Form::PerPath,
        about: "What holds for some paths only; see below.",
        read: read_per_path,
    },
    Key {
        name: "image",
        form: Form::Image,
        about: "How images are read; see below.",
        read: |value, config, problems| value.table(IMAGE, " in `[image]`", &mut config.reading, problems),
    },
    Key {
        name: "options",
        form: Form::Options,
        about: "Options of single rules; see below.",
        read: |value, config, problems| rule_options(value, &mut config.options, problems),
    },
];

/// The keys of an entry of `[[per-path]]`.
pub(super) static PER_PATH: &[Key<PerPath>] = &[
    Key {
        name: "glob",
        form: Form::Pattern,
        about: "The paths that the entry is about, relative to the folder of `lotse.toml`: `legacy/**`.",
        read: |value, entry, problems| entry.pattern = value.glob(problems),
    },
    Key {
        name: "ignore",
        form: Form::Rules,
        about: "Not these rules.",
        read: |value, entry, problems| entry.layer.ignore = rules(value, problems),
    },
    Key {
        name: "extend-select",
        form: Form::Rules,
        about: "These rules as well.",
        read: |value, entry, problems| entry.layer.extend_select = rules(value, problems),
    },
    Key {
        name: "severity",
        form: Form::Severities,
        about: "How grave the findings of single rules are.",
        read: |value, entry, problems| severities(value, &mut entry.layer, problems),
    },
    Key {
        name: "target",
        form: Form::Text,
        about: "The stage to build.",
        read: |value, entry, problems| entry.layer.target = text(value, problems),
    },
    Key {
        name: "build-args",
        form: Form::Arguments,
        about: "Values of build arguments.",
        read: |value, entry, problems| entry.layer.build_args = arguments(value, problems),
    },
    Key {
        name: "context",
        form: Form::Text,
        about: "The build context, relative to the folder of `lotse.toml`.",
        read: |value, entry, problems| {
            entry.layer.context = text(value, problems).map(PathBuf::from);
        },
    },
];

/// Rules by name, alias or group.
fn rules(value: &Value<'_>, problems: &mut Vec<Problem>) -> Vec<Meant> {
    let mut found = Vec::new();
    for (word, span) in value.strings(problems) {
        let meant = select(word);
        if meant.is_empty() {
            problems.push(unknown_rule(word, span));
        }
        found.extend(meant);
    }
    found
}

fn unknown_rule(word: &str, span: Span) -> Problem {
    let hint = nearest(word).map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
    Problem { span, message: format!("no rule is called `{word}`{hint}") }
}

/// How grave findings may be, the gravest first.
pub(super) const SEVERITIES: [Severity; 4] = [Severity::Error, Severity::Warning, Severity::Info, Severity::Style];

fn severities(value: &Value<'_>, layer: &mut Layer, problems: &mut Vec<Problem>) {
    for (word, span, value) in value.entries(problems) {
        let meant = resolve(word);
        if meant.is_empty() {
            problems.push(unknown_rule(word, span));
        }
        let Some(text) = value.string(problems) else { continue };
        match SEVERITIES.into_iter().find(|severity| severity.name() == text) {
            Some(severity) => {
                layer.severity.extend(meant.into_iter().map(|meant| (meant, severity)));
            }
            None => {
                problems.push(not_one_of(text, value.span, SEVERITIES.map(Severity::name).into_iter()));
            }
        }
    }
}

fn text(value: &Value<'_>, problems: &mut Vec<Problem>) -> Option<String> {
    value.string(problems).map(str::to_owned)
}

fn arguments(value: &Value<'_>, problems: &mut Vec<Problem>) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for (name, _, value) in value.entries(problems) {
        found.extend(text(&value, problems).map(|value| (name.to_owned(), value)));
    }
    found
}

/// The words that a choice has.
fn words_of<T: ValueEnum>() -> Vec<String> {
    let values = T::value_variants().iter().filter_map(T::to_possible_value);
    values.map(|value| value.get_name().to_owned()).collect()
}

/// One word of a fixed list.
fn choice<T: ValueEnum>(value: &Value<'_>, problems: &mut Vec<Problem>) -> Option<T> {
    let text = value.string(problems)?;
    let found = T::from_str(text, false).ok();
    if found.is_none() {
        let words = words_of::<T>();
        problems.push(not_one_of(text, value.span, words.iter().map(String::as_str)));
    }
    found
}

pub(super) fn not_one_of<'a>(text: &str, span: Span, names: impl Iterator<Item = &'a str> + Clone) -> Problem {
    let hint = nearest_of(text, names.clone()).map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
    let list = names.map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    Problem { span, message: format!("`{text}` is none of {list}{hint}") }
}

pub(super) fn boolean(value: &Value<'_>, problems: &mut Vec<Problem>) -> Option<bool> {
    let found = value.value.as_bool();
    if found.is_none() {
        problems.push(value.expected("`true` or `false`"));
    }
    found
}

/// A whole number.
pub(super) fn number<T: std::str::FromStr>(value: &Value<'_>, into: &mut T, problems: &mut Vec<Problem>) {
    let digits = value.value.as_integer().filter(|number| number.radix() == 10);
    match digits.and_then(|number| number.as_str().parse().ok()) {
        Some(number) => *into = number,
        None => problems.push(value.expected("a whole number from 0 that is not too large")),
    }
}

pub(super) fn words(value: &Value<'_>, problems: &mut Vec<Problem>) -> Vec<String> {
    value.strings(problems).into_iter().map(|(text, _)| text.to_owned()).collect()
}

/// What the words of a list on the command line stand for, and a problem for each that stands for nothing.
pub fn named(words: &[String]) -> (Vec<Meant>, Vec<String>) {
    let (mut found, mut problems) = (Vec::new(), Vec::new());
    for word in words {
        let meant = select(word);
        if meant.is_empty() {
            problems.push(unknown_rule(word, Span::empty(0)).message);
        }
        found.extend(meant);
    }
    (found, problems)
}
