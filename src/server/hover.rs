//! What is shown where the pointer rests: the page of a finding's rule, what a variable holds, what an instruction does.

use std::fmt::Write as _;

use lsp_types::{Hover, HoverContents, HoverParams, MarkupContent, MarkupKind};

use super::documents::Document;
use super::instructions::{about, reference};
use super::names::{Names, Thing};
use super::position::Encoding;
use super::reading::Reading;
use crate::diagnostic::Diagnostic;
use crate::model::{Origin, Value, Variable};
use crate::report::url;
use crate::rules::page::{Page, Part};
use crate::rules::{Rule, by_name};
use crate::source::Span;

/// The section of a page that is for those who work on the rule.
const FOR_TESTS: &str = "More cases";

/// What is known of a place.
pub(super) fn hover(document: &Document, encoding: Encoding, params: &HoverParams) -> Option<Hover> {
    let at = encoding.offset(&document.source, params.text_document_position_params.position);
    let mut parts = Vec::new();
    let mut place: Option<Span> = None;
    let findings = document.findings().unwrap_or_default().iter();
    let here = findings.filter(|finding| finding.span.start <= at && at <= finding.span.end);
    let mut shown: Vec<&str> = Vec::new();
    for finding in here {
        if let Some(rule) = by_name(finding.rule).filter(|rule| !shown.contains(&rule.name)) {
            shown.push(rule.name);
            parts.push(page(rule, finding));
            place.get_or_insert(finding.span);
        }
    }
    let reading = Reading::of(&document.source);
    if let Some((span, text)) = variable(&reading, at).or_else(|| instruction(&reading, at)) {
        parts.insert(0, text);
        place.get_or_insert(span);
    }
    let range = place.map(|span| encoding.range(&document.source, span));
    let value = parts.join("\n\n---\n\n");
    let contents = HoverContents::Markup(MarkupContent { kind: MarkupKind::Markdown, value });
    (!parts.is_empty()).then_some(Hover { contents, range })
}

/// A rule's page.
fn page(rule: &Rule, finding: &Diagnostic) -> String {
    let page = Page::read(rule.page);
    let aliases: Vec<String> = rule.aliases_for(finding.variant).map(|alias| format!("`{alias}`")).collect();
    let name = match url(rule) {
        Some(url) => format!("[**{}**]({url})", rule.name),
        None => format!("**{}**", rule.name),
    };
    let mut text = format!("{name} · {} · {}", finding.severity.name(), rule.group.name());
    if !aliases.is_empty() {
        let _ = write!(text, " · {}", aliases.join(", "));
    }
    let _ = write!(text, "\n\n{}", page.summary);
    for section in page.sections.iter().filter(|section| section.heading != FOR_TESTS) {
        let _ = write!(text, "\n\n#### {}", section.heading);
        for part in &section.parts {
            match part {
                Part::Prose(prose) => {
                    let _ = write!(text, "\n\n{prose}");
                }
                Part::Example(example) => {
                    if let Some(file) = example.tag("file") {
                        let _ = write!(text, "\n\n`{file}`:");
                    } else if example.tags.contains(&"fixed") {
                        text += "\n\nAfter the repair:";
                    }
                    let _ = write!(text, "\n\n```{}\n{}\n```", example.language, example.text.trim_end());
                }
            }
        }
    }
    text
}

/// What a variable holds where it is used.
fn variable(reading: &Reading<'_>, at: u32) -> Option<(Span, String)> {
    let names = Names::of(reading);
    let name = names.at(at)?;
    let Thing::Variable { name: variable, home } = &name.thing else { return None };
    let said = match reading.model.variable(variable, *home, name.before) {
        Variable::Defined(definition) => {
            let origin = if definition.origin == Origin::Env { "ENV" } else { "ARG" };
            let line = reading.source.lines().line(definition.name.start);
            let value = match &definition.value {
                Value::Known(value) if definition.origin == Origin::Arg => {
                    format!("; `{value}` unless the build says otherwise")
                }
                Value::Known(value) => format!("; `{value}`"),
                Value::Partly(_) | Value::Unknown => String::new(),
            };
            format!("{origin} in line {line}{value}")
        }
        Variable::Given(Origin::Base, value) => {
            let value = value.map_or_else(String::new, |value| format!("; `{value}`"));
            format!("set by the base image{value}")
        }
        Variable::Given(..) => "set by the builder".to_owned(),
        Variable::Undefined => "not defined here".to_owned(),
        Variable::Unknown => "not defined in this file; the base image may define it".to_owned(),
    };
    Some((name.span, format!("`{variable}`: {said}")))
}

/// What the instruction does whose keyword is there.
fn instruction(reading: &Reading<'_>, at: u32) -> Option<(Span, String)> {
    let (_, instruction) = reading.instruction(at)?;
    let span = instruction.keyword_span;
    if !(span.start <= at && at <= span.end) {
        return None;
    }
    let about = about(instruction.keyword)?;
    Some((span, format!("{about} [Reference]({})", reference(instruction.keyword))))
}
