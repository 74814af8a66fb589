//! Rules about what cannot work.

pub mod add_instead_of_copy;
pub mod base_image_platform_mismatch;
pub mod circular_stage_dependency;
pub mod constant_platform_in_from;
pub mod copy_from_empty_stage;
pub mod copy_from_own_stage;
pub mod copy_from_unknown_stage;
pub mod copy_multiple_sources_needs_slash;
pub mod copy_relative_destination_without_workdir;
pub mod dockerfile_parse_error;
pub mod duplicate_label_key;
pub mod duplicate_stage_name;
pub mod empty_continuation_line;
pub mod entrypoint_script_not_runnable;
pub mod env_reads_sibling_value;
pub mod expose_host_mapping;
pub mod expose_port_out_of_range;
pub mod final_stage_on_build_platform;
pub mod global_arg_not_redeclared;
pub mod gpu_query_at_build_time;
pub mod ineffective_parser_directive;
pub mod instruction_before_from;
pub mod instruction_swallowed_by_continuation;
pub mod invalid_default_arg_in_from;
pub mod invalid_healthcheck;
pub mod invalid_image_reference;
pub mod invalid_instruction_arguments;
pub mod invalid_json_form;
pub mod invalid_label_value;
pub mod invalid_onbuild_trigger;
pub mod label_schema_violation;
pub mod maintainer_deprecated;
pub mod missing_package_index_update;
pub mod named_user_without_passwd;
pub mod redundant_target_platform;
pub mod relative_workdir;
pub mod repeated_single_use_instruction;
pub mod reserved_stage_name;
pub mod root_command_after_user_switch;
pub mod shell_form_in_scratch;
pub mod shell_state_lost_after_run;
pub mod shell_syntax_in_exec_form;
pub mod source_outside_build_context;
pub mod syntax_version_too_old;
pub mod tilde_not_expanded;
pub mod typographic_character_in_instruction;
pub mod undefined_arg_in_from;
pub mod undefined_variable;
pub mod unknown_instruction;
pub mod unsupported_on_windows;
pub mod unused_arg;
pub mod unused_stage;
pub mod write_after_volume;

use super::Finding;
use super::prelude::*;

/// Reports the syntax errors of some kinds.
fn report(file: &File<'_>, kinds: &[ErrorKind], findings: &mut Findings) {
    for error in file.dockerfile.errors.iter().filter(|error| kinds.contains(&error.kind)) {
        refused(error.span, &error.message, error.suggestion, findings);
    }
}

/// Reports the syntax errors of some kinds that the arguments of triggers have.
fn report_in_triggers(file: &File<'_>, kinds: &[ErrorKind], findings: &mut Findings) {
    for error in file.dockerfile.trigger_errors.iter().filter(|error| kinds.contains(&error.kind)) {
        refused(error.span, &error.message, error.suggestion, findings);
    }
}

/// Reports what BuildKit refuses, with the replacement where a word was probably meant.
fn refused<'f>(span: Span, message: &str, suggestion: Option<&str>, findings: &'f mut Findings) -> Finding<'f> {
    let finding = findings.at(span, message);
    let Some(word) = suggestion else { return finding };
    finding.did_you_mean(word, [Edit::replace(span, word)])
}
