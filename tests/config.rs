//! Configuration through the real program: hadolint's file, `lotse init`, the schema, which source is stronger, comments.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod program;

use program::{Place, Said};

/// A Dockerfile with one finding each of DL3007, DL3009, DL3015 and DL4000 for hadolint.
const SAMPLE: &str = "\
FROM debian:latest
MAINTAINER someone
RUN apt-get update && apt-get install -y curl=1.0
";

/// The codes of hadolint that are reported, each with its severity.
fn codes(place: &Place, arguments: &[&str]) -> Vec<String> {
    let mut all = vec!["check", "--format", "json"];
    all.extend(arguments);
    let said = place.run(&all);
    let report: serde_json::Value = serde_json::from_str(&said.out).unwrap();
    let mut codes: Vec<String> = report["diagnostics"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|finding| {
            let aliases = finding["aliases"].as_array().unwrap();
            let codes =
                aliases.iter().filter_map(|alias| alias.as_str()?.strip_prefix("hadolint:"));
            codes.map(|code| format!("{code} {}", finding["severity"].as_str().unwrap()))
        })
        .collect();
    codes.sort();
    codes
}

fn hadolint(yaml: &str) -> Vec<String> {
    let place = Place::new(&[("Dockerfile", SAMPLE), (".hadolint.yaml", yaml)]);
    codes(&place, &["--preset", "hadolint"])
}

#[test]
fn hadolint_file_is_read() {
    let all = ["DL3007 warning", "DL3009 info", "DL3015 info", "DL4000 error"];
    assert_eq!(hadolint(""), all);
    assert_eq!(hadolint("ignored:\n"), all);
    assert_eq!(hadolint("ignored: [DL3009, dl3015, DL9999, SC1234]"), [all[0], all[3]]);
    assert_eq!(hadolint("ignored:\n  - DL3007  # why\n  - DL4000\n"), [all[1], all[2]]);
    assert_eq!(
        hadolint("{\"ignored\": [\"DL3009\", \"DL3015\"]}\n"),
        [all[0], all[3]],
        "JSON is YAML"
    );
    assert_eq!(
        hadolint("override:\n  error: [DL3007]\n  style:\n    - DL4000\n  info: []\n"),
        ["DL3007 error", "DL3009 info", "DL3015 info", "DL4000 style"]
    );
    assert_eq!(hadolint("x: &codes [DL3009, DL3015]\nignored: *codes\n"), [all[0], all[3]]);
    let trusted = hadolint("trustedRegistries: registry.example.org");
    assert!(trusted.contains(&"DL3026 error".to_owned()), "{trusted:?}");
    assert_eq!(hadolint("trustedRegistries: [docker.io, '*.example.org']"), all);
    let labels = hadolint("label-schema:\n  version: semver\n");
    assert!(labels.contains(&"DL3049 info".to_owned()), "{labels:?}");
}

#[test]
fn hadolint_file_leaves_the_preset() {
    let place = Place::new(&[("Dockerfile", SAMPLE), (".hadolint.yaml", "ignored: [DL3009]")]);
    let recommended = codes(&place, &[]);
    let without = codes(&place, &["--isolated"]);
    assert!(without.iter().any(|code| code.starts_with("DL3009")), "{without:?}");
    let rest: Vec<_> = without.into_iter().filter(|code| !code.starts_with("DL3009")).collect();
    assert_eq!(recommended, rest);
}

#[test]
fn hadolint_runs_some_codes_on_request_only() {
    let text = "FROM debian:12\nEXPOSE 8080\nUSER 1000\nCMD [\"serve\"]\n";
    let place = Place::new(&[("Dockerfile", text)]);
    assert_eq!(codes(&place, &["--preset", "hadolint"]), [] as [&str; 0]);
    place.write(".hadolint.yaml", "override:\n  warning: [DL3057]\n");
    assert_eq!(codes(&place, &["--preset", "hadolint"]), ["DL3057 warning"]);
}

#[test]
fn hadolint_thresholds() {
    let status = |yaml: &str, arguments: &[&str]| {
        let place = Place::new(&[("Dockerfile", SAMPLE), (".hadolint.yml", yaml)]);
        let mut all = vec!["check", "--preset", "hadolint"];
        all.extend(arguments);
        place.run(&all).status
    };
    let info = "ignored: [DL3007, DL4000]\n";
    assert_eq!(status(info, &[]), 1, "hadolint fails from `info` on");
    assert_eq!(status(&format!("{info}failure-threshold: warning"), &[]), 0);
    assert_eq!(status(&format!("{info}failure-threshold: none"), &[]), 1);
    assert_eq!(status("failure-threshold: error", &[]), 1);
    assert_eq!(status("no-fail: true", &[]), 0);
    assert_eq!(status("no-fail: true", &["--fail-on", "error"]), 1);
}

