//! `--fix` and `--diff`, through the real program and the library.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod program;

use std::fs;

use lotse::diagnostic::{Edit, Fix, Safety};
use lotse::fix::{self, apply};
use lotse::source::{Source, Span};
use program::Place;

/// Some safe and some unsafe repairs.
const BAD: &str = "from debian:12\nMAINTAINER bob\nRUN apt-get update && apt-get install curl\nCMD foo bar\n";

fn edit(start: u32, end: u32, text: &str) -> Fix {
    let edits = vec![Edit::replace(Span::new(start, end), text)];
    Fix { title: "do".to_owned(), safety: Safety::Safe, edits, creates: None }
}

fn applied(text: &str, fixes: &[Fix]) -> (String, Vec<usize>) {
    let (source, made) = apply(&Source::new("Dockerfile", text), fixes.iter());
    (source.map_or_else(|| text.to_owned(), |source| source.text().to_owned()), made)
}

#[test]
fn what_overlaps_or_touches_waits() {
    assert_eq!(applied("abcdef", &[edit(4, 5, "E"), edit(0, 2, "")]), ("cdEf".to_owned(), vec![0, 1]));
    assert_eq!(applied("abcdef", &[edit(0, 2, "X"), edit(1, 3, "Y"), edit(2, 2, "Z")]), ("Xcdef".to_owned(), vec![0]));
    assert_eq!(applied("ab", &[edit(1, 1, "1"), edit(1, 1, "2")]), ("a1b".to_owned(), vec![0]));
    let pair = Fix { edits: vec![Edit::insert(0, "x"), Edit::delete(Span::new(3, 4))], ..edit(0, 0, "") };
    assert_eq!(applied("abcd", &[edit(3, 4, "D"), pair.clone()]), ("xabc".to_owned(), vec![1]));
    assert_eq!(applied("abcd", &[pair, edit(1, 4, "y")]), ("xabc".to_owned(), vec![0]));
}

#[test]
fn what_makes_no_sense_is_not_made() {
    let overlapping = Fix { edits: vec![Edit::delete(Span::new(0, 2)), Edit::insert(1, "x")], ..edit(0, 0, "") };
    let nothing = Fix { edits: Vec::new(), ..edit(0, 0, "") };
    for fix in [edit(0, 9, ""), overlapping, nothing, edit(1, 2, "")] {
        assert_eq!(applied("\u{e4}b", &[fix]), ("\u{e4}b".to_owned(), Vec::new()));
    }
}

#[test]
fn new_lines_end_as_the_others() {
    assert_eq!(applied("a\r\nb\r\n", &[edit(0, 0, "x\ny\r\n")]).0, "x\r\ny\r\na\r\nb\r\n");
    assert_eq!(applied("a\nb\r\n", &[edit(0, 0, "x\n")]).0, "x\na\nb\r\n");
}

#[test]
fn a_worse_round_is_taken_back() {
    let bad = "FROM a\nRUN x\n";
    let finding = |text: &str| {
        let at = u32::try_from(text.find("RUN").unwrap_or(0)).unwrap();
        let mut found = lotse::lint::lint(
            std::sync::Arc::new(Source::new("Dockerfile", "FROM a\nMAINTAINER b\n")),
            None,
            &lotse::config::Settings::default(),
        );
        let mut diagnostic = found.files[0].diagnostics.pop().unwrap();
        diagnostic.fix = Some(Box::new(edit(at, at + 3, "RUNN")));
        diagnostic
    };
    let repaired = fix::repair(
        |_| true,
        |texts| {
            let path = std::path::Path::new("Dockerfile");
            let source =
                texts.get(path).cloned().unwrap_or_else(|| std::sync::Arc::new(Source::new("Dockerfile", bad)));
            vec![fix::Checked { diagnostics: vec![finding(source.text())], source }]
        },
    );
    assert!(repaired.texts.is_empty() && repaired.made.is_empty());
    assert_eq!(repaired.taken_back.unwrap().because, "a syntax error");
}

#[test]
fn safe_repairs_are_made_and_the_others_on_demand() {
    let place = Place::new(&[("Dockerfile", BAD)]);
    let said = place.run(&["check", "--isolated", "--fix", "--preset", "strict", "--format", "concise"]);
    let safe = fs::read_to_string(place.path().join("Dockerfile")).unwrap();
    assert!(safe.starts_with("FROM debian:12\n") && safe.contains("apt-get install -y curl"), "{safe}");
    assert!(!safe.contains("--no-install-recommends"), "{safe}");
    assert!(said.err.contains("in 1 file") && said.out.contains("recommended-packages-installed"), "{}", said.err);
    place.run(&["check", "--isolated", "--fix", "--unsafe-fixes"]);
    let all = fs::read_to_string(place.path().join("Dockerfile")).unwrap();
    assert!(all.contains("--no-install-recommends"), "{all}");
}

/// What would only change the finding is no repair.
#[test]
fn a_name_that_is_declared_further_down_is_no_repair() {
    let text = "FROM alpine:3.22\nENV HISTFILE=${USER_HOME}/.history\nARG USER_HOMES=/home\n";
    let linted = lotse::lint::lint(
        std::sync::Arc::new(Source::new("Dockerfile", text)),
        None,
        &lotse::config::Settings::default(),
    );
    let mut found = linted.files[0].diagnostics.iter().filter(|finding| finding.rule == "undefined-variable");
    assert!(found.next().is_some_and(|finding| finding.fix.is_none()));
}

