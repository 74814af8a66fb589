//! Every rule is what its page says: the examples are linted, and the caret lines are the findings.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod image_text;

use std::collections::{BTreeSet, HashSet};
use std::fs;
use std::path::Path;
use std::sync::Arc;

use lotse::config::{Config, Layer, Settings};
use lotse::context::Context;
use lotse::diagnostic::{Diagnostic, Safety, Severity};
use lotse::fix::{self, Checked, Texts};
use lotse::lint::{LintedFile, lint, lint_image};
use lotse::rules::page::{Example, Expectation, Page, Section};
use lotse::rules::{ALL, FixKind, Group, OURS, Rule};
use lotse::source::Source;

/// A Dockerfile of a page with the files that belong to it.
struct Case<'a> {
    dockerfile: &'a Example<'a>,
    files: Vec<&'a Example<'a>>,
    config: Option<&'a Example<'a>>,
    fixed: Option<&'a Example<'a>>,
    /// Other files after fixing.
    fixed_files: Vec<&'a Example<'a>>,
}

/// The cases of a section: files and configuration stand in front of their Dockerfile, what fixing gives behind it.
fn cases<'a>(section: &'a Section<'a>) -> Vec<Case<'a>> {
    let (mut cases, mut files, mut config): (Vec<Case<'_>>, _, _) = (Vec::new(), Vec::new(), None);
    for example in section.examples() {
        let is_fixed = example.tags.contains(&"fixed");
        if example.tag("file").is_some() && is_fixed {
            cases.last_mut().expect("a `fixed` block stands behind a Dockerfile").fixed_files.push(example);
        } else if example.tag("file").is_some() {
            files.push(example);
        } else if example.tags.contains(&"lotse.toml") {
            config = Some(example);
        } else if is_fixed {
            cases.last_mut().expect("a `fixed` block stands behind a Dockerfile").fixed = Some(example);
        } else if matches!(example.language, "dockerfile" | "image") {
            let files = std::mem::take(&mut files);
            let (fixed, fixed_files) = Default::default();
            cases.push(Case { dockerfile: example, files, config: config.take(), fixed, fixed_files });
        }
    }
    assert!(files.is_empty() && config.is_none(), "a file stands in front of no Dockerfile");
    cases
}

impl Case<'_> {
    fn name(&self) -> &str {
        self.dockerfile.tag("name").unwrap_or("Dockerfile")
    }

    /// Whether the page shows what fixing gives.
    fn is_fixed(&self) -> bool {
        self.fixed.is_some() || !self.fixed_files.is_empty()
    }

    /// Every file of the case: name, text, expectations.
    fn texts(&self) -> Vec<(&str, String, Vec<Expectation>)> {
        let files = self.files.iter().map(|file| (file.tag("file").unwrap(), *file));
        std::iter::once((self.name(), self.dockerfile))
            .chain(files)
            .map(|(name, example)| {
                let (text, expected) = example.expectations();
                (name, text, expected)
            })
            .collect()
    }

    /// What the rule finds when the Dockerfile has this text.
    fn lint(&self, rule: &'static Rule, texts: &Texts) -> Vec<LintedFile> {
        let config = self.config.map_or_else(Config::default, |config| {
            let source = Source::new("lotse.toml", config.text);
            Config::parse(&source, Path::new(""))
                .unwrap_or_else(|problems| panic!("the configuration of a page of {} is bad: {problems:?}", rule.name))
        });
        let mut select = vec![(rule, None)];
        if rule.name == "unused-suppression" {
            // It judges suppressions of the rules that run.
            select.extend(OURS.iter().filter(|rule| rule.recommended).map(|rule| (*rule, None)));
        }
        let layer = Layer { select: Some(select), ..Layer::default() };
        let settings: Settings = config.settings(&config.matching(Path::new(self.name())), &layer);
        if self.dockerfile.language == "image" {
            let (image, input) = image_text::read(self.name(), &self.dockerfile.expectations().0);
            let mut file = lint_image(&image, &input, &settings);
            file.diagnostics.retain(|finding| finding.rule == rule.name);
            return vec![file];
        }
        let context = (!self.files.is_empty()).then(|| {
            let executable = |file: &Example<'_>| file.tags.contains(&"executable");
            let files = self.files.iter().map(|file| {
                let name = file.tag("file").unwrap();
                (name.to_owned(), file.expectations().0, executable(file))
            });
            let dockerfile = (self.name().to_owned(), self.dockerfile.expectations().0, false);
            let context = Context::from_files(files.chain([dockerfile])).with_dockerfile(self.name());
            context.with_texts(texts.clone())
        });
        let source = || Arc::new(Source::new(self.name(), self.dockerfile.expectations().0));
        let source = texts.get(Path::new(self.name())).cloned().unwrap_or_else(source);
        let mut linted = lint(source, context.as_ref(), &settings).files;
        for file in &mut linted {
            file.diagnostics.retain(|finding| finding.rule == rule.name);
        }
        linted
    }
}