#[test]
fn hadolint_comments_can_be_disabled() {
    let text = format!("# hadolint global ignore=DL3007,DL3009,DL3015\n{SAMPLE}");
    let place = Place::new(&[("Dockerfile", &text)]);
    assert_eq!(codes(&place, &["--preset", "hadolint"]), ["DL4000 error"]);
    place.write(".hadolint.yaml", "disable-ignore-pragma: true\n");
    assert_eq!(codes(&place, &["--preset", "hadolint"]).len(), 4);
}

#[test]
fn the_nearest_file_counts_and_lotse_toml_before_hadolints() {
    let place = Place::new(&[
        ("a/b/Dockerfile", SAMPLE),
        (".hadolint.yaml", "ignored: [DL3007]"),
        ("a/.hadolint.yml", "ignored: [DL4000]"),
    ]);
    let run = |arguments: &[&str]| {
        let mut all = vec!["--preset", "hadolint", "a/b/Dockerfile"];
        all.extend(arguments);
        codes(&place, &all)
    };
    let all = ["DL3007 warning", "DL3009 info", "DL3015 info", "DL4000 error"];
    assert_eq!(run(&[]), all[..3]);
    assert_eq!(run(&["--config", ".hadolint.yaml"]), all[1..]);
    assert_eq!(run(&["--isolated"]), all);
    place.write("hadolint.json", "{\"ignored\": [\"DL3007\", \"DL3009\", \"DL3015\"]}");
    assert_eq!(run(&["--config", "hadolint.json"]), all[3..], "the name decides");
    place.write("lotse.toml", "ignore = [\"DL3009\"]\n");
    assert_eq!(run(&[]), [all[0], all[2], all[3]], "a lotse.toml farther away");
}

fn bad(yaml: &str) -> Said {
    let place = Place::new(&[("Dockerfile", "FROM scratch\n"), (".hadolint.yaml", yaml)]);
    place.run(&["check", "--format", "concise", "--preset", "hadolint"])
}

#[test]
fn trouble_in_hadolints_file_has_its_place() {
    let said =
        bad("ignore: [DL3007]\nformat: sarif\nno-color: true\noverride:\n  ignore: [DL3006]\n");
    assert_eq!((said.status, said.out.as_str()), (0, ""));
    assert_eq!(
        said.err,
        "lotse: .hadolint.yaml:1:1: hadolint has no key `ignore`: it says nothing; did you mean `ignored`?\n  \
         | ignore: [DL3007]\n\
         lotse: .hadolint.yaml:5:3: hadolint has no severity `ignore`: it says nothing\n  |   ignore: [DL3006]\n"
    );
    let said = bad("# ä\nignored: {a: b}\nfailure-threshold: high\nlabel-schema: {x: words}\n");
    assert_eq!(said.status, 2);
    assert_eq!(
        said.err,
        "lotse: .hadolint.yaml:2:10: expected a list of strings\n  | ignored: {a: b}\n\
         lotse: .hadolint.yaml:3:20: expected one of `error`, `warning`, `info`, `style`, `ignore`, `none`\n  \
         | failure-threshold: high\n\
         lotse: .hadolint.yaml:4:19: expected one of `text`, `url`, `semver`, `rfc3339`, `hash`, `spdx`, `email`\n  \
         | label-schema: {x: words}\n"
    );
    assert_eq!(bad("ignored: [DL3007\n").status, 2);
    assert_eq!(bad("- DL3007\n").status, 2);
    assert_eq!(bad("").status, 0);
    assert_eq!(bad("# nothing\n---\n").status, 0);
}

#[test]
fn hostile_yaml_is_read_in_time() {
    let deep = format!("ignored: {}", "[".repeat(100_000));
    assert_eq!(bad(&deep).status, 2);
    let mut laughs = "a0: &a0 [DL3007]\n".to_owned();
    for level in 1..60 {
        laughs.push_str(&format!("a{level}: &a{level} [*a{0}, *a{0}]\n", level - 1));
    }
    laughs.push_str("ignored: *a59\n");
    assert_eq!(bad(&laughs).status, 2, "lists are no strings");
    assert_eq!(bad("ignored: &a [*a]\n").status, 2);
    assert_eq!(bad(&format!("ignored: [{}]\n", "DL3007, ".repeat(50_000))).status, 0);
    assert_eq!(bad(&" ".repeat(2 << 20)).status, 2);
}
