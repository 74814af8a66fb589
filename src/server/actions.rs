//! What can be done about findings: their repairs, all safe repairs at once, and comments that suppress them.

use lsp_types::{CodeActionKind, CodeActionParams, CodeActionTriggerKind, TextEdit, Uri};
use serde_json::{Value, json};

use super::client::Client;
use super::diagnostics::shown;
use super::documents::Document;
use super::edits::{between, text_edits, workspace_edit};
use super::position::Encoding;
use super::reading::Reading;
use super::session::{Fault, read};
use super::uri;
use super::worker::is_safe;
use crate::diagnostic::{Diagnostic, Edit, Fix, NewFile, Safety};
use crate::rules::Rule;
use crate::rules::style::{inline_suppression, unused_suppression};
use crate::source::{Source, Span};

/// The kind of the action that makes all safe repairs.
pub(super) const FIX_ALL: &str = "source.fixAll.lotse";

const QUICK_FIX: &str = "quickfix";

/// The most findings at a place that something is offered for.
const MOST: usize = 100;

/// The rules that are about suppressing comments: another comment is no help.
const ABOUT_COMMENTS: &[&Rule] = &[&inline_suppression::RULE, &unused_suppression::RULE];

/// Actions that are ready, and the document of which all safe repairs are wanted as well.
pub(super) struct Wanted {
    pub(super) actions: Vec<Value>,
    pub(super) fix_all: Option<Uri>,
}

/// What can be done at a place.
pub(super) fn actions(document: &Document, client: Client, params: Value) -> Result<Wanted, Fault> {
    let params: CodeActionParams = read(params)?;
    let only = params.context.only.as_deref();
    let findings = document.findings().unwrap_or_default();
    let asked = params.context.trigger_kind != Some(CodeActionTriggerKind::AUTOMATIC);
    // Who moves the cursor about does not want the whole text repaired each time.
    let all = wants(only, FIX_ALL) && (asked || only.is_some()) && findings.iter().any(is_safe);
    let mut wanted = Wanted { actions: Vec::new(), fix_all: all.then(|| document.uri.clone()) };
    if !wants(only, QUICK_FIX) {
        return Ok(wanted);
    }
    let at = client.look.encoding.span(&document.source, params.range);
    let here = findings.iter().filter(|it| it.span.start <= at.end && at.start <= it.span.end);
    let here: Vec<_> = here.take(MOST).collect();
    for finding in &here {
        let fix = finding.fix.as_deref();
        wanted.actions.extend(fix.and_then(|fix| quick_fix(document, client, finding, fix)));
    }
    if !here.is_empty() {
        let reading = Reading::of(&document.source);
        let mut known: Vec<(&str, Edit)> = Vec::new();
        for finding in here {
            let Some(edit) = ignore(&reading, finding).map(|edit| (finding.rule, edit)) else { continue };
            if !known.contains(&edit) {
                wanted.actions.push(ignoring(document, client, finding, &edit.1));
                known.push(edit);
            }
        }
    }
    Ok(wanted)
}

