//! Checks the parser against recorded answers of BuildKit, one JSON object a line, in the file that the environment
//! variable `LOTSE_BUILDKIT_ROWS` names. Without the variable there is nothing to check.
#![allow(
    clippy::needless_pass_by_value,
    clippy::print_stderr,
    reason = "comparisons read better by value, and the counts are for people"
)]

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt::Write as _;

use lotse::dockerfile::{
    Command, Device, DirectiveName, Dockerfile, ErrorKind, Escape, Expansion, GitRef, Healthcheck, Heredoc,
    Instruction, Kind, Lookup, PortSpec, Text, expand, heredocs_of_line, parse, parse_heredoc, tree_json,
};
use lotse::source::{Source, Span};
use serde_json::Value;

/// Rows that do not concern a Dockerfile parser: test, part of the input, reason.
const LEFT_OUT: &[(&str, &str, &str)] = &[
    ("TestDetectSyntax", "//", "comments of other languages, for frontends that read no Dockerfiles"),
    ("TestDetectSyntax", "{", "JSON, for frontends that read no Dockerfiles"),
];

#[test]
fn recorded_answers() {
    let Ok(path) = std::env::var("LOTSE_BUILDKIT_ROWS") else {
        eprintln!("LOTSE_BUILDKIT_ROWS is not set: nothing to check");
        return;
    };
    let rows = std::fs::read_to_string(&path).expect("the file with the rows is readable");
    let mut counts: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    let mut failures = String::new();
    for row in rows.lines() {
        let row: Value = serde_json::from_str(row).expect("each row is JSON");
        let kind = text(&row, "kind").to_owned();
        if is_left_out(&row) {
            continue;
        }
        let count = counts.entry(kind).or_default();
        count.1 += 1;
        match check(&row) {
            Ok(()) => count.0 += 1,
            Err(why) => writeln!(failures, "{} {}: {why}\n  {row}", row["kind"], row["test"]).expect("memory"),
        }
    }
    eprintln!("{counts:?}");
    assert!(failures.is_empty(), "{failures}");
}

fn is_left_out(row: &Value) -> bool {
    let input = text(row, "dockerfile");
    LEFT_OUT.iter().any(|(test, part, _)| text(row, "test") == *test && input.contains(part) && !input.contains("# "))
}

fn text<'a>(row: &'a Value, key: &str) -> &'a str {
    row[key].as_str().unwrap_or("")
}

fn same<T: PartialEq + std::fmt::Debug>(what: &str, got: T, want: T) -> Result<(), String> {
    if got == want { Ok(()) } else { Err(format!("{what}: got {got:?}, want {want:?}")) }
}

fn check(row: &Value) -> Result<(), String> {
    if row["dockerfile"].is_string() && row["oracle"].is_object() {
        oracle(row)?;
    }
    match text(row, "kind") {
        "parse_ok" => dump(row),
        "heredoc" | "copy" | "run" => heredocs(row),
        "heredoc_word" => heredoc_word(row),
        "heredoc_line" => heredoc_line(row),
        "words" => words(row),
        "node_lines" => node_lines(row),
        "directive" => directive(row),
        "shell_word" | "shell_words" | "shell_match" => shell(row),
        "json_array" => json_array(row),
        "port" => port(row),
        "gitref" => git_ref(row),
        "device" => device(row),
        "instr_error" | "error_line" => error_line(row),
        _ => Ok(()),
    }
}

fn read(text: &str) -> (Source, Dockerfile) {
    let source = Source::new("Dockerfile", text);
    let file = parse(&source);
    (source, file)
}

/// What BuildKit's parser and decoder answered: refused or not, and the outline of the instructions.
fn oracle(row: &Value) -> Result<(), String> {
    let (source, file) = read(text(row, "dockerfile"));
    let oracle = &row["oracle"];
    let refused = !text(oracle, "parse").is_empty() || !text(oracle, "instr").is_empty();
    // A file of ARG alone is refused later.
    let ours = file.errors.iter().any(|error| {
        error.kind != ErrorKind::NoStage
            || !file.instructions.iter().all(|instruction| matches!(instruction.kind, Kind::Arg(_)))
            || file.instructions.is_empty()
    });
    same("refused", ours, refused).map_err(|why| format!("{why}, errors {:?}", file.errors))?;
    if text(oracle, "parse").is_empty() {
        let mut want = oracle["nodes"].clone();
        for node in want.as_array_mut().into_iter().flatten() {
            if node[3].is_null() {
                node[3] = Value::Array(Vec::new());
            }
        }
        let tree = tree_json(&file, &source);
        same("instructions", &tree["instructions"], &want)?;
    }
    Ok(())
}

