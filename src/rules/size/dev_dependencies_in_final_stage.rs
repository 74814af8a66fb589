//! What only developers need is installed in the image.

use super::super::prelude::*;
use crate::facts::purpose::{is_for_development, starts_a_prompt};
use crate::facts::{PackageAction, RunFacts};
use crate::knowledge::package_managers::{Manager, Verb};
use crate::model::{Stage, Value, Variable};
use crate::rules::edits::add_option;

/// The rule.
pub static RULE: Rule = Rule {
    name: "dev-dependencies-in-final-stage",
    group: Group::Size,
    severity: Severity::Info,
    recommended: true,
    workshop: false,
    aliases: &[
        "tally:php/composer-no-dev-in-production",
        "tally:ruby/missing-bundle-without-development",
        "droast:DF031",
    ],
    fix: FixKind::Unsafe,
    page: include_str!("../../../rules/size/dev-dependencies-in-final-stage.md"),
    checks: &[Check::File(check)],
};

/// How a manager leaves the development dependencies out: by an option, or by a variable of these values.
struct Way {
    managers: &'static [Manager],
    option: Option<&'static str>,
    variables: &'static [(&'static str, &'static str)],
}

/// Sources: the references of npm, yarn, pnpm, composer, bundler, poetry, uv.
const WAYS: &[Way] = &[
    Way {
        managers: &[Manager::Npm],
        option: Some("--omit=dev"),
        variables: &[
            ("NODE_ENV", "production"),
            ("NPM_CONFIG_OMIT", "dev"),
            ("npm_config_omit", "dev"),
            ("NPM_CONFIG_ONLY", "production"),
            ("NPM_CONFIG_PRODUCTION", "true"),
            ("npm_config_production", "true"),
        ],
    },
    Way {
        managers: &[Manager::Yarn],
        option: None,
        variables: &[("NODE_ENV", "production"), ("YARN_PRODUCTION", "true")],
    },
    Way {
        managers: &[Manager::Pnpm],
        option: Some("--prod"),
        variables: &[("NODE_ENV", "production"), ("NPM_CONFIG_PRODUCTION", "true")],
    },
    Way {
        managers: &[Manager::Composer],
        option: Some("--no-dev"),
        variables: &[("COMPOSER_NO_DEV", "")],
    },
    Way {
        managers: &[Manager::Bundler],
        option: None,
        variables: &[("BUNDLE_WITHOUT", ""), ("BUNDLE_ONLY", "")],
    },
    Way {
        managers: &[Manager::Poetry],
        option: Some("--only main"),
        variables: &[("POETRY_WITHOUT", ""), ("POETRY_ONLY", "")],
    },
    Way {
        managers: &[Manager::Uv],
        option: Some("--no-dev"),
        variables: &[("UV_NO_DEV", ""), ("UV_NO_DEFAULT_GROUPS", "")],
    },
];

fn check(file: &File<'_>, findings: &mut Findings) {
    let (facts, model) = (file.facts, file.model);
    let Some(stage) = model.final_stage() else { return };
    if is_for_development(file.source.path(), stage)
        || starts_a_prompt(facts, stage)
        || starts_development(file, stage)
    {
        return;
    }
    let runs: Vec<&RunFacts> = facts.runs_in_chain(model, stage).collect();
    let builds = runs.iter().any(|run| builds_application(run));
    for run in &runs {
        for action in run.packages() {
            let Some(way) = loose(file, run, action) else { continue };
            // Only a later command can take away what this one brings.
            if runs.iter().take(MOST_RUNS).any(|later| takes_away(later, run, action)) {
                continue;
            }
            let name = action.manager.names.first().copied().unwrap_or("");
            let finding = findings.at(
                action.verb_span,
                format!("`{name}` installs what only developers need, and all of it is shipped"),
            );
            match way.option.filter(|_| !builds) {
                Some(option) => drop(finding.help(format!("add `{option}`")).fix(
                    format!("Add `{option}`"),
                    Safety::Unsafe,
                    add_option(action, option),
                )),
                None if builds => drop(finding.help(
                    "build in a stage of its own, and install for production in the last one",
                )),
                None => drop(
                    finding.help(format!("leave out the group for development: {}", cure(way))),
                ),
            }
        }
    }
}

fn cure(way: &Way) -> String {
    way.variables.first().map_or_else(String::new, |(name, value)| match *value {
        "" => format!("`{name}=development:test`"),
        value => format!("`{name}={value}`"),
    })
}

/// A bound for hostile files.
const MOST_RUNS: usize = 256;

