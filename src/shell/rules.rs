//! Which of ShellCheck's rules are in force, and what is said of each. The rows below are the whole policy: what is in
//! none of them and has a code of ShellCheck's is on.

use std::collections::HashMap;
use std::sync::LazyLock;

use shuck_linter::{Rule, RuleSet, ShellCheckCodeMap, ShellCheckLevel, rule_metadata};

use super::{Dialect, Host};
use crate::diagnostic::Severity;

/// A rule of the ShellCheck class.
#[derive(Clone, Debug)]
pub struct ShellRule {
    /// Its name: `shell/unquoted-expansion`.
    pub name: &'static str,
    /// ShellCheck's code as a number, 2086 for SC2086.
    pub code: u32,
    /// As ShellCheck grades it.
    pub severity: Severity,
    /// What it is about: one sentence.
    pub description: &'static str,
    /// Why, and what to do.
    pub rationale: &'static str,
    /// What its repair does, where it has one.
    pub fix: Option<&'static str>,
}

/// Off everywhere: code and reason.
static OFF: &[(u32, &str)] = &[
    (1090, "the sourced file is in the image, not beside the Dockerfile"),
    (1091, "the sourced file is in the image, not beside the Dockerfile"),
    (2148, "the dialect is always given; whether a script has a shebang is asked of `shebang`"),
];

/// Off in an instruction's text: code and reason.
static OFF_IN_RUN: &[(u32, &str)] = &[
    (1075, "`else` and the `if` on the next line stand behind each other once the lines are joined"),
    (1114, "an instruction has no shebang"),
    (1115, "an instruction has no shebang"),
    (1128, "an instruction has no shebang"),
    (2096, "an instruction has no shebang"),
    (2239, "an instruction has no shebang"),
    (2291, "counts blanks, and continued lines are joined by blanks"),
];

/// Off in BusyBox `ash`, which knows these beyond POSIX (configuration of the images of Alpine and BusyBox).
static OFF_IN_ASH: &[(u32, &str)] = &[
    (3001, "process substitution"),
    (3003, "$'…'"),
    (3010, "[[ ]]"),
    (3012, "[[ < ]]"),
    (3013, "-nt and its kind"),
    (3014, "== in test"),
    (3015, "=~"),
    (3020, "&>"),
    (3026, "[^a]"),
    (3037, "flags of echo"),
    (3040, "set -o pipefail"),
    (3042, "let"),
    (3043, "local"),
    (3045, "flags of read and others"),
    (3046, "source"),
    (3048, "signals with SIG in front"),
    (3051, "source"),
    (3057, "${x:1:2}"),
    (3060, "${x/a/b}"),
    (3061, "read without a name"),
];

/// Codes whose repair of the crate's is not offered: code and reason.
static NOT_REPAIRED: &[(u32, &str)] = &[
    (1007, "in `A= B= && c` two variables are emptied, and gluing them together is another assignment"),
    (1083, "a brace that is meant is quoted with its word, not escaped by itself"),
    (2016, "what stands between single quotes is meant for another program"),
    (2026, "words are parted by quotes on purpose, and more quotes do not read better"),
    (2034, "a name that nothing reads is a slip or left over, and `_` is neither"),
    (2048, "`\"$*\"` would be one word, and `\"$@\"` is what is meant"),
    (2206, "a list is split on purpose"),
    (2207, "a list is split on purpose"),
    (2211, "in quotes the wildcard would find nothing"),
    (2261, "a `>` that is part of a word, `pkg>=1.0`, lacks quotes"),
    (2327, "the redirection is what is wanted as often as the output"),
    (2328, "the redirection is what is wanted as often as the output"),
];

/// The largest codes that ShellCheck 0.11 gives; larger ones are the crate's own.
fn is_shellcheck(code: u32) -> bool {
    matches!(code, 1000..=1149 | 2000..=2335 | 3000..=3067)
}

/// Whether a code says that a plain POSIX shell does not know something.
pub fn is_portability(code: u32) -> bool {
    (3000..4000).contains(&code)
}

struct Table {
    rules: Vec<ShellRule>,
    by_rule: HashMap<Rule, usize>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let mut table = Table { rules: Vec::new(), by_rule: HashMap::new() };
    let codes = ShellCheckCodeMap::default();
    let mut known: Vec<(u32, Rule)> =
        codes.mappings().filter(|(code, _)| is_shellcheck(*code) && OFF.iter().all(|(off, _)| off != code)).collect();
    known.sort_by_key(|(code, _)| *code);
    for (code, rule) in known {
        let Some(metadata) = rule_metadata(rule) else { continue };
        table.by_rule.insert(rule, table.rules.len());
        table.rules.push(ShellRule {
            // Some 300 short names, made once and kept as long as the program runs.
            name: Box::leak(name(rule).into_boxed_str()),
            code,
            severity: match metadata.shellcheck_level {
                Some(ShellCheckLevel::Error) => Severity::Error,
                Some(ShellCheckLevel::Warning) | None => Severity::Warning,
                Some(ShellCheckLevel::Info) => Severity::Info,
                Some(ShellCheckLevel::Style) => Severity::Style,
            },
            description: metadata.description,
            rationale: metadata.rationale,
            fix: metadata.fix_description.filter(|_| NOT_REPAIRED.iter().all(|(of, _)| *of != code)),
        });
    }
    table
});

/// `UnquotedExpansion` as `shell/unquoted-expansion`.
fn name(rule: Rule) -> String {
    let mut name = String::from("shell/");
    for letter in format!("{rule:?}").chars() {
        if letter.is_ascii_uppercase() && !name.ends_with('/') {
            name.push('-');
        }
        name.push(letter.to_ascii_lowercase());
    }
    name
}

/// The rules that can fire, by code.
pub fn rules() -> &'static [ShellRule] {
    &TABLE.rules
}

/// Our rule for the crate's.
pub(super) fn rule(rule: Rule) -> Option<&'static ShellRule> {
    TABLE.by_rule.get(&rule).map(|index| &TABLE.rules[*index])
}

/// Looks at every use of every variable, and has nothing to say without arrays.
const ARRAY_AS_STRING: u32 = 2178;

/// The crate's rules in force for a text; `arrays` says whether there may be some in it.
pub(super) fn in_force(host: Host, dialect: Dialect, arrays: bool) -> RuleSet {
    let off = |code: u32| {
        !arrays && code == ARRAY_AS_STRING
            || host == Host::Instruction && OFF_IN_RUN.iter().any(|(off, _)| *off == code)
            || dialect == Dialect::Ash && OFF_IN_ASH.iter().any(|(off, _)| *off == code)
    };
    TABLE.by_rule.iter().filter(|(_, index)| !off(TABLE.rules[**index].code)).map(|(rule, _)| *rule).collect()
}
