//! The tables under `[options]`: what users may set about single rules.

use super::file::{Problem, Value};
use super::keys::{Form, Key, boolean, not_one_of, number, words};
use crate::rules::nearest_of;
use crate::rules::options::{LabelForm, Options, RequiredLabel};

/// The options of a rule: a table under `options`.
pub(super) struct RuleOptions {
    pub(super) rule: &'static str,
    pub(super) keys: &'static [Key<Options>],
}

/// A number that a rule goes by.
macro_rules! number {
    ($name:literal, $field:ident, $about:literal) => {
        Key {
            name: $name,
            form: Form::Number,
            about: $about,
            read: |value, options, problems| number(value, &mut options.$field, problems),
        }
    };
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
        keys: &[number!("image-days", image_days, "Days that an image may be old; 0, the default, is any number.")],
    },
    RuleOptions {
        rule: "image-exposed-many",
        keys: &[number!("exposed-ports", exposed_ports, "Ports that an image may expose; 5 unless set.")],
    },
    RuleOptions {
        rule: "image-leftover-apt-lists",
        keys: &[number!("apt-list-bytes", apt_list_bytes, "Bytes of lists that a layer may leave; 0 unless set.")],
    },
    RuleOptions {
        rule: "image-leftover-lang-cache",
        keys: &[number!(
            "language-cache-bytes", language_cache_bytes, "Bytes that a layer may leave; 256 KiB unless set."
        )],
    },
    RuleOptions {
        rule: "image-leftover-pkg-cache",
        keys: &[number!(
            "package-cache-bytes", package_cache_bytes, "Bytes that a layer may leave; 64 KiB unless set."
        )],
    },
    RuleOptions {
        rule: "image-log-files",
        keys: &[number!("log-bytes", log_bytes, "Bytes of logs that a layer may leave; 16 KiB unless set.")],
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
            number!("context-bytes", context_bytes, "Bytes above which the build context is reported."),
            number!("context-files", context_files, "Number of files above which the build context is reported."),
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
        rule: "layer-deleted-bytes",
        keys: &[number!(
            "deleted-bytes",
            deleted_bytes,
            "Bytes from which on it is said; 0, the default, is 1 MiB, or a hundredth of an image where that is less."
        )],
    },
    RuleOptions {
        rule: "layer-duplicate-content",
        keys: &[number!(
            "duplicate-bytes",
            duplicate_bytes,
            "Bytes of a file from which on it is said; 1 MiB unless set."
        )],
    },
    RuleOptions {
        rule: "layer-large",
        keys: &[
            number!("layer-bytes", layer_bytes, "Bytes that a layer may have; 500 MiB unless set."),
            number!(
                "layer-percent",
                layer_percent,
                "Percent of the bytes above the base image that a layer may have; 50 unless set."
            ),
        ],
    },
    RuleOptions {
        rule: "layer-metadata-only-copy",
        keys: &[number!(
            "copied-bytes",
            copied_bytes,
            "Bytes from which on it is said; 0, the default, is 1 MiB, or a hundredth of an image where that is less."
        )],
    },
    RuleOptions {
        rule: "layer-overwritten-bytes",
        keys: &[number!(
            "overwritten-bytes",
            overwritten_bytes,
            "Bytes from which on it is said; 0, the default, is 1 MiB, or a hundredth of an image where that is less."
        )],
    },
    RuleOptions {
        rule: "layer-too-many",
        keys: &[number!("layers", layers, "Layers that may stand on the base image; 40 unless set.")],
    },
    RuleOptions {
        rule: "layer-user-efficiency",
        keys: &[
            number!(
                "efficiency",
                efficiency,
                "Percent of the bytes of all layers that containers see, at least; 95 unless set."
            ),
            number!(
                "dead-percent",
                dead_percent,
                "Percent of the bytes above the base image that no container sees, at most; 10 unless set."
            ),
            number!("dead-bytes", dead_bytes, "Bytes that no container sees, at most; any number unless set."),
        ],
    },
    RuleOptions {
        rule: "long-single-line-command",
        keys: &[number!("line-columns", line_columns, "Columns that a line may have.")],
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

/// Reads the tables.
pub(super) fn rule_options(value: &Value<'_>, options: &mut Options, problems: &mut Vec<Problem>) {
    for (rule, span, value) in value.entries(problems) {
        let Some(known) = OPTIONS.iter().find(|known| known.rule == rule) else {
            let near = nearest_of(rule, OPTIONS.iter().map(|known| known.rule));
            let hint = near.map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
            problems.push(Problem { span, message: format!("`{rule}` has no options{hint}") });
            continue;
        };
        value.table(known.keys, &format!(" in `[options.{rule}]`"), options, problems);
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
