//! The table of all rules, and how a user's word finds its rule.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::{
    Rule, context, correctness, image, layers, packages, reproducibility, runtime, security, shell, size, style,
};

/// Every rule: ours, then those of the shell linter.
pub static ALL: LazyLock<Vec<&'static Rule>> =
    LazyLock::new(|| OURS.iter().copied().chain(super::shellcheck::RULES.iter()).collect());

/// Our rules, one line each, in alphabetical order of the lines.
pub static OURS: &[&Rule] = &[
    &context::copy_ignored_file::RULE,
    &context::copy_source_missing::RULE,
    &context::dockerignore_broken_pattern::RULE,
    &context::dockerignore_missing::RULE,
    &context::dockerignore_pattern_only_matches_root::RULE,
    &context::large_build_context::RULE,
    &context::sensitive_file_in_context::RULE,
    &context::whole_context_copied::RULE,
    &correctness::add_instead_of_copy::RULE,
    &correctness::base_image_platform_mismatch::RULE,
    &correctness::circular_stage_dependency::RULE,
    &correctness::constant_platform_in_from::RULE,
    &correctness::copy_from_empty_stage::RULE,
    &correctness::copy_from_own_stage::RULE,
    &correctness::copy_from_unknown_stage::RULE,
    &correctness::copy_multiple_sources_needs_slash::RULE,
    &correctness::copy_relative_destination_without_workdir::RULE,
    &correctness::dockerfile_parse_error::RULE,
    &correctness::duplicate_label_key::RULE,
    &correctness::duplicate_stage_name::RULE,
    &correctness::empty_continuation_line::RULE,
    &correctness::entrypoint_script_not_runnable::RULE,
    &correctness::env_reads_sibling_value::RULE,
    &correctness::expose_host_mapping::RULE,
    &correctness::expose_port_out_of_range::RULE,
    &correctness::final_stage_on_build_platform::RULE,
    &correctness::global_arg_not_redeclared::RULE,
    &correctness::gpu_query_at_build_time::RULE,
    &correctness::ineffective_parser_directive::RULE,
    &correctness::instruction_before_from::RULE,
    &correctness::instruction_swallowed_by_continuation::RULE,
    &correctness::invalid_default_arg_in_from::RULE,
    &correctness::invalid_healthcheck::RULE,
    &correctness::invalid_image_reference::RULE,
    &correctness::invalid_instruction_arguments::RULE,
    &correctness::invalid_json_form::RULE,
    &correctness::invalid_label_value::RULE,
    &correctness::invalid_onbuild_trigger::RULE,
    &correctness::label_schema_violation::RULE,
    &correctness::maintainer_deprecated::RULE,
    &correctness::missing_package_index_update::RULE,
    &correctness::named_user_without_passwd::RULE,
    &correctness::redundant_target_platform::RULE,
    &correctness::relative_workdir::RULE,
    &correctness::repeated_single_use_instruction::RULE,
    &correctness::reserved_stage_name::RULE,
    &correctness::root_command_after_user_switch::RULE,
    &correctness::shell_form_in_scratch::RULE,
    &correctness::shell_state_lost_after_run::RULE,
    &correctness::shell_syntax_in_exec_form::RULE,
    &correctness::source_outside_build_context::RULE,
    &correctness::syntax_version_too_old::RULE,
    &correctness::tilde_not_expanded::RULE,
    &correctness::typographic_character_in_instruction::RULE,
    &correctness::undefined_arg_in_from::RULE,
    &correctness::undefined_variable::RULE,
    &correctness::unknown_instruction::RULE,
    &correctness::unsupported_on_windows::RULE,
    &correctness::unused_arg::RULE,
    &correctness::unused_stage::RULE,
    &correctness::write_after_volume::RULE,
    &image::image_base_not_allowed::RULE,
    &image::image_base_unknown::RULE,
    &image::image_build_context_files::RULE,
    &image::image_build_leftovers::RULE,
    &image::image_compiler_in_final::RULE,
    &image::image_created_implausible::RULE,
    &image::image_credential_file::RULE,
    &image::image_digest_mismatch::RULE,
    &image::image_duplicate_id::RULE,
    &image::image_editor_leftovers::RULE,
    &image::image_empty_password::RULE,
    &image::image_entrypoint_missing::RULE,
    &image::image_env_secret::RULE,
    &image::image_exposed_many::RULE,
    &image::image_exposed_ssh::RULE,
    &image::image_healthcheck_lost::RULE,
    &image::image_history_instruction::RULE,
    &image::image_history_mismatch::RULE,
    &image::image_history_secret::RULE,
    &image::image_latest_tag::RULE,
    &image::image_leftover_apt_lists::RULE,
    &image::image_leftover_lang_cache::RULE,
    &image::image_leftover_pkg_cache::RULE,
    &image::image_log_files::RULE,
    &image::image_malformed_layer::RULE,
    &image::image_missing_oci_labels::RULE,
    &image::image_no_healthcheck::RULE,
    &image::image_not_reproducible::RULE,
    &image::image_platform_mismatch::RULE,
    &image::image_private_key::RULE,
    &image::image_secret_in_lower_layer::RULE,
    &image::image_setuid::RULE,
    &image::image_shell_form_entrypoint::RULE,
    &image::image_ssh_host_key::RULE,
    &image::image_sudo_installed::RULE,
    &image::image_user_root::RULE,
    &image::image_user_unresolvable::RULE,
    &image::image_vcs_directory::RULE,
    &image::image_version_file::RULE,
    &image::image_volume_data_lost::RULE,
    &image::image_volume_sensitive::RULE,
    &image::image_world_writable::RULE,
    &image::layer_deleted_bytes::RULE,
    &image::layer_duplicate_content::RULE,
    &image::layer_empty::RULE,
    &image::layer_large::RULE,
    &image::layer_metadata_only_copy::RULE,
    &image::layer_overwritten_bytes::RULE,
    &image::layer_too_many::RULE,
    &image::layer_user_efficiency::RULE,
    &layers::cache_mount_recommended::RULE,
    &layers::cleanup_in_later_layer::RULE,
    &layers::consecutive_run_instructions::RULE,
    &layers::dependencies_after_source_copy::RULE,
    &layers::package_index_update_in_own_layer::RULE,
    &layers::recursive_chown_in_own_layer::RULE,
    &layers::volatile_arg_before_install::RULE,
    &packages::apt_instead_of_apt_get::RULE,
    &packages::apt_key_usage::RULE,
    &packages::debian_frontend_in_env::RULE,
    &packages::duplicate_package::RULE,
    &packages::missing_assume_yes::RULE,
    &packages::nvidia_runtime_in_image::RULE,
    &reproducibility::base_image_not_pinned_by_digest::RULE,
    &reproducibility::floating_download_url::RULE,
    &reproducibility::latest_tag::RULE,
    &reproducibility::lockfile_not_enforced::RULE,
    &reproducibility::package_upgrade_in_build::RULE,
    &reproducibility::provenance_labels_missing::RULE,
    &reproducibility::release_upgrade_in_build::RULE,
    &reproducibility::unpinned_git_source::RULE,
    &reproducibility::unpinned_language_package::RULE,
    &reproducibility::unpinned_system_package::RULE,
    &reproducibility::untagged_base_image::RULE,
    &runtime::background_process_in_entrypoint::RULE,
    &runtime::background_process_in_run::RULE,
    &runtime::copy_after_user_without_chown::RULE,
    &runtime::default_command_missing::RULE,
    &runtime::entrypoint_ignores_cmd::RULE,
    &runtime::entrypoint_without_exec::RULE,
    &runtime::exposed_port_missing::RULE,
    &runtime::healthcheck_always_succeeds::RULE,
    &runtime::healthcheck_command_not_installed::RULE,
    &runtime::install_at_startup::RULE,
    &runtime::keep_alive_command::RULE,
    &runtime::log_written_to_file::RULE,
    &runtime::main_process_daemonizes::RULE,
    &runtime::missing_healthcheck::RULE,
    &runtime::multiple_services_in_one_image::RULE,
    &runtime::pointless_command_in_run::RULE,
    &runtime::shell_form_command::RULE,
    &runtime::stopsignal_mismatch::RULE,
    &runtime::unbounded_wait_loop::RULE,
    &runtime::ungraceful_stopsignal::RULE,
    &security::add_url_without_checksum::RULE,
    &security::copy_whole_stage_filesystem::RULE,
    &security::created_user_never_used::RULE,
    &security::debug_tool_in_final_stage::RULE,
    &security::eol_base_image::RULE,
    &security::extra_package_index::RULE,
    &security::hardcoded_secret_value::RULE,
    &security::host_access_in_build::RULE,
    &security::missing_user::RULE,
    &security::non_numeric_user::RULE,
    &security::package_signature_check_disabled::RULE,
    &security::password_on_command_line::RULE,
    &security::password_set_in_build::RULE,
    &security::plain_http_download::RULE,
    &security::remote_script_piped_to_shell::RULE,
    &security::risky_exposed_port::RULE,
    &security::root_user_in_final_stage::RULE,
    &security::secret_file_copied::RULE,
    &security::secret_in_arg_or_env::RULE,
    &security::secret_persisted_in_layer::RULE,
    &security::ssh_server_in_image::RULE,
    &security::sudo_in_run::RULE,
    &security::tls_verification_disabled::RULE,
    &security::untrusted_registry::RULE,
    &security::unverified_download::RULE,
    &security::user_group_drops_supplementary_groups::RULE,
    &security::workdir_in_system_directory::RULE,
    &security::world_writable_permissions::RULE,
    &shell::bash_syntax_in_posix_shell::RULE,
    &shell::cd_instead_of_workdir::RULE,
    &shell::curl_without_fail::RULE,
    &shell::default_shell_replaced::RULE,
    &shell::heredoc_without_errexit::RULE,
    &shell::pipe_without_pipefail::RULE,
    &shell::powershell_fail_fast_missing::RULE,
    &shell::script_without_errexit::RULE,
    &shell::semicolon_chain_ignores_failure::RULE,
    &shell::shell_not_in_image::RULE,
    &shell::wget_progress_output::RULE,
    &size::build_tools_in_final_stage::RULE,
    &size::copied_archive_extracted::RULE,
    &size::dev_dependencies_in_final_stage::RULE,
    &size::download_left_in_layer::RULE,
    &size::full_base_image::RULE,
    &size::high_uid_without_no_log_init::RULE,
    &size::language_cache_not_removed::RULE,
    &size::package_already_in_base_image::RULE,
    &size::package_cache_not_removed::RULE,
    &size::recommended_packages_installed::RULE,
    &size::sdk_image_in_final_stage::RULE,
    &size::virtual_build_deps_not_removed::RULE,
    &size::wget_and_curl_both_used::RULE,
    &style::expose_protocol_casing::RULE,
    &style::from_as_casing::RULE,
    &style::inconsistent_instruction_casing::RULE,
    &style::inline_suppression::RULE,
    &style::invalid_description_comment::RULE,
    &style::invalid_label_key::RULE,
    &style::legacy_key_value_format::RULE,
    &style::long_single_line_command::RULE,
    &style::numeric_stage_reference::RULE,
    &style::stage_name_casing::RULE,
    &style::unformatted_file::RULE,
    &style::unsorted_packages::RULE,
    &style::unused_suppression::RULE,
];

