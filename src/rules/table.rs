//! The table of all rules, and how a user's word finds its rule.

use super::Rule;

/// Every rule, by group and name.
pub static ALL: &[&Rule] = &[];

/// The rule of that name.
pub fn by_name(name: &str) -> Option<&'static Rule> {
    ALL.iter().copied().find(|rule| rule.name == name)
}

/// The rules that an alias stands for, each with the variant where the alias means one: `DL3018` and `hadolint:DL3018`.
pub fn by_alias(_code: &str) -> Vec<(&'static Rule, Option<&'static str>)> {
    Vec::new()
}

/// The rules that a word in a configuration, a comment or on the command line stands for: a name or an alias.
pub fn resolve(word: &str) -> Vec<(&'static Rule, Option<&'static str>)> {
    by_name(word).map_or_else(|| by_alias(word), |rule| vec![(rule, None)])
}

/// The rule name nearest to a word that names none, if one is near.
pub fn nearest(_word: &str) -> Option<&'static str> {
    None
}