/// Whether a client that asks for some kinds wants this one.
fn wants(only: Option<&[CodeActionKind]>, kind: &str) -> bool {
    let is_part = |asked: &CodeActionKind| {
        kind.strip_prefix(asked.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    };
    only.is_none_or(|only| only.iter().any(is_part))
}

/// The repair of a finding; `None` where the client cannot make it.
fn quick_fix(document: &Document, client: Client, finding: &Diagnostic, fix: &Fix) -> Option<Value> {
    let encoding = client.look.encoding;
    let edits = text_edits(document, &fix.edits, encoding);
    let edit = match &fix.creates {
        None => workspace_edit(document, &edits),
        Some(new) if client.creates => with_file(document, &edits, new, encoding)?,
        Some(_) => return None,
    };
    let is_safe = fix.safety == Safety::Safe;
    let title = if is_safe { fix.title.clone() } else { format!("{} (unsafe)", fix.title) };
    Some(json!({
        "title": title,
        "kind": QUICK_FIX,
        "diagnostics": [shown(&document.source, &document.uri, finding, client.look)],
        "isPreferred": is_safe,
        "edit": edit,
    }))
}

/// Edits of a document and a file that is made or written anew.
fn with_file(document: &Document, edits: &[TextEdit], new: &NewFile, encoding: Encoding) -> Option<Value> {
    let uri = uri::of_path(&new.path)?;
    let old = Source::new(&new.path, new.replaces.as_deref().unwrap_or_default());
    let whole = encoding.range(&old, Span::new(0, u32::try_from(old.text().len()).ok()?));
    let text =
        json!({ "textDocument": { "uri": uri, "version": null }, "edits": [TextEdit::new(whole, new.text.clone())] });
    let mut changes = Vec::new();
    if new.replaces.is_none() {
        changes.push(json!({ "kind": "create", "uri": uri }));
    }
    changes.push(text);
    if !edits.is_empty() {
        let this = json!({ "uri": document.uri, "version": document.version });
        changes.push(json!({ "textDocument": this, "edits": edits }));
    }
    Some(json!({ "documentChanges": changes }))
}

/// The action that makes all safe repairs, given the text with them made.
pub(super) fn fix_all(document: &Document, text: &Source, encoding: Encoding) -> Value {
    let edits = between(&document.source, text, encoding);
    let edit = workspace_edit(document, &edits);
    json!({ "title": "Make all safe repairs", "kind": FIX_ALL, "edit": edit })
}

fn ignoring(document: &Document, client: Client, finding: &Diagnostic, edit: &Edit) -> Value {
    let edits = text_edits(document, std::slice::from_ref(edit), client.look.encoding);
    let place = if edit.replacement.contains(OF_FILE) { "in this file" } else { "here" };
    json!({
        "title": format!("Ignore `{}` {place}", finding.rule),
        "kind": QUICK_FIX,
        "diagnostics": [shown(&document.source, &document.uri, finding, client.look)],
        "edit": workspace_edit(document, &edits),
    })
}

/// How the comments begin that suppress findings in the next instruction or line, and in the file.
const HERE: &str = "lotse ignore=";
const OF_FILE: &str = "lotse ignore-file=";

/// The comment that suppresses a finding: above its instruction, above its line where that is a later one, at the top where the
/// finding is about the whole file. A comment that is there is added to.
fn ignore(reading: &Reading<'_>, finding: &Diagnostic) -> Option<Edit> {
    if ABOUT_COMMENTS.iter().any(|rule| rule.name == finding.rule) {
        return None;
    }
    let (source, dockerfile) = (reading.source, &reading.dockerfile);
    let lines = source.lines();
    let at = finding.span.start;
    let Some((_, instruction)) = reading.instruction(at) else {
        let line = dockerfile.directives.last().map_or(0, |directive| lines.line(directive.span.start));
        let start = if line == 0 { 0 } else { lines.span(line).end };
        return Some(comment(reading, start, "", OF_FILE, finding.rule));
    };
    // Where a heredoc's text is no program, a comment in it would be a part of the file that it makes.
    let in_heredoc = instruction.heredocs.iter().any(|heredoc| heredoc.body.start <= at);
    let line = lines.line(if in_heredoc { instruction.span.start } else { at.max(instruction.span.start) });
    let span = lines.span(line);
    let text = source.slice(span);
    let indent = &text[..text.len() - text.trim_start_matches([' ', '\t']).len()];
    Some(comment(reading, span.start, indent, HERE, finding.rule))
}

/// A comment above a line, or one more name in the comment that is there.
fn comment(reading: &Reading<'_>, start: u32, indent: &str, mark: &str, rule: &str) -> Edit {
    let source = reading.source;
    let line = source.lines().line(start);
    let comments = reading.dockerfile.comments.iter();
    let above = comments.rev().find(|comment| {
        source.lines().line(comment.span.start) + 1 == line && source.slice(comment.text).starts_with(mark)
    });
    if let Some(above) = above {
        let behind = above.text.part(mark.len()..mark.len());
        return Edit::insert(behind.start, format!("{rule},"));
    }
    Edit::insert(start, format!("{indent}# {mark}{rule}\n"))
}
