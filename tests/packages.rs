//! What others build on: hooks, jobs and packages are well-formed, our own Dockerfile passes, and the library is what its page
//! says.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod program;

use std::fs;
use std::path::Path;
use std::process::Command;

use program::Place;
use saphyr_parser::{Event, Parser};

/// The scalars of a YAML text in their order; fails where it is none.
fn yaml(text: &str) -> Vec<String> {
    let events = Parser::new_from_str(text).map(|event| event.unwrap_or_else(|error| panic!("{error}:\n{text}")).0);
    events
        .filter_map(|event| if let Event::Scalar(text, ..) = event { Some(text.into_owned()) } else { None })
        .collect()
}

fn read(path: &str) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{path}: {error}"))
}

#[test]
fn hooks_name_what_lotse_has() {
    let scalars = yaml(&read(".pre-commit-hooks.yaml"));
    let place = Place::new(&[("Dockerfile", "FROM scratch\n")]);
    let mut entries = 0;
    for pair in scalars.windows(2).filter(|pair| pair[0] == "entry") {
        let words: Vec<&str> = pair[1].split(' ').skip(1).chain(["Dockerfile"]).collect();
        assert_ne!(place.run(&words).status, 2, "{words:?}");
        entries += 1;
    }
    assert_eq!(entries, 3);
    for id in ["lotse", "lotse-fix", "lotse-format"] {
        assert!(scalars.windows(2).any(|pair| pair == ["id", id]), "{id}");
    }
}

#[test]
fn hooks_look_at_dockerfiles() {
    let scalars = yaml(&read(".pre-commit-hooks.yaml"));
    let value = |key: &str| {
        let pair = scalars.windows(2).find(|pair| pair[0] == key).unwrap();
        regex::Regex::new(&pair[1]).unwrap()
    };
    let (files, exclude) = (value("files"), value("exclude"));
    let passes = |path: &str| files.is_match(path) && !exclude.is_match(path);
    for path in ["Dockerfile", "a/Containerfile", "Dockerfile.web", "web.Dockerfile", "a/db.dockerfile"] {
        assert!(passes(path), "{path}");
    }
    for path in
        ["Dockerfile.md", "Dockerfile.dockerignore", "Dockerfile.j2", "dockerfile.rs", "MyDockerfileReader.java"]
    {
        assert!(!passes(path), "{path}");
    }
}

#[test]
fn jobs_are_well_formed() {
    let scalars = yaml(&read("action.yml"));
    assert!(scalars.windows(2).any(|pair| pair == ["using", "composite"]));
    assert!(
        !scalars.iter().any(|text| text.contains("check") && text.contains("${{")),
        "inputs reach a shell as variables only"
    );
    assert!(yaml(&read("templates/lotse.yml")).contains(&"gl-code-quality-report.json".to_owned()));
}

#[test]
fn snippets_are_short_and_well_formed() {
    let page = read("docs/ci.md");
    let mut number = 0;
    for (kind, text) in blocks(&page) {
        assert!(text.lines().count() <= 10, "longer than ten lines:\n{text}");
        if kind == "yaml" {
            yaml(&text);
            number += 1;
        }
    }
    assert_eq!(number, 6, "five services and pre-commit; Jenkins speaks Groovy");
    for name in ["GitHub", "GitLab", "Jenkins", "Azure", "CircleCI", "Woodpecker"] {
        assert!(page.contains(&format!("\n## {name}\n")), "{name}");
    }
}

/// The blocks of a page: the language and the text of each.
fn blocks(page: &str) -> Vec<(String, String)> {
    let mut blocks = Vec::new();
    let mut parts = page.split("\n```");
    parts.next();
    while let (Some(block), Some(_)) = (parts.next(), parts.next()) {
        let (kind, text) = block.split_once('\n').unwrap();
        blocks.push((kind.to_owned(), text.to_owned()));
    }
    blocks
}

#[test]
fn commands_in_snippets_are_ones_that_lotse_has() {
    let place = Place::new(&[("Dockerfile", "FROM scratch\nUSER 65532\n"), ("lotse/.keep", "")]);
    let mut commands = 0;
    for (_, text) in blocks(&read("docs/ci.md")) {
        for behind in text.split("lotse check").skip(1) {
            let line = behind.split(['\n', '\'', '&']).next().unwrap();
            let words: Vec<&str> = ["check"].into_iter().chain(line.split_whitespace()).collect();
            let said = place.run(&words);
            assert_eq!((said.status, said.err.as_str()), (0, ""), "{words:?}");
            commands += 1;
        }
    }
    assert_eq!(commands, 5, "each service but GitHub, which has the action");
    for report in ["lotse.xml", "lotse/report.xml"] {
        assert!(place.path().join(report).exists(), "{report}");
    }
}

