//! The report's formats: each is what its readers expect, and no text of the input breaks out of one.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod crafter;
mod program;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use crafter::{Craft, Tar, archive};
use jsonschema::validator_for;
use program::{Place, said};
use pulldown_cmark::{Event, Options, Parser, Tag};
use quick_xml::Reader;
use quick_xml::events::Event as Xml;
use serde_json::Value;

/// Words that would break out of a format that does not escape them. Each is the keyword of an instruction, and so stands in
/// a finding's message.
const HOSTILE: &[&str] = &[
    "::error::x", "x%0A::error::y", "x##[error]x", "a:b,line=9", "`x`", "``x|y``", "|", "\\|", "]]>", "<!--",
    "<script>alert(1)</script>", "\"onload=\"alert(1)", "'&amp;'", "&#60;b&#62;", "[x](https://example.org)",
    "@someone", "https://example.org", "**x**", "x#1", "\u{1b}[2J", "a\u{202e}b", "\u{7}", "a\u{fffe}b", "\u{2028}x",
    "a\u{85}b", "</code></pre>",
];

/// Paths that would.
const PATHS: &[&str] = &[
    "Dockerfile", "a,line=1::b/Dockerfile", "::warning::x/Dockerfile", "n\nl/Dockerfile", "\"><script>x/Dockerfile",
    "`|`/Dockerfile", "%0A/Dockerfile", "]]>/Dockerfile", "ä ö/Dockerfile", "b\u{202e}i/Dockerfile",
];

/// A folder in which every file has a finding for each hostile word.
fn place() -> Place {
    let text = format!("FROM debian:12\n{} true\n", HOSTILE.join(" true\n"));
    let files: Vec<(&str, &str)> = PATHS.iter().map(|path| (*path, text.as_str())).collect();
    Place::new(&files)
}

const RULE: [&str; 4] = ["check", "--isolated", "--select", "unknown-instruction"];

fn report_of(place: &Place, format: &str) -> String {
    let said = place.run(&[&RULE[..], &["--format", format]].concat());
    assert_eq!(said.status, 1, "{}", said.err);
    said.out
}

/// The report about the fixture, which has findings of many rules.
fn fixture(format: &str) -> String {
    let place = Place::new(&[]);
    for (path, below) in [("Dockerfile", "Dockerfile"), ("docker/entrypoint.sh", "docker/entrypoint.sh")] {
        place.write(path, fs::read(format!("fixtures/studip/{below}")).unwrap());
    }
    place.run(&["check", "--isolated", "--format", format]).out
}

/// How many findings the hostile files have.
fn expected() -> usize {
    HOSTILE.len() * PATHS.len()
}

fn valid(schema: &str, report: &str) -> Value {
    let schema: Value = serde_json::from_str(&fs::read_to_string(schema).unwrap()).unwrap();
    let report: Value = serde_json::from_str(report).unwrap();
    let validator = validator_for(&schema).unwrap();
    let errors: Vec<String> =
        validator.iter_errors(&report).map(|error| format!("{}: {error}", error.instance_path)).collect();
    assert!(errors.is_empty(), "{}", errors.join("\n"));
    report
}

/// Nothing that moves a cursor, turns the direction of reading or is not seen.
fn is_calm(text: &str) {
    for c in ['\u{1b}', '\u{202e}', '\u{7}', '\u{85}', '\u{2028}', '\u{fffe}'] {
        assert!(!text.contains(c), "shows {c:?}");
    }
}

/// A workflow command as the runner reads it: name, properties, message.
fn command(line: &str) -> (String, BTreeMap<String, String>, String) {
    let (head, data) = line.strip_prefix("::").unwrap().split_once("::").unwrap();
    let (name, properties) = head.split_once(' ').unwrap();
    let plain = |text: &str| {
        text.replace("%2C", ",").replace("%3A", ":").replace("%0A", "\n").replace("%0D", "\r").replace("%25", "%")
    };
    let properties = properties.split(',').map(|pair| pair.split_once('=').unwrap());
    let properties = properties.map(|(name, value)| (name.to_owned(), plain(value))).collect();
    (name.to_owned(), properties, plain(data))
}

