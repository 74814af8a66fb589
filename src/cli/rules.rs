//! `lotse rules`.

use std::fmt::Write as _;

use serde_json::json;

use crate::rules::{ALL, Group};

/// Arguments of `lotse rules`.
#[derive(clap::Args)]
#[command(after_help = "Examples:\n  lotse rules\n  lotse rules --format json")]
pub(super) struct Arguments {
    /// The form of the list
    #[arg(long, value_enum, default_value_t, value_name = "FORM")]
    format: Form,
}

#[derive(Clone, Copy, Default, clap::ValueEnum)]
enum Form {
    /// A table for people
    #[default]
    Human,
    /// For editors and scripts
    Json,
}

impl Arguments {
    pub(super) fn run(&self) -> u8 {
        match self.format {
            Form::Human => super::print(&table()),
            Form::Json => super::print(&data()),
        }
    }
}

/// The rules by group: name, severity, whether it is recommended and repairs, and what it is about.
fn table() -> String {
    let width = ALL.iter().map(|rule| rule.name.len()).max().unwrap_or(0);
    let mut text = String::new();
    for group in Group::ALL {
        let mut rules = ALL.iter().filter(|rule| rule.group == *group).peekable();
        if rules.peek().is_none() {
            continue;
        }
        let _ = writeln!(text, "{}", group.name());
        for rule in rules {
            let off = if rule.recommended { "" } else { " (not in the preset `recommended`)" };
            let (name, severity) = (rule.name, rule.severity.name());
            let _ = writeln!(text, "  {name:width$}  {severity:7}  {}{off}", rule.summary());
        }
        text.push('\n');
    }
    let _ = writeln!(text, "{} rules. `lotse explain RULE` says more about one.", ALL.len());
    text
}

fn data() -> String {
    let rules: Vec<_> = ALL
        .iter()
        .map(|rule| {
            let aliases = rule.codes();
            json!({
                "name": rule.name,
                "group": rule.group.name(),
                "severity": rule.severity.name(),
                "recommended": rule.recommended,
                "workshop": rule.workshop,
                "fix": rule.fix.name(),
                "aliases": aliases,
                "summary": rule.summary(),
            })
        })
        .collect();
    format!("{}\n", json!({ "version": 1, "rules": rules }))
}
