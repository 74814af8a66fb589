//! Findings that a maintainer would shrug at: hints only, or nothing at all.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::sync::Arc;

use lotse::config::{Config, Layer};
use lotse::context::Context;
use lotse::diagnostic::Severity;
use lotse::lint::lint;
use lotse::rules::ALL;
use lotse::source::Source;

/// How grave the findings of one rule are.
fn severities(path: &str, rule: &str, text: &str, context: Option<&Context>) -> Vec<Severity> {
    let rule = ALL.iter().find(|of| of.name == rule).unwrap();
    let layer = Layer { select: Some(vec![(rule, None)]), ..Layer::default() };
    let settings = Config::default().settings(&[], &layer);
    let linted = lint(Arc::new(Source::new(path, text)), context, &settings);
    linted.files[0].diagnostics.iter().map(|found| found.severity).collect()
}

#[test]
fn what_is_optional_is_a_hint() {
    for (rule, text, severity) in [
        ("remote-script-piped-to-shell", "RUN curl -fsSL https://sh.rustup.rs | sh", Severity::Info),
        ("remote-script-piped-to-shell", "RUN curl -fsSL http://sh.rustup.rs | sh", Severity::Warning),
        ("remote-script-piped-to-shell", "RUN curl -fsSL https://get.example.org/x.sh | sh", Severity::Warning),
        ("missing-assume-yes", "RUN microdnf install curl", Severity::Info),
        ("missing-assume-yes", "RUN micromamba install curl", Severity::Info),
        ("missing-assume-yes", "RUN apt-get install curl", Severity::Warning),
        ("pipe-without-pipefail", "RUN sha256sum /app | cut -d' ' -f1 > /sum", Severity::Info),
        ("pipe-without-pipefail", "RUN git log -1 | sort > /log", Severity::Info),
        ("curl-without-fail", "RUN curl -LO https://example.org/x.whl && pip install ./x.whl", Severity::Info),
        ("curl-without-fail", "RUN curl -LO https://example.org/x.zip && jar xf x.zip", Severity::Info),
        ("hardcoded-secret-value", "# Please override this\nENV DB_PASSWORD=qaIACxO6wMR3", Severity::Info),
        ("hardcoded-secret-value", "ENV DB_PASSWORD=qaIACxO6wMR3", Severity::Error),
        ("plain-http-download", "RUN wget http://archive.ubuntu.com/ubuntu/pool/a.deb", Severity::Info),
        ("plain-http-download", "RUN wget http://example.org/a.deb", Severity::Warning),
        (
            "curl-without-fail",
            "RUN curl https://example.org/x | tee /etc/apt/sources.list.d/x.list && apt-get install -y x",
            Severity::Info,
        ),
        (
            "pipe-without-pipefail",
            "RUN curl https://example.org/x | tee /etc/apt/sources.list.d/x.list && apt-get install -y x",
            Severity::Info,
        ),
        ("missing-assume-yes", "RUN apt-get install /tmp/a.deb", Severity::Info),
        ("sudo-in-run", "USER 1000\nONBUILD RUN sudo apt-get update", Severity::Info),
        ("sudo-in-run", "USER 1000\nRUN sudo apt-get update", Severity::Warning),
    ] {
        assert_eq!(severities("Dockerfile", rule, &format!("FROM debian:12\n{text}\n"), None), [severity], "{text}");
    }
    for (image, severity) in [
        ("redhat/ubi9-minimal", Severity::Info),
        ("gcr.io/distroless/static-debian12", Severity::Info),
        ("example/base", Severity::Info),
        ("debian", Severity::Warning),
    ] {
        let text = format!("FROM {image}\n");
        assert_eq!(severities("Dockerfile", "untagged-base-image", &text, None), [severity], "{image}");
    }
}

