//! What the image starts is not in it, or cannot be executed.

use super::super::prelude::*;

pub(crate) static RULE: Rule = Rule::new("image-entrypoint-missing", Group::Image, Severity::Error)
    .recommended()
    .workshop()
    .page(include_str!("../../../rules/image/image-entrypoint-missing.md"))
    .checks(&[Check::Image(check)]);

fn check(view: &ImageView<'_>, findings: &mut Findings) {
    let start = view.start();
    let Some(name) = start.first().filter(|name| !name.is_empty()) else { return };
    if !view.is_whole() || view.is_windows() || view.files.all().next().is_none() {
        return;
    }
    let keyword = view.start_keyword();
    let Some(file) = view.program(name) else {
        view.find_setting(keyword, findings, format!("the image has no `{name}` to start"));
        return;
    };
    if file.is_regular() && file.content.mode & ANY_EXECUTES == 0 {
        let layer = file.layer;
        view.find(layer, findings, format!("`{name}` is what containers start, and nobody may execute it"))
            .label(view.place(layer), "it comes from here")
            .help("give it the mode 755 where it is copied: `COPY --chmod=755`");
        return;
    }
    let Some(line) = file.content.body.as_deref().and_then(interpreter) else { return };
    if line.contains(&b'\r') {
        view.find(
            file.layer,
            findings,
            format!(
                "the first line of `{name}` ends with a carriage return, which is taken for a part of its interpreter"
            ),
        )
        .help("write the script with the line ends of Unix");
        return;
    }
    let text = String::from_utf8_lossy(line);
    let mut words = text.split_whitespace();
    let program = match (words.next(), words.next()) {
        (Some(env), Some(program)) if env.ends_with("/env") && !program.starts_with('-') => program,
        (Some(program), _) => program,
        _ => return,
    };
    if view.program(program).is_none() {
        view.find_setting(
            keyword,
            findings,
            format!("`{name}` is a script for `{program}`, which the image does not have"),
        );
    }
}

/// Any execute bit.
const ANY_EXECUTES: u16 = 0o111;

/// What stands behind `#!` in the first line.
fn interpreter(body: &[u8]) -> Option<&[u8]> {
    body.strip_prefix(b"#!")?.split(|byte| *byte == b'\n').next()
}
