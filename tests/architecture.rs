//! Holds the code to the rooms of the architecture: which room may use which, who may read, print, and name crates that
//! are to stay replaceable.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::fs;
use std::path::{Path, PathBuf};

/// The rooms below `src` and the rooms that each may use; what a room may use its own files may use as well.
const ROOMS: &[(&str, &[&str])] = &[
    ("source", &[]),
    ("diagnostic", &["source"]),
    ("dockerfile", &["source"]),
    ("shell", &["source", "diagnostic"]),
    ("context", &["source"]),
    ("knowledge", &["source"]),
    ("model", &["source", "dockerfile", "knowledge"]),
    ("image", &["source", "dockerfile", "knowledge"]),
    ("facts", &["source", "dockerfile", "knowledge", "model", "shell", "context", "diagnostic"]),
    (
        "rules",
        &[
            "source", "dockerfile", "knowledge", "model", "shell", "context", "facts", "diagnostic", "format", "image",
            "meaning",
        ],
    ),
    ("config", &["source", "dockerfile", "diagnostic", "rules", "image"]),
    ("discover", &["source"]),
    ("fix", &["source", "diagnostic", "dockerfile"]),
    ("meaning", &["source", "dockerfile", "shell", "knowledge"]),
    ("format", &["source", "diagnostic", "dockerfile", "meaning", "fix"]),
    (
        "lint",
        &[
            "source", "dockerfile", "knowledge", "model", "shell", "context", "facts", "diagnostic", "rules", "config",
            "image",
        ],
    ),
    ("report", &["source", "diagnostic", "rules", "lint"]),
    ("project", &["source", "config", "discover", "format"]),
    (
        "server",
        &[
            "source", "dockerfile", "knowledge", "model", "shell", "context", "facts", "diagnostic", "rules", "config",
            "discover", "fix", "format", "lint", "project", "report",
        ],
    ),
    (
        "cli",
        &[
            "source", "dockerfile", "knowledge", "model", "shell", "context", "facts", "diagnostic", "rules", "config",
            "discover", "fix", "format", "image", "lint", "meaning", "project", "report", "server",
        ],
    ),
    ("main", &["cli"]),
    ("lib", &["source", "config", "lint"]),
];

/// Lines that a source file may have, and that a rule may have.
const LINES: usize = 600;
const RULE_LINES: usize = 150;

/// Every source file: path below `src`, its room, its text.
fn sources() -> Vec<(PathBuf, String, String)> {
    let root = Path::new("src");
    let entries = walkdir::WalkDir::new(root).into_iter().map(|entry| entry.unwrap().into_path());
    entries
        .filter(|path| path.extension().is_some_and(|extension| extension == "rs"))
        .map(|path| {
            let below = path.strip_prefix(root).unwrap().to_owned();
            let first = below.components().next().unwrap().as_os_str().to_string_lossy().into_owned();
            let text = fs::read_to_string(&path).unwrap();
            (below, first.trim_end_matches(".rs").to_owned(), text)
        })
        .collect()
}

/// The code without comments.
fn code(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let lines = text.lines().zip(1..).map(|(line, number)| (number, line.split("//").next().unwrap_or(line)));
    lines.filter(|(_, line)| !line.trim().is_empty())
}

/// The rooms that a line names: `crate::room`, `crate::{room, room::…}`, and `lotse::room` in the program.
fn named(line: &str) -> Vec<String> {
    let mut rooms = Vec::new();
    for prefix in ["crate::", "lotse::"] {
        for (at, _) in line.match_indices(prefix) {
            let before = line[..at].chars().next_back();
            if before.is_some_and(|c| c.is_alphanumeric() || c == '_') {
                continue;
            }
            let rest = &line[at + prefix.len()..];
            let word = |text: &str| -> String {
                text.trim().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
            };
            match rest.strip_prefix('{') {
                None => rooms.push(word(rest)),
                Some(list) => {
                    let mut depth = 0;
                    let mut start = 0;
                    for (at, c) in list.char_indices() {
                        match c {
                            '{' => depth += 1,
                            '}' if depth == 0 => {
                                rooms.push(word(&list[start..at]));
                                break;
                            }
                            '}' => depth -= 1,
                            ',' if depth == 0 => {
                                rooms.push(word(&list[start..at]));
                                start = at + 1;
                            }
                            _ => {}
                        }
                    }
                }
            }
        }
    }
    rooms.retain(|room| !room.is_empty());
    rooms
}

