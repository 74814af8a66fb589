//! Credentials in ARG and ENV: both stay readable in the image.

use super::super::prelude::*;
use crate::knowledge::credentials::{
    has_word, is_credential_name, is_credential_to_buildkit, is_fingerprint, is_identifier, is_placeholder, is_switch,
};
use crate::knowledge::passwords::is_file_name;

pub(crate) static RULE: Rule = Rule::new("secret-in-arg-or-env", Group::Security, Severity::Warning)
    .recommended()
    .workshop()
    .aliases(&[
        "hadolint:DL3064 plain",
        "hadolint:DL3064 name",
        "hadolint:DL3064 hadolint-only",
        "hadolint:DL3064 peers-only",
        "buildkit:SecretsUsedInArgOrEnv plain",
        "buildkit:SecretsUsedInArgOrEnv buildkit-only",
        "buildkit:SecretsUsedInArgOrEnv peers-only",
        "tally:ruby/secrets-in-arg-or-env",
        "tally:ruby/prefer-secret-mounts-for-build-credentials",
        "tally:ruby/asset-precompile-without-dummy-key",
        "droast:DF014",
        "trivy:DS-0031",
        "kics:env_instruction_has_secret",
        "kics:secrets_env",
        "kics:passwords_and_secrets_in_infrastructure_code_dockerfile",
        "semgrep:secret-in-build-arg",
    ])
    .page(include_str!("../../../rules/security/secret-in-arg-or-env.md"))
    .checks(&[Check::Instruction(&[Keyword::Arg, Keyword::Env], check)]);

fn check(step: &Step<'_>, findings: &mut Findings) {
    let build_argument = step.instruction.keyword == Keyword::Arg;
    for pair in step.instruction.kind.settings() {
        let (name, raw) = (&*pair.name.value, pair.value.map(|value| &*value.value));
        let named = is_named(step, name);
        if !named && !is_credential_to_buildkit(name) {
            continue;
        }
        let (telling, message, help) = if build_argument {
            (
                raw.is_none_or(|raw| !is_switch(raw) && !is_fingerprint(raw)),
                format!("the value of the build argument `{name}` stays in the image's history"),
                "mount it for the one RUN that needs it: `RUN --mount=type=secret,id=…`",
            )
        } else {
            (
                // What a variable brings is no sample, unless its default is a switch.
                !raw.is_some_and(|raw| hands_on(step, name, raw))
                    && raw.is_some_and(|raw| {
                        raw.contains('$')
                            && !step
                                .expand(raw)
                                .as_known()
                                .is_some_and(|value| is_switch(value) || is_fingerprint(value))
                            || !(raw.contains('$')
                                || is_switch(raw)
                                || is_placeholder(raw)
                                || is_file_name(raw)
                                || is_fingerprint(raw))
                    }),
                format!("everybody who has the image can read the value of `{name}`"),
                "set it when the container starts, or mount it as a secret for the one RUN that needs it",
            )
        };
        if let Some(variant) = variant(name, named, telling) {
            findings.at(pair.name.span, message).variant(variant).help(help);
        }
    }
}

/// Whether a name promises a credential, to us or to the one who configures lotse.
fn is_named(step: &Step<'_>, name: &str) -> bool {
    is_credential_name(name) || step.file.options.credential_words.iter().any(|word| has_word(name, word))
}

/// The case of a variable; `telling` is whether its value may be a credential, which peers do not ask.
fn variant(name: &str, named: bool, telling: bool) -> Option<&'static str> {
    match (named, telling, is_credential_to_buildkit(name)) {
        (true, true, true) => Some("plain"),
        (true, true, false) => Some("name"),
        (true, false, true) => Some("peers-only"),
        (true, false, false) => Some("hadolint-only"),
        (false, _, true) if is_identifier(name) => Some("peers-only"),
        (false, _, true) => Some("buildkit-only"),
        (false, _, false) => None,
    }
}

/// `ENV NAME=${NAME:-}` without such a build argument: what the base image has, if anything.
fn hands_on(step: &Step<'_>, name: &str, raw: &str) -> bool {
    let rest = raw.trim_matches('"').strip_prefix("${").and_then(|rest| rest.strip_prefix(name));
    let given = || {
        let instructions = step.file.dockerfile.instructions.get(..step.index).unwrap_or_default();
        instructions.iter().any(|before| before.kind.settings().any(|pair| *pair.name.value == *name))
    };
    rest.is_some_and(|rest| matches!(rest, "}" | ":-}" | "-}")) && !given()
}