/// What disagrees between caret lines and findings of one file.
fn compare(source: &Source, expected: &[Expectation], found: &[Diagnostic]) -> Vec<String> {
    let mut wrong = Vec::new();
    let mut left: Vec<&Diagnostic> = found.iter().collect();
    for wanted in expected {
        let fits = left.iter().position(|finding| {
            place(source, finding) == (wanted.line, wanted.column, wanted.width)
                && finding.message.contains(&wanted.message)
        });
        match fits {
            Some(index) => drop(left.remove(index)),
            None => wrong.push(format!("  not found: {wanted:?}")),
        }
    }
    wrong.extend(left.into_iter().map(|finding| {
        let (line, column, width) = place(source, finding);
        format!("  not expected: line {line}, column {column}, width {width}: {}", finding.message)
    }));
    wrong
}

/// Line, column and width as carets show them: of several lines only the first is marked, and an empty place has one caret.
fn place(source: &Source, finding: &Diagnostic) -> (usize, usize, usize) {
    let at = source.lines().position(source.text(), finding.span.start);
    let first = source.slice(finding.span).lines().next().unwrap_or("").trim_end_matches('\r');
    (at.line as usize, at.column as usize, first.chars().count().max(1))
}

/// What repairing with one rule gives, and what is not as the page says.
fn compare_fixed(case: &Case<'_>, rule: &'static Rule) -> Vec<String> {
    let checked = |file: LintedFile| Checked { source: file.source, diagnostics: file.diagnostics };
    let repaired = fix::repair(|_| true, |texts| case.lint(rule, texts).into_iter().map(checked).collect());
    let mut wrong = Vec::new();
    if let Some(taken) = repaired.taken_back {
        wrong.push(format!("fixing is taken back: {}", taken.because));
    }
    let expected = case.fixed.iter().map(|after| (case.name(), *after));
    let expected = expected.chain(case.fixed_files.iter().map(|after| (after.tag("file").unwrap(), *after)));
    let before = case.texts();
    for (name, after) in expected {
        // Where nothing is to be repaired, the text stands there as it was.
        let kept = || before.iter().find(|(other, ..)| *other == name).map(|(_, text, _)| text.as_str());
        match repaired.texts.get(Path::new(name)).map(|source| source.text()).or_else(kept) {
            Some(text) if text == after.text => {}
            text => wrong.push(format!("fixing makes {name}\n{text:?} instead of\n{:?}", after.text)),
        }
    }
    wrong
}