#[test]
fn github_has_one_command_for_each_finding() {
    let report = report_of(&place(), "github");
    is_calm(&report);
    assert_eq!(report.lines().count(), expected());
    let mut paths = BTreeSet::new();
    for line in report.lines() {
        let (name, properties, message) = command(line);
        assert_eq!(name, "error");
        let names: Vec<&str> = properties.keys().map(String::as_str).collect();
        assert_eq!(names, ["col", "endColumn", "endLine", "file", "line", "title"], "{line}");
        assert_eq!(properties["title"], "lotse unknown-instruction");
        assert!(
            message.starts_with(&format!("{}:{}:{}: ", properties["file"], properties["line"], properties["col"])),
            "{line}"
        );
        paths.insert(properties["file"].clone());
    }
    assert!(paths.contains("a,line=1::b/Dockerfile") && paths.contains("%0A/Dockerfile"), "{paths:?}");
    assert!(report.contains("::%250A/Dockerfile:2:1: "), "a percent sign stays one");
    let levels: BTreeSet<String> = fixture("github").lines().map(|line| command(line).0).collect();
    assert_eq!(levels.iter().collect::<Vec<_>>(), ["notice", "warning"]);
}

#[test]
fn gitlab_fits_its_schema_and_has_no_fingerprint_twice() {
    let schema = "fixtures/formats/gitlab-code-quality.json";
    valid(schema, &fixture("gitlab"));
    let report = valid(schema, &report_of(&place(), "gitlab"));
    let issues = report.as_array().unwrap();
    assert_eq!(issues.len(), expected());
    let prints: BTreeSet<&str> = issues.iter().map(|issue| issue["fingerprint"].as_str().unwrap()).collect();
    assert_eq!(prints.len(), issues.len());
    for issue in issues {
        is_calm(issue["description"].as_str().unwrap());
    }
    let schema: Value = serde_json::from_str(&fs::read_to_string(schema).unwrap()).unwrap();
    let mut wrong = report;
    wrong[0]["severity"] = "fatal".into();
    assert!(!validator_for(&schema).unwrap().is_valid(&wrong));
}

#[test]
fn gitlab_fingerprints_do_not_move_with_lines() {
    let prints = |text: &str| -> Vec<String> {
        let report: Value = serde_json::from_str(&report_of(&Place::new(&[("Dockerfile", text)]), "gitlab")).unwrap();
        report.as_array().unwrap().iter().map(|issue| issue["fingerprint"].as_str().unwrap().to_owned()).collect()
    };
    let before = prints("FROM debian:12\nRUNN a\nRUNN b\n");
    assert_eq!(before, prints("FROM debian:12\n\n# a comment\nRUNN a\nRUNN b\n"));
    let report = report_of(&Place::new(&[("Dockerfile", "FROM debian:12\nRUNN a\nRUNN b\n")]), "sarif");
    let report: Value = serde_json::from_str(&report).unwrap();
    let results = report["runs"][0]["results"].as_array().unwrap();
    for (result, print) in results.iter().zip(&before) {
        let sarif = result["partialFingerprints"]["lotse/v1"].as_str().unwrap();
        assert!(print.ends_with(sarif), "{print} is other than {sarif}");
    }
}

#[test]
fn sonarqube_fits_its_schema() {
    let schema = "fixtures/formats/sonarqube-generic-issues.json";
    valid(schema, &fixture("sonarqube"));
    let report = valid(schema, &report_of(&place(), "sonarqube"));
    assert_eq!(report["issues"].as_array().unwrap().len(), expected());
    assert_eq!(report["rules"].as_array().unwrap().len(), 1);
    let text = "FROM debian:12\nCMD ['😀', 'a']\n";
    let place = Place::new(&[("./Dockerfile", text)]);
    let said =
        place.run(&["check", "--isolated", "--select", "invalid-json-form", "--format", "sonarqube", "./Dockerfile"]);
    let report = valid(schema, &said.out);
    let location = &report["issues"][0]["primaryLocation"];
    assert_eq!(location["filePath"], "Dockerfile");
    // Columns begin at 0 and count units of UTF-16: the face is two.
    let end = location["textRange"]["endColumn"].as_u64().unwrap();
    assert_eq!((location["textRange"]["startColumn"].as_u64().unwrap(), end), (4, 15));
}