/// A statement that spans lines as one line.
fn joined(text: &str) -> String {
    code(text).map(|(_, line)| line.trim()).collect::<Vec<_>>().join(" ")
}

#[test]
fn rooms_use_only_what_they_may() {
    let mut wrong = Vec::new();
    for (path, room, text) in sources() {
        let Some((_, may)) = ROOMS.iter().find(|(name, _)| *name == room) else {
            wrong.push(format!("{}: `{room}` is not in the table of rooms", path.display()));
            continue;
        };
        for used in named(&joined(&text)) {
            let is_room = ROOMS.iter().any(|(name, _)| *name == used);
            if is_room && used != room && !may.contains(&used.as_str()) {
                wrong.push(format!("{}: `{room}` may not use `{used}`", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_room_says_what_lives_there() {
    for (path, _, text) in sources() {
        assert!(text.starts_with("//! "), "{} begins without `//!`", path.display());
    }
}

/// Where a word may stand in code.
fn only_in(word: &str, may: impl Fn(&Path, &str) -> bool) -> Vec<String> {
    let mut wrong = Vec::new();
    for (path, room, text) in sources() {
        if may(&path, &room) {
            continue;
        }
        for (number, line) in code(&text) {
            let found = line.match_indices(word).any(|(at, _)| {
                let before = line[..at].chars().next_back();
                !before.is_some_and(|c| c.is_alphanumeric() || c == '_')
            });
            if found {
                wrong.push(format!("{}:{number}: `{word}`", path.display()));
            }
        }
    }
    wrong
}

#[test]
fn replaceable_crates_are_named_in_one_place() {
    let mut wrong = only_in("miette", |path, _| path == Path::new("report/human.rs"));
    wrong.extend(only_in("indicatif", |path, _| path == Path::new("cli/progress.rs")));
    wrong.extend(only_in("clap_mangen", |path, _| path == Path::new("cli/man.rs")));
    wrong.extend(only_in("quick_junit", |path, _| path == Path::new("report/junit.rs")));
    wrong.extend(only_in("quick_xml", |path, _| path == Path::new("report/checkstyle.rs")));
    wrong.extend(only_in("shuck_", |_, room| room == "shell"));
    wrong.extend(only_in("saphyr_parser", |path, _| path == Path::new("config/yaml.rs")));
    wrong.extend(only_in("ec4rs", |path, _| path == Path::new("project/layout.rs")));
    let differences = [Path::new("cli/diff.rs"), Path::new("server/edits.rs")];
    wrong.extend(only_in("similar::", |path, _| differences.contains(&path)));
    wrong.extend(only_in("lsp_", |_, room| room == "server"));
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn input_and_output_stay_in_their_rooms() {
    let mut wrong = Vec::new();
    for word in ["fs::", "File::open", "io::stdin", "WalkBuilder", "WalkDir"] {
        wrong.extend(only_in(word, |path, room| {
            let files = [Path::new("fix/write.rs"), Path::new("image/read/files.rs")];
            matches!(room, "discover" | "context" | "cli") || files.contains(&path)
        }));
    }
    for word in ["println!", "print!", "eprintln!", "eprint!", "io::stdout", "io::stderr", "env::var"] {
        wrong.extend(only_in(word, |_, room| room == "cli"));
    }
    for word in ["std::process::{", "process::Command", "process::exit", "TcpStream", "UdpSocket"] {
        // The user's pager is the one program that lotse starts.
        wrong.extend(only_in(word, |path, _| path == Path::new("cli/pager.rs")));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn files_stay_short() {
    let mut wrong = Vec::new();
    for (path, room, text) in sources() {
        let lines = text.lines().count();
        let is_rule = room == "rules" && path.components().count() == 3 && !path.ends_with("mod.rs");
        let most = if is_rule { RULE_LINES } else { LINES };
        if lines > most {
            wrong.push(format!("{} has {lines} lines, {most} are allowed", path.display()));
        }
    }
    let main = fs::read_to_string("src/main.rs").unwrap();
    assert!(main.lines().count() < 40, "src/main.rs is longer than 40 lines");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
