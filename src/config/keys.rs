//! The keys of `lotse.toml`: one list feeds reading, the hint for a mistyped key, the documentation and the schema.

use std::path::PathBuf;

use clap::ValueEnum;

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

/// The options of a rule: a table under `options`.
pub(super) struct RuleOptions {
    pub(super) rule: &'static str,
    pub(super) keys: &'static [Key<Options>],
}

pub(super) static OPTIONS: &[RuleOptions] = &[
    RuleOptions {
        rule: "constant-platform-in-from",
        keys: &[Key {
            name: "allowed-platforms",
            form: Form::Texts,
            about: "Platforms that images are made for on purpose, such as `linux/amd64`.",
            read: |value, options, problems| options.allowed_platforms = words(value, problems),
        }],
    },
    RuleOptions {
        rule: "image-base-not-allowed",
        keys: &[Key {
            name: "allowed-bases",
            form: Form::Patterns,
            about: "Base images that are fine; without any the rule is silent.",
            read: |value, options, problems| options.allowed_bases = words(value, problems),
        }],
    },
    RuleOptions {
        rule: "image-created-implausible",
        keys: &[Key {
            name: "image-days",
            form: Form::Number,
            about: "Days that an image may be old; 0, the default, is any number.",
            read: |value, options, problems| {
                number(value, &mut options.image_days, problems);
            },
        }],
    },
    RuleOptions {
        rule: "image-exposed-many",
        keys: &[Key {
            name: "exposed-ports",
            form: Form::Number,
            about: "Ports that an image may expose; 5 unless set.",
            read: |value, options, problems| {
                number(value, &mut options.exposed_ports, problems);
            },
        }],
    },
    RuleOptions {
        rule: "image-missing-oci-labels",
        keys: &[Key {
            name: "image-labels",
            form: Form::Texts,
            about: "Labels that an image must have; created, revision, source and version of OCI unless set.",
            read: |value, options, problems| options.image_labels = words(value, problems),
        }],
    },
    RuleOptions {
        rule: "inline-suppression",
        keys: &[Key {
            name: "reason-required",
            form: Form::Boolean,
            about: "Report only comments that give no reason.",
            read: |value, options, problems| {
                options.reason_required = boolean(value, problems).unwrap_or_default();
            },
        }],
    },
    RuleOptions {
        rule: "label-schema-violation",
        keys: &[
            Key {
                name: "required-labels",
                form: Form::Labels,
                about: "Labels that the final stage must set, and the form of their values.",
                read: required_labels,
            },
            Key {
                name: "strict-labels",
                form: Form::Boolean,
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
                form: Form::Number,
                about: "Bytes above which the build context is reported.",
                read: |value, options, problems| {
                    number(value, &mut options.context_bytes, problems);
                },
            },
            Key {
                name: "context-files",
                form: Form::Number,
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
            form: Form::Patterns,
            about: "Images that may have the tag `latest`.",
            read: |value, options, problems| options.allowed_latest = words(value, problems),
        }],
    },
    RuleOptions {
        rule: "layer-large",
        keys: &[Key {
            name: "layer-bytes",
            form: Form::Number,
            about: "Bytes that a layer may have; 500 MiB unless set.",
            read: |value, options, problems| {
                number(value, &mut options.layer_bytes, problems);
            },
        }],
    },
    RuleOptions {
        rule: "layer-too-many",
        keys: &[Key {
            name: "layers",
            form: Form::Number,
            about: "Layers that may stand on the base image; 40 unless set.",
            read: |value, options, problems| {
                number(value, &mut options.layers, problems);
            },
        }],
    },
    RuleOptions {
        rule: "layer-user-efficiency",
        keys: &[
            Key {
                name: "efficiency",
                form: Form::Number,
                about: "Percent of the bytes of all layers that containers see, at least; 95 unless set.",
                read: |value, options, problems| {
                    number(value, &mut options.efficiency, problems);
                },
            },
            Key {
                name: "dead-percent",
                form: Form::Number,
                about: "Percent of the bytes above the base image that no container sees, at most; 10 unless set.",
                read: |value, options, problems| {
                    number(value, &mut options.dead_percent, problems);
                },
            },
            Key {
                name: "dead-bytes",
                form: Form::Number,
                about: "Bytes that no container sees, at most; any number unless set.",
                read: |value, options, problems| {
                    number(value, &mut options.dead_bytes, problems);
                },
            },
        ],
    },
    RuleOptions {
        rule: "long-single-line-command",
        keys: &[Key {
            name: "line-columns",
            form: Form::Number,
            about: "Columns that a line may have.",
            read: |value, options, problems| number(value, &mut options.line_columns, problems),
        }],
    },
    RuleOptions {
        rule: "secret-in-arg-or-env",
        keys: &[Key {
            name: "credential-words",
            form: Form::Texts,
            about: "Further words that make a name a credential's.",
            read: |value, options, problems| options.credential_words = words(value, problems),
        }],
    },
    RuleOptions {
        rule: "sensitive-file-in-context",
        keys: &[Key {
            name: "allowed-context-files",
            form: Form::Patterns,
            about: "Paths that are fine.",
            read: |value, options, problems| options.allowed_context_files = words(value, problems),
        }],
    },
    RuleOptions {
        rule: "untrusted-registry",
        keys: &[Key {
            name: "trusted-registries",
            form: Form::Texts,
            about: "Registries, repositories or patterns that images may come from; the rule is silent without.",
            read: |value, options, problems| options.trusted_registries = words(value, problems),
        }],
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
                problems.push(not_one_of(text, value.span, LABEL_FORMS.iter().map(|(name, _)| *name)));
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

fn not_one_of<'a>(text: &str, span: Span, names: impl Iterator<Item = &'a str> + Clone) -> Problem {
    let hint = nearest_of(text, names.clone()).map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
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