#[test]
fn what_is_meant_is_no_finding() {
    for (rule, text) in [
        ("secret-in-arg-or-env", "ARG SIGNING_KEY=E813C892820A6FA13755B268F167DF1ACF9CE069"),
        (
            "secret-in-arg-or-env",
            "ARG SIGNING_KEY=E813C892820A6FA13755B268F167DF1ACF9CE069\nENV SIGNING_KEY=$SIGNING_KEY",
        ),
        ("hardcoded-secret-value", "ARG SIGNING_KEY=E813C892820A6FA13755B268F167DF1ACF9CE069"),
        ("hardcoded-secret-value", "ENV VPN_PASSWORD=**None**"),
        ("secret-file-copied", "COPY authorized_keys /tmp/keys"),
        ("semicolon-chain-ignores-failure", "RUN cd /tmp ; make"),
        ("shell/unchecked-directory-change", "RUN mkdir -p a && cd a && make; cd"),
        ("shell/undefined-variable", "RUN export $(cat /versions) && echo $download"),
        ("shell/jammed-test-bracket", "CMD ['water', '-help']"),
        ("shell/missing-space-before-bracket-close", "CMD ['water', '-help']"),
        ("world-writable-permissions", "RUN chmod ugo+rwx,o+t /run/app"),
        ("bash-syntax-in-posix-shell", "FROM mambaorg/micromamba:2.3.0\nRUN echo -e 'a\\tb'"),
        ("bash-syntax-in-posix-shell", "ARG CUDA\nFROM nvidia/cuda:${CUDA}-base-amzn2023\nRUN echo -e 'a\\tb'"),
        ("semicolon-chain-ignores-failure", "FROM microsoft/nanoserver:1803\nRUN setx /M PATH %PATH%;C:\\bin"),
        ("unpinned-language-package", "RUN composer create-project acme/app:1.2 app"),
        ("unpinned-language-package", "RUN composer create-project acme/app app 1.2"),
        ("created-user-never-used", "RUN useradd _smtpd\nCMD [\"smtpd\"]"),
        ("install-at-startup", "ENTRYPOINT [\"make\"]"),
        ("plain-http-download", "RUN curl -Lf -o /x.rpm http://example.org/x.rpm && rpmkeys --checksig /x.rpm"),
        ("password-set-in-build", "RUN echo \"git:$(head -c 24 /dev/urandom | base64)\" | chpasswd"),
        ("semicolon-chain-ignores-failure", "RUN export GNUPGHOME=\"$(mktemp -d)\"; make"),
        ("shell/unchecked-directory-change", "RUN dir=$(cd \"$0/..\" >/dev/null; pwd) && echo $dir"),
        ("pipe-without-pipefail", "FROM cimg/python:3.12\nRUN curl -fsSL https://example.org/x | bash"),
        ("missing-assume-yes", "FROM cimg/python:3.12\nRUN sudo apt-get install curl"),
        ("bash-syntax-in-posix-shell", "FROM cimg/python:3.12\nRUN [[ $(uname -m) == x ]] && make"),
        ("ineffective-parser-directive", "# checkov:skip=CKV_DOCKER_2"),
    ] {
        let text = if rule == "ineffective-parser-directive" {
            format!("{text}\nFROM debian:12\n")
        } else if text.contains("FROM") {
            format!("{text}\n")
        } else {
            format!("FROM debian:12\n{text}\n")
        };
        assert_eq!(severities("Dockerfile", rule, &text, None), [], "{text}");
    }
}

