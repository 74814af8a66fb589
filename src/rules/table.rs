//! The table of all rules, and how a user's word finds its rule.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::{Rule, context, correctness, layers, packages, size, style};

/// Every rule: ours, then those of the shell linter.
pub static ALL: LazyLock<Vec<&'static Rule>> =
    LazyLock::new(|| OURS.iter().copied().chain(super::shellcheck::RULES.iter()).collect());

/// Our rules, one line each, in alphabetical order of the lines.
pub static OURS: &[&Rule] = &[
    &context::copy_ignored_file::RULE,
    &context::copy_source_missing::RULE,
    &context::dockerignore_broken_pattern::RULE,
    &context::dockerignore_missing::RULE,
    &context::large_build_context::RULE,
    &context::sensitive_file_in_context::RULE,
    &context::whole_context_copied::RULE,
    &correctness::base_image_platform_mismatch::RULE,
    &correctness::circular_stage_dependency::RULE,
    &correctness::constant_platform_in_from::RULE,
    &correctness::copy_from_empty_stage::RULE,
    &correctness::copy_from_own_stage::RULE,
    &correctness::copy_from_unknown_stage::RULE,
    &correctness::copy_multiple_sources_needs_slash::RULE,
    &correctness::copy_relative_destination_without_workdir::RULE,
    &correctness::dockerfile_parse_error::RULE,
    &correctness::duplicate_stage_name::RULE,
    &correctness::empty_continuation_line::RULE,
    &correctness::expose_host_mapping::RULE,
    &correctness::expose_port_out_of_range::RULE,
    &correctness::global_arg_not_redeclared::RULE,
    &correctness::instruction_before_from::RULE,
    &correctness::invalid_default_arg_in_from::RULE,
    &correctness::invalid_healthcheck::RULE,
    &correctness::invalid_image_reference::RULE,
    &correctness::invalid_instruction_arguments::RULE,
    &correctness::invalid_json_form::RULE,
    &correctness::invalid_onbuild_trigger::RULE,
    &correctness::maintainer_deprecated::RULE,
    &correctness::redundant_target_platform::RULE,
    &correctness::relative_workdir::RULE,
    &correctness::repeated_single_use_instruction::RULE,
    &correctness::reserved_stage_name::RULE,
    &correctness::source_outside_build_context::RULE,
    &correctness::typographic_character_in_instruction::RULE,
    &correctness::undefined_arg_in_from::RULE,
    &correctness::undefined_variable::RULE,
    &correctness::unknown_instruction::RULE,
    &correctness::unused_arg::RULE,
    &correctness::unused_stage::RULE,
    &correctness::write_after_volume::RULE,
    &layers::cleanup_in_later_layer::RULE,
    &layers::consecutive_run_instructions::RULE,
    &layers::package_index_update_in_own_layer::RULE,
    &packages::duplicate_package::RULE,
    &size::build_tools_in_final_stage::RULE,
    &size::download_left_in_layer::RULE,
    &size::high_uid_without_no_log_init::RULE,
    &size::language_cache_not_removed::RULE,
    &size::package_cache_not_removed::RULE,
    &size::recommended_packages_installed::RULE,
    &style::expose_protocol_casing::RULE,
    &style::from_as_casing::RULE,
    &style::inconsistent_instruction_casing::RULE,
    &style::invalid_description_comment::RULE,
    &style::legacy_key_value_format::RULE,
    &style::long_single_line_command::RULE,
    &style::numeric_stage_reference::RULE,
    &style::stage_name_casing::RULE,
    &style::unsorted_packages::RULE,
    &style::unused_suppression::RULE,
];

/// A rule that a word stands for, and the variant where the word means only one.
pub type Meant = (&'static Rule, Option<&'static str>);

/// The rules by name.
static NAMES: LazyLock<HashMap<&'static str, &'static Rule>> =
    LazyLock::new(|| ALL.iter().map(|rule| (rule.name, *rule)).collect());

