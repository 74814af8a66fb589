//! Credentials in ARG and ENV: both stay readable in the image.

use super::super::prelude::*;
use crate::knowledge::credentials::{credential_name, is_credential_to_buildkit, is_identifier, is_placeholder};

/// The rule.
pub static RULE: Rule = Rule {
    name: "secret-in-arg-or-env",
    group: Group::Security,
    severity: Severity::Warning,
    recommended: true,
    workshop: true,
    aliases: &[
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
    ],
    fix: FixKind::None,
    page: include_str!("../../../rules/security/secret-in-arg-or-env.md"),
    checks: &[Check::Instruction(&[Keyword::Arg, Keyword::Env], check)],
};

fn check(step: &Step<'_>, findings: &mut Findings) {
    match &step.instruction.kind {
        Kind::Arg(pairs) => {
            for pair in pairs {
                let name = &*pair.name.value;
                let telling = pair.value.as_ref().is_none_or(|value| !is_switch(&value.value));
                if let Some(variant) = variant(step, name, telling) {
                    findings
                        .at(
                            pair.name.span,
                            format!("the value of the build argument `{name}` stays in the image's history"),
                        )
                        .variant(variant)
                        .help("mount it for the one RUN that needs it: `RUN --mount=type=secret,id=…`");
                }
            }
        }
        Kind::Env(pairs) => {
            for pair in &pairs.pairs {
                let (name, raw) = (&*pair.key.value, &*pair.value.value);
                // What a variable brings is no sample.
                let telling = raw.contains('$') || !(is_switch(raw) || is_placeholder(raw));
                if let Some(variant) = variant(step, name, telling) {
                    findings
                        .at(pair.key.span, format!("everybody who has the image can read the value of `{name}`"))
                        .variant(variant)
                        .help(
                            "set it when the container starts, or mount it as a secret for the one RUN that needs it",
                        );
                }
            }
        }
        _ => {}
    }
}

/// The case of a variable; `telling` is whether its value may be a credential, which peers do not ask.
fn variant(step: &Step<'_>, name: &str, telling: bool) -> Option<&'static str> {
    let more = &step.file.options.credential_words;
    let named = credential_name(name).is_some() || more.iter().any(|word| has_word(name, word));
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

/// Whether a value switches something or says where the credential is: a number, `true`, a path.
fn is_switch(raw: &str) -> bool {
    let value = raw.trim_matches(['"', '\'']);
    let number = !value.is_empty() && value.len() < 6 && value.bytes().all(|byte| byte.is_ascii_digit());
    let word = ["true", "false", "yes", "no", "on", "off"].iter().any(|word| value.eq_ignore_ascii_case(word));
    number || word || value.starts_with('/')
}

/// Whether a name begins or ends with a word of the configuration, between separators.
fn has_word(name: &str, word: &str) -> bool {
    let (name, word) = (name.to_ascii_lowercase(), word.to_ascii_lowercase());
    let rest = name.strip_prefix(&*word).filter(|rest| rest.is_empty() || rest.starts_with('_'));
    rest.or_else(|| name.strip_suffix(&*word).filter(|rest| rest.ends_with('_'))).is_some() && !word.is_empty()
}
