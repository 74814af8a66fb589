//! Rules about how a Dockerfile reads.

pub mod expose_protocol_casing;
pub mod from_as_casing;
pub mod inconsistent_instruction_casing;
pub mod inline_suppression;
pub mod invalid_description_comment;
pub mod invalid_label_key;
pub mod legacy_key_value_format;
pub mod long_single_line_command;
pub mod numeric_stage_reference;
pub mod stage_name_casing;
pub mod unformatted_file;
pub mod unsorted_packages;
pub mod unused_suppression;
