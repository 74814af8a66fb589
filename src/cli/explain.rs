//! `lotse explain RULE`.

use std::fmt::Write as _;
use std::io::{self, IsTerminal};

use super::{FAILED, GOOD, say};
use crate::rules::page::{Page, Part};
use crate::rules::{FixKind, Rule, nearest, resolve};

/// Arguments of `lotse explain`.
#[derive(clap::Args)]
#[command(after_help = "Examples:\n  lotse explain missing-user\n  lotse explain DL3002")]
pub(super) struct Arguments {
    /// Names of rules, or their codes in other linters
    #[arg(required = true, value_name = "RULE")]
    rules: Vec<String>,
}

impl Arguments {
    pub(super) fn run(&self) -> u8 {
        let bold = io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|set| set.is_empty());
        let (mut status, mut text) = (GOOD, String::new());
        for word in &self.rules {
            let mut rules: Vec<&Rule> = resolve(word).into_iter().map(|(rule, _)| rule).collect();
            rules.dedup_by_key(|rule| rule.name);
            if rules.is_empty() {
                let hint = nearest(word).map(|near| format!("; did you mean `{near}`?"));
                say(format_args!("no rule is called `{word}`{}", hint.unwrap_or_default()));
                status = FAILED;
            }
            if rules.len() > 1 {
                let names: Vec<&str> = rules.iter().map(|rule| rule.name).collect();
                let _ = writeln!(text, "`{word}` stands for {} rules: {}\n", rules.len(), names.join(", "));
            }
            for rule in rules {
                explain(rule, bold, &mut text);
            }
        }
        status.max(super::print(&text))
    }
}

/// The page for a terminal: headings without marks, examples indented.
fn explain(rule: &Rule, bold: bool, text: &mut String) {
    let strong = |words: &str| if bold { format!("\u{1b}[1m{words}\u{1b}[0m") } else { words.to_owned() };
    let page = Page::read(rule.page);
    let _ = writeln!(text, "{}\n{}\n", strong(rule.name), page.summary);
    let _ = writeln!(text, "  severity  {}", rule.severity.name());
    let _ = writeln!(text, "  group     {}", rule.group.name());
    let presets = [(rule.recommended, "recommended"), (rule.workshop, "workshop"), (true, "strict")];
    let presets: Vec<_> = presets.iter().filter(|(in_it, _)| *in_it).map(|(_, name)| *name).collect();
    let _ = writeln!(text, "  presets   {}", presets.join(", "));
    if rule.fix != FixKind::None {
        let why = rule.unsafe_because().filter(|_| rule.fix == FixKind::Unsafe);
        let _ =
            writeln!(text, "  fix       {}{}", rule.fix.name(), why.map_or(String::new(), |why| format!(": {why}")));
    }
    if !rule.aliases.is_empty() {
        let aliases: Vec<String> = rule.aliases.iter().map(|alias| alias.replace(' ', " for ")).collect();
        let _ = writeln!(text, "  aliases   {}", aliases.join(", "));
    }
    for section in &page.sections {
        let _ = writeln!(text, "\n{}\n", strong(section.heading));
        for (number, part) in section.parts.iter().enumerate() {
            if number > 0 {
                text.push('\n');
            }
            match part {
                Part::Prose(prose) => {
                    let _ = writeln!(text, "{prose}");
                }
                Part::Example(example) => {
                    if let Some(file) = example.tag("file") {
                        let _ = writeln!(text, "  {file}:");
                    } else if example.tags.contains(&"fixed") {
                        text.push_str("  after fixing:\n");
                    }
                    for line in example.text.lines() {
                        let _ = writeln!(text, "{}", format!("    {line}").trim_end());
                    }
                }
            }
        }
    }
    text.push('\n');
}