#[test]
fn settings_of_editors_are_well_formed() {
    let page = read("docs/editors.md");
    for name in ["Visual Studio Code", "Neovim", "Helix", "Emacs", "JetBrains", "Zed", "Sublime Text"] {
        assert!(page.contains(&format!("\n## {name}\n")), "{name}");
    }
    let mut kinds = Vec::new();
    for (kind, text) in blocks(&page) {
        match &*kind {
            "json" => _ = serde_json::from_str::<serde_json::Value>(&text).unwrap_or_else(|it| panic!("{it}:\n{text}")),
            "toml" => _ = toml::from_str::<toml::Table>(&text).unwrap_or_else(|it| panic!("{it}:\n{text}")),
            _ => assert!(matches!(&*kind, "lua" | "elisp"), "{kind}"),
        }
        assert!(text.contains("lotse") && text.contains("server"), "{text}");
        kinds.push(kind);
    }
    assert_eq!(kinds, ["json", "lua", "lua", "toml", "elisp", "json", "json"]);
}

#[test]
fn our_own_dockerfile_passes_the_strictest_preset() {
    let mut command = Command::new(env!("CARGO_BIN_EXE_lotse"));
    command
        .args(["check", "--isolated", "--preset", "strict", "--fail-on", "style", "--format", "concise", "Dockerfile"]);
    let output = command.current_dir(env!("CARGO_MANIFEST_DIR")).output().unwrap();
    assert_eq!(String::from_utf8_lossy(&output.stdout), "");
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    let text = read("Dockerfile");
    let version = format!("image.version=\"{}\"", env!("CARGO_PKG_VERSION"));
    assert!(text.contains("\nFROM scratch\n") && text.contains("\nUSER 65532:65532\n") && text.contains(&version));
}

#[test]
fn the_version_names_the_target() {
    let place = Place::new(&[]);
    let version = env!("CARGO_PKG_VERSION");
    assert_eq!(place.run(&["-V"]).out, format!("lotse {version}\n"));
    let long = place.run(&["--version"]).out;
    let inside = long.strip_prefix(&format!("lotse {version} (")).unwrap().strip_suffix(")\n").unwrap();
    assert!(inside.split(", ").last().unwrap().split('-').count() >= 3, "{long}");
}

#[test]
fn manual_pages_are_written() {
    let place = Place::new(&[]);
    assert!(place.run(&["man"]).out.contains(".TH lotse 1"));
    assert_eq!(place.run(&["man", "pages"]).status, 0);
    let page = |name: &str| fs::read_to_string(place.path().join("pages").join(name)).unwrap();
    assert!(page("lotse-check.1").contains("output\\-file"));
    assert!(page("lotse.1").contains("lotse\\-explain"));
    assert!(
        !Path::new(&place.path().join("pages/lotse-dev.1")).exists(),
        "tools for the people who work on lotse are not shown"
    );
}

#[test]
fn the_library_is_shared_between_threads() {
    fn shared<T: Send + Sync>() {}
    shared::<lotse::source::Source>();
    shared::<lotse::config::Settings>();
    shared::<lotse::config::Config>();
    shared::<lotse::context::Context>();
    shared::<lotse::Findings>();
    shared::<lotse::report::Report<'_>>();

    let settings = lotse::config::Settings::default();
    let lint = || {
        lotse::lint(lotse::source::Source::new("Dockerfile", "FROM debian:12\nRUNN a\nRUN cd /x && ls\n"), &settings)
    };
    let findings = |found: lotse::Findings| found.files.into_iter().map(|file| file.diagnostics).collect::<Vec<_>>();
    let first = findings(lint());
    assert!(!first[0].is_empty());
    std::thread::scope(|scope| {
        let others: Vec<_> = (0..4).map(|_| scope.spawn(|| findings(lint()))).collect();
        for other in others {
            assert_eq!(other.join().unwrap(), first);
        }
    });
}
