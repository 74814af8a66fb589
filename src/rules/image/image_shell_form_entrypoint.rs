//! The image starts with a shell that runs a single program.

use super::super::prelude::*;
use crate::image::secrets::without_secrets;
use crate::rules::wording::clipped_line;

pub(crate) static RULE: Rule = Rule::new("image-shell-form-entrypoint", Group::Image, Severity::Warning)
    .recommended()
    .workshop()
    .page(include_str!("../../../rules/image/image-shell-form-entrypoint.md"))
    .checks(&[Check::Image(check)]);

fn check(view: &ImageView<'_>, findings: &mut Findings) {
    let config = view.config();
    if view.is_windows() {
        return;
    }
    let keyword = view.start_keyword();
    if keyword == Keyword::Entrypoint && !config.cmd.is_empty() && shell_text(&config.entrypoint).is_some() {
        view.find_setting(keyword, findings, "ENTRYPOINT runs a shell that does not see the arguments of CMD")
            .help("write ENTRYPOINT as a JSON array");
        return;
    }
    let words = if keyword == Keyword::Entrypoint { &config.entrypoint } else { &config.cmd };
    let Some(text) = shell_text(words).filter(|text| is_one_command(text)) else { return };
    let program = clipped_line(&without_secrets(text));
    view.find_setting(
        keyword,
        findings,
        format!("the first process is a shell, which hands no signal on to `{program}`"),
    )
    .help(format!("write {} as a JSON array, or begin it with `exec`", keyword.name()));
}

/// What `["/bin/sh", "-c", …]` runs.
fn shell_text(words: &[String]) -> Option<&str> {
    match words {
        [shell, flag, text, ..] if flag == "-c" && matches!(shell.as_str(), "/bin/sh" | "sh") => Some(text.trim()),
        _ => None,
    }
}

/// Neither `exec`, nor something that needs a shell.
fn is_one_command(text: &str) -> bool {
    let first = text.split_whitespace().next().unwrap_or("");
    let is_compound = text.contains([';', '&', '|', '\n', '(']);
    !is_compound && !matches!(first, "" | "exec" | "if" | "while" | "for" | "case" | "until" | "{" | "." | "source")
}
