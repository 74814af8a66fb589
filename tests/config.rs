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
            let codes = aliases.iter().filter_map(|alias| alias.as_str()?.strip_prefix("hadolint:"));
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
    assert_eq!(hadolint("{\"ignored\": [\"DL3009\", \"DL3015\"]}\n"), [all[0], all[3]], "JSON is YAML");
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
    let said = bad("ignore: [DL3007]\nformat: sarif\nno-color: true\noverride:\n  ignore: [DL3006]\n");
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
        let line = format!(
            "a{level}: &a{level} [*a{0}, *a{0}]
",
            level - 1
        );
        laughs.push_str(&line);
    }
    laughs.push_str("ignored: *a59\n");
    assert_eq!(bad(&laughs).status, 2, "lists are no strings");
    assert_eq!(bad("ignored: &a [*a]\n").status, 2);
    assert_eq!(bad(&format!("ignored: [{}]\n", "DL3007, ".repeat(50_000))).status, 0);
    assert_eq!(bad(&" ".repeat(2 << 20)).status, 2);
}

#[test]
fn init_writes_a_file_that_changes_nothing() {
    let place = Place::new(&[("Dockerfile", SAMPLE)]);
    let before = codes(&place, &[]);
    let said = place.run(&["init"]);
    assert_eq!((said.status, said.out.as_str()), (0, "Wrote lotse.toml.\nNext: `lotse check`\n"));
    assert_eq!(codes(&place, &[]), before);
    let written = std::fs::read_to_string(place.path().join("lotse.toml")).unwrap();
    insta::assert_snapshot!(written);
    // What is offered in comments is good as well.
    let all: Vec<&str> = written
        .lines()
        .map(|line| match line.strip_prefix("# ") {
            Some(rest) if rest.contains(" = ") && !rest.contains('`') || rest.starts_with('[') => rest,
            _ => line,
        })
        .collect();
    place.write("lotse.toml", all.join("\n"));
    assert_eq!(place.run(&["check", "--fail-on", "never"]).err, "");
    place.write("lotse.toml", "mine");
    let said = place.run(&["init"]);
    assert_eq!(said.status, 2);
    assert_eq!(said.err, "lotse: lotse.toml is there already and was left alone; remove it first to begin anew\n");
    assert_eq!(std::fs::read_to_string(place.path().join("lotse.toml")).unwrap(), "mine");
}

const TAKEN: &str = "\
ignored: [DL3008, DL3015, DL9999, SC2086, \"odd\\ncode\"]
override:
  error: [DL3007, DL3057]
  info: [DL3007]
trustedRegistries: ['*.example.org', docker.io]
label-schema:
  \"org.example.\\\"quoted\\\"\": text
  version: semver
strict-labels: true
failure-threshold: info
disable-ignore-pragma: true
";

#[test]
fn init_takes_hadolints_file_over() {
    let place = Place::new(&[("Dockerfile", SAMPLE), (".hadolint.yaml", TAKEN)]);
    let before = [codes(&place, &[]), codes(&place, &["--preset", "hadolint"])];
    let said = place.run(&["init"]);
    assert_eq!(
        said.out,
        "Wrote lotse.toml with what .hadolint.yaml says, which lotse reads no longer.\nNext: `lotse check`\n"
    );
    let written = std::fs::read_to_string(place.path().join("lotse.toml")).unwrap();
    insta::assert_snapshot!(written);
    assert_eq!([codes(&place, &[]), codes(&place, &["--preset", "hadolint"])], before);
    place.write("lotse.toml", "");
    assert_ne!([codes(&place, &[]), codes(&place, &["--preset", "hadolint"])], before);

    let place = Place::new(&[(".hadolint.yaml", "ignored: {}\n")]);
    let said = place.run(&["init"]);
    assert_eq!(said.status, 2);
    assert!(said.err.starts_with("lotse: .hadolint.yaml:1:10: expected a list"), "{}", said.err);
    assert!(!place.path().join("lotse.toml").exists());
}

/// Whether the schema accepts a `lotse.toml`, and whether lotse does.
fn accepted(toml: &str) -> (bool, bool) {
    let schema = std::fs::read_to_string("docs/lotse.schema.json").unwrap();
    let schema: serde_json::Value = serde_json::from_str(&schema).unwrap();
    let value: toml::Table = toml.parse().unwrap();
    let value = serde_json::to_value(value).unwrap();
    let place = Place::new(&[("Dockerfile", "FROM scratch\n"), ("lotse.toml", toml)]);
    let read = place.run(&["check", "--fail-on", "never"]).status == 0;
    (jsonschema::validator_for(&schema).unwrap().is_valid(&value), read)
}

