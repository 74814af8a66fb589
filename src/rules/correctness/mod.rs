//! Rules about what cannot work.

pub mod dockerfile_parse_error;
pub mod entrypoint_script_not_runnable;
pub mod instruction_before_from;
pub mod invalid_healthcheck;
pub mod invalid_instruction_arguments;
pub mod invalid_json_form;
pub mod invalid_onbuild_trigger;
pub mod label_schema_violation;
pub mod missing_package_index_update;
pub mod named_user_without_passwd;
pub mod shell_form_in_scratch;
pub mod shell_state_lost_after_run;
pub mod unknown_instruction;
pub mod write_after_volume;

use super::prelude::*;

/// Reports the syntax errors of some kinds, each with the replacement where a word was probably meant.
fn report(file: &File<'_>, kinds: &[ErrorKind], findings: &mut Findings) {
    for error in file.dockerfile.errors.iter().filter(|error| kinds.contains(&error.kind)) {
        let finding = findings.at(error.span, error.message.clone());
        if let Some(word) = error.suggestion {
            let edit = Edit { span: error.span, replacement: word.to_owned() };
            finding.help(format!("did you mean `{word}`?")).fix(
                format!("Replace by `{word}`"),
                Safety::Unsafe,
                vec![edit],
            );
        }
    }
}
