//! Repairs of generated files: the result still parses to the same stages, what is outside of the edits stays byte by byte,
//! fixing twice is fixing once, and safe repairs leave the meaning as it is.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::sync::Arc;

use lotse::config::{Config, Layer, Settings};
use lotse::diagnostic::{Edit, Fix, Safety};
use lotse::dockerfile::{self, Dockerfile, Kind};
use lotse::fix::{self, Checked, Repaired, Texts, apply};
use lotse::lint::lint;
use lotse::rules::{ALL, unpromised};
use lotse::source::Source;
use proptest::prelude::*;
use proptest::sample::select;

/// Stands for the escape character and the end of a continued line.
const ON: &str = "\u{1}";

/// Words of a RUN.
fn run() -> impl Strategy<Value = String> {
    let command = select(vec![
        "apt-get update", "apt-get install -y curl git", "apt install zip curl ~    zip ~    abc",
        "apt-get install -qy ~    zsh \u{2}    bash ~    tcsh", "rm -rf /var/lib/apt/lists/*", "apk add curl bash",
        "apk add --no-cache zip", "apk del curl", "npm install -g x", "pip install flask>=3 attrs ~    black",
        "pip3 install -r requirements.txt", "curl -L https://example.org/x.tar.gz | tar xz",
        "wget http://example.org/x -O /x", "mkdir /data", "chown -R app:app /app", "chmod +x /start.sh", "cd /srv",
        "make install", "export A=b", "set -eux", "useradd -m app", "sudo make", "echo \"a  b\" >> /etc/x",
        "if [ $A = 1 ]; then make; fi", "true", "echo '$A' \\$B", "dnf install -y gcc", "yarn install",
        "tar xzf /x.tar.gz", "ls $(cat list)", "git clone https://example.org/x",
    ]);
    let joint = select(vec![" && ", " && ~    ", " ~  && ", "; ", "; ~\t", " || ", " && \u{2}  "]);
    let first = select(vec![
        "", "", "", "", "--mount=type=cache,target=/var/cache/apt,sharing=locked ",
        "--mount=type=cache,target=/root/.cache/pip ~  ", "--network=none ",
    ]);
    let shell = (first, command.clone(), prop::collection::vec((joint, command.clone()), 0..4)).prop_map(
        |(flags, first, rest)| {
            let rest: String = rest.into_iter().flat_map(|(joint, command)| [joint, command]).collect();
            format!("RUN {flags}{first}{rest}\n")
        },
    );
    let lines = prop::collection::vec(command, 1..4);
    let begin = select(vec!["", "set -e\n", "  set -ex\n"]);
    let heredoc = (begin, lines).prop_map(|(begin, lines)| format!("RUN <<EOF\n{begin}{}\nEOF\n", lines.join("\n")));
    // A line of a heredoc is continued by a backslash, whatever the escape character is.
    let heredoc = heredoc.prop_map(|text| text.replace("~ ", " ").replace('\u{2}', " ").replace(['~'], " "));
    prop_oneof![4 => shell, 1 => heredoc]
}

/// An instruction that is no RUN and no FROM.
fn other() -> impl Strategy<Value = String> {
    let rest = select(vec![
        "ENV A b", "ENV A b c", "env A=b  B=\"c d\"", "ENV DEBIAN_FRONTEND noninteractive", "ENV A=1 ~  B=2",
        "LABEL a b", "LABEL a=\"b\"", "MAINTAINER somebody <a@example.org>", "ARG V=1", "ARG UNUSED", "COPY . .",
        "COPY a b /c/", "ADD a /b", "ADD x.tar.gz /", "ADD https://example.org/x.tar.gz /", "COPY start.sh /start.sh",
        "COPY --from=0 /a /b", "COPY --chown=app .npmrc /app/", "WORKDIR /srv", "WORKDIR app", "USER app", "USER root",
        "EXPOSE 80/TCP 22", "EXPOSE 80 80", "VOLUME /data", "VOLUME [\"/data\"]", "CMD app --port 80",
        "CMD [ \"app\" ]", "CMD [\"app --port 80\"]", "CMD ['app']", "ENTRYPOINT /start.sh $A",
        "ENTRYPOINT [\"/start.sh\"]", "STOPSIGNAL SIGKILL", "HEALTHCHECK CMD curl http://localhost/ || exit 0",
        "SHELL [\"/bin/bash\", \"-c\"]", "onbuild run make", "# a remark", "# hadolint ignore=DL3008",
        "# lotse ignore=latest-tag", "", "", "   ", "COPY <<EOF /x\na  \nEOF",
    ]);
    (rest, select(vec!["\n", "\n", "\n", "  \n", "\n\n", "\n\n\n"])).prop_map(|(text, end)| format!("{text}{end}"))
}