/// Each element with its attributes; fails where the text is no well-formed XML.
fn elements(text: &str) -> Vec<(String, BTreeMap<String, String>)> {
    let mut reader = Reader::from_str(text);
    let mut found = Vec::new();
    loop {
        match reader.read_event().unwrap_or_else(|error| panic!("{error}:\n{text}")) {
            Xml::Start(start) | Xml::Empty(start) => {
                let name = String::from_utf8(start.name().as_ref().to_vec()).unwrap();
                let attributes = start.attributes().map(|attribute| {
                    let attribute = attribute.unwrap();
                    let value = String::from_utf8(attribute.value.to_vec()).unwrap();
                    let value = quick_xml::escape::unescape(&value).unwrap().into_owned();
                    (String::from_utf8(attribute.key.as_ref().to_vec()).unwrap(), value)
                });
                found.push((name, attributes.collect()));
            }
            Xml::Eof => return found,
            _ => {}
        }
    }
}

/// Checks elements against what may be: name, attributes that must be, attributes that may be.
fn fits(text: &str, schema: &[(&str, &[&str], &[&str])]) -> Vec<(String, BTreeMap<String, String>)> {
    let found = elements(text);
    for (name, attributes) in &found {
        let row = schema.iter().find(|(known, ..)| known == name);
        let (_, must, may) = row.unwrap_or_else(|| panic!("<{name}> is no element of this format"));
        assert!(must.iter().all(|must| attributes.contains_key(*must)), "<{name}> lacks one of {must:?}");
        let known = |attribute: &String| must.contains(&attribute.as_str()) || may.contains(&attribute.as_str());
        assert!(attributes.keys().all(known), "<{name}> has {:?}", attributes.keys());
    }
    found
}

#[test]
fn junit_is_what_servers_read() {
    const SCHEMA: &[(&str, &[&str], &[&str])] = &[
        ("testsuites", &[], &["name", "tests", "failures", "errors", "skipped", "time"]),
        ("testsuite", &["name", "tests"], &["failures", "errors", "skipped", "time", "timestamp"]),
        ("testcase", &["name", "classname"], &["time"]),
        ("failure", &["message", "type"], &[]),
        ("skipped", &["message"], &["type"]),
    ];
    let report = report_of(&place(), "junit");
    is_calm(&report);
    let found = fits(&report, SCHEMA);
    assert_eq!(found.iter().filter(|(name, _)| name == "failure").count(), expected());
    let read = quick_junit::Report::deserialize_from_str(&report).unwrap();
    assert_eq!((read.tests, read.failures, read.test_suites.len()), (expected(), expected(), PATHS.len()));
    let read = quick_junit::Report::deserialize_from_str(&fixture("junit")).unwrap();
    assert!(read.failures > 0 && read.failures < read.tests, "what is less than a warning fails nothing");
    let place = Place::new(&[("Dockerfile", "")]);
    let said = place.run(&[&RULE[..], &["--format", "junit"]].concat());
    let read = quick_junit::Report::deserialize_from_str(&said.out).unwrap();
    assert_eq!((read.tests, read.failures), (1, 0), "a file without findings passes");
}