/// What each code stands for, with and without its linter's name, in lower case.
static CODES: LazyLock<HashMap<String, Vec<Meant>>> = LazyLock::new(|| {
    let mut codes: HashMap<String, Vec<Meant>> = HashMap::new();
    for rule in ALL.iter().copied() {
        for alias in rule.aliases {
            let (full, variant) = split(alias);
            for code in [full, bare(full)] {
                let meant = codes.entry(code.to_ascii_lowercase()).or_default();
                if !meant.iter().any(|(known, of)| known.name == rule.name && *of == variant) {
                    meant.push((rule, variant));
                }
            }
        }
    }
    codes
});

/// The rule of that name.
pub fn by_name(name: &str) -> Option<&'static Rule> {
    NAMES.get(name).copied()
}

/// The rules that an alias stands for, each with the variant where the alias means one: `DL3018`, `hadolint:DL3018`.
/// Letter case does not matter.
pub fn by_alias(code: &str) -> Vec<Meant> {
    CODES.get(&code.to_ascii_lowercase()).cloned().unwrap_or_default()
}

/// The rules that some linter's codes stand for, `hadolint` for every `hadolint:…`: what that linter checks.
pub fn by_peer(peer: &str) -> Vec<(&'static str, Meant)> {
    let aliases = ALL.iter().flat_map(|rule| rule.aliases.iter().map(move |alias| (*rule, *alias)));
    aliases
        .filter_map(|(rule, alias)| {
            let (full, variant) = split(alias);
            let (of, code) = full.split_once(':')?;
            (of == peer).then_some((code, (rule, variant)))
        })
        .collect()
}

/// The rules that a word in a configuration, a comment or on the command line stands for: a name or an alias.
pub fn resolve(word: &str) -> Vec<Meant> {
    by_name(word).map_or_else(|| by_alias(word), |rule| vec![(rule, None)])
}

/// The rule name nearest to a word that names none, if one is near; for a word like `DL3080` the nearest code.
pub fn nearest(word: &str) -> Option<&'static str> {
    let names = ALL.iter().map(|rule| rule.name);
    let codes = ALL.iter().flat_map(|rule| rule.aliases.iter()).map(|alias| {
        let full = split(alias).0;
        if word.contains(':') { full } else { bare(full) }
    });
    nearest_of(word, names.chain(codes))
}

/// The candidate with the smallest edit distance to `word`, if it is small for the word's length; the first of equals.
pub fn nearest_of<'a>(word: &str, candidates: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    const LONGEST: usize = 100;
    if word.len() > LONGEST {
        return None;
    }
    let allowed = (word.chars().count() / 3).clamp(1, 4);
    candidates
        .map(|candidate| (edit_distance(word, candidate), candidate))
        .filter(|(distance, _)| *distance <= allowed)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// Insertions, deletions, replacements and swaps of neighbours that make one word the other, letter case aside.
fn edit_distance(left: &str, right: &str) -> usize {
    let left: Vec<char> = left.chars().map(|c| c.to_ascii_lowercase()).collect();
    let right: Vec<char> = right.chars().map(|c| c.to_ascii_lowercase()).collect();
    let mut before: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=right.len()).collect();
    for (i, a) in left.iter().enumerate() {
        let mut row = Vec::with_capacity(right.len() + 1);
        row.push(i + 1);
        for (j, b) in right.iter().enumerate() {
            let replaced = above[j] + usize::from(a != b);
            let mut best = replaced.min(above[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && *a == right[j - 1] && left[i - 1] == *b {
                best = best.min(before[j - 1] + 1);
            }
            row.push(best);
        }
        before = std::mem::replace(&mut above, row);
    }
    above.last().copied().unwrap_or(0)
}

/// An alias without its variant, and the variant.
fn split(alias: &'static str) -> (&'static str, Option<&'static str>) {
    alias.split_once(' ').map_or((alias, None), |(code, variant)| (code, Some(variant)))
}

/// A code without its linter's name.
fn bare(code: &'static str) -> &'static str {
    code.split_once(':').map_or(code, |(_, bare)| bare)
}
