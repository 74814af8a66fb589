//! ENV and LABEL without an equals sign.

use super::super::prelude::*;
use crate::dockerfile::Escape;

pub(crate) static RULE: Rule = Rule::new("legacy-key-value-format", Group::Style, Severity::Info)
    .recommended()
    .aliases(&["buildkit:LegacyKeyValueFormat", "droast:DF082"])
    .fix(FixKind::Safe)
    .page(include_str!("../../../rules/style/legacy-key-value-format.md"))
    .checks(&[Check::Instruction(&[Keyword::Env, Keyword::Label], check)]);

fn check(step: &Step<'_>, findings: &mut Findings) {
    let (Kind::Env(pairs) | Kind::Label(pairs)) = &step.instruction.kind else { return };
    let Some(pair) = pairs.pairs.first().filter(|_| pairs.legacy) else { return };
    let keyword = step.instruction.keyword.name();
    let message = format!("`{keyword} {} …` has no `=` between key and value", pair.key.value);
    let finding = findings
        .at(step.instruction.keyword_span.to(pair.key.span), message)
        .help(format!("write `{keyword} {}=…`, with quotes around a value that holds blanks", pair.key.value));
    let file = step.file;
    let Some(value) = assigned(file.source.slice(pair.value.span), file.dockerfile.escape) else {
        return;
    };
    let edits = vec![
        Edit { span: Span::new(pair.key.span.end, pair.value.span.start), replacement: "=".to_owned() },
        Edit { span: pair.value.span, replacement: value },
    ];
    if file.source.slice(edits[0].span).trim_matches([' ', '\t']).is_empty() {
        finding.fix("Write it with `=`", Safety::Safe, edits);
    }
}

/// The value of `KEY value` as it must stand behind `KEY=` to mean the same. `None` where that is not plain: quotes and escapes
/// are read differently in the two forms.
fn assigned(value: &str, escape: Escape) -> Option<String> {
    if value.is_empty() || value.bytes().any(|byte| byte == escape.byte() || byte.is_ascii_control()) {
        return None;
    }
    let plain = |text: &str| !text.contains(['"', '\'', '`']);
    if plain(value) {
        let one_word = !value.contains([' ', '\t', '$', '#', '<']) || is_simple(value);
        return Some(if one_word { value.to_owned() } else { format!("\"{value}\"") });
    }
    // One quoted text, the whole value: the same in both forms.
    let inner = value.strip_prefix('"')?.strip_suffix('"')?;
    plain(inner).then(|| value.to_owned())
}

/// Letters, digits, signs of paths, and variables without modifiers.
fn is_simple(value: &str) -> bool {
    value.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-./:,@+%=${}".contains(&byte))
        && !value.contains(":-")
        && !value.contains(":+")
}
