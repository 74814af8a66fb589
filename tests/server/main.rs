//! The language server, through the real program over its standard input and output.

#![allow(clippy::unwrap_used, clippy::needless_pass_by_value, reason = "a test that cannot go on fails")]

mod client;
#[path = "../program/mod.rs"]
mod program;

use client::{Client, edited, file, uri};
use program::Place;
use serde_json::{Value, json};

/// Two stages, and some things to say about them.
const SAMPLE: &str = "\
ARG VERSION=12
FROM debian:${VERSION} AS build
ARG VERSION
ENV HOME_OF=/srv
RUN apt-get update && apt-get install -y curl=1 && echo $VERSION > $HOME_OF/v
MAINTAINER me
FROM debian:12
COPY --from=build /srv /srv
USER 10001
CMD [\"true\"]
";

/// A client that offers nothing, and `SAMPLE` open in it.
fn sample() -> (Place, Client, String) {
    opened(SAMPLE, json!({}))
}

fn opened(text: &str, capabilities: Value) -> (Place, Client, String) {
    let place = Place::new(&[("lotse.toml", ""), ("Dockerfile", text)]);
    let (mut client, _) = Client::initialized(place.path(), &capabilities);
    let (_, address) = file(place.path(), "Dockerfile");
    client.open(&address, text);
    (place, client, address)
}

fn codes(diagnostics: &[Value]) -> Vec<&str> {
    diagnostics.iter().filter_map(|diagnostic| diagnostic["code"].as_str()).collect()
}

/// The parameters of a request about a place.
fn at(uri: &str, line: u32, character: u32) -> Value {
    json!({ "textDocument": { "uri": uri }, "position": { "line": line, "character": character } })
}

fn range(start: (u32, u32), end: (u32, u32)) -> Value {
    let position = |(line, character)| json!({ "line": line, "character": character });
    json!({ "start": position(start), "end": position(end) })
}

fn actions(client: &mut Client, uri: &str, line: u32, only: &[&str]) -> Vec<Value> {
    let mut context = json!({ "diagnostics": [] });
    if !only.is_empty() {
        context["only"] = json!(only);
    }
    let params = json!({ "textDocument": { "uri": uri }, "range": range((line, 0), (line, 1000)), "context": context });
    client.request("textDocument/codeAction", params).as_array().unwrap().clone()
}

fn titled(actions: &[Value], title: &str) -> Value {
    let found = actions.iter().find(|action| action["title"].as_str().unwrap().contains(title));
    found.unwrap_or_else(|| panic!("no action is titled {title}: {actions:#?}")).clone()
}

#[test]
fn findings_are_those_of_the_command_line() {
    let (place, mut client, address) = sample();
    let shown = client.diagnostics(&address, 1);
    let said = place.run(&["check", "--format", "json", "Dockerfile"]);
    let report: Value = serde_json::from_str(&said.out).unwrap();
    let expected: Vec<_> =
        report["diagnostics"].as_array().unwrap().iter().map(|it| it["rule"].as_str().unwrap()).collect();
    assert_eq!(codes(&shown), expected);
    assert!(expected.contains(&"maintainer-deprecated"), "{expected:?}");
    let deprecated = shown.iter().find(|it| it["code"] == "maintainer-deprecated").unwrap();
    assert_eq!(deprecated["range"]["start"], json!({ "line": 5, "character": 0 }));
    assert_eq!((&deprecated["source"], &deprecated["tags"]), (&json!("lotse"), &json!([2])));
    assert!(client.leave().success());
}

#[test]
fn changes_are_followed() {
    let (_place, mut client, address) = opened("FROM debian:12\nRUN echo 'ä😀' x\nUSER 1\n", json!({}));
    assert!(!codes(&client.diagnostics(&address, 1)).contains(&"unknown-instruction"));
    // Columns count UTF-16: `RUN echo 'ä😀` takes 13, and what follows the quote is replaced.
    let insert = json!({ "range": range((1, 13), (2, 0)), "text": "' && true\nRUNN x\n" });
    let again = json!({ "range": range((2, 0), (2, 4)), "text": "RUNNN" });
    client.change(&address, 2, json!([insert, again]));
    let shown = client.diagnostics(&address, 2);
    let unknown = shown.iter().find(|it| it["code"] == "unknown-instruction").unwrap();
    assert_eq!(unknown["range"], range((2, 0), (2, 5)));
    client.change(&address, 3, json!([{ "text": "FROM debian:12\nUSER 1\n" }]));
    assert!(!codes(&client.diagnostics(&address, 3)).contains(&"unknown-instruction"));
    client.notify("textDocument/didClose", json!({ "textDocument": { "uri": address } }));
    let closed = client.wait(|it| it["params"]["uri"] == address.as_str() && it["params"].get("version").is_none());
    assert_eq!(closed["params"]["diagnostics"], json!([]));
    assert!(client.leave().success());
}

#[test]
fn places_count_bytes_where_the_client_can() {
    let capabilities = json!({ "general": { "positionEncodings": ["utf-16", "utf-8"] } });
    let place = Place::new(&[]);
    let (mut client, welcome) = Client::initialized(place.path(), &capabilities);
    assert_eq!(welcome["capabilities"]["positionEncoding"], "utf-8");
    let (_, address) = file(place.path(), "Dockerfile");
    client.open(&address, "FROM debian:12\nLABEL a='ä😀' b=$UNDEFINED_ONE\nUSER 1\n");
    let range = |reply: Value| reply["range"]["start"]["character"].as_u64().unwrap();
    let bytes = range(client.request("textDocument/hover", at(&address, 1, 23)));
    let (mut client, welcome) = Client::initialized(place.path(), &json!({}));
    assert_eq!(welcome["capabilities"]["positionEncoding"], "utf-16");
    client.open(&address, "FROM debian:12\nLABEL a='ä😀' b=$UNDEFINED_ONE\nUSER 1\n");
    let units = range(client.request("textDocument/hover", at(&address, 1, 20)));
    assert_eq!((bytes, units), (19, 16));
}

#[test]
fn a_repair_is_made() {
    let (_place, mut client, address) = sample();
    let repairs = actions(&mut client, &address, 5, &["quickfix"]);
    let repair = titled(&repairs, "Write it as a label");
    assert_eq!(repair["diagnostics"][0]["code"], "maintainer-deprecated");
    let repaired = edited(SAMPLE, &repair["edit"]["changes"][&address]);
    assert!(repaired.contains("\nLABEL "), "{repaired}");
    assert!(!repaired.contains("MAINTAINER"), "{repaired}");
}

#[test]
fn a_repair_makes_a_file_where_the_client_can() {
    let text = "FROM node:22\nWORKDIR /app\nCOPY . .\n";
    // The folder's name is not written in its address as it is.
    let place = Place::new(&[("a b/.env", "PASSWORD=example\n"), ("a b/Dockerfile", text)]);
    let folder = uri(&place.path().join("a b")).replace(' ', "%20");
    let edit = json!({ "documentChanges": true, "resourceOperations": ["create"] });
    for (capabilities, can) in [(json!({ "workspace": { "workspaceEdit": edit } }), true), (json!({}), false)] {
        let (mut client, _) = Client::initialized(place.path(), &capabilities);
        let address = format!("{folder}/Dockerfile");
        client.open(&address, text);
        assert!(codes(&client.diagnostics(&address, 1)).contains(&"dockerignore-missing"));
        let all = actions(&mut client, &address, 2, &["quickfix"]);
        let made = all
            .iter()
            .find(|it| it["diagnostics"][0]["code"] == "dockerignore-missing" && it["isPreferred"] != Value::Null);
        assert_eq!(made.is_some(), can, "{all:#?}");
        if let Some(made) = made {
            let changes = &made["edit"]["documentChanges"];
            let ignore = format!("{folder}/.dockerignore");
            assert_eq!(changes[0], json!({ "kind": "create", "uri": ignore }));
            assert_eq!(changes[1]["textDocument"]["uri"], ignore.as_str());
            assert!(changes[1]["edits"][0]["newText"].as_str().unwrap().contains("\n.env\n"), "{changes}");
        }
    }
}

#[test]
fn all_safe_repairs_are_made_as_on_the_command_line() {
    let text = "FROM debian:12\nMAINTAINER me\nrun cd /srv && touch a\nCMD ['true']\nUSER 1   \n";
    let (place, mut client, address) = opened(text, json!({}));
    let all = actions(&mut client, &address, 0, &["source.fixAll"]);
    assert_eq!(all.len(), 1, "{all:#?}");
    assert_eq!(all[0]["kind"], "source.fixAll.lotse");
    let repaired = edited(text, &all[0]["edit"]["changes"][&address]);
    place.run(&["check", "--fix", "Dockerfile"]);
    let expected = std::fs::read_to_string(place.path().join("Dockerfile")).unwrap();
    assert_ne!(expected, text);
    assert_eq!(repaired, expected);
}

#[test]
fn a_finding_is_ignored() {
    let text = "# syntax=docker/dockerfile:1\nFROM debian:12\nRUN true && \\\n    cd $UNDEFINED/x\nMAINTAINER me\n";
    let (_place, mut client, address) = opened(text, json!({}));
    let shown = client.diagnostics(&address, 1);
    assert!(shown.len() > 2, "{shown:#?}");
    for finding in &shown {
        let line = u32::try_from(finding["range"]["start"]["line"].as_u64().unwrap()).unwrap();
        let rule = finding["code"].as_str().unwrap();
        let all = actions(&mut client, &address, line, &["quickfix"]);
        let ignore = titled(&all, &format!("Ignore `{rule}`"));
        let ignored = edited(text, &ignore["edit"]["changes"][&address]);
        assert_eq!(ignored.lines().count(), text.lines().count() + 1, "{ignored}");
        client.change(&address, 2, json!([{ "text": ignored }]));
        let left = client.diagnostics(&address, 2);
        assert!(!left.iter().any(|it| it["code"] == rule), "{rule} is still found in\n{ignored}");
        client.change(&address, 1, json!([{ "text": text }]));
        client.diagnostics(&address, 1);
    }
    // A comment that is there gets one more name.
    let text = "FROM debian:12\n# lotse ignore=latest-tag reason=\"no\"\nMAINTAINER me\n";
    client.change(&address, 3, json!([{ "text": text }]));
    let all = actions(&mut client, &address, 2, &["quickfix"]);
    let ignore = titled(&all, "Ignore `maintainer-deprecated`");
    let ignored = edited(text, &ignore["edit"]["changes"][&address]);
    assert!(
        ignored.contains("\n# lotse ignore=maintainer-deprecated,latest-tag reason=\"no\"\nMAINTAINER"),
        "{ignored}"
    );
}

#[test]
fn hover_says_what_is_known() {
    let (_place, mut client, address) = sample();
    let mut text = |line, character| {
        let reply = client.request("textDocument/hover", at(&address, line, character));
        reply["contents"]["value"].as_str().unwrap_or_default().to_owned()
    };
    let page = text(5, 3);
    assert!(page.contains("**maintainer-deprecated**") && page.contains("#### Why"), "{page}");
    assert!(!page.contains("More cases"), "{page}");
    assert!(text(3, 1).contains("Sets variables"));
    assert!(text(4, 58).starts_with("`VERSION`: ARG in line 3; `12`"), "{}", text(4, 58));
    assert_eq!(text(7, 24), "");
}

#[test]
fn names_are_found_and_changed() {
    let (_place, mut client, address) = sample();
    let definition = client.request("textDocument/definition", at(&address, 7, 14));
    assert_eq!(definition["range"], range((1, 26), (1, 31)));
    let definition = client.request("textDocument/definition", at(&address, 4, 58));
    assert_eq!(definition["range"], range((2, 4), (2, 11)));
    let definition = client.request("textDocument/definition", at(&address, 2, 6));
    assert_eq!(definition["range"], range((0, 4), (0, 11)));

    let mut params = at(&address, 1, 28);
    params["context"] = json!({ "includeDeclaration": false });
    let references = client.request("textDocument/references", params);
    assert_eq!(references.as_array().unwrap().len(), 1);
    assert_eq!(references[0]["range"], range((7, 12), (7, 17)));

    let mut rename = |line, character, name: &str| {
        let mut params = at(&address, line, character);
        params["newName"] = name.into();
        client.respond("textDocument/rename", params)
    };
    let reply = rename(7, 13, "compile");
    let renamed = edited(SAMPLE, &reply["result"]["changes"][&address]);
    assert_eq!(renamed, SAMPLE.replace("AS build", "AS compile").replace("from=build", "from=compile"));
    let reply = rename(0, 5, "RELEASE");
    let renamed = edited(SAMPLE, &reply["result"]["changes"][&address]);
    assert_eq!(renamed, SAMPLE.replace("VERSION", "RELEASE"));
    for (line, character, name) in [(0, 5, "no name"), (0, 5, "HOME_OF"), (7, 13, "scratch")] {
        let reply = rename(line, character, name);
        assert_eq!(reply["error"]["code"], -32803, "{reply}");
    }
    let prepared = client.request("textDocument/prepareRename", at(&address, 3, 6));
    assert_eq!(prepared, json!({ "range": range((3, 4), (3, 11)), "placeholder": "HOME_OF" }));
    assert!(client.leave().success());
}

#[test]
fn a_variable_is_one_thing_as_far_as_it_is_seen() {
    let text = "FROM debian:12 AS a\nENV X=1\nFROM a\nRUN echo ${X:-2}\nFROM debian:12\nENV X=3\nRUN echo $X && X=4\n\
                FROM debian:12\nENV X=5\nRUN echo \"$X\"\nARG TARGETARCH\n";
    let (_place, mut client, address) = opened(text, json!({}));
    let mut lines = |line, character| -> Vec<u64> {
        let mut params = at(&address, line, character);
        params["context"] = json!({ "includeDeclaration": true });
        let found = client.request("textDocument/references", params);
        found.as_array().unwrap().iter().map(|it| it["range"]["start"]["line"].as_u64().unwrap()).collect()
    };
    assert_eq!(lines(1, 4), [1, 3]);
    assert_eq!(lines(3, 12), [1, 3]);
    // The shell's own X is not the image's.
    assert_eq!(lines(5, 4), [5]);
    assert_eq!(lines(9, 11), [8, 9]);
    let reply = client.respond("textDocument/prepareRename", at(&address, 10, 6));
    assert!(reply["error"]["message"].as_str().unwrap().contains("builder"), "{reply}");
}

#[test]
fn completion_knows_the_place() {
    let text = "FROM debian:12 AS build\nFROM debian:12 AS last\nwo\nRUN --n\nRUN true \\\n  && \nCOPY --from=\nFROM \n\
                RUN --mount=type=cache,fr\nCOPY $\n# lotse ignore=miss\n# hadolint ignore=DL3\nONBUILD \n";
    let (_place, mut client, address) = opened(text, json!({}));
    let mut labels = |line, character| -> Vec<String> {
        let found = client.request("textDocument/completion", at(&address, line, character));
        found.as_array().unwrap().iter().map(|it| it["label"].as_str().unwrap().to_owned()).collect()
    };
    let has = |labels: Vec<String>, wanted: &str| assert!(labels.iter().any(|it| it == wanted), "{wanted}: {labels:?}");
    has(labels(2, 2), "workdir");
    has(labels(3, 7), "--network=");
    assert_eq!(labels(5, 5), Vec::<String>::new());
    has(labels(6, 12), "build");
    has(labels(7, 5), "build");
    has(labels(7, 5), "last");
    has(labels(7, 5), "scratch");
    has(labels(8, 25), "from=");
    has(labels(10, 19), "missing-user");
    has(labels(11, 21), "DL3008");
    has(labels(12, 8), "RUN");
    client.change(&address, 2, json!([{ "text": "FROM debian:12\nENV PLACE=/srv\nWORKDIR ${PL\n" }]));
    let found = client.request("textDocument/completion", at(&address, 2, 12));
    assert_eq!(found[0]["textEdit"], json!({ "range": range((2, 10), (2, 12)), "newText": "PLACE" }));
}

#[test]
fn the_outline_is_stages_with_instructions() {
    let symbols = json!({ "textDocument": { "documentSymbol": { "hierarchicalDocumentSymbolSupport": true } } });
    let (_place, mut client, address) = opened(SAMPLE, symbols);
    let params = json!({ "textDocument": { "uri": address } });
    let tree = client.request("textDocument/documentSymbol", params.clone());
    let names: Vec<_> = tree.as_array().unwrap().iter().map(|it| it["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["ARG", "build", "FROM debian:12"]);
    assert_eq!(tree[1]["children"].as_array().unwrap().len(), 4);
    let (_place, mut client, address) = sample();
    let list = client.request("textDocument/documentSymbol", json!({ "textDocument": { "uri": address } }));
    assert_eq!(list[2]["containerName"], "build");
}

#[test]
fn the_layout_is_that_of_the_command_line() {
    let text = "FROM   debian:12\nRUN a && \\\n  b   && \\\n      c\n\n\n\nUSER 1";
    let (place, mut client, address) = opened(text, json!({}));
    let options = json!({ "tabSize": 8, "insertSpaces": false });
    let params = json!({ "textDocument": { "uri": address }, "options": options });
    let edits = client.request("textDocument/formatting", params.clone());
    place.run(&["format", "Dockerfile"]);
    let expected = std::fs::read_to_string(place.path().join("Dockerfile")).unwrap();
    assert_eq!(edited(text, &edits), expected);
    client.change(&address, 2, json!([{ "text": expected }]));
    assert_eq!(client.request("textDocument/formatting", params.clone()), json!([]));
    client.change(&address, 3, json!([{ "text": "FROM a\nCOPY x\n" }]));
    assert_eq!(client.request("textDocument/formatting", params), Value::Null);
}

#[test]
fn a_changed_configuration_counts_at_once() {
    let watch = json!({ "workspace": { "didChangeWatchedFiles": { "dynamicRegistration": true } } });
    let (place, mut client, address) = opened(SAMPLE, watch);
    let asked = client.wait(|it| it["method"] == "client/registerCapability");
    assert!(asked.to_string().contains("**/lotse.toml"), "{asked}");
    assert!(codes(&client.diagnostics(&address, 1)).contains(&"maintainer-deprecated"));
    place.write("lotse.toml", "ignore = [\"maintainer-deprecated\"]\n");
    let (_, config) = file(place.path(), "lotse.toml");
    let changed = json!({ "changes": [{ "uri": config, "type": 2 }] });
    client.notify("workspace/didChangeWatchedFiles", changed.clone());
    assert!(!codes(&client.diagnostics(&address, 1)).contains(&"maintainer-deprecated"));
    place.write("lotse.toml", "ignore = 5\n");
    client.notify("workspace/didChangeWatchedFiles", changed);
    let shown = client.wait(|it| it["params"]["uri"] == config.as_str());
    assert_eq!(shown["params"]["diagnostics"][0]["severity"], 1, "{shown}");
    assert_eq!(shown["params"]["diagnostics"][0]["range"]["start"], json!({ "line": 0, "character": 9 }));
}

#[test]
fn a_changed_configuration_counts_after_a_pause_where_nobody_tells() {
    let (place, mut client, address) = sample();
    assert!(codes(&client.diagnostics(&address, 1)).contains(&"maintainer-deprecated"));
    place.write("lotse.toml", "ignore = [\"maintainer-deprecated\"]\n");
    client.change(&address, 2, json!([]));
    client.wait(|it| {
        let shown = it["params"]["diagnostics"].as_array();
        it["params"]["version"] == 2 && shown.is_some_and(|shown| !codes(shown).contains(&"maintainer-deprecated"))
    });
}

#[test]
fn a_script_has_findings_of_its_own() {
    let place = Place::new(&[("start.sh", "#!/bin/sh\necho $1\nexec \"$@\"\n")]);
    let (mut client, _) = Client::initialized(place.path(), &json!({}));
    let (_, address) = file(place.path(), "Dockerfile");
    client.open(&address, "FROM debian:12\nCOPY start.sh /\nUSER 1\nENTRYPOINT [\"/start.sh\"]\n");
    let (_, script) = file(place.path(), "start.sh");
    let shown = client.wait(|it| it["params"]["uri"] == script.as_str());
    assert!(codes(shown["params"]["diagnostics"].as_array().unwrap()).contains(&"shell/unquoted-expansion"), "{shown}");
    client.change(&address, 2, json!([{ "text": "FROM debian:12\nUSER 1\n" }]));
    let shown = client.wait(|it| it["params"]["uri"] == script.as_str());
    assert_eq!(shown["params"]["diagnostics"], json!([]));
}

#[test]
fn only_dockerfiles_are_linted() {
    let place = Place::new(&[]);
    let (mut client, _) = Client::initialized(place.path(), &json!({}));
    let (_, notes) = file(place.path(), "notes.txt");
    let document = json!({ "uri": notes, "languageId": "plaintext", "version": 1, "text": "RUNN" });
    client.notify("textDocument/didOpen", json!({ "textDocument": document }));
    assert_eq!(client.request("textDocument/hover", at(&notes, 0, 0)), Value::Null);
    // A name will do, and so will what the editor says; a text that was never saved is one, too.
    for (address, language) in
        [(uri(&place.path().join("Web.Dockerfile")), "plaintext"), ("untitled:one".to_owned(), "dockerfile")]
    {
        let document = json!({ "uri": address, "languageId": language, "version": 1, "text": "RUNN" });
        client.notify("textDocument/didOpen", json!({ "textDocument": document }));
        assert!(codes(&client.diagnostics(&address, 1)).contains(&"unknown-instruction"));
    }
}

#[test]
fn a_broken_protocol_is_answered_and_survived() {
    let place = Place::new(&[]);
    let mut client = Client::start(place.path());
    let error = |client: &mut Client, code: i32| client.wait(|it| it["error"]["code"] == code);
    let reply = client.respond("textDocument/hover", json!({}));
    assert_eq!(reply["error"]["code"], -32002);
    client.request("initialize", json!({ "capabilities": {} }));
    assert_eq!(client.respond("initialize", json!({ "capabilities": {} }))["error"]["code"], -32600);

    client.raw(b"GARBAGE\r\n\r\n");
    assert_eq!(error(&mut client, -32700)["id"], Value::Null);
    client.raw(b"Content-Length: 5\r\n\r\n{\"a\":");
    error(&mut client, -32700);
    client.raw(b"Content-Length: none\r\n\r\n");
    error(&mut client, -32700);
    client.raw(b"\xff\xfe\x00 more\nof it\nContent-Length: 2\r\n\r\n[]");
    error(&mut client, -32700);
    assert_eq!(error(&mut client, -32600)["id"], Value::Null);
    client.send(&json!({ "jsonrpc": "2.0", "id": 7.5, "method": "shutdown" }));
    assert_eq!(error(&mut client, -32600)["id"], 7.5);
    client.send(&json!({ "jsonrpc": "2.0", "id": "a", "method": "no/such" }));
    assert_eq!(error(&mut client, -32601)["id"], "a");
    let deep = "[".repeat(100_000);
    client.raw(format!("Content-Length: {}\r\n\r\n{deep}", deep.len()).as_bytes());
    error(&mut client, -32700);
    // A message that is longer than it says leaves a rest in front of the next.
    client.raw(b"Content-Length: 2\r\n\r\n{}{}{}Content-Length: 53\r\n\r\n");
    client.raw(br#"{"jsonrpc":"2.0","id":"b","method":"no/such/thing2"}"#);
    client.raw(b" ");
    assert_eq!(error(&mut client, -32601)["id"], "b");

    let (_, address) = file(place.path(), "Dockerfile");
    client.open(&address, "FROM debian:12\n");
    client.diagnostics(&address, 1);
    assert_eq!(
        client.respond("textDocument/hover", json!({ "textDocument": { "uri": address } }))["error"]["code"],
        -32602
    );
    client.change(&address, 2, json!([{ "range": range((9, 9), (3, 1)), "text": "USER 1\n" }]));
    client.diagnostics(&address, 2);
    client.notify("textDocument/didChange", json!({ "textDocument": 5 }));
    client.wait(|it| it["method"] == "window/logMessage");
    let outline = client.request("textDocument/documentSymbol", json!({ "textDocument": { "uri": address } }));
    assert_eq!(outline.as_array().unwrap().len(), 2, "{outline}");
    client.request("shutdown", Value::Null);
    assert_eq!(client.respond("textDocument/hover", at(&address, 0, 0))["error"]["code"], -32600);
    assert!(client.hang_up(true).success());
}

#[test]
fn who_leaves_without_a_word_is_told_by_the_status() {
    let place = Place::new(&[]);
    for exit in [true, false] {
        let (client, _) = Client::initialized(place.path(), &json!({}));
        assert_eq!(client.hang_up(exit).code(), Some(1));
    }
    let mut client = Client::start(place.path());
    client.raw(b"Content-Length: 1000000000000\r\n\r\n{");
    assert_eq!(client.hang_up(false).code(), Some(1));
}

#[test]
fn a_huge_document_is_refused_and_survived() {
    let (_place, mut client, address) = sample();
    client.diagnostics(&address, 1);
    client.change(&address, 2, json!([{ "text": "RUN true\n".repeat(50 << 20 >> 3) }]));
    client.wait(|it| it["method"] == "window/showMessage");
    assert_eq!(client.diagnostics(&address, 2), Vec::<Value>::new());
    assert_eq!(client.respond("textDocument/hover", at(&address, 0, 0))["error"]["code"], -32803);
    // Parts of a text that is not kept say nothing; a whole new one does.
    client.change(&address, 3, json!([{ "range": range((0, 0), (0, 3)), "text": "RUNN" }]));
    client.change(&address, 4, json!([{ "text": "RUNN true\n" }]));
    assert!(codes(&client.diagnostics(&address, 4)).contains(&"unknown-instruction"));
    assert!(client.leave().success());
}

#[test]
fn fast_typing_leads_to_the_last_text() {
    let (_place, mut client, address) = sample();
    let waiting = client.ask(
        "textDocument/codeAction",
        json!({
            "textDocument": { "uri": address }, "range": range((0, 0), (0, 0)), "context": { "diagnostics": [] },
        }),
    );
    for version in 2..200 {
        let column = version - 2;
        let insert = json!({ "range": range((5, 13 + column), (5, 13 + column)), "text": "x" });
        client.change(&address, i32::try_from(version).unwrap(), json!([insert]));
    }
    // It was answered before the first key, or else its text is gone.
    let reply = client.reply(waiting);
    assert!(reply["result"].is_array() || reply["error"]["code"] == -32801, "{reply}");
    client.diagnostics(&address, 199);
    let end = client.request("textDocument/hover", at(&address, 5, 0));
    assert!(end["contents"]["value"].as_str().unwrap().contains("maintainer-deprecated"), "{end}");
    assert!(client.leave().success());
}