#[test]
fn pages_say_what_rules_do() {
    let mut wrong = Vec::new();
    for rule in OURS.iter().copied() {
        let page = Page::read(rule.page);
        let mut repairs = false;
        for section in &page.sections {
            for case in cases(section) {
                let at = format!("rules/{}/{}.md:{}", rule.group.name(), rule.name, case.dockerfile.line);
                let texts = case.texts();
                let total: usize = texts.iter().map(|(.., expected)| expected.len()).sum();
                match section.heading {
                    "Bad" if total == 0 => wrong.push(format!("{at}: a Bad block marks nothing")),
                    "Good" if total > 0 => {
                        wrong.push(format!("{at}: a Good block marks something"));
                    }
                    _ => {}
                }
                let linted = case.lint(rule, &Texts::new());
                for (name, text, expected) in &texts {
                    let file = linted.iter().find(|file| file.source.path() == Path::new(name));
                    let source = Source::new(*name, text.as_str());
                    let found = file.map_or(&[][..], |file| &file.diagnostics);
                    let problems = compare(&source, expected, found);
                    if !problems.is_empty() {
                        wrong.push(format!("{at} ({name}):\n{}", problems.join("\n")));
                    }
                }
                let known: HashSet<&Path> = texts.iter().map(|(name, ..)| Path::new(*name)).collect();
                for file in &linted {
                    if !file.diagnostics.is_empty() && !known.contains(file.source.path()) {
                        wrong.push(format!("{at}: findings in {}", file.source.path().display()));
                    }
                }
                if case.is_fixed() {
                    repairs = true;
                    wrong.extend(compare_fixed(&case, rule).into_iter().map(|problem| format!("{at}: {problem}")));
                }
            }
        }
        if repairs != (rule.fix != FixKind::None) {
            let says = rule.fix.name();
            wrong.push(format!(
                "rules/{}/{}.md: repairs {repairs}, and the rule says {says}",
                rule.group.name(),
                rule.name
            ));
        }
    }
    assert!(wrong.is_empty(), "{} pages disagree with their rules:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn pages_are_complete() {
    const HEADINGS: &[&str] = &["Why", "Bad", "Good", "Repair", "Options", "Limits", "More cases"];
    for rule in OURS {
        let page = Page::read(rule.page);
        let name = rule.name;
        assert_eq!(page.title, name, "the title is the rule's name");
        assert!(
            page.summary.ends_with('.') && !page.summary.trim_end_matches('.').contains(". "),
            "{name}: the summary is one sentence: {}",
            page.summary
        );
        assert_eq!(page.summary, rule.summary(), "{name}");
        for heading in ["Why", "Bad", "Good"] {
            assert!(page.section(heading).is_some(), "{name} lacks `## {heading}`");
        }
        let order: Vec<_> = page
            .sections
            .iter()
            .map(|section| {
                let place = HEADINGS.iter().position(|heading| *heading == section.heading);
                place.unwrap_or_else(|| panic!("{name}: `## {}` is no heading of a page", section.heading))
            })
            .collect();
        assert!(order.is_sorted_by(|a, b| a < b), "{name}: the headings stand in the order {HEADINGS:?}");
    }
}

/// Which rules have offered an unsafe repair on their pages, by name.
fn unsafe_repairs(rule: &'static Rule) -> bool {
    let page = Page::read(rule.page);
    page.sections.iter().any(|section| {
        cases(section).iter().any(|case| {
            let linted = case.lint(rule, &Texts::new());
            let mut fixes = linted.iter().flat_map(|file| &file.diagnostics).filter_map(|found| found.fix.as_ref());
            fixes.any(|fix| fix.safety == Safety::Unsafe)
        })
    })
}

#[test]
fn unsafe_repairs_say_why() {
    for rule in OURS.iter().copied() {
        let name = rule.name;
        let reason = rule.unsafe_because();
        assert!(rule.fix != FixKind::Unsafe || reason.is_some(), "{name} does not say why its repair is unsafe");
        assert_eq!(unsafe_repairs(rule), reason.is_some(), "{name}: a reason where a repair on the page is unsafe");
        let Some(reason) = reason else { continue };
        let sentence = !reason.contains(". ") && reason.split_whitespace().count() > 4;
        let first = reason.split(' ').next().unwrap();
        assert!(
            sentence && (first.starts_with(|c: char| !c.is_uppercase()) || first == first.to_uppercase()),
            "{name}: {reason}"
        );
        let section = Page::read(rule.page).section("Repair").map(|section| section.parts.len());
        assert_eq!(section, Some(1), "{name}: `## Repair` is a sentence");
    }
    for rule in ALL.iter().filter(|rule| rule.fix == FixKind::Unsafe) {
        assert!(rule.unsafe_because().is_some(), "{}", rule.name);
    }
}

#[test]
fn table_is_in_order() {
    let lines: Vec<_> = OURS.iter().map(|rule| (rule.group.name(), rule.name)).collect();
    assert!(lines.is_sorted_by(|a, b| a < b), "the table is sorted by group and name: {lines:#?}");
    for rule in OURS {
        let name = rule.name;
        assert!(
            name.split('-')
                .all(|word| !word.is_empty() && word.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit())),
            "{name} is no kebab-case"
        );
        assert!(!name.starts_with("no-") && !name.starts_with("disallow-"), "{name} completes `allow …`");
        assert!(Group::ALL.iter().all(|group| group.name() != name), "{name} is a group's name");
        let page = format!("rules/{}/{name}.md", rule.group.name());
        let file = format!("src/rules/{}/{}.rs", rule.group.name(), name.replace('-', "_"));
        assert_eq!(fs::read_to_string(&page).ok().as_deref(), Some(rule.page), "{page}");
        assert!(Path::new(&file).is_file(), "{file}");
    }
    let pages: BTreeSet<_> = Group::ALL
        .iter()
        .filter_map(|group| fs::read_dir(format!("rules/{}", group.name())).ok())
        .flatten()
        .map(|entry| entry.unwrap().path().file_stem().unwrap().to_string_lossy().into_owned())
        .collect();
    let names: BTreeSet<_> = OURS.iter().map(|rule| rule.name.to_owned()).collect();
    assert_eq!(pages, names, "each page has a rule and each rule a page");
}

