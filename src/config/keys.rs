//! The keys of `lotse.toml`: one list feeds reading, the hint for a mistyped key, and the documentation.

use std::fmt::Write as _;

use clap::ValueEnum;
use clap::builder::PossibleValue;

use super::file::{PerPath, Problem, Value, read_per_path, read_table};
use super::selection::select;
use super::{Config, FailOn, Layer, Preset};
use crate::diagnostic::Severity;
use crate::rules::options::{LabelForm, Options, RequiredLabel};
use crate::rules::{Meant, nearest, nearest_of, resolve};
use crate::source::Span;

/// A key: its name, what may stand there, what it does, and how it is read into a `T`.
pub(super) struct Key<T: 'static> {
    pub(super) name: &'static str,
    pub(super) form: &'static str,
    pub(super) about: &'static str,
    pub(super) read: fn(&Value<'_>, &mut T, &mut Vec<Problem>),
}

const RULES: &str = "array of rules";

/// The keys at the top.
pub(super) static TOP: &[Key<Config>] = &[
    Key {
        name: "preset",
        form: "`\"recommended\"`, `\"workshop\"`, `\"hadolint\"`, `\"buildkit\"` or `\"strict\"`",
        about: "The rules to begin with.",
        read: |value, config, problems| config.layer.preset = choice::<Preset>(value, problems),
    },
    Key {
        name: "select",
        form: RULES,
        about: "Only these rules, instead of a preset's.",
        read: |value, config, problems| config.layer.select = Some(rules(value, problems)),
    },
    Key {
        name: "extend-select",
        form: RULES,
        about: "These rules as well.",
        read: |value, config, problems| config.layer.extend_select = rules(value, problems),
    },
    Key {
        name: "ignore",
        form: RULES,
        about: "Not these rules.",
        read: |value, config, problems| config.layer.ignore = rules(value, problems),
    },
    Key {
        name: "fail-on",
        form: "`\"error\"`, `\"warning\"`, `\"info\"`, `\"style\"` or `\"never\"`",
        about: "The severity from which on the exit status is 1; `warning` unless set.",
        read: |value, config, problems| config.layer.fail_on = choice::<FailOn>(value, problems),
    },
    Key {
        name: "inline",
        form: "boolean",
        about: "Whether comments in the files suppress findings; `true` unless set.",
        read: |value, config, problems| config.layer.inline = boolean(value, problems),
    },
    Key {
        name: "shell",
        form: "boolean",
        about: "Whether shell text is checked for what ShellCheck finds; `true` unless set.",
        read: |value, config, problems| config.layer.shell = boolean(value, problems),
    },
    Key {
        name: "severity",
        form: "table: rule = `\"error\"`, `\"warning\"`, `\"info\"` or `\"style\"`",
        about: "How grave the findings of single rules are.",
        read: |value, config, problems| severities(value, &mut config.layer, problems),
    },
    Key {
        name: "per-path",
        form: "array of tables",
        about: "What holds for some paths only; see below.",
        read: read_per_path,
    },
    Key {
        name: "options",
        form: "table of tables",
        about: "Options of single rules; see below.",
        read: |value, config, problems| rule_options(value, &mut config.options, problems),
    },
];

/// The keys of an entry of `[[per-path]]`.
pub(super) static PER_PATH: &[Key<PerPath>] = &[
    Key {
        name: "glob",
        form: "pattern",
        about: "The paths that the entry is about, relative to the folder of `lotse.toml`: `legacy/**`.",
        read: |value, entry, problems| entry.pattern = value.glob(problems),
    },
    Key {
        name: "ignore",
        form: RULES,
        about: "Not these rules.",
        read: |value, entry, problems| entry.layer.ignore = rules(value, problems),
    },
    Key {
        name: "extend-select",
        form: RULES,
        about: "These rules as well.",
        read: |value, entry, problems| entry.layer.extend_select = rules(value, problems),
    },
    Key {
        name: "severity",
        form: "table",
        about: "How grave the findings of single rules are.",
        read: |value, entry, problems| severities(value, &mut entry.layer, problems),
    },
];

/// The options of a rule: a table under `options`.
struct RuleOptions {
    rule: &'static str,
    keys: &'static [Key<Options>],
}

static OPTIONS: &[RuleOptions] = &[
    RuleOptions {
        rule: "label-schema-violation",
        keys: &[
            Key {
                name: "required-labels",
                form: "table: label = `\"text\"`, `\"url\"`, `\"semver\"`, `\"rfc3339\"`, `\"hash\"`, `\"spdx\"` or `\"email\"`",
                about: "Labels that the final stage must set, and the form of their values.",
                read: required_labels,
            },
            Key {
                name: "strict-labels",
                form: "boolean",
                about: "Report each label outside the schema.",
                read: |value, options, problems| {
                    options.strict_labels = boolean(value, problems).unwrap_or_default();
                },
            },
        ],
    },
    RuleOptions {
        rule: "large-build-context",
        keys: &[
            Key {
                name: "context-bytes",
                form: "number",
                about: "Bytes above which the build context is reported.",
                read: |value, options, problems| {
                    number(value, &mut options.context_bytes, problems);
                },
            },
            Key {
                name: "context-files",
                form: "number",
                about: "Number of files above which the build context is reported.",
                read: |value, options, problems| {
                    number(value, &mut options.context_files, problems);
                },
            },
        ],
    },
    RuleOptions {
        rule: "latest-tag",
        keys: &[Key {
            name: "allowed-latest",
            form: "array of patterns",
            about: "Images that may have the tag `latest`.",
            read: |value, options, problems| options.allowed_latest = words(value, problems),
        }],
    },
    RuleOptions {
        rule: "long-single-line-command",
        keys: &[Key {
            name: "line-columns",
            form: "number",
            about: "Columns that a line may have.",
            read: |value, options, problems| number(value, &mut options.line_columns, problems),
        }],
    },
    RuleOptions {
        rule: "secret-in-arg-or-env",
        keys: &[Key {
            name: "credential-words",
            form: "array of strings",
            about: "Further words that make a name a credential's.",
            read: |value, options, problems| options.credential_words = words(value, problems),
        }],
    },
    RuleOptions {
        rule: "sensitive-file-in-context",
        keys: &[Key {
            name: "allowed-context-files",
            form: "array of patterns",
            about: "Paths that are fine.",
            read: |value, options, problems| options.allowed_context_files = words(value, problems),
        }],
    },
    RuleOptions {
        rule: "untrusted-registry",
        keys: &[Key {
            name: "trusted-registries",
            form: "array of strings",
            about: "Registries, repositories or patterns that images may come from; the rule is silent without.",
            read: |value, options, problems| options.trusted_registries = words(value, problems),
        }],
    },
];