#[test]
fn schema_and_reader_agree() {
    let good = [
        "",
        "preset = \"hadolint\"\nselect = [\"all\", \"security\", \"latest-tag\", \"DL3009\", \"hadolint:DL3009\"]\n",
        "ignore = [\"SC2086\", \"shellcheck:SC2086\", \"dl3009\", \"trivy:DS-0029\", \"DS-0029\", \"StageNameCasing\"]\n",
        "fail-on = \"never\"\ninline = false\nshell = true\ntarget = \"web\"\ncontext = \"app\"\n",
        "build-args = { VERSION = \"1\" }\n[severity]\nlatest-tag = \"error\"\nDL3009 = \"style\"\n",
        "[[per-path]]\nglob = \"a/**\"\nignore = [\"style\"]\ntarget = \"a\"\nbuild-args = { A = \"b\" }\ncontext = \".\"\n",
        "[options.untrusted-registry]\ntrusted-registries = [\"a\"]\n[options.large-build-context]\ncontext-files = 3\n",
        "[options.label-schema-violation]\nstrict-labels = true\nrequired-labels = { a = \"spdx\" }\n",
    ];
    for toml in good {
        assert_eq!(accepted(toml), (true, true), "{toml}");
    }
    let bad = [
        "presets = \"hadolint\"\n", "preset = \"none\"\n", "select = [\"no-such-rule\"]\n",
        "select = \"latest-tag\"\n", "fail-on = 1\n", "inline = \"no\"\n", "build-args = { VERSION = 1 }\n",
        "[severity]\nlatest-tag = \"fatal\"\n", "[severity]\nsecurity = \"error\"\n", "[[per-path]]\nignore = []\n",
        "[[per-path]]\nglob = \"a\"\npreset = \"strict\"\n", "[options.latest-tag]\nallowed = []\n",
        "[options.missing-user]\n", "[options.large-build-context]\ncontext-files = -1\n",
    ];
    for toml in bad {
        assert_eq!(accepted(toml), (false, false), "{toml}");
    }
}

/// Runs with a `lotse.toml`, a variable of the environment and an argument; what is reported, and the exit status.
fn layered(toml: &str, variable: Option<(&str, &str)>, arguments: &[&str]) -> (String, i32) {
    let text = "FROM debian:latest\nRUNN a\n# lotse ignore=unknown-instruction\nRUNN b\nRUN echo $a\n";
    let place = Place::new(&[("Dockerfile", text), ("lotse.toml", toml)]);
    let mut command = place.command(&["check", "--format", "concise"]);
    command.args(arguments);
    if let Some((name, value)) = variable {
        command.env(name, value);
    }
    let said = program::said(&command.output().unwrap());
    let mut rules: Vec<_> = said.out.lines().filter_map(|line| line.split_once('[')).collect();
    rules.retain(|(_, rest)| !rest.is_empty());
    let rules: Vec<_> = rules.iter().filter_map(|(_, rest)| rest.split(']').next()).collect();
    (rules.join(" "), said.status)
}

#[test]
fn stronger_sources_win() {
    let only = "select = [\"unknown-instruction\"]\n";
    let found = |toml: &str, variable, arguments: &[&str]| layered(toml, variable, arguments).0;
    assert_eq!(found(only, None, &[]), "unknown-instruction");
    let select = Some(("LOTSE_SELECT", "latest-tag"));
    assert_eq!(found(only, select, &[]), "latest-tag");
    assert_eq!(found(only, select, &["--select", "SC2086"]), "shell/unquoted-expansion");

    assert_eq!(found(only, Some(("LOTSE_EXTEND_SELECT", "latest-tag")), &[]), "latest-tag unknown-instruction");
    assert_eq!(
        found(
            "select = []\n",
            Some(("LOTSE_EXTEND_SELECT", "latest-tag")),
            &["--extend-select", "unknown-instruction"]
        ),
        "unknown-instruction",
    );
    assert_eq!(found(only, Some(("LOTSE_IGNORE", "unknown-instruction")), &[]), "");
    assert_eq!(
        found(only, Some(("LOTSE_IGNORE", "unknown-instruction")), &["--ignore", "latest-tag"]),
        "unknown-instruction"
    );

    // A preset stands against presets and selections, not against what a file ignores.
    let toml = "preset = \"strict\"\nignore = [\"latest-tag\"]\n";
    let strict = found(toml, None, &[]);
    let buildkit = Some(("LOTSE_PRESET", "buildkit"));
    let fewer = found(toml, buildkit, &[]);
    assert!(fewer.len() < strict.len(), "{fewer}");
    assert_ne!(found(toml, buildkit, &["--preset", "hadolint"]), fewer);
    assert!(found("", None, &["--preset", "hadolint"]).contains("latest-tag"));
    assert!(!found(toml, None, &["--preset", "hadolint"]).contains("latest-tag"));
    assert!(found(only, None, &["--preset", "hadolint"]).contains("latest-tag"));
    assert!(found(toml, None, &["--select", "latest-tag"]).contains("latest-tag"));

    let status = |toml: &str, variable, arguments: &[&str]| layered(toml, variable, arguments).1;
    let never = format!("{only}fail-on = \"never\"\n");
    assert_eq!(status(only, None, &[]), 1);
    assert_eq!(status(&never, None, &[]), 0);
    assert_eq!(status(&never, Some(("LOTSE_FAIL_ON", "error")), &[]), 1);
    assert_eq!(status(&never, Some(("LOTSE_FAIL_ON", "error")), &["--fail-on", "never"]), 0);

    let inline = format!("{only}inline = true\n");
    assert_eq!(found(&inline, None, &["--no-inline"]), "unknown-instruction unknown-instruction");
    let shell = "select = [\"SC2086\"]\nshell = ";
    assert_eq!(found(&format!("{shell}true\n"), None, &["--no-shell"]), "");
    assert_eq!(found(&format!("{shell}false\n"), None, &[]), "");
    assert_eq!(found(&format!("{shell}true\n"), None, &[]), "shell/unquoted-expansion");
}

