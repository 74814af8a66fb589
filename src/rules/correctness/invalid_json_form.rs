//! Arguments in brackets that are no JSON array.

use super::super::prelude::*;
use crate::dockerfile::{Command, Healthcheck};

pub(crate) static RULE: Rule = Rule::new("invalid-json-form", Group::Correctness, Severity::Error)
    .recommended()
    .aliases(&[
        "tally:invalid-json-form",
        "dockerfile-utils:JSON_IN_SINGLE_QUOTES",
        "dockerfile-utils:SHELL_JSON_FORM",
        "dockerfile-utils:SHELL_REQUIRES_ONE",
        "kics:not_using_proper_exec_form_in_cmd_and_entrypoint_arguments",
    ])
    .fix(FixKind::Unsafe)
    .page(include_str!("../../../rules/correctness/invalid-json-form.md"))
    .checks(&[Check::File(check)]);

/// `SHELL` without a JSON array fails; the other instructions hand the text to a shell, which finds no such command.
fn check(file: &File<'_>, findings: &mut Findings) {
    super::report(file, &[ErrorKind::ShellNotJson], findings);
    super::report_in_triggers(file, &[ErrorKind::ShellNotJson], findings);
    for outer in &file.dockerfile.instructions {
        let instruction = if let Kind::Onbuild(trigger) = &outer.kind { trigger } else { outer };
        let (Kind::Run(Some(command))
        | Kind::Cmd(Some(command))
        | Kind::Entrypoint(Some(command))
        | Kind::Healthcheck(Healthcheck::Cmd(command))) = &instruction.kind
        else {
            continue;
        };
        let Command::Shell(span) = command else { continue };
        let Some(content) = bracketed(file.source.slice(*span)) else { continue };
        let items = items(content);
        let Some(why) = fault(content, &items) else { continue };
        let finding = findings
            .at(*span, format!("{why}, so this is no JSON array and a shell gets the brackets"))
            .help("write each word in double quotes, separated by commas: [\"executable\", \"argument\"]");
        if let Some(replacement) = requoted(&items) {
            let edit = Edit { span: *span, replacement };
            finding.fix("Write it as a JSON array", Safety::Unsafe, vec![edit]);
        }
    }
}

/// What stands between brackets that enclose the whole text; a shell's `[ … ]` and `[[ … ]]` excluded as far as the
/// brackets tell.
fn bracketed(text: &str) -> Option<&str> {
    let content = text.trim().strip_prefix('[')?.strip_suffix(']')?;
    (!content.starts_with('[') && !content.contains('\n')).then_some(content)
}

/// The text between commas that stand outside quotes.
fn items(content: &str) -> Vec<&str> {
    let mut quote = None;
    content
        .split(|c: char| {
            match quote {
                Some(open) if c == open => quote = None,
                None if c == '\'' || c == '"' => quote = Some(c),
                _ => {}
            }
            c == ',' && quote.is_none()
        })
        .map(str::trim)
        .collect()
}

/// Why the text is no JSON array, if it was meant as one: a test has a blank behind its bracket and no commas.
fn fault(content: &str, items: &[&str]) -> Option<&'static str> {
    let meant = items.len() > 1 || content.starts_with(['\'', '"']) || !content.contains([' ', '\t']);
    if !meant || content.is_empty() {
        None
    } else if items.iter().any(|item| item.starts_with('\'')) {
        Some("JSON strings have double quotes")
    } else if items.last().is_some_and(|item| item.is_empty()) {
        Some("a comma stands behind the last word")
    } else if items.iter().all(|item| item.starts_with('"')) {
        Some("the words are not all separated by commas")
    } else {
        Some("a word has no double quotes")
    }
}

/// The items as a JSON array, where each is one plain word.
fn requoted(items: &[&str]) -> Option<String> {
    let words: Option<Vec<String>> = items.iter().filter(|item| !item.is_empty()).map(|item| word(item)).collect();
    Some(format!("[{}]", words?.join(", ")))
}

/// One word with double quotes.
fn word(item: &str) -> Option<String> {
    let bare = ['\'', '"'].iter().find_map(|quote| item.strip_prefix(*quote)?.strip_suffix(*quote)).unwrap_or(item);
    (!bare.contains(['\'', '"', '\\'])).then(|| format!("\"{bare}\""))
}
