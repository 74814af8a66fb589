//! `lotse explain RULE`.

use std::fmt::Write as _;

use super::color::Color;
use super::{FAILED, GOOD, pager, say};
use crate::diagnostic::Severity;
use crate::rules::page::{Page, Part};
use crate::rules::{FixKind, Rule, nearest, resolve};

/// Arguments of `lotse explain`.
#[derive(clap::Args)]
#[command(after_help = "Examples:\n  lotse explain missing-user\n  lotse explain DL3002")]
pub(super) struct Arguments {
    /// Names of rules, or their codes in other linters
    #[arg(required = true, value_name = "RULE")]
    rules: Vec<String>,

    /// Colour in the text
    #[arg(long, value_enum, default_value_t, value_name = "WHEN", env = "LOTSE_COLOR", hide_env = true)]
    color: Color,
}

impl Arguments {
    pub(super) fn run(&self) -> u8 {
        let paint = Paint { on: self.color.is_on() };
        let (mut status, mut text) = (GOOD, String::new());
        for word in &self.rules {
            let mut rules: Vec<&Rule> = resolve(word).into_iter().map(|(rule, _)| rule).collect();
            rules.dedup_by_key(|rule| rule.name);
            if rules.is_empty() {
                let hint = nearest(word).map(|near| format!("did you mean `{near}`?"));
                let hint = hint.as_deref().unwrap_or("`lotse rules` lists them");
                say(format_args!("no rule is called `{word}`; {hint}"));
                status = FAILED;
            }
            if rules.len() > 1 {
                let names: Vec<&str> = rules.iter().map(|rule| rule.name).collect();
                let _ = writeln!(text, "`{word}` stands for {} rules: {}\n", rules.len(), names.join(", "));
            }
            for rule in rules {
                explain(rule, paint, &mut text);
            }
        }
        status.max(pager::show(&text))
    }
}

/// Colours of a page.
#[derive(Clone, Copy)]
struct Paint {
    on: bool,
}

impl Paint {
    fn with(self, code: &str, words: &str) -> String {
        if self.on && !words.is_empty() { format!("\u{1b}[{code}m{words}\u{1b}[0m") } else { words.to_owned() }
    }

    fn strong(self, words: &str) -> String {
        self.with("1", words)
    }

    fn severity(self, severity: Severity) -> String {
        let code = match severity {
            Severity::Error => "31",
            Severity::Warning => "33",
            Severity::Info => "36",
            Severity::Style => "2",
        };
        self.with(code, severity.name())
    }

    /// Prose, with the words between backticks in a colour of their own.
    fn prose(self, prose: &str) -> String {
        if !self.on {
            return prose.to_owned();
        }
        let parts = prose.split('`').enumerate();
        parts.map(|(number, part)| if number % 2 == 1 { self.with("36", part) } else { part.to_owned() }).collect()
    }

    /// A line of an example: what is marked in it stands out.
    fn example(self, line: &str) -> String {
        self.with(if line.trim_start().starts_with('#') { "2" } else { "32" }, line)
    }
}

/// The page for a terminal: headings without marks, examples indented.
fn explain(rule: &Rule, paint: Paint, text: &mut String) {
    let page = Page::read(rule.page);
    let _ = writeln!(text, "{}\n{}\n", paint.strong(rule.name), page.summary);
    let _ = writeln!(text, "  severity  {}", paint.severity(rule.severity));
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
        let _ = writeln!(text, "\n{}\n", paint.strong(section.heading));
        for (number, part) in section.parts.iter().enumerate() {
            if number > 0 {
                text.push('\n');
            }
            match part {
                Part::Prose(prose) => {
                    let _ = writeln!(text, "{}", paint.prose(prose));
                }
                Part::Example(example) => {
                    if let Some(file) = example.tag("file") {
                        let _ = writeln!(text, "  {file}:");
                    } else if example.tags.contains(&"fixed") {
                        text.push_str("  after fixing:\n");
                    }
                    for line in example.text.lines() {
                        let _ = writeln!(text, "{}", paint.example(format!("    {line}").trim_end()));
                    }
                }
            }
        }
    }
    text.push('\n');
}