#[test]
fn checkstyle_is_what_servers_read() {
    const SCHEMA: &[(&str, &[&str], &[&str])] = &[
        ("checkstyle", &["version"], &[]),
        ("file", &["name"], &[]),
        ("error", &["line", "severity", "message", "source"], &["column"]),
    ];
    let report = report_of(&place(), "checkstyle");
    is_calm(&report);
    let found = fits(&report, SCHEMA);
    let errors: Vec<_> = found.iter().filter(|(name, _)| name == "error").collect();
    assert_eq!(errors.len(), expected());
    assert!(errors.iter().any(|(_, values)| values["message"].contains("<script>alert(1)</script>")));
    let severities: BTreeSet<String> = fits(&fixture("checkstyle"), SCHEMA)
        .into_iter()
        .filter_map(|(_, mut values)| values.remove("severity"))
        .collect();
    assert_eq!(severities.iter().collect::<Vec<_>>(), ["info", "warning"]);
}

#[test]
fn gnu_has_one_line_for_each_finding() {
    let report = report_of(&place(), "gnu");
    is_calm(&report);
    assert_eq!(report.lines().count(), expected());
    let form = regex::Regex::new(r"^.+:\d+:\d+: (error|warning|note): .+ \[[a-z-]+\]$").unwrap();
    for line in report.lines().chain(fixture("gnu").lines()) {
        assert!(form.is_match(line), "{line}");
    }
    assert!(
        report.contains("\nDockerfile:12:1: error: `<SCRIPT>ALERT(1)</SCRIPT>` is not") || report.contains("<script>")
    );
}

#[test]
fn markdown_holds_no_markup_of_the_input() {
    for report in [report_of(&place(), "markdown"), fixture("markdown")] {
        is_calm(&report);
        let mut code = Vec::new();
        for event in Parser::new_ext(&report, Options::all()) {
            match event {
                Event::Html(html) | Event::InlineHtml(html) => panic!("{html} is markup"),
                Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => {
                    panic!("{dest_url} is a link")
                }
                // Mentions, references and addresses work in text, and do not in code.
                Event::Text(text) => assert!(!text.contains(['@', '#', '|']) && !text.contains("://"), "{text}"),
                Event::Code(text) => code.push(text.into_string()),
                _ => {}
            }
        }
        if report.contains("unknown-instruction") {
            for word in ["[x](https://example.org)", "@someone", "\"><script>x/Dockerfile", "::error::x"] {
                assert!(code.iter().any(|code| code == word), "{word} is not shown as it is: {code:?}");
            }
        }
    }
    let long = "RUNN true\n".repeat(1000);
    let report = report_of(&Place::new(&[("Dockerfile", &format!("FROM debian:12\n{long}"))]), "markdown");
    assert!(report.len() < 65_536 && report.ends_with("… and 900 more.\n"), "a comment has room for it");
}

/// An image whose files, names and steps are called by all hostile words; of its two layers the second takes the first away.
fn image() -> Place {
    let file =
        |tar: Tar, (number, word): (usize, &&str)| tar.file(&format!("srv/{word}"), &vec![7; 1000 * (number + 1)]);
    let added = HOSTILE.iter().enumerate().fold(Tar::new(), file).end();
    let folder = HOSTILE.iter().enumerate().fold(Tar::new().file("srv/.wh..wh..opq", b""), file).end();
    let step = |words: &str| serde_json::json!({"created_by": format!("RUN /bin/sh -c {words} # buildkit")});
    let mut craft = Craft::of(vec![added, folder]);
    craft.names = vec![HOSTILE.concat()];
    craft.config["os"] = Value::from("<b>linux</b>");
    craft.config["history"] = Value::from(vec![step(&HOSTILE.join(" ")), step("true")]);
    let place = Place::new(&[]);
    place.write("image.tar", archive(&craft.docker_archive()));
    place
}

#[test]
fn html_shows_an_image() {
    let said = image().run(&["image", "image.tar", "--format", "html"]);
    let body = said.out.split_once("<body>").unwrap().1.rsplit_once("<script>").unwrap().0;
    let elements = elements(&format!("<body>{body}</body>"));
    let of_class = |class: &str| {
        let has =
            |attributes: &BTreeMap<String, String>| attributes.get("class").is_some_and(|it| it.starts_with(class));
        elements.iter().filter(|(_, attributes)| has(attributes)).count()
    };
    let rows = elements.iter().filter(|(name, _)| name == "tr").count();
    assert_eq!((of_class("image"), rows), (1, 3), "a heading and two layers");
    assert!(of_class("cell") > HOSTILE.len(), "a rectangle for each file that a container sees");
    assert!(said.out.contains("2 layers, 702.0 kB, of which 351.0 kB dead"), "{}", said.out);
}

