//! `.editorconfig`: how the user wants a file laid out.

use std::path::Path;

use ec4rs::property::{EndOfLine, FinalNewline, IndentSize, IndentStyle, TabWidth, TrimTrailingWs};

use crate::format::{Indent, LineEnd, Style};

/// What `.editorconfig` says about a file.
pub fn layout(path: &Path) -> Result<Style, String> {
    let mut properties = ec4rs::properties_of(path).map_err(|error| format!(".editorconfig: {error}"))?;
    properties.use_fallbacks();
    let width = match (properties.get::<IndentSize>(), properties.get::<TabWidth>()) {
        (Ok(IndentSize::Value(width)), _) | (_, Ok(TabWidth::Value(width))) => Some(width),
        _ => None,
    };
    let indent = match (properties.get::<IndentStyle>(), width) {
        (Ok(IndentStyle::Tabs), _) => Some(Indent::Tab),
        (Ok(IndentStyle::Spaces), width) => Some(Indent::Blanks(width.unwrap_or(4))),
        (Err(_), width) => width.map(Indent::Blanks),
    };
    let line_end = match properties.get::<EndOfLine>() {
        Ok(EndOfLine::Lf) => Some(LineEnd::Lf),
        Ok(EndOfLine::CrLf) => Some(LineEnd::CrLf),
        _ => None,
    };
    Ok(Style {
        indent: indent.filter(|indent| !matches!(indent, Indent::Blanks(0 | 17..))),
        line_end,
        final_newline: !matches!(properties.get::<FinalNewline>(), Ok(FinalNewline::Value(false))),
        trim: !matches!(properties.get::<TrimTrailingWs>(), Ok(TrimTrailingWs::Value(false))),
    })
}