/// The outline that BuildKit prints, an instruction a line.
fn dump(row: &Value) -> Result<(), String> {
    let (source, file) = read(text(row, "dockerfile"));
    let mut want = text(row, "ast").lines();
    for instruction in &file.instructions {
        let want = want.next().unwrap_or("");
        if instruction.kind.is_wellformed() {
            same("outline", &*format!("({})", outline(&source, &file, instruction)), want)?;
        }
    }
    same("rest of the outline", want.next(), None)
}

fn outline(source: &Source, file: &Dockerfile, instruction: &Instruction) -> String {
    let mut line = source.slice(instruction.keyword_span).to_lowercase();
    let flags: Vec<String> = instruction
        .flags
        .iter()
        .map(|flag| match &flag.value {
            None => quote(&format!("--{}", flag.name.value)),
            Some(value) => quote(&format!("--{}={}", flag.name.value, value.value)),
        })
        .collect();
    if !flags.is_empty() {
        write!(line, " [{}]", flags.join(" ")).expect("memory");
    }
    let texts = |texts: &[Text]| texts.iter().map(|text| text.value.to_string()).collect::<Vec<_>>();
    let command = |command: &Command| match command {
        Command::Exec(words) => texts(words),
        Command::Shell(span) => vec![joined(source, file, *span)],
    };
    let arguments: Vec<String> = match &instruction.kind {
        Kind::Add(transfer) | Kind::Copy(transfer) => {
            let heredocs = transfer
                .heredoc_sources
                .iter()
                .map(|index| source.slice(instruction.heredocs[*index].opener).to_owned());
            heredocs.chain(texts(&transfer.sources)).chain([transfer.destination.value.to_string()]).collect()
        }
        Kind::Arg(pairs) => pairs.iter().map(|pair| joined(source, file, pair.span)).collect(),
        Kind::Cmd(found) | Kind::Entrypoint(found) | Kind::Run(found) => {
            found.as_ref().map(command).unwrap_or_default()
        }
        Kind::Env(pairs) | Kind::Label(pairs) => {
            let separator = if pairs.legacy { "" } else { "=" };
            pairs
                .pairs
                .iter()
                .flat_map(|pair| [pair.key.value.to_string(), pair.value.value.to_string(), separator.to_owned()])
                .collect()
        }
        Kind::Expose(words) | Kind::Shell(words) | Kind::Volume(words) => texts(words),
        Kind::From(from) => {
            let as_word = from.as_word.map(|span| source.slice(span).to_owned());
            let name = from.name.as_ref().map(|name| name.value.to_string());
            [Some(from.image.value.to_string()), as_word, name].into_iter().flatten().collect()
        }
        Kind::Healthcheck(Healthcheck::None) => {
            vec![source.slice(instruction.arguments).to_owned()]
        }
        Kind::Healthcheck(Healthcheck::Cmd(found)) => {
            let word = joined(source, file, instruction.arguments);
            let word = word.split_whitespace().next().unwrap_or("").to_owned();
            std::iter::once(word).chain(command(found)).collect()
        }
        Kind::Maintainer(one) | Kind::Stopsignal(one) | Kind::User(one) | Kind::Workdir(one) => {
            vec![one.value.to_string()]
        }
        Kind::Onbuild(trigger) => {
            write!(line, " ({})", outline(source, file, trigger)).expect("memory");
            Vec::new()
        }
        Kind::Malformed | Kind::Unknown => Vec::new(),
    };
    for argument in arguments {
        write!(line, " {}", quote(&argument)).expect("memory");
    }
    line
}

/// The text of a span without continuations and the lines that BuildKit drops.
fn joined(source: &Source, file: &Dockerfile, span: Span) -> String {
    let escape = char::from(file.escape.byte());
    let mut start = span.start;
    let mut text = String::new();
    for line in source.slice(span).split_inclusive('\n') {
        let end = start + u32::try_from(line.len()).expect("spans are short");
        let dropped = |span: &Span| start <= span.start && span.end <= end && start > 0;
        let is_comment = file.comments.iter().any(|comment| dropped(&comment.span));
        if !is_comment && !file.empty_continuations.iter().any(|span| span.start == start) {
            let body = line.trim_end_matches(['\r', '\n']);
            let continued = body.len() < line.len();
            let cut = body.trim_end_matches([' ', '\t']).strip_suffix(escape).filter(|_| continued);
            text.push_str(cut.unwrap_or(body));
        }
        start = end;
    }
    text
}