#[test]
fn a_diff_writes_nothing() {
    let place = Place::new(&[("Dockerfile", BAD), ("good/Dockerfile", "FROM scratch\n")]);
    let said = place.run(&["check", "--isolated", "--diff", "Dockerfile"]);
    assert_eq!(said.status, 1);
    assert!(said.out.starts_with("--- Dockerfile\n+++ Dockerfile\n@@ -1,4 +1,4 @@\n"), "{}", said.out);
    assert_eq!(fs::read_to_string(place.path().join("Dockerfile")).unwrap(), BAD);
    let said = place.run(&["check", "--isolated", "--diff", "good"]);
    assert_eq!((said.status, said.out.as_str()), (0, ""));
}

#[test]
fn a_script_that_only_a_shell_can_run_keeps_its_shell() {
    let dockerfile = "FROM debian:12\nCOPY --chmod=755 start.sh /\nCMD /start.sh\n";
    for (script, repaired) in [("#!/bin/sh\nsleep 1\n", true), ("sleep 1\n", false)] {
        let place = Place::new(&[("Dockerfile", dockerfile), ("start.sh", script)]);
        place.run(&["check", "--isolated", "--fix", "--fix-only", "shell-form-command", "Dockerfile"]);
        let becomes =
            if repaired { dockerfile.replace("/start.sh\n", "[\"/start.sh\"]\n") } else { dockerfile.to_owned() };
        assert_eq!(fs::read_to_string(place.path().join("Dockerfile")).unwrap(), becomes, "{script}");
    }
}

#[test]
fn only_what_is_asked_for() {
    let place = Place::new(&[("Dockerfile", BAD)]);
    place.run(&["check", "--isolated", "--fix", "--fix-only", "DL4000"]);
    let text = fs::read_to_string(place.path().join("Dockerfile")).unwrap();
    assert_eq!(text, BAD.replace("MAINTAINER bob", "LABEL org.opencontainers.image.authors=\"bob\""));
    let said = place.run(&["check", "--isolated", "--fix", "--fix-only", "no-such-rule"]);
    assert_eq!(said.status, 2);
    assert_eq!(fs::read_to_string(place.path().join("Dockerfile")).unwrap(), text);
    assert_eq!(place.run(&["check", "--unsafe-fixes"]).status, 2);
}

#[test]
fn standard_input_goes_to_standard_output() {
    let place = Place::new(&[]);
    let said = place.run_with_input(&["check", "--isolated", "--fix", "--fix-only", "DL4000", "-"], BAD.as_bytes());
    assert_eq!(said.out, BAD.replace("MAINTAINER bob", "LABEL org.opencontainers.image.authors=\"bob\""));
    let said = place.run_with_input(&["check", "--isolated", "--fix", "-"], b"FROM scratch\n");
    assert_eq!((said.out.as_str(), said.err.as_str()), ("FROM scratch\n", ""));
}

#[test]
fn bytes_that_are_no_text_stay() {
    let place = Place::new(&[]);
    place.write("Dockerfile", b"FROM debian:12\nMAINTAINER bob\nLABEL x=\"\xFF\xFE\"\n");
    place.run(&["check", "--isolated", "--fix", "--fix-only", "DL4000"]);
    let bytes = fs::read(place.path().join("Dockerfile")).unwrap();
    assert_eq!(bytes, b"FROM debian:12\nLABEL org.opencontainers.image.authors=\"bob\"\nLABEL x=\"\xFF\xFE\"\n");
}

#[cfg(unix)]
#[test]
fn permissions_and_links_stay() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let place = Place::new(&[("real/Dockerfile", BAD), ("locked/Dockerfile", BAD)]);
    let real = place.path().join("real/Dockerfile");
    fs::set_permissions(&real, fs::Permissions::from_mode(0o640)).unwrap();
    fs::create_dir(place.path().join("link")).unwrap();
    symlink("../real/Dockerfile", place.path().join("link/Dockerfile")).unwrap();
    let locked = place.path().join("locked/Dockerfile");
    fs::set_permissions(&locked, fs::Permissions::from_mode(0o444)).unwrap();
    let said = place.run(&["check", "--isolated", "--fix", "link/Dockerfile", "locked/Dockerfile"]);
    assert_eq!(said.status, 2);
    assert!(said.err.contains("locked/Dockerfile: not written: the file is read-only"), "{}", said.err);
    assert_eq!(fs::read_to_string(&locked).unwrap(), BAD);
    assert!(fs::symlink_metadata(place.path().join("link/Dockerfile")).unwrap().is_symlink());
    assert!(fs::read_to_string(&real).unwrap().starts_with("FROM debian:12\n"));
    assert_eq!(fs::metadata(&real).unwrap().permissions().mode() & 0o777, 0o640);
    let left: Vec<_> = fs::read_dir(place.path().join("real")).unwrap().collect();
    assert_eq!(left.len(), 1);
}