#[test]
fn aliases_are_well_formed() {
    let mut seen = HashSet::new();
    for rule in OURS {
        for alias in rule.aliases {
            let code = alias.split(' ').next().unwrap();
            let (peer, bare) = code.split_once(':').unwrap_or_else(|| panic!("{alias} names no linter"));
            assert!(!peer.is_empty() && !bare.is_empty(), "{alias}");
            assert!(seen.insert((rule.name, *alias)), "{} has the alias {alias} twice", rule.name);
        }
    }
}

#[test]
fn severities_follow_what_is_at_stake() {
    for (rule, text, severity) in [
        ("pipe-without-pipefail", "RUN curl -fsSL https://example.org/x | sh", Severity::Warning),
        ("pipe-without-pipefail", "RUN curl -fsSL https://example.org/x | tar xz", Severity::Info),
        ("pipe-without-pipefail", "RUN grep x /list | xargs rm", Severity::Info),
        ("curl-without-fail", "RUN curl -L https://example.org/x | php", Severity::Warning),
        ("curl-without-fail", "RUN curl -L https://example.org/x | tar xz", Severity::Info),
        ("pipe-without-pipefail", "RUN app --version | cut -f2 > /version", Severity::Info),
        ("pipe-without-pipefail", "RUN cat /list | cut -f2 > /short", Severity::Info),
        ("pipe-without-pipefail", "RUN app modules | grep -q zip", Severity::Info),
        ("curl-without-fail", "RUN curl -LO https://example.org/x.deb && apt-get install -y ./x.deb", Severity::Info),
        ("curl-without-fail", "RUN curl -LO https://example.org/x && ./x", Severity::Warning),
        ("curl-without-fail", "RUN curl -o /x.sig https://example.org/x.sig", Severity::Info),
        (
            "curl-without-fail",
            "RUN curl -o /x https://example.org/x && echo \"$SUM /x\" | sha256sum -c",
            Severity::Info,
        ),
        (
            "curl-without-fail",
            "RUN curl -o /x https://example.org/x\nRUN echo \"$SUM /x\" | sha256sum -c",
            Severity::Info,
        ),
        ("curl-without-fail", "RUN curl -o /x https://example.org/x\nRUN sha256sum -c /y", Severity::Warning),
        ("latest-tag", "FROM nginx:latest", Severity::Warning),
        ("healthcheck-always-succeeds", "HEALTHCHECK CMD true", Severity::Info),
        ("healthcheck-always-succeeds", "HEALTHCHECK CMD app status || true", Severity::Warning),
        ("heredoc-without-errexit", "RUN <<EOF\napt-get update\napt-get install -y git\nEOF", Severity::Info),
        ("heredoc-without-errexit", "RUN <<EOF\napt-get update\nmake\nEOF", Severity::Warning),
        (
            "remote-script-piped-to-shell",
            "RUN curl -fo /bin/app https://example.org/1.2/app && /bin/app --version",
            Severity::Info,
        ),
        (
            "remote-script-piped-to-shell",
            "RUN curl -fo /x/install https://example.org/i && /x/install",
            Severity::Warning,
        ),
        ("secret-file-copied", "COPY .npmrc /app/", Severity::Info),
        ("secret-file-copied", "COPY id_rsa /root/.ssh/", Severity::Warning),
        ("background-process-in-run", "RUN service nginx start", Severity::Warning),
        ("background-process-in-run", "RUN service postgresql start && createuser app", Severity::Info),
        ("missing-assume-yes", "RUN apt-get install curl", Severity::Warning),
        ("missing-assume-yes", "RUN conda install curl", Severity::Info),
        ("sudo-in-run", "RUN sudo make", Severity::Warning),
        ("package-signature-check-disabled", "RUN echo 'deb [trusted=yes] file:///x ./' > /y", Severity::Info),
        ("package-signature-check-disabled", "RUN echo 'deb [trusted=yes] https://a.org ./' > /y", Severity::Warning),
        ("curl-without-fail", "RUN curl -o /x/a.gz https://example.org/a && gunzip /x/*gz", Severity::Info),
        ("cleanup-in-later-layer", "COPY app /app\nRUN find /app -name '*.o' -delete", Severity::Info),
        ("cleanup-in-later-layer", "COPY app /app\nRUN rm -rf /app/bin/tool", Severity::Info),
        ("cleanup-in-later-layer", "COPY tool /usr/bin/\nRUN rm /usr/bin/tool", Severity::Warning),
        ("cleanup-in-later-layer", "COPY a.tar.gz /a.tar.gz\nRUN rm /a.tar.gz", Severity::Warning),
        ("package-signature-check-disabled", "RUN apk add --allow-untrusted a x.apk", Severity::Warning),
        (
            "package-signature-check-disabled",
            "RUN gpg --verify x.sig x.apk && apk add --allow-untrusted a x.apk",
            Severity::Info,
        ),
        ("plain-http-download", "ADD http://example.org/api/time /time", Severity::Info),
        ("plain-http-download", "ADD http://example.org/app.tgz /srv/", Severity::Warning),
        ("tls-verification-disabled", "RUN curl -kfo /x https://example.org/x", Severity::Warning),
        (
            "tls-verification-disabled",
            "RUN curl -kfo /x https://example.org/x && echo 'f00 /x' | sha256sum -c",
            Severity::Info,
        ),
        ("password-set-in-build", "RUN echo root:secret | chpasswd", Severity::Warning),
        ("password-set-in-build", "RUN echo \"root:Docker!\" | chpasswd", Severity::Info),
    ] {
        assert_eq!(severities(rule, &format!("FROM debian:12\n{text}\n")), [severity], "{text}");
    }
    for (rule, text, severity) in [
        ("latest-tag", "ARG VERSION=latest\nFROM nginx:$VERSION", Severity::Info),
        ("untagged-base-image", "ARG BASE=nginx\nFROM $BASE", Severity::Info),
        ("untagged-base-image", "FROM nginx", Severity::Warning),
        ("untagged-base-image", "FROM archlinux", Severity::Info),
        ("untagged-base-image", "FROM project-base", Severity::Info),
        ("untagged-base-image", "FROM example/base", Severity::Info),
        ("untagged-base-image", "FROM eclipse-temurin", Severity::Warning),
        ("latest-tag", "FROM archlinux:latest", Severity::Info),
        ("latest-tag", "FROM app-server:latest", Severity::Info),
        ("sudo-in-run", "ARG base\nFROM $base\nRUN sudo make", Severity::Info),
        ("sudo-in-run", "ARG base\nFROM $base\nUSER root\nRUN sudo make", Severity::Warning),
        ("dockerfile-parse-error", "FROM %%IMAGE%%\nRUN make", Severity::Info),
        ("untagged-base-image", "FROM ubi9/s2i-core\nLABEL maintainer=\"scl <scl@redhat.com>\"", Severity::Info),
        ("dockerfile-parse-error", "FROM REPLACE-ME\nRUN make", Severity::Info),
        ("dockerfile-parse-error", "FROM BASEIMAGE\nRUN make", Severity::Info),
        ("invalid-image-reference", "FROM Debian", Severity::Error),
    ] {
        assert_eq!(severities(rule, &format!("{text}\n")), [severity], "{text}");
    }
}