#[test]
fn html_holds_no_markup_of_the_input() {
    const ELEMENTS: &[&str] = &[
        "html", "head", "bdi", "meta", "title", "style", "body", "header", "h1", "h2", "h3", "p", "main", "div",
        "button", "b", "i", "em", "input", "span", "section", "details", "summary", "small", "article", "pre", "code",
        "s", "mark", "a", "footer", "script", "table", "thead", "tbody", "tr", "th", "td",
    ];
    let image = image().run(&["image", "image.tar", "--format", "html"]).out;
    for report in [report_of(&place(), "html"), fixture("html"), image] {
        is_calm(&report);
        assert_eq!(report.matches("<script").count(), 1, "one script, which is ours");
        let (head, rest) = report.split_once("<style>").unwrap();
        let (_, rest) = rest.split_once("</style>").unwrap();
        let (body, _) = rest.rsplit_once("<script>").unwrap();
        let page = format!("{}{body}</body></html>", head.replace("<!doctype html>", ""));
        for (name, attributes) in elements(&page) {
            assert!(ELEMENTS.contains(&name.as_str()), "<{name}>");
            for (attribute, value) in attributes {
                assert!(!attribute.starts_with("on") && attribute != "src", "{attribute}");
                assert!(!value.contains("javascript:"), "{value}");
            }
        }
    }
    let findings = elements_of_page().into_iter().filter(|(name, _)| name == "article").count();
    assert_eq!(findings, expected());
}

fn elements_of_page() -> Vec<(String, BTreeMap<String, String>)> {
    let report = report_of(&place(), "html");
    let body = report.split_once("<body>").unwrap().1.rsplit_once("<script>").unwrap().0;
    elements(&format!("<body>{body}</body>"))
}

#[test]
fn html_loads_nothing() {
    let page = fixture("html");
    for word in ["src=", "@import", "url(", "http://", "https://", "fetch(", "innerHTML"] {
        assert!(!page.contains(word), "{word}");
    }
    assert!(page.contains("default-src 'none'"));
}

#[test]
fn statistics_count_by_rule() {
    let place = Place::new(&[("Dockerfile", "FROM debian:12 as a\nRUNN a\nRUNN b\nFROM a as b\n")]);
    let select = ["check", "--isolated", "--select", "unknown-instruction,from-as-casing"];
    let said = place.run(&[&select[..], &["--statistics"]].concat());
    assert_eq!(said.status, 1);
    assert_eq!(
        said.out,
        "2  style    from-as-casing       2 repaired by --fix\n\
         2  error    unknown-instruction  2 repaired by --unsafe-fixes\n\
         4 findings of 2 rules in 1 file: 2 repaired by --fix, 2 more by --unsafe-fixes\n"
    );
    assert_eq!(place.run(&[&select[..], &["--format", "statistics"]].concat()).out, said.out);
}

