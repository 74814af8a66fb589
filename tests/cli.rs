//! The command line, through the real program: reports, exit status, discovery, configuration, suppressions.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod program;

use std::fs;
use std::path::Path;
use std::process::Stdio;

use program::{Place, Said, said};
use serde_json::Value;

/// A Dockerfile with one finding of `unknown-instruction`.
const BAD: &str = "FROM debian:12\nRUNN true\n";
/// One without findings, whatever rules there will be.
const GOOD: &str = "";
/// The rules that the snapshots are about, so that new rules do not change them.
const SYNTAX: &str = "dockerfile-parse-error,unknown-instruction,instruction-before-from,invalid-instruction-arguments,\
                      invalid-healthcheck,invalid-onbuild-trigger,invalid-json-form,unused-suppression";

/// A Dockerfile with several findings.
const SAMPLE: &str = "\
LABEL maintainer=\"harbour\"
FROM debian:12 AS base
RUNN apt-get update
COPY app
# lotse ignore=invalid-json-form reason=\"a joke\"
CMD ['true']
ENTRYPOINT ['ä', \"b\"]
HEALTHCHECK --interval=30 CMD true
# lotse ignore=unknown-instruction
ONBUILD FROM scratch
";

fn sample(format: &str) -> Said {
    let place = Place::new(&[("web/Dockerfile", SAMPLE), ("Dockerfile", BAD)]);
    place.run(&["check", "--isolated", "--select", SYNTAX, "--format", format])
}

#[test]
fn human_report() {
    let said = sample("human");
    assert_eq!(said.status, 1, "{}", said.err);
    insta::assert_snapshot!(said.out);
}

#[test]
fn human_report_in_colour() {
    let place = Place::new(&[("Dockerfile", BAD)]);
    let said = place.run(&["check", "--isolated", "--select", SYNTAX, "--color", "always"]);
    insta::assert_snapshot!(said.out.replace('\u{1b}', "ESC"));
    let said = said_without_findings(&["--color", "always", "--quiet"]);
    assert_eq!((said.status, said.out.as_str()), (0, ""));
}

fn said_without_findings(arguments: &[&str]) -> Said {
    let place = Place::new(&[("Dockerfile", GOOD)]);
    let mut all = vec!["check", "--isolated", "--select", "unknown-instruction"];
    all.extend(arguments);
    place.run(&all)
}

#[test]
fn concise_report() {
    insta::assert_snapshot!(sample("concise").out);
}

#[test]
fn json_report() {
    let said = sample("json");
    let report: Value = serde_json::from_str(&said.out).unwrap();
    insta::assert_snapshot!(serde_json::to_string_pretty(&report).unwrap());
    let schema: Value = serde_json::from_str(&fs::read_to_string("docs/report.schema.json").unwrap()).unwrap();
    valid(&schema, &report);
}

#[test]
fn json_schema_refuses_what_is_no_report() {
    let schema: Value = serde_json::from_str(&fs::read_to_string("docs/report.schema.json").unwrap()).unwrap();
    let mut report: Value = serde_json::from_str(&sample("json").out).unwrap();
    report["diagnostics"][0]["severity"] = "fatal".into();
    assert!(!jsonschema::validator_for(&schema).unwrap().is_valid(&report));
}

#[test]
fn sarif_report() {
    let said = sample("sarif");
    let report: Value = serde_json::from_str(&said.out).unwrap();
    let schema: Value =
        serde_json::from_str(&fs::read_to_string("fixtures/sarif/sarif-schema-2.1.0.json").unwrap()).unwrap();
    valid(&schema, &report);
    let run = &report["runs"][0];
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    for result in run["results"].as_array().unwrap() {
        let rule = &rules[usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap()];
        assert_eq!(rule["id"], result["ruleId"]);
    }
    let mut results = run["results"].clone();
    for result in results.as_array_mut().unwrap() {
        // It moves with every new rule.
        result.as_object_mut().unwrap().remove("ruleIndex");
    }
    insta::assert_snapshot!(serde_json::to_string_pretty(&results).unwrap());
}

#[test]
fn sarif_fingerprints_do_not_move_with_lines() {
    let prints = |text: &str| -> Vec<Value> {
        let place = Place::new(&[("Dockerfile", text)]);
        let said = place.run(&["check", "--isolated", "--select", SYNTAX, "--format", "sarif"]);
        let report: Value = serde_json::from_str(&said.out).unwrap();
        let results = report["runs"][0]["results"].as_array().unwrap().clone();
        results.iter().map(|result| result["partialFingerprints"]["lotse/v1"].clone()).collect()
    };
    let before = prints("FROM debian:12\nRUNN a\nRUNN b\n");
    assert_eq!(before, prints("FROM debian:12\n\n# a comment\nRUNN a\nRUNN b\n"));
    assert_eq!(before.len(), 2);
    assert_ne!(before[0], before[1], "equal findings are told apart");
}

fn valid(schema: &Value, report: &Value) {
    let validator = jsonschema::validator_for(schema).unwrap();
    let errors: Vec<String> =
        validator.iter_errors(report).map(|error| format!("{}: {error}", error.instance_path)).collect();
    assert!(errors.is_empty(), "{}", errors.join("\n"));
}

#[test]
fn exit_status_and_fail_on() {
    let place = Place::new(&[("Dockerfile", BAD)]);
    let status = |arguments: &[&str]| {
        let mut all = vec!["check", "--isolated", "--select", "unknown-instruction"];
        all.extend(arguments);
        place.run(&all).status
    };
    assert_eq!(status(&[]), 1);
    assert_eq!(status(&["--fail-on", "error"]), 1);
    assert_eq!(status(&["--fail-on", "never"]), 0);
    assert_eq!(status(&["--ignore", "unknown-instruction"]), 0);
    assert_eq!(status(&["--fail-on", "sometimes"]), 2);
}

#[test]
fn trouble_with_one_file_hides_no_other() {
    let place = Place::new(&[("Dockerfile", BAD)]);
    place.write("binary/Dockerfile", b"\x7fELF\0\0\0");
    place.write("utf16/Dockerfile", b"\xff\xfeF\0R\0");
    let arguments = ["check", "--isolated", "--select", SYNTAX, "--format", "concise", ".", "missing/Dockerfile"];
    let said = place.run(&arguments);
    assert_eq!(said.status, 2);
    insta::assert_snapshot!(format!("{}--- standard error\n{}", said.out, said.err));
}

#[test]
fn unknown_rules_have_a_hint() {
    let place = Place::new(&[("Dockerfile", BAD)]);
    let said = place.run(&["check", "--isolated", "--ignore", "unknown-instuction", "--format", "concise"]);
    assert_eq!(said.status, 2);
    assert_eq!(said.err, "lotse: no rule is called `unknown-instuction`; did you mean `unknown-instruction`?\n");
    assert!(said.out.contains("error[unknown-instruction]"), "{}", said.out);
    let said = place.run(&["explain", "unknown-instuction"]);
    assert_eq!((said.status, said.out.as_str()), (2, ""));
    assert!(said.err.contains("did you mean `unknown-instruction`?"), "{}", said.err);
}

#[test]
fn input_cannot_move_the_cursor() {
    let text = "FROM debian:12\nRU\u{1b}[2JNN a\u{202e}b\u{7}\nRUNN \u{9b}x\n";
    let place = Place::new(&[("Dockerfile", text)]);
    for format in ["human", "concise"] {
        let said = place.run(&["check", "--isolated", "--select", SYNTAX, "--format", format]);
        assert_eq!(said.status, 1, "{}", said.err);
        for c in ['\u{1b}', '\u{202e}', '\u{7}', '\u{9b}'] {
            assert!(!said.out.contains(c), "{format} shows {c:?}:\n{}", said.out);
        }
    }
}

#[test]
fn long_lines_are_clipped() {
    let line = format!("FROM debian:12\nCMD ['{}']\n", "ä".repeat(1_000_000));
    let place = Place::new(&[("Dockerfile", &line)]);
    let said = place.run(&["check", "--isolated", "--select", "invalid-json-form"]);
    assert_eq!(said.status, 1);
    assert!(said.out.len() < 5_000, "{} bytes", said.out.len());
    assert!(said.out.contains("JSON strings have double quotes"));
}

#[test]
fn standard_input() {
    let place = Place::new(&[]);
    let arguments = ["check", "--isolated", "--select", SYNTAX, "--format", "concise", "-"];
    let said = place.run_with_input(&arguments, BAD.as_bytes());
    assert_eq!(said.out, "<stdin>:2:1: error[unknown-instruction] `RUNN` is not an instruction\n");
    let named = [&arguments[..], &["--stdin-filename", "web/Dockerfile"]].concat();
    let said = place.run_with_input(&named, BAD.as_bytes());
    assert!(said.out.starts_with("web/Dockerfile:2:1: "), "{}", said.out);
    let said = place.run_with_input(&arguments, b"\xEF\xBB\xBFFROM debian:12\r\nRUNN \xFF\r\n");
    assert_eq!(said.out, "<stdin>:2:1: error[unknown-instruction] `RUNN` is not an instruction\n");
}

#[test]
fn a_reader_who_has_enough_is_no_error() {
    let place = Place::new(&[("Dockerfile", &format!("FROM debian:12\n{}", "RUNN true\n".repeat(20_000)))]);
    let mut child = place
        .command(&["check", "--isolated", "--select", "unknown-instruction", "--format", "concise"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
}

/// The paths that have findings.
fn linted(place: &Place, paths: &[&str]) -> (Vec<String>, Said) {
    let mut arguments = vec!["check", "--isolated", "--select", "unknown-instruction", "--format", "concise"];
    arguments.extend(paths);
    let said = place.run(&arguments);
    let found = said.out.lines().map(|line| line.split(':').next().unwrap().to_owned()).collect();
    (found, said)
}

#[test]
fn folders_are_searched() {
    let names = [
        "Dockerfile", "Containerfile", "Dockerfile.web", "web.Dockerfile", "db.dockerfile", "a/b/Dockerfile",
        ".devcontainer/Dockerfile", "Dockerfile.orig", "Dockerfile~", "Dockerfile.md", "Dockerfile.dockerignore",
        "Dockerfile.j2", ".git/Dockerfile", ".cache/Dockerfile", "ignored/Dockerfile", "notes.txt",
    ];
    let place = Place::new(&names.map(|name| (name, BAD)));
    place.write(".gitignore", "ignored/\n");
    let (found, said) = linted(&place, &["."]);
    assert_eq!(
        found,
        [
            ".devcontainer/Dockerfile", "Containerfile", "Dockerfile", "Dockerfile.web", "a/b/Dockerfile",
            "db.dockerfile", "web.Dockerfile",
        ],
        "{}",
        said.err
    );
    let (found, _) = linted(&place, &["ignored/Dockerfile", "notes.txt"]);
    assert_eq!(found, ["ignored/Dockerfile", "notes.txt"], "files are linted as given");
    let (found, _) = linted(&place, &["Dockerfile", "./Dockerfile", "."]);
    assert_eq!(found.iter().filter(|path| path.ends_with("Dockerfile")).count(), 4, "each once: {found:?}");
    let (found, _) = linted(&place, &["*.dockerfile", "a/**/Docker*"]);
    assert_eq!(found, ["a/b/Dockerfile", "db.dockerfile"]);
    let (found, said) = linted(&place, &["nothing*"]);
    assert_eq!((found.len(), said.status), (0, 2));
    assert_eq!(said.err, "lotse: nothing*: no file matches\n");
}

#[cfg(unix)]
#[test]
fn links_lead_into_no_loop() {
    use std::os::unix::fs::symlink;
    let place = Place::new(&[("a/Dockerfile", BAD)]);
    symlink("..", place.path().join("a/up")).unwrap();
    symlink("Dockerfile", place.path().join("Dockerfile")).unwrap();
    let (found, said) = linted(&place, &["."]);
    assert_eq!(found, ["a/Dockerfile"]);
    assert_eq!(said.status, 2);
    assert!(said.err.starts_with("lotse: Dockerfile: "), "{}", said.err);
}

#[test]
fn templates_are_said_once() {
    let text = "FROM {{ base }}\nRUN {{ install }}\n{% if x %}\n{% endif %}\n";
    let place = Place::new(&[("Dockerfile", text), ("b/Dockerfile", "FROM @@BASE@@:12\n")]);
    let said = place.run(&["check", "--isolated", "--format", "concise"]);
    assert_eq!(
        said.out,
        "Dockerfile:1:6: info[dockerfile-parse-error] looks like a template, not like a Dockerfile: nothing else is checked\n\
         b/Dockerfile:1:6: info[dockerfile-parse-error] looks like a template, not like a Dockerfile: nothing else is checked\n"
    );
    assert_eq!(said.status, 0);
}

#[test]
fn configuration_governs_the_files_below_it() {
    let place = Place::new(&[
        ("lotse.toml", "select = [\"unknown-instruction\"]\n[severity]\nunknown-instruction = \"info\"\n"),
        ("Dockerfile", BAD),
        ("strict/lotse.toml", "select = [\"correctness\"]\nfail-on = \"error\"\n"),
        ("strict/Dockerfile", BAD),
        ("legacy/Dockerfile", BAD),
    ]);
    let said = place.run(&["check", "--format", "concise"]);
    assert_eq!(said.status, 1);
    assert_eq!(
        said.out,
        "Dockerfile:2:1: info[unknown-instruction] `RUNN` is not an instruction\n\
         legacy/Dockerfile:2:1: info[unknown-instruction] `RUNN` is not an instruction\n\
         strict/Dockerfile:2:1: error[unknown-instruction] `RUNN` is not an instruction\n"
    );
    assert_eq!(place.run(&["check", "Dockerfile"]).status, 0);
    place.write(
        "lotse.toml",
        "select = [\"unknown-instruction\"]\n[[per-path]]\nglob = \"legacy/**\"\nignore = [\"correctness\"]\n",
    );
    let said = place.run(&["check", "--format", "concise"]);
    assert!(!said.out.contains("legacy"), "{}", said.out);
    let said = place.run(&["check", "--format", "concise", "--ignore", "unknown-instruction", "Dockerfile"]);
    assert_eq!(said.out, "", "the command line is stronger");
}

#[test]
fn environment_is_between_command_line_and_file() {
    let place = Place::new(&[("lotse.toml", "select = []\n"), ("Dockerfile", BAD)]);
    let run = |arguments: &[&str]| {
        let mut command = place.command(&["check"]);
        command.args(arguments).env("LOTSE_SELECT", "unknown-instruction").env("LOTSE_FORMAT", "concise");
        said(&command.output().unwrap())
    };
    assert_eq!(run(&[]).out, "Dockerfile:2:1: error[unknown-instruction] `RUNN` is not an instruction\n");
    assert_eq!(run(&["--select", "invalid-healthcheck"]).out, "");
    assert!(run(&["--format", "json"]).out.starts_with('{'));
}

#[test]
fn bad_configuration_is_said_with_its_place() {
    let place = Place::new(&[
        (
            "bad/lotse.toml",
            "presett = \"strict\"\nignore = [\"unknown-instuction\"]\nfail-on = \"warn\"\n[[per-path]]\nignor = []\n",
        ),
        ("bad/Dockerfile", BAD),
        ("bad/Dockerfile.b", BAD),
        ("broken/lotse.toml", "preset = \n"),
        ("broken/Dockerfile", BAD),
        ("good/Dockerfile", BAD),
    ]);
    let arguments = ["check", "--select", "unknown-instruction", "--format", "concise"];
    let said = place.run(&arguments);
    assert_eq!(said.status, 2);
    insta::assert_snapshot!(format!("{}--- standard error\n{}", said.out, said.err));
}

#[test]
fn comments_suppress() {
    let lines = |text: &str, more: &[&str]| -> Vec<String> {
        let place = Place::new(&[("Dockerfile", text)]);
        let mut arguments = vec!["check", "--isolated", "--select", SYNTAX, "--format", "concise"];
        arguments.extend(more);
        let said = place.run(&arguments);
        let words = |line: &str| line.split(':').nth(1).unwrap().to_owned();
        said.out.lines().map(words).collect()
    };
    let none: [&str; 0] = [];
    let text = "FROM debian:12\n# lotse ignore=unknown-instruction reason=\"x\"\nRUNN a\nRUNN b\n";
    assert_eq!(lines(text, &[]), ["4"]);
    assert_eq!(lines(text, &["--no-inline"]), ["3", "4"]);
    let text = "# lotse ignore-file=unknown-instruction, invalid-json-form\nFROM a:1\nRUNN a\nCMD ['b']\n";
    assert_eq!(lines(text, &[]), none);
    let text = "FROM a:1\n# hadolint ignore=DL3043\n\n# a remark\nONBUILD FROM b:1\nONBUILD FROM c:1\n";
    assert_eq!(lines(text, &[]), ["6"]);
    let text = "FROM a:1\n# hadolint global ignore=dl3043\nONBUILD FROM b:1\nONBUILD FROM c:1\n";
    assert_eq!(lines(text, &[]), none);
    let text = "FROM a:1\n# lotse ignore=hadolint:DL3043,tally:unknown-instruction\nRUNN a\nONBUILD FROM c:1\n";
    assert_eq!(lines(text, &[]), ["2", "4"], "the unused half is reported");
    let text = "FROM a:1\nRUN true\n# lotse ignore-file=unknown-instruction\nRUNN a\n";
    assert_eq!(lines(text, &[]), ["3", "4"], "not at the top");
}

#[test]
fn suppressed_findings_are_counted() {
    let text = "FROM debian:12\n# lotse ignore=unknown-instruction\nRUNN a\n";
    let place = Place::new(&[("Dockerfile", text)]);
    let said = place.run(&["check", "--isolated", "--select", SYNTAX]);
    assert_eq!(said.out, "No findings in 1 file (1 suppressed by comments)\n");
    let said = place.run(&["check", "--isolated", "--select", SYNTAX, "--format", "json"]);
    let report: Value = serde_json::from_str(&said.out).unwrap();
    assert_eq!(report["summary"]["suppressed"], 1);
}

#[test]
fn generated_documents_are_fresh() {
    let place = Place::new(&[]);
    assert_eq!(place.run(&["dev", "docs"]).status, 0);
    for name in ["rules.md", "report.schema.json", "configuration.md", "lotse.schema.json"] {
        let fresh = fs::read_to_string(place.path().join("docs").join(name)).unwrap();
        let kept = fs::read_to_string(Path::new("docs").join(name)).unwrap_or_default();
        assert!(fresh == kept, "docs/{name} is stale: run `cargo run -- dev docs`");
    }
}

#[test]
fn explain_shows_the_page() {
    let place = Place::new(&[]);
    let said = place.run(&["explain", "DL3043"]);
    assert_eq!(said.status, 0);
    insta::assert_snapshot!(said.out);
}

#[test]
fn rules_as_data() {
    let said = Place::new(&[]).run(&["rules", "--format", "json"]);
    let rules: Value = serde_json::from_str(&said.out).unwrap();
    let names: Vec<_> = rules["rules"].as_array().unwrap().iter().map(|rule| rule["name"].as_str().unwrap()).collect();
    assert!(names.contains(&"unknown-instruction"));
    let table = Place::new(&[]).run(&["rules"]).out;
    assert!(names.iter().all(|name| table.contains(name)));
}

#[test]
fn completions_know_the_options() {
    for shell in ["bash", "zsh", "fish"] {
        let said = Place::new(&[]).run(&["completions", shell]);
        assert_eq!(said.status, 0);
        assert!(said.out.contains("fail-on"), "{shell}");
    }
}

#[test]
fn help_is_short() {
    let place = Place::new(&[]);
    insta::assert_snapshot!(place.run(&["check", "-h"]).out);
    let said = place.run(&[]);
    assert_eq!((said.status, said.out.as_str()), (2, ""));
    let said = place.run(&["check", "--preset", "hadolnt"]);
    assert_eq!(said.status, 2);
    assert!(said.err.starts_with("lotse: invalid value 'hadolnt'"), "{}", said.err);
}