/// As Go's `%q`, for what the recorded outlines hold.
fn quote(text: &str) -> String {
    let escaped = text.replace('\\', "\\\\").replace('"', "\\\"").replace('\t', "\\t").replace('\u{0}', "\\x00");
    format!("\"{escaped}\"")
}

fn all_heredocs(file: &Dockerfile) -> Vec<Vec<&Heredoc>> {
    file.instructions
        .iter()
        .map(|instruction| match &instruction.kind {
            Kind::Onbuild(trigger) => trigger.heredocs.iter().collect(),
            _ => instruction.heredocs.iter().collect(),
        })
        .collect()
}

fn body(source: &Source, heredoc: &Heredoc, stripped: bool) -> String {
    let body = source.slice(heredoc.body);
    if stripped && heredoc.strip_tabs {
        return body.split_inclusive('\n').map(|line| line.trim_start_matches('\t')).collect();
    }
    body.to_owned()
}

fn heredocs(row: &Value) -> Result<(), String> {
    let (source, file) = read(text(row, "dockerfile"));
    let found = all_heredocs(&file);
    if let Some(expected) = row["expect"].as_array().or(row["heredocs"].as_array()) {
        // The recording may leave out the FROM at the top.
        let skipped = found.len().saturating_sub(expected.len()).min(1);
        for (expected, found) in expected.iter().zip(found.iter().skip(skipped)) {
            let expected = expected.as_array().cloned().unwrap_or_default();
            same("heredocs", found.len(), expected.len())?;
            for (want, got) in expected.iter().zip(found) {
                same("name", &*got.name, text(want, "Name"))?;
                same("body", &*body(&source, got, false), text(want, "Content"))?;
                same("expand", got.expand, want["Expand"].as_bool().unwrap_or(false))?;
                same("tabs", got.strip_tabs, want["Chomp"].as_bool().unwrap_or(false))?;
                same("descriptor", u64::from(got.descriptor), want["FileDescriptor"].as_u64().unwrap_or(0))?;
            }
        }
    }
    let last = file.instructions.last().ok_or("no instruction")?;
    match &last.kind {
        Kind::Copy(transfer) if row["dest"].is_string() => {
            same("destination", &*transfer.destination.value, text(row, "dest"))?;
            let sources: Vec<&str> = transfer.sources.iter().map(|text| &*text.value).collect();
            let want: Vec<&str> = row["sources"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
            same("sources", sources, want)?;
            let contents: Vec<(String, String, bool)> = transfer
                .heredoc_sources
                .iter()
                .map(|index| &last.heredocs[*index])
                .map(|heredoc| (heredoc.name.to_string(), body(&source, heredoc, true), heredoc.expand))
                .collect();
            let want = row["contents"].as_array().into_iter().flatten();
            let want: Vec<(String, String, bool)> = want
                .map(|one| (text(one, "Path").into(), text(one, "Data").into(), one["Expand"].as_bool() == Some(true)))
                .collect();
            same("contents", contents, want)
        }
        Kind::Run(Some(command)) if row["command"].is_array() => {
            let words: Vec<String> = match command {
                Command::Exec(words) => words.iter().map(|word| word.value.to_string()).collect(),
                Command::Shell(span) => vec![joined(&source, &file, *span)],
            };
            let want = row["command"].as_array().into_iter().flatten();
            let want: Vec<String> = want.filter_map(|word| Some(word.as_str()?.to_owned())).collect();
            same("command", words, want)?;
            same("shell form", matches!(command, Command::Shell(_)), row["shell"].as_bool() == Some(true))?;
            for (want, got) in row["files"].as_array().into_iter().flatten().zip(&last.heredocs) {
                same("name", &*got.name, text(want, "Name"))?;
                same("data", &*body(&source, got, false), text(want, "Data"))?;
            }
            same("files", last.heredocs.len(), row["files"].as_array().map_or(0, Vec::len))
        }
        _ => Ok(()),
    }
}

fn heredoc_word(row: &Value) -> Result<(), String> {
    let found = parse_heredoc(text(row, "input"));
    let verdict = match &found {
        Ok(Some(_)) => "valid",
        Ok(None) => "none",
        Err(_) => "error",
    };
    let want = if matches!(text(row, "verdict"), "valid" | "error") { text(row, "verdict") } else { "none" };
    same("verdict", verdict, want)?;
    match found {
        Ok(Some(opener)) => same("name", &*opener.name, text(row, "name")),
        _ => Ok(()),
    }
}

fn heredoc_line(row: &Value) -> Result<(), String> {
    let found = heredocs_of_line(text(row, "input"))?;
    let names: Vec<&str> = found.iter().map(|opener| &*opener.name).collect();
    let want: Vec<&str> = row["names"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    same("names", names, want)
}

fn words(row: &Value) -> Result<(), String> {
    let (source, file) = read(&format!("ARG {}", text(row, "input")));
    let Some(Instruction { kind: Kind::Arg(pairs), .. }) = file.instructions.first() else {
        return same("words", &Value::Array(Vec::new()), &row["expect"]);
    };
    let words: Vec<Value> = pairs.iter().map(|pair| joined(&source, &file, pair.span).into()).collect();
    same("words", &Value::Array(words), &row["expect"])
}

fn node_lines(row: &Value) -> Result<(), String> {
    let (source, file) = read(text(row, "dockerfile"));
    let line = |offset| source.lines().line(offset);
    let lines: Vec<Value> = file
        .instructions
        .iter()
        .map(|instruction| vec![line(instruction.span.start), line(instruction.span.end)].into())
        .collect();
    same("lines", &Value::Array(lines), &row["expect"])
}

fn directive(row: &Value) -> Result<(), String> {
    let (source, file) = read(text(row, "dockerfile"));
    let wanted = match (text(row, "call"), text(row, "name")) {
        ("DetectSyntax", _) | (_, "syntax") => Some(DirectiveName::Syntax),
        (_, "check") => Some(DirectiveName::Check),
        (_, "escape") => Some(DirectiveName::Escape),
        _ => None,
    };
    let found = file.directives.iter().find(|directive| Some(directive.name) == wanted);
    let value = found.map_or("", |directive| source.slice(directive.value));
    for assertion in row["asserts"].as_array().into_iter().flatten() {
        let (kind, last) = (assertion[0].as_str().unwrap_or(""), assertion.as_array().and_then(|parts| parts.last()));
        let last = last.and_then(Value::as_str).unwrap_or("");
        let want = &assertion[1];
        match (kind, last) {
            ("True", "ok") => same("found", found.is_some(), true)?,
            ("False", "ok") => same("found", found.is_some(), false)?,
            ("Equal", "ref") => {
                same("ref", Some(value.split(' ').next().unwrap_or("")), want.as_str())?;
            }
            ("Equal", "cmdline") => same("cmdline", Some(value), want.as_str())?,
            ("Equal", place) if place.starts_with("loc[0]") => {
                let line = found.map(|directive| u64::from(source.lines().line(directive.span.start)));
                same("line", line, want.as_u64())?;
            }
            ("Equal", item) if item.starts_with("d[") => {
                let index: usize = item[2..3].parse().map_err(|_| "bad index")?;
                let directive = file.directives.get(index).ok_or("no such directive")?;
                let got = if item.ends_with("Name") { directive.name.as_str() } else { source.slice(directive.value) };
                same(item, Some(got), want.as_str())?;
            }
            _ => {}
        }
    }
    Ok(())
}

/// Looks names up in an object, or in an array of `name=value` of which the last counts.
fn look_up(env: &Value, name: &str) -> Lookup<'static> {
    let found = match env {
        Value::Object(names) => names.get(name).and_then(Value::as_str),
        Value::Array(pairs) => {
            let pairs = pairs.iter().rev().filter_map(|pair| pair.as_str()?.split_once('='));
            pairs.into_iter().find(|(key, _)| *key == name).map(|(_, value)| value)
        }
        _ => None,
    };
    found.map_or(Lookup::Unset, |value| Lookup::Value(Cow::Owned(value.to_owned())))
}

fn shell(row: &Value) -> Result<(), String> {
    let found = expand(text(row, "input"), Escape::Backslash, |name| look_up(&row["env"], name));
    same("error", found.is_err(), row["error"].as_bool().unwrap_or(false))?;
    let Ok(found) = found else { return Ok(()) };
    let Expansion { value, words, .. } = &found;
    if row["expect"].is_array() {
        let words: Vec<Value> = words.iter().filter_map(|word| Some(word.value.known()?.into())).collect();
        return same("words", &Value::Array(words), &row["expect"]);
    }
    same("value", value.known(), row["expect"].as_str())?;
    if text(row, "kind") != "shell_match" {
        return Ok(());
    }
    let set = |names: Vec<&str>| names.into_iter().map(str::to_owned).collect::<std::collections::BTreeSet<_>>();
    let want = |key: &str| set(row[key].as_array().into_iter().flatten().filter_map(Value::as_str).collect());
    same("matched", set(found.matched().collect()), want("matched"))?;
    same("unmatched", set(found.unmatched().collect()), want("unmatched"))
}

fn json_array(row: &Value) -> Result<(), String> {
    let (_, file) = read(&format!("FROM scratch\nCMD {}\n", text(row, "input")));
    let found = match file.instructions.get(1).map(|instruction| &instruction.kind) {
        Some(Kind::Cmd(Some(Command::Exec(words)))) => Some(words),
        _ => None,
    };
    same("valid", found.is_some(), row["valid"].as_bool() == Some(true))?;
    let Some(words) = found else { return Ok(()) };
    let words: Vec<Value> = words.iter().map(|word| (&*word.value).into()).collect();
    same("value", &Value::Array(words), &row["value"])
}

fn port(row: &Value) -> Result<(), String> {
    let found = PortSpec::parse(text(row, "spec"));
    same("error", found.is_err(), !text(row, "expError").is_empty())?;
    let Ok(found) = found else { return Ok(()) };
    let ports: Vec<Value> = found.ports.map(|port| format!("{port}/{}", found.protocol).into()).collect();
    same("ports", &Value::Array(ports), &row["expected"])
}

fn git_ref(row: &Value) -> Result<(), String> {
    let input = text(row, "input");
    let found = GitRef::parse(input);
    if text(row, "test").starts_with("TestFragmentFormat") {
        let with_subdirectory = text(row, "test").ends_with("WithSubdir");
        let form = found.map_or(input.to_owned(), |found| found.fragment_form(with_subdirectory));
        return same("form", Some(&*form), row["expect"].as_str());
    }
    let want = &row["expect"];
    same("found", found.is_ok(), want.is_object())?;
    let Ok(found) = found else { return Ok(()) };
    same("remote", &*found.remote, text(want, "Remote"))?;
    same("short name", &*found.short_name, text(want, "ShortName"))?;
    same("reference", &*found.reference, text(want, "Ref"))?;
    same("checksum", &*found.checksum, text(want, "Checksum"))?;
    same("subdirectory", &*found.subdirectory, text(want, "SubDir"))?;
    same("mtime", &*found.mtime, text(want, "MTime"))?;
    let flag = |key: &str| want[key].as_bool().unwrap_or(false);
    same("local", found.looks_local, flag("IndistinguishableFromLocal"))?;
    same("unencrypted", found.unencrypted, flag("UnencryptedTCP"))?;
    same("fetch by commit", found.fetch_by_commit, flag("FetchByCommit"))
}

fn device(row: &Value) -> Result<(), String> {
    let found = Device::parse(text(row, "input"));
    same("error", found.is_err(), row["error"].is_string())?;
    let Ok(found) = found else { return Ok(()) };
    same("name", &*found.name, text(&row["expect"], "Name"))?;
    same("required", Some(found.required), row["expect"]["Required"].as_bool())
}

/// Some error stands on the line that BuildKit names; the build may also fail later, where a parser has no say.
fn error_line(row: &Value) -> Result<(), String> {
    let (source, file) = read(text(row, "dockerfile"));
    let oracle = &row["oracle"];
    if text(oracle, "parse").is_empty() && text(oracle, "instr").is_empty() {
        return Ok(());
    }
    let lines: Vec<u64> = file.errors.iter().map(|error| u64::from(source.lines().line(error.at))).collect();
    let first = row["line_no"].as_u64().or_else(|| row["lines"].as_array()?.first()?.as_u64());
    let Some(first) = first else { return Ok(()) };
    if lines.contains(&first) { Ok(()) } else { Err(format!("errors on lines {lines:?}, want {first}")) }
}