#[test]
fn the_build_is_configured() {
    let text = "ARG TAG\nFROM debian:$TAG AS web\nCOPY here .\nCOPY both .\nFROM debian:12 AS last\n";
    let toml =
        "select = [\"latest-tag\", \"copy-source-missing\"]\nbuild-args = { TAG = \"latest\" }\ntarget = \"web\"\n";
    let place = Place::new(&[
        ("a/Dockerfile", text),
        ("lotse.toml", toml),
        ("a/both", ""),
        ("files/both", ""),
        ("files/here", ""),
    ]);
    let run = |arguments: &[&str]| {
        let mut all = vec!["check", "--format", "concise", "a"];
        all.extend(arguments);
        place.run(&all).out
    };
    let all = run(&[]);
    assert!(all.contains("latest-tag") && all.contains("copy-source-missing"), "{all}");
    assert!(!run(&["--build-arg", "TAG=12"]).contains("latest-tag"));
    assert!(run(&["--build-arg", "OTHER=12"]).contains("latest-tag"));
    assert!(!run(&["--context", "files"]).contains("copy-source-missing"));
    place.write("lotse.toml", format!("{toml}context = \"files\"\n"));
    assert!(!run(&[]).contains("copy-source-missing"));
    assert!(run(&["--context", "a"]).contains("copy-source-missing"));
    place.write(
        "lotse.toml",
        format!("{toml}[[per-path]]\nglob = \"a/*\"\ncontext = \"files\"\nbuild-args = {{ TAG = \"12\" }}\n"),
    );
    assert_eq!(run(&[]), "");
}

#[test]
fn comments_name_the_shell() {
    let shell = |text: &str, arguments: &[&str]| -> usize {
        let place = Place::new(&[("Dockerfile", text)]);
        let mut all = vec!["check", "--isolated", "--format", "concise", "--select", "SC3010,SC2086"];
        all.extend(arguments);
        place.run(&all).out.lines().count()
    };
    // `[[` is no part of POSIX shell; nothing of it is checked in PowerShell.
    let posix = "FROM example.org/a:1\nRUN [[ -n $a ]] && echo $a\n";
    let bash = posix.replace("\nRUN", "\n# hadolint shell=bash\nRUN");
    let power = posix.replace("\nRUN", "\n# hadolint shell = powershell.exe # Windows\nRUN");
    assert_eq!(shell(posix, &[]), 2);
    assert_eq!(shell(&bash, &[]), 1);
    assert_eq!(shell(&bash, &["--no-inline"]), 2);
    assert_eq!(shell(&power, &[]), 0);
    assert_eq!(shell(&format!("{power}{posix}"), &[]), 2, "it ends with its stage");
    assert_eq!(shell(&format!("# hadolint shell=pwsh\n{posix}{posix}"), &[]), 0, "for the whole file");
    let above = format!("{posix}# hadolint shell=pwsh\n{posix}");
    assert_eq!(shell(&above, &[]), 2, "above a FROM for its stage");
    let inherited = power.replace(":1\n", ":1 AS one\n") + "FROM one\nRUN echo $a\n";
    assert_eq!(shell(&inherited, &[]), 0);
    let stronger = power.replace("\nRUN", "\nSHELL [\"/bin/bash\", \"-c\"]\nRUN");
    assert_eq!(shell(&stronger, &[]), 1, "SHELL is stronger");
}