/// A Dockerfile.
fn file() -> impl Strategy<Value = Arc<Source>> {
    let from = select(vec![
        "FROM debian:12", "FROM debian:latest", "from alpine:3.20 as one", "FROM python:3.12-slim AS two", "FROM node",
        "FROM golang:1.23 as three", "FROM scratch", "FROM ubuntu:24.04 As four",
        "FROM --platform=$TARGETPLATFORM fedora:42", "FROM gcr.io/distroless/static AS five", "FROM one",
        "FROM registry.example.org/x:1",
    ]);
    let instruction = prop_oneof![1 => run(), 1 => other()];
    let stage = (from, prop::collection::vec(instruction, 0..7));
    let top = select(vec!["", "", "# syntax=docker/dockerfile:1\n", "# escape=`\n", "ARG V=1\n", "# The image.\n\n"]);
    let end = select(vec!["\n", "\n", "\r\n"]);
    (top, prop::collection::vec(stage, 1..4), end).prop_map(|(top, stages, end)| {
        let mut text = top.to_owned();
        for (from, instructions) in stages {
            text.push_str(from);
            text.push('\n');
            text.extend(instructions);
        }
        let escape = if top.starts_with("# escape") { '`' } else { '\\' };
        let text = text.replace('\u{2}', &format!("{ON}    # why\n")).replace('~', ON);
        let text = text.replace(ON, &format!("{escape}\n"));
        Arc::new(Source::new("Dockerfile", text.replace('\n', end)))
    })
}

fn settings() -> Settings {
    let select = ALL.iter().map(|rule| (*rule, None)).collect();
    Config::default().settings(&[], &Layer { select: Some(select), ..Layer::default() })
}

/// The file repaired; in each round what is outside of the edits stays.
fn repaired(source: &Arc<Source>, settings: &Settings, most: Safety) -> Repaired {
    let wanted = |found: &lotse::diagnostic::Diagnostic| {
        found.fix.as_ref().is_some_and(|fix| fix.safety == Safety::Safe || fix.safety == most)
    };
    fix::repair(wanted, |texts: &Texts| {
        let now = texts.get(source.path()).unwrap_or(source);
        let linted = lint(Arc::clone(now), None, settings);
        let checked: Vec<Checked> = linted
            .files
            .into_iter()
            .map(|file| Checked { source: file.source, diagnostics: file.diagnostics })
            .collect();
        for file in &checked {
            let fixes: Vec<&Fix> =
                file.diagnostics.iter().filter(|it| wanted(it)).filter_map(|it| it.fix.as_deref()).collect();
            untouched(&file.source, &fixes);
            promised(file);
        }
        checked
    })
}

/// Asserts that one round changes nothing but what its edits say.
fn untouched(source: &Source, fixes: &[&Fix]) {
    let (after, made) = apply(source, fixes.iter().copied());
    let Some(after) = after else { return };
    let mut edits: Vec<&Edit> = made.iter().flat_map(|number| &fixes[*number].edits).collect();
    edits.sort_by_key(|edit| (edit.span.start, edit.span.end));
    let (old, mut rest, mut from) = (source.bytes(), after.bytes(), 0);
    for edit in edits {
        let kept = &old[from..edit.span.start as usize];
        rest =
            rest.strip_prefix(kept).unwrap_or_else(|| panic!("bytes in front of {edit:?} changed: {}", after.text()));
        let written = edit.replacement.replace("\r\n", "\n");
        let written = if source.text().contains("\r\n") { written.replace('\n', "\r\n") } else { written };
        rest =
            rest.strip_prefix(written.as_bytes()).unwrap_or_else(|| panic!("{edit:?} is not there: {}", after.text()));
        from = edit.span.end as usize;
    }
    assert_eq!(rest, &old[from..], "bytes behind the last edit changed");
}

/// Asserts that each safe repair, made alone, changes of what the text says only what its rule may change.
fn promised(file: &Checked) {
    for found in &file.diagnostics {
        let Some(safe) = found.fix.as_deref().filter(|fix| fix.safety == Safety::Safe) else { continue };
        let Some(after) = apply(&file.source, std::iter::once(safe)).0 else { continue };
        let broken = unpromised([found.rule], &file.source, &after);
        assert!(broken.is_none(), "{}: {broken:?}: {} became {}", found.rule, file.source.text(), after.text());
    }
}

/// Image and number of each stage.
fn stages(source: &Source, dockerfile: &Dockerfile) -> Vec<String> {
    let from = dockerfile.instructions.iter().filter_map(|instruction| match &instruction.kind {
        Kind::From(from) => Some(from),
        _ => None,
    });
    from.map(|from| source.slice(from.image.span).to_owned()).collect()
}

/// At least so many; more with `PROPTEST_CASES`.
fn cases() -> u32 {
    ProptestConfig::default().cases
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn repairs_keep_what_they_must(source in file()) {
        let settings = settings();
        let before = dockerfile::parse(&source);
        for most in [Safety::Safe, Safety::Unsafe] {
            let result = repaired(&source, &settings, most);
            prop_assert!(result.taken_back.is_none(), "{:?} of {}", result.taken_back, source.text());
            let Some(after) = result.texts.get(source.path()) else { continue };
            let parsed = dockerfile::parse(after);
            prop_assert!(parsed.errors.len() <= before.errors.len(), "{}", after.text());
            if most == Safety::Safe {
                prop_assert_eq!(stages(&source, &before), stages(after, &parsed));
                let rules = result.made.iter().map(|(rule, _)| *rule);
                let broken = unpromised(rules, &source, after);
                prop_assert!(broken.is_none(), "{:?}: {} became {}", broken, source.text(), after.text());
            } else {
                prop_assert_eq!(stages(&source, &before).len(), stages(after, &parsed).len(), "{}", after.text());
            }
            let again = repaired(after, &settings, most);
            let text = again.texts.get(source.path()).map(|text| text.text());
            prop_assert!(text.is_none(), "{:?} then {:?}: {:?}", after.text(), text, again.made);
        }
    }
}