#[test]
fn places_say_what_is_at_stake() {
    for (path, rule, text, severity) in [
        ("tests/Dockerfile", "copy-source-missing", "FROM debian:12\nCOPY seen gone /srv/", Severity::Info),
        ("tests/Dockerfile", "untagged-base-image", "FROM debian", Severity::Info),
        ("tests/Dockerfile", "latest-tag", "FROM debian:latest", Severity::Info),
        ("archive/Dockerfile", "eol-base-image", "FROM debian:8", Severity::Info),
        ("app/Dockerfile", "eol-base-image", "FROM debian:8", Severity::Warning),
        ("test/run/app/image/Dockerfile", "latest-tag", "FROM debian:latest", Severity::Info),
        ("app/Dockerfile", "latest-tag", "FROM debian:latest", Severity::Warning),
        ("app/Dockerfile", "copy-source-missing", "FROM debian:12\nCOPY seen gone /srv/", Severity::Error),
        ("app/Dockerfile", "cleanup-in-later-layer", "FROM debian:12\nCOPY seen /x\nRUN rm /x", Severity::Info),
        ("app/Dockerfile", "cleanup-in-later-layer", "FROM debian:12\nCOPY large /x\nRUN rm /x", Severity::Warning),
    ] {
        let files = [("seen", "x".to_owned(), false), ("large", "x".repeat(100_000), false)];
        let context = Context::from_files(files).with_dockerfile(path);
        let found = severities_at(path, rule, text, Some(&context));
        assert_eq!(found, [severity], "{path}: {text}");
    }
}