/// A rule that a word stands for, and the variant where the word means only one.
pub type Meant = (&'static Rule, Option<&'static str>);

/// The rules by name.
static NAMES: LazyLock<HashMap<&'static str, &'static Rule, foldhash::fast::RandomState>> =
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
    let told = telling_words(word);
    if let Some(same) = names.clone().find(|name| !told.is_empty() && telling_words(name) == told) {
        return Some(same);
    }
    let codes = ALL.iter().flat_map(|rule| rule.aliases.iter()).map(|alias| {
        let full = split(alias).0;
        if word.contains(':') { full } else { bare(full) }
    });
    nearest_of(word, names.chain(codes))
}

/// The words of a name that say what it is about, sorted: those of `no-default-command` are those of `default-command-missing`.
fn telling_words(name: &str) -> Vec<&str> {
    let mut words: Vec<&str> =
        name.split('-').filter(|word| !matches!(*word, "" | "missing" | "no" | "not" | "without")).collect();
    words.sort_unstable();
    words
}

/// The candidate with the smallest edit distance to `word`, if it is small for the word's length; the first of equals.
pub fn nearest_of<'a>(word: &str, candidates: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    const LONGEST: usize = 100;
    if word.len() > LONGEST {
        return None;
    }
    let allowed = (word.chars().count() / 3).clamp(1, 4);
    // So many bytes make no more than this many changes.
    let is_near = |candidate: &&str| {
        !word.is_ascii() || candidate.len().abs_diff(word.len()) <= allowed && missing(candidate, word) <= allowed
    };
    candidates
        .filter(is_near)
        .map(|candidate| (edit_distance(word, candidate), candidate))
        .filter(|(distance, _)| *distance <= allowed)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// How many letters of `of` are none of `from`: each of them is a change.
fn missing(of: &str, from: &str) -> usize {
    of.bytes().filter(|letter| !from.bytes().any(|other| other.eq_ignore_ascii_case(letter))).count()
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
