//! Files that everybody may change.

use super::super::prelude::*;
use std::collections::HashMap;

use crate::shell::{Command, Word};

/// The rule.
pub static RULE: Rule = Rule {
    name: "world-writable-permissions",
    group: Group::Security,
    severity: Severity::Warning,
    recommended: true,
    workshop: false,
    aliases: &["tally:world-writable-state-path-workaround", "droast:DF034"],
    fix: FixKind::Unsafe,
    page: include_str!("../../../rules/security/world-writable-permissions.md"),
    checks: &[Check::Run(check_run), Check::Instruction(&[Keyword::Add, Keyword::Copy], check_copy)],
};

fn check_run(run: &Run<'_>, findings: &mut Findings) {
    for piece in &run.facts.pieces {
        // Later modes of the same path in the same RUN win.
        let mut last: HashMap<&str, usize> = HashMap::new();
        for (index, command) in
            piece.script.commands.iter().enumerate().filter(|(_, command)| command.name() == Some("chmod"))
        {
            last.extend(command.words.iter().skip(1).map(|word| (&*word.text, index)));
        }
        for (index, command) in piece.script.commands.iter().enumerate() {
            let Some((word, mode)) = mode_of(command).filter(|(_, mode)| opens(mode)) else {
                continue;
            };
            let chmod = command.name() == Some("chmod");
            let mended = |path: &Word| last.get(&*path.text).is_some_and(|at| *at > index);
            let paths = command.words.iter().skip(1).filter(|path| path.span.start > word.span.start);
            if !chmod || !paths.clone().all(mended) || paths.count() == 0 {
                report(word.span, mode, &run.step, findings);
            }
        }
    }
}

fn check_copy(step: &Step<'_>, findings: &mut Findings) {
    if let Some(mode) = step.instruction.flag_value("chmod").filter(|mode| opens(&mode.value)) {
        report(mode.span, &mode.value, step, findings);
    }
}

fn report(span: Span, mode: &str, step: &Step<'_>, findings: &mut Findings) {
    // A stage that only tests leaves nothing behind.
    if !step.in_image() && step.stage.is_some_and(|stage| !stage.reaches_target) {
        return;
    }
    let finding = findings
        .at(span, format!("`{mode}` lets every account write"))
        .help("give the files to the account that needs them (`chown`, `COPY --chown`), and write rights to it alone");
    let safe = match mode.strip_suffix(['7', '6']) {
        Some(rest) if mode.ends_with('7') => format!("{rest}5"),
        Some(rest) => format!("{rest}4"),
        None => return,
    };
    let end = span.end;
    let start = end - u32::try_from(mode.len()).unwrap_or(0);
    let edit = Edit { span: Span::new(start, end), replacement: safe.clone() };
    finding.fix(format!("Use `{safe}`"), Safety::Unsafe, vec![edit]);
}

/// The mode that a command sets, and its word; the mode stands at the word's end.
fn mode_of(command: &Command) -> Option<(&Word, &str)> {
    let arguments = command.words.get(1..)?;
    match command.name()? {
        "chmod" => arguments
            .iter()
            .find(|word| !word.text.starts_with("--") && (!word.text.starts_with('-') || is_removal(&word.text))),
        "mkdir" | "install" => {
            let behind =
                arguments.windows(2).find(|pair| matches!(&*pair[0].text, "-m" | "--mode")).map(|pair| &pair[1]);
            behind.or_else(|| arguments.iter().find(|word| glued(&word.text).is_some()))
        }
        _ => None,
    }
    .filter(|word| word.literal.is_some() && !word.quoted)
    .map(|word| (word, glued(&word.text).unwrap_or(&word.text)))
}

fn glued(text: &str) -> Option<&str> {
    text.strip_prefix("--mode=")
        .or_else(|| text.strip_prefix("-m").filter(|mode| mode.starts_with(|c: char| c.is_ascii_digit())))
}

/// `chmod -w`: a mode that begins with a dash.
fn is_removal(text: &str) -> bool {
    text.len() > 1 && text.bytes().skip(1).all(|byte| b"rwxst".contains(&byte))
}

/// Whether a mode lets others write; the sticky bit makes that harmless for folders.
fn opens(mode: &str) -> bool {
    if !mode.is_empty() && mode.len() <= 5 && mode.bytes().all(|byte| (b'0'..=b'7').contains(&byte)) {
        let bits = u32::from_str_radix(mode, 8).unwrap_or(0);
        return bits & 0o2 != 0 && bits & 0o1000 == 0;
    }
    mode.split(',').any(|clause| {
        let Some(at) = clause.find(['+', '=']) else { return false };
        let (who, what) = clause.split_at(at);
        who.contains(['o', 'a'])
            && who.bytes().all(|byte| b"ugoa".contains(&byte))
            && what.contains('w')
            && !what.contains('t')
    })
}
