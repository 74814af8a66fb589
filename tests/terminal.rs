//! What a person at a terminal sees. The terminal is made by `script`, which every Linux has.

#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod crafter;
mod program;

use std::fs;
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

use crafter::{Craft, Tar, archive};
use program::Place;

const BAD: &str = "FROM debian:12\nRUNN true\n";

/// What the program shows on a terminal, with these variables in its environment.
fn on_terminal(place: &Place, arguments: &str, variables: &[(&str, &str)]) -> String {
    shell_on_terminal(place, &format!("'{PROGRAM}' {arguments}"), variables)
}

const PROGRAM: &str = env!("CARGO_BIN_EXE_lotse");

/// What a line of a shell shows there.
fn shell_on_terminal(place: &Place, line: &str, variables: &[(&str, &str)]) -> String {
    let mut command = Command::new("script");
    command.args(["-qec", line, "/dev/null"]).current_dir(place.path()).stdin(Stdio::null());
    for name in ["NO_COLOR", "GITHUB_ACTIONS", "GITLAB_CI", "LOTSE_FORMAT", "LOTSE_COLOR", "LESS"] {
        command.env_remove(name);
    }
    command.env("TERM", "xterm").env("PAGER", "cat").envs(variables.iter().copied());
    String::from_utf8(command.output().unwrap().stdout).unwrap().replace("\r\n", "\n")
}

#[test]
fn a_short_run_shows_no_progress() {
    let place = Place::new(&[("Dockerfile", BAD)]);
    let shown = on_terminal(&place, "check --isolated", &[]);
    assert!(shown.contains("RUNN") && shown.contains("\u{1b}["), "{shown}");
    assert!(!shown.contains(" of 1 files"), "{shown}");
    assert!(!on_terminal(&place, "check --isolated", &[("NO_COLOR", "1")]).contains('\u{1b}'));
}

#[test]
fn reading_a_long_image_shows_progress() {
    let place = Place::new(&[]);
    let layer = Tar::new().file("etc/passwd", b"root:x:0:0::/root:/bin/sh\n").end();
    place.write("app.tar", archive(&Craft::of(vec![layer]).docker_archive()));
    let line = format!("(head -c 1000 app.tar; sleep 2; tail -c +1001 app.tar) | '{PROGRAM}' image --isolated -");
    let shown = shell_on_terminal(&place, &line, &[]);
    assert!(shown.contains("lotse: 1.00 kB read"), "{shown}");
    let last = shown.rfind("kB read").unwrap();
    assert!(shown[last..].contains("app:1.2 (linux/amd64): 1 layer"), "{shown}");
    let shown = on_terminal(&place, "image --isolated app.tar", &[]);
    assert!(!shown.contains("kB read") && !shown.contains("kB of"), "a short one shows none: {shown}");
}

#[test]
fn explanations_are_paged_on_a_terminal_alone() {
    let place = Place::new(&[]);
    let pager = [("PAGER", "sed s/^/page:/")];
    let shown = on_terminal(&place, "explain DL3002", &pager);
    assert!(shown.lines().all(|line| line.starts_with("page:")), "{shown}");
    assert!(shown.starts_with("page:\u{1b}[1mroot-user-in-final-stage\u{1b}[0m\n"), "{shown}");
    let piped = on_terminal(&place, "explain DL3002 | cat", &pager);
    assert!(piped.starts_with("root-user-in-final-stage\n"), "{piped}");
    let without = on_terminal(&place, "explain DL3002", &[("PAGER", "no-such-pager"), ("NO_COLOR", "1")]);
    assert_eq!(without, piped, "where there is no pager the text is printed");
}

#[test]
fn watching_prints_again_after_a_change() {
    let place = Place::new(&[("Dockerfile", BAD)]);
    let mut child = place
        .command(&["check", "--isolated", "--watch", "--format", "concise", "--select", "unknown-instruction"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map(Result::unwrap);
    let mut messages = BufReader::new(child.stderr.take().unwrap()).lines().map(Result::unwrap);
    assert_eq!(lines.next().unwrap(), "Dockerfile:2:1: error[unknown-instruction] `RUNN` is not an instruction");
    assert_eq!(messages.next().unwrap(), "lotse: watching 1 file; Ctrl+C ends");
    place.write("Dockerfile", "FROM debian:12\n\n\nRUNN true\n");
    assert!(lines.next().unwrap().starts_with("Dockerfile:4:1: "), "a changed file");
    messages.next().unwrap();
    place.write("a.Dockerfile", "FROM debian:12\nCOPPY a b\n");
    assert!(lines.next().unwrap().starts_with("Dockerfile:4:1: "));
    assert!(lines.next().unwrap().starts_with("a.Dockerfile:2:1: "), "a new file");
    assert_eq!(messages.next().unwrap(), "lotse: watching 2 files; Ctrl+C ends");
    child.kill().unwrap();
    child.wait().unwrap();
    assert_eq!(place.run(&["check", "--watch", "-"]).status, 2);
    assert_eq!(place.run(&["check", "--watch", "--fix"]).status, 2);
}

#[test]
fn verbose_names_files_and_configuration() {
    let place = Place::new(&[("a/Dockerfile", BAD), ("a/lotse.toml", "preset = \"strict\"\n"), ("b/Dockerfile", "")]);
    let quiet = place.run(&["check"]);
    let said = place.run(&["check", "--verbose"]);
    assert_eq!((said.status, &said.out), (1, &quiet.out), "standard output stays the same");
    let lines: Vec<&str> = said.err.lines().collect();
    assert_eq!(lines[..2], ["lotse: a/Dockerfile: a/lotse.toml", "lotse: b/Dockerfile: no configuration file"]);
    assert!(lines[2].starts_with("lotse: checked 2 files in ") && lines[2].ends_with(" ms"), "{}", lines[2]);
    assert!(fs::read_dir(place.path()).unwrap().count() == 2, "nothing is written");
}
