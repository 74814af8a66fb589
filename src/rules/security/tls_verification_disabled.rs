//! Certificates are not checked.

use super::super::prelude::*;
use crate::facts::Destination;
use crate::facts::pipes::file_verified;
use crate::knowledge::program_name;
use crate::rules::findings::Finding;
use crate::shell::{Command, Word};

/// The rule.
pub static RULE: Rule = Rule {
    name: "tls-verification-disabled",
    group: Group::Security,
    severity: Severity::Warning,
    recommended: true,
    workshop: false,
    aliases: &[
        "checkov:CKV2_DOCKER_2", "checkov:CKV2_DOCKER_3", "checkov:CKV2_DOCKER_4", "checkov:CKV2_DOCKER_5",
        "checkov:CKV2_DOCKER_6", "checkov:CKV2_DOCKER_12", "checkov:CKV2_DOCKER_13", "checkov:CKV2_DOCKER_14",
        "checkov:CKV2_DOCKER_15", "checkov:CKV2_DOCKER_16",
    ],
    fix: FixKind::None,
    page: include_str!("../../../rules/security/tls-verification-disabled.md"),
    checks: &[Check::Run(check_run), Check::Instruction(&[Keyword::Arg, Keyword::Env], check_variables)],
};

fn check_run(run: &Run<'_>, findings: &mut Findings) {
    for command in run.facts.commands() {
        for assignment in &command.assignments {
            let value = assignment.value.as_ref().map_or("", |value| &value.text);
            if switches_off(&assignment.name, value) {
                report(assignment.span, &assignment.name, findings);
            }
        }
        // Nobody listens between a container and itself.
        let here = command.words.iter().any(|word| LOCAL.iter().any(|host| word.text.contains(host)));
        let Some(word) = unchecked(command).filter(|_| !here) else { continue };
        let finding = report(word.span, &word.text, findings);
        if is_verified(run, command) {
            finding.severity(Severity::Info);
        }
    }
}

fn check_variables(step: &Step<'_>, findings: &mut Findings) {
    match &step.instruction.kind {
        Kind::Arg(pairs) => {
            for pair in pairs {
                if pair.value.as_ref().is_some_and(|value| switches_off(&pair.name.value, &value.value)) {
                    report(pair.span, &pair.name.value, findings);
                }
            }
        }
        Kind::Env(pairs) => {
            for pair in pairs.pairs.iter().filter(|pair| switches_off(&pair.key.value, &pair.value.value)) {
                report(pair.span, &pair.key.value, findings);
            }
        }
        _ => {}
    }
}

const LOCAL: &[&str] = &["://localhost", "://127.0.0.1", "://[::1]"];

/// Whether what a command fetches is compared with a checksum, so that it does not matter who has sent it.
fn is_verified(run: &Run<'_>, command: &Command) -> bool {
    run.facts.pieces.iter().any(|piece| {
        let mut downloads = piece.deeds.downloads.iter();
        downloads.any(|download| match (&download.to, piece.script.commands.get(download.command)) {
            (Destination::Path(path, _), Some(of)) => {
                of.span == command.span && file_verified(&piece.script, download.command, path)
            }
            _ => false,
        })
    })
}

fn report<'f>(span: Span, what: &str, findings: &'f mut Findings) -> Finding<'f> {
    findings
        .at(span, format!("with `{what}` nobody checks who answers"))
        .help("install the missing certificate (`ca-certificates`, or your own authority's) and leave the check on")
}

/// Whether a variable of that value switches checks off. Sources: the documentation of Node.js, Python, git, pip, npm.
fn switches_off(name: &str, value: &str) -> bool {
    let value = value.trim_matches(['"', '\'']);
    match name {
        "NODE_TLS_REJECT_UNAUTHORIZED" | "PYTHONHTTPSVERIFY" => value == "0",
        "GIT_SSL_NO_VERIFY" | "PIP_TRUSTED_HOST" => !value.is_empty(),
        "NPM_CONFIG_STRICT_SSL" | "npm_config_strict_ssl" | "YARN_STRICT_SSL" => value.eq_ignore_ascii_case("false"),
        _ => false,
    }
}

/// The word of a command that switches checks off.
fn unchecked(command: &Command) -> Option<&Word> {
    let words = command.words.get(1..)?;
    let behind = |option: &'static str, off: &'static [&'static str]| {
        words
            .windows(2)
            .find(|pair| pair[0].text.eq_ignore_ascii_case(option) && off.contains(&&*pair[1].text))
            .map(|pair| &pair[0])
    };
    let word = |texts: &'static [&'static str]| {
        words.iter().find(|word| texts.iter().any(|text| word.text.eq_ignore_ascii_case(text)))
    };
    match program_name(command.name()?) {
        "curl" => words.iter().find(|word| &*word.text == "--insecure" || has_k(&word.text)),
        "wget" | "wget2" => word(&["--no-check-certificate"]),
        "pip" | "pip3" | "python" | "python3" => words.iter().find(|word| word.text.starts_with("--trusted-host")),
        "uv" => words.iter().find(|word| word.text.starts_with("--allow-insecure-host")),
        "npm" | "yarn" | "pnpm" => behind("strict-ssl", &["false"])
            .or_else(|| word(&["--strict-ssl=false", "--no-strict-ssl", "strict-ssl=false"])),
        "git" => {
            behind("http.sslVerify", &["false", "0"]).or_else(|| word(&["http.sslVerify=false", "http.sslVerify=0"]))
        }
        "yum" | "dnf" | "microdnf" | "tdnf" => word(&["--setopt=sslverify=0", "--setopt=sslverify=false"]),
        "conda" | "mamba" | "micromamba" => behind("ssl_verify", &["no", "false", "False"]),
        _ => None,
    }
}

/// `-k`, `-fsSLk`: options of one letter that stand together, up to one that takes the rest as its value.
fn has_k(text: &str) -> bool {
    let Some(letters) = text.strip_prefix('-').filter(|letters| !letters.starts_with('-')) else {
        return false;
    };
    letters.chars().take_while(|letter| !"AbcCdDeEFhHKmoPQrtTuUwxXyYz".contains(*letter)).any(|letter| letter == 'k')
}