/// The documentation of all keys, in Markdown.
pub fn reference() -> String {
    let mut text = String::new();
    section(&mut text, "At the top", TOP);
    section(&mut text, "In `[[per-path]]`", PER_PATH);
    for options in OPTIONS {
        section(&mut text, &format!("In `[options.{}]`", options.rule), options.keys);
    }
    text
}

fn section<T>(text: &mut String, heading: &str, keys: &[Key<T>]) {
    let _ = write!(text, "\n## {heading}\n\n| key | value | what it does |\n|---|---|---|\n");
    for key in keys {
        let _ = writeln!(text, "| `{}` | {} | {} |", key.name, key.form, key.about);
    }
}

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

fn severities(value: &Value<'_>, layer: &mut Layer, problems: &mut Vec<Problem>) {
    const NAMES: [Severity; 4] =
        [Severity::Error, Severity::Warning, Severity::Info, Severity::Style];
    for (word, span, value) in value.entries(problems) {
        let meant = resolve(word);
        if meant.is_empty() {
            problems.push(unknown_rule(word, span));
        }
        let Some(text) = value.string(problems) else { continue };
        match NAMES.into_iter().find(|severity| severity.name() == text) {
            Some(severity) => {
                layer.severity.extend(meant.into_iter().map(|meant| (meant, severity)));
            }
            None => {
                problems.push(not_one_of(text, value.span, NAMES.map(Severity::name).into_iter()));
            }
        }
    }
}

fn rule_options(value: &Value<'_>, options: &mut Options, problems: &mut Vec<Problem>) {
    for (rule, span, value) in value.entries(problems) {
        let Some(known) = OPTIONS.iter().find(|known| known.rule == rule) else {
            let near = nearest_of(rule, OPTIONS.iter().map(|known| known.rule));
            let hint = near.map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
            problems.push(Problem { span, message: format!("`{rule}` has no options{hint}") });
            continue;
        };
        match value.value.as_table() {
            Some(table) => {
                let of = format!(" in `[options.{rule}]`");
                read_table(table, known.keys, &of, options, problems);
            }
            None => problems.push(value.expected("a table")),
        }
    }
}

/// The forms of a label's value, by name.
pub(super) const LABEL_FORMS: &[(&str, LabelForm)] = &[
    ("text", LabelForm::Text),
    ("url", LabelForm::Url),
    ("semver", LabelForm::Semver),
    ("rfc3339", LabelForm::Rfc3339),
    ("hash", LabelForm::Hash),
    ("spdx", LabelForm::Spdx),
    ("email", LabelForm::Email),
];

fn required_labels(value: &Value<'_>, options: &mut Options, problems: &mut Vec<Problem>) {
    for (key, _, value) in value.entries(problems) {
        let Some(text) = value.string(problems) else { continue };
        match LABEL_FORMS.iter().find(|(name, _)| *name == text) {
            Some((_, form)) => {
                options.required_labels.push(RequiredLabel { key: key.to_owned(), form: *form });
            }
            None => {
                problems.push(not_one_of(
                    text,
                    value.span,
                    LABEL_FORMS.iter().map(|(name, _)| *name),
                ));
            }
        }
    }
}

/// One word of a fixed list.
fn choice<T: ValueEnum>(value: &Value<'_>, problems: &mut Vec<Problem>) -> Option<T> {
    let text = value.string(problems)?;
    let found = T::from_str(text, false).ok();
    if found.is_none() {
        let values: Vec<_> = T::value_variants().iter().filter_map(T::to_possible_value).collect();
        problems.push(not_one_of(text, value.span, values.iter().map(PossibleValue::get_name)));
    }
    found
}

fn not_one_of<'a>(text: &str, span: Span, names: impl Iterator<Item = &'a str> + Clone) -> Problem {
    let hint = nearest_of(text, names.clone())
        .map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
    let list = names.map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    Problem { span, message: format!("`{text}` is none of {list}{hint}") }
}

fn boolean(value: &Value<'_>, problems: &mut Vec<Problem>) -> Option<bool> {
    let found = value.value.as_bool();
    if found.is_none() {
        problems.push(value.expected("`true` or `false`"));
    }
    found
}

fn number<T: std::str::FromStr>(value: &Value<'_>, into: &mut T, problems: &mut Vec<Problem>) {
    let digits = value.value.as_integer().filter(|number| number.radix() == 10);
    match digits.and_then(|number| number.as_str().parse().ok()) {
        Some(number) => *into = number,
        None => problems.push(value.expected("a whole number from 0 that is not too large")),
    }
}

fn words(value: &Value<'_>, problems: &mut Vec<Problem>) -> Vec<String> {
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