/// How an install of the project would leave the development dependencies out, where it does not.
fn loose(file: &File<'_>, run: &RunFacts, action: &PackageAction) -> Option<&'static Way> {
    let way = WAYS.iter().find(|way| action.is(way.managers))?;
    let project = matches!(action.verb, Verb::Install | Verb::Sync)
        && action.packages.is_empty()
        && !action.has_flag(action.manager.global_flags)
        && !matches!(&*action.verb_text, "pip sync" | "pip install" | "tool install");
    let chosen = action.has_flag(action.manager.production_flags)
        || action.has_flag(&[
            "--production",
            "--without",
            "--only",
            "--no-group",
            "--only-group",
            "--no-install-project",
        ])
        || action.has_flag(&[
            "--frozen-lockfile-only",
            "--package-lock-only",
            "--lockfile-only",
            "--dry-run",
        ]);
    if !project
        || chosen
        || way.variables.iter().any(|(name, value)| is_set(file, run, name, value))
    {
        return None;
    }
    // bundler keeps its settings in a file.
    let configured = action.is(&[Manager::Bundler])
        && file.facts.runs.iter().rev().skip_while(|other| other.at > run.at).take(MOST_RUNS).any(
            |other| {
                other.stage == run.stage
                    && other.commands().any(|command| {
                        matches!(command.name(), Some("bundle" | "bundler"))
                            && command.words.iter().any(|word| word.is("config"))
                            && command.words.iter().any(|word| {
                                word.text.contains("without") || word.text.contains("only")
                            })
                    })
            },
        );
    let lacking = manifest_lacks_development(file, action);
    (!configured && !lacking).then_some(way)
}

/// Whether the stage or the RUN sets a variable to this value; `""` stands for any.
fn is_set(file: &File<'_>, run: &RunFacts, name: &str, wanted: &str) -> bool {
    let fits = |value: Option<&str>| {
        wanted.is_empty() || value.is_none_or(|value| value.eq_ignore_ascii_case(wanted))
    };
    let by_stage = match file.model.variable(name, run.stage, run.at) {
        Variable::Defined(definition) => match &definition.value {
            Value::Known(value) => fits(Some(value)),
            Value::Partly(_) | Value::Unknown => true,
        },
        _ => false,
    };
    by_stage
        || run.commands().any(|command| {
            command.assignments.iter().any(|assignment| {
                &*assignment.name == name
                    && fits(assignment.value.as_ref().and_then(|value| value.literal.as_deref()))
            })
        })
}

/// Whether the project's manifest is known and names no development dependencies.
fn manifest_lacks_development(file: &File<'_>, action: &PackageAction) -> bool {
    let (name, mark) = match action.manager.manager {
        Manager::Npm | Manager::Yarn | Manager::Pnpm => ("package.json", "\"devDependencies\""),
        Manager::Composer => ("composer.json", "\"require-dev\""),
        _ => return false,
    };
    file.context
        .and_then(|context| context.file(name))
        .is_some_and(|text| !text.text().contains(mark))
}

/// Whether a RUN takes away what an install before it brought.
fn takes_away(later: &RunFacts, run: &RunFacts, action: &PackageAction) -> bool {
    if later.at < run.at {
        return false;
    }
    later.pieces.iter().any(|piece| {
        let removed = piece.deeds.removals.iter().flat_map(|removal| &removal.paths);
        let folder = if action.is(&[Manager::Composer]) { "vendor" } else { "node_modules" };
        let prunes = piece.deeds.packages.iter().any(|other| {
            other.is(&[action.manager.manager])
                && !std::ptr::eq(other, action)
                && (other.verb_text.contains("prune")
                    || other.has_flag(other.manager.production_flags)
                    || other.has_flag(&["--production"]))
        });
        let by_word = piece.script.commands.iter().any(|command| {
            command.name().is_some_and(|name| action.manager.names.contains(&name))
                && command.words.iter().any(|word| word.is("prune") || word.is("focus"))
        });
        prunes
            || by_word
            || removed
                .take(MOST_RUNS)
                .any(|(path, _)| path.trim_end_matches(['/', '*']).ends_with(folder))
    })
}

/// Whether the container starts something that developers use.
fn starts_development(file: &File<'_>, stage: &Stage) -> bool {
    const WORDS: &[&str] = &[
        "dev",
        "nodemon",
        "serve",
        "start:dev",
        "test",
        "watch",
        "develop",
        "--reload",
        "--watch",
        "vitest",
        "jest",
    ];
    let mut commands =
        file.facts.commands_at_end(stage).flat_map(|startup| &startup.piece.script.commands);
    commands.any(|command| command.words.iter().any(|word| WORDS.contains(&&*word.text)))
}

fn builds_application(run: &RunFacts) -> bool {
    run.commands().any(|command| {
        command.words.iter().any(|word| {
            word.text.starts_with("build") || word.is("tsc") || word.is("assets:precompile")
        })
    })
}