#[test]
fn several_reports_at_once() {
    let place = Place::new(&[("Dockerfile", "FROM debian:12\nRUNN a\n")]);
    let run = |more: &[&str]| place.run(&[&RULE[..], more].concat());
    let said = run(&["--format", "sarif=out.sarif", "--format", "concise", "--format", "html=out.html"]);
    assert_eq!(said.out, "Dockerfile:2:1: error[unknown-instruction] `RUNN` is not an instruction\n");
    let sarif: Value = serde_json::from_slice(&fs::read(place.path().join("out.sarif")).unwrap()).unwrap();
    assert_eq!(sarif["version"], "2.1.0");
    assert!(fs::read_to_string(place.path().join("out.html")).unwrap().starts_with("<!doctype html>"));

    let said = run(&["--output-file", "report.json", "--format", "json"]);
    assert_eq!((said.status, said.out.as_str()), (1, ""));
    let json: Value = serde_json::from_slice(&fs::read(place.path().join("report.json")).unwrap()).unwrap();
    assert_eq!(json["version"], 1);

    let said = run(&["--format", "json", "--format", "concise"]);
    assert_eq!((said.status, said.out.as_str()), (2, ""));
    assert!(said.err.contains("`--format concise=FILE`"), "{}", said.err);
    assert_eq!(run(&["--output-file", "x", "--format", "json=y"]).status, 2);
    assert_eq!(run(&["--format", "jsn=y"]).status, 2);
    let said = run(&["--format", "json=missing/out.json", "--format", "concise"]);
    assert_eq!(said.status, 2);
    assert!(said.err.starts_with("lotse: missing/out.json: the report could not be written: "), "{}", said.err);
    assert!(said.out.starts_with("Dockerfile:2:1"), "the other report is written: {}", said.out);
}

#[test]
fn services_get_annotations_unless_a_form_is_chosen() {
    let place = Place::new(&[("Dockerfile", "FROM debian:12\nRUNN ::set-output name=x::y ##[set-output name=x]y\n")]);
    let run = |variable: &str, more: &[&str]| {
        let mut command = place.command(&RULE);
        said(&command.args(more).env(variable, "true").output().unwrap())
    };
    let human = place.run(&RULE).out;
    let report = run("GITHUB_ACTIONS", &[]).out;
    let word = report.strip_prefix("::stop-commands::").unwrap().lines().next().unwrap();
    assert!(word.len() > 16 && !run("GITHUB_ACTIONS", &[]).out.contains(word), "nobody knows the word before");
    let (shown, rest) = report.split_once('\n').unwrap().1.split_once(&format!("::{word}::\n")).unwrap();
    assert_eq!(shown, human);
    let lines: Vec<&str> = rest.lines().collect();
    assert_eq!((lines[0], lines[2], lines.len()), ("::group::Annotations", "::endgroup::", 3));
    assert!(lines[1].starts_with("::error file=Dockerfile,line=2,"), "{}", lines[1]);
    let chosen = run("GITHUB_ACTIONS", &["--format", "concise"]).out;
    assert!(chosen.starts_with("Dockerfile:2:1:") && chosen.lines().count() == 1, "{chosen}");

    let elsewhere = run("GITHUB_ACTIONS", &["--output-file", "report.txt"]).out;
    assert_eq!(elsewhere, format!("{}\n", lines[1]), "annotations come as well where the report goes to a file");
    assert_eq!(fs::read_to_string(place.path().join("report.txt")).unwrap(), human);

    let file = place.path().join("gl-code-quality-report.json");
    assert_eq!(run("GITLAB_CI", &["--format", "human"]).out, human);
    assert!(!file.exists());
    assert_eq!(run("GITLAB_CI", &[]).out, human);
    valid("fixtures/formats/gitlab-code-quality.json", &fs::read_to_string(file).unwrap());
}

#[test]
fn names_of_rules_are_links_where_the_terminal_has_them() {
    use lotse::report::{Format, Look, Report};
    let source = lotse::source::Source::new("Dockerfile", "FROM debian:12\nRUNN a\n");
    let linted = lotse::lint::lint(source.into(), None, &lotse::config::Settings::default());
    let report = Report { files: &linted.files, checked: 1, complete: true };
    let shown = |links| {
        let mut out = Vec::new();
        report.write(Format::Human, Look { links, ..Look::default() }, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    };
    let link = "error[\u{1b}]8;;https://example.org/rules/correctness/unknown-instruction.md\u{1b}\\unknown-instruction\u{1b}]8;;\u{1b}\\]";
    assert!(shown(Some("https://example.org/rules")).contains(link));
    assert!(!shown(None).contains('\u{1b}'));
}