#[test]
fn comments_of_others_suppress() {
    let lines = |text: &str, arguments: &[&str]| -> Vec<String> {
        let place = Place::new(&[("Dockerfile", text)]);
        let mut all = vec!["check", "--isolated", "--format", "concise", "--select"];
        all.extend(arguments);
        place.run(&all).out.lines().map(|line| line.split('[').next().unwrap().to_owned()).collect()
    };
    let stages = "FROM a:1 AS One\nONBUILD FROM x\nFROM a:1\nONBUILD FROM y\n";
    let above = |first: &str, second: &str| {
        format!("{first}{}", stages.replace("\nFROM a:1\n", &format!("\n{second}FROM a:1\n")))
    };
    let ignore = "# hadolint stage ignore=DL3043\n";
    assert_eq!(lines(stages, &["DL3043"]).len(), 2);
    assert_eq!(lines(&above(ignore, ""), &["DL3043"]), ["Dockerfile:5:9: error"]);
    assert_eq!(lines(&above("", ignore), &["DL3043"]), ["Dockerfile:2:9: error"]);
    let inside = stages.replace("AS One\n", "AS One\n# hadolint stage ignore=DL3043 # why\n");
    assert_eq!(lines(&inside, &["DL3043"]), ["Dockerfile:5:9: error"]);

    let casing = ["StageNameCasing,latest-tag"];
    let text = "FROM a:latest AS One\nFROM b:1 AS Two\n";
    assert_eq!(lines(text, &casing).len(), 3);
    let checked = |comment: &str| lines(&format!("{comment}\n{text}"), &casing);
    assert_eq!(checked("# check=skip=StageNameCasing"), ["Dockerfile:2:8: info"]);
    assert_eq!(checked("# check=skip=all"), ["Dockerfile:2:8: info"], "latest-tag is no build check");
    let errors = checked("# check=error=true");
    assert_eq!(errors.iter().filter(|line| line.ends_with("error")).count(), 2, "{errors:?}");
    assert_eq!(checked("# check=skip=StageNameCasing;error=true").len(), 1);
    let mut all = casing.to_vec();
    all.push("--no-inline");
    assert_eq!(lines(&format!("# check=skip=all\n{text}"), &all).len(), 3);
    let given = |check: &str, comment: &str| {
        let argument = format!("BUILDKIT_DOCKERFILE_CHECK={check}");
        lines(&format!("{comment}\n{text}"), &[casing[0], "--build-arg", &argument])
    };
    assert_eq!(given("skip=all", "# check=error=true").len(), 1, "the argument stands in the directive's place");
    let errors = given("skip=JSONArgsRecommended;error=true", "# check=skip=all");
    assert_eq!(errors.iter().filter(|line| line.ends_with("error")).count(), 2, "{errors:?}");
}

#[test]
fn what_only_a_peer_reports_is_for_who_asks_by_its_code() {
    let text = "FROM debian:12\nRUN P='a b' && apt-get install -y $P && echo a | tee b\n";
    let found = |text: &str, arguments: &[&str]| -> Vec<String> {
        let place = Place::new(&[("Dockerfile", text)]);
        let mut all = vec!["check", "--isolated", "--format", "concise"];
        all.extend(arguments);
        let out = place.run(&all).out;
        let named =
            |line: &&str| ["shell/unquoted", "pipe-without", "unused-supp"].iter().any(|name| line.contains(name));
        out.lines().filter(named).map(|line| line.split(']').next().unwrap().to_owned()).collect()
    };
    let both = ["Dockerfile:2:35: info[shell/unquoted-expansion", "Dockerfile:2:48: warning[pipe-without-pipefail"];
    assert_eq!(found(text, &["--preset", "hadolint"]), both);
    assert_eq!(found(text, &["--select", "SC2086,DL4006"]), both);
    assert_eq!(found(text, &["--preset", "hadolint", "--ignore", "shell/unquoted-expansion"]), both[1..]);
    for own in [&["--preset", "recommended"][..], &["--preset", "strict"], &["--select", "shell"]] {
        assert!(found(text, own).is_empty(), "{own:?}");
    }
    let comment = text.replace("RUN", "# hadolint ignore=DL4006,SC2086\nRUN");
    assert!(found(&comment, &[]).is_empty(), "a comment for hadolint is of use to hadolint");
}

#[test]
fn comments_suppress_in_scripts() {
    let script = "#!/bin/sh\n# lotse ignore=SC2086 reason=\"words are wanted\"\necho $a\necho $b # lotse ignore=SC2086\necho $c\n";
    let place = Place::new(&[
        ("Dockerfile", "FROM debian:12\nCOPY start.sh /\nENTRYPOINT [\"/start.sh\"]\n"),
        ("start.sh", script),
    ]);
    let lines = |arguments: &[&str]| -> Vec<String> {
        let mut all = vec!["check", "--isolated", "--format", "concise", "--select", "SC2086"];
        all.extend(arguments);
        let out = place.run(&all).out;
        out.lines().map(|line| line.split(" info").next().unwrap().to_owned()).collect()
    };
    assert_eq!(lines(&[]), ["start.sh:5:6:"]);
    assert_eq!(lines(&["--no-inline"]).len(), 3);
}