/// How grave the findings of one rule are.
fn severities(rule: &str, text: &str) -> Vec<Severity> {
    severities_in(rule, text, None)
}

fn severities_in(rule: &str, text: &str, context: Option<&Context>) -> Vec<Severity> {
    severities_at("Dockerfile", rule, text, context)
}

fn severities_at(path: &str, rule: &str, text: &str, context: Option<&Context>) -> Vec<Severity> {
    let rule = *OURS.iter().find(|of| of.name == rule).unwrap();
    let layer = Layer { select: Some(vec![(rule, None)]), ..Layer::default() };
    let settings = Config::default().settings(&[], &layer);
    let linted = lint(Arc::new(Source::new(path, text)), context, &settings);
    linted.files[0].diagnostics.iter().map(|found| found.severity).collect()
}

#[test]
fn what_safe_repairs_may_change_is_documented() {
    let page = fs::read_to_string("docs/repairs.md").unwrap();
    let mut rows: Vec<String> = OURS
        .iter()
        .filter(|rule| !rule.may_change.is_empty())
        .map(|rule| {
            let says: Vec<&str> = rule.may_change.iter().map(|freedom| freedom.says()).collect();
            format!("| {} | {} |", rule.name, says.join("; "))
        })
        .collect();
    rows.sort_unstable();
    assert!(page.contains(&rows.join("\n")), "docs/repairs.md does not say:\n{}", rows.join("\n"));
}