#[test]
fn places_say_what_a_release_is_for() {
    for (path, rule, text, severity) in [
        ("9.12/bullseye/Dockerfile", "eol-base-image", "FROM debian:bullseye", Severity::Info),
        ("ubuntu/18.04/Dockerfile", "eol-base-image", "FROM ubuntu:18.04", Severity::Info),
        ("ubuntu1804/Dockerfile", "eol-base-image", "FROM ubuntu:18.04", Severity::Info),
        ("Dockerfile.python3.8", "eol-base-image", "FROM python:3.8-slim", Severity::Info),
        ("owncloud/centos7/Dockerfile", "eol-base-image", "FROM centos:7", Severity::Info),
        ("stretch/2.3/Dockerfile", "apt-key-usage", "FROM debian:stretch-slim\nRUN apt-key add /k", Severity::Info),
        ("app/Dockerfile", "apt-key-usage", "FROM debian:stretch-slim\nRUN apt-key add /k", Severity::Warning),
        ("tests/Dockerfile", "eol-base-image", "FROM debian:8", Severity::Info),
        ("8/Dockerfile", "eol-base-image", "FROM debian:9", Severity::Warning),
        ("app/Dockerfile", "eol-base-image", "FROM ubuntu:18.04", Severity::Warning),
        ("dev/Dockerfile", "latest-tag", "FROM debian:latest", Severity::Info),
        ("tests/Dockerfile", "hardcoded-secret-value", "FROM debian:12\nENV A_PASSWORD=qaIACxO6wMR3", Severity::Info),
        ("tests/Dockerfile", "secret-in-arg-or-env", "FROM debian:12\nENV A_PASSWORD=qaIACxO6wMR3", Severity::Info),
        ("tests/Dockerfile", "secret-file-copied", "FROM debian:12\nCOPY .npmrc /root/", Severity::Info),
    ] {
        assert_eq!(severities(path, rule, &format!("{text}\n"), None), [severity], "{path}: {text}");
    }
}

#[test]
fn nobody_ships_what_lies_among_tests_or_in_archives() {
    for (path, severity) in [
        ("app/Dockerfile", Severity::Error),
        ("tests/app/Dockerfile", Severity::Info),
        ("unsupported_images/app/Dockerfile", Severity::Info),
    ] {
        assert_eq!(severities(path, "invalid-image-reference", "FROM Debian\n", None), [severity], "{path}");
    }
}

#[test]
fn files_for_a_preprocessor_are_templates() {
    for text in ["IMPORT base.docker\nRUN make\n", "FROM debian:12\nARG FILES=\"${templateOption:files}\"\n"] {
        assert_eq!(severities("Dockerfile", "dockerfile-parse-error", text, None), [Severity::Info], "{text}");
    }
}

#[test]
fn a_program_of_windows_says_that_the_shell_is_none_of_ours() {
    let text = "FROM example/node-windows:6\nRUN powershell -Command [Net.X]::Y = 1 ; cd /x ; wget -uri http://a.org\n";
    for rule in ["semicolon-chain-ignores-failure", "shell/jammed-test-bracket", "cd-instead-of-workdir"] {
        assert_eq!(severities("Dockerfile", rule, text, None), [], "{rule}");
    }
}

#[test]
fn a_newer_release_beside_takes_the_place_of_an_older() {
    for (path, other, severity) in [
        ("24/slim/Dockerfile", "27/slim/Dockerfile", Severity::Info),
        ("app/v1.2/Dockerfile", "app/v1.10/Dockerfile", Severity::Info),
        ("27/slim/Dockerfile", "24/slim/Dockerfile", Severity::Warning),
        ("step1/Dockerfile", "step2/Dockerfile", Severity::Warning),
        ("app/Dockerfile", "other/Dockerfile", Severity::Warning),
    ] {
        let context = Context::from_files([(path, "", false), (other, "", false)]).with_dockerfile(path);
        let found = severities(path, "eol-base-image", "FROM debian:8\n", Some(&context));
        assert_eq!(found, [severity], "{path} beside {other}");
    }
}

#[test]
fn a_last_stage_of_tests_is_not_what_is_shipped() {
    let text =
        |last: &str| format!("FROM debian:12 AS app\nFROM app AS {last}\nRUN wget http://example.org/data.txt\n");
    assert_eq!(severities("Dockerfile", "plain-http-download", &text("test"), None), [Severity::Info]);
    assert_eq!(severities("Dockerfile", "plain-http-download", &text("release"), None), [Severity::Warning]);
}

#[test]
fn an_address_in_a_variable_is_no_source_of_the_context() {
    let text = "FROM debian:12\nARG URL=https://example.org/data.tgz\nADD --chown=1000 $URL seen /srv/\n";
    let context = Context::from_files([("seen", "", false)]);
    assert_eq!(severities("Dockerfile", "copy-source-missing", text, Some(&context)), []);
}
