//! Rules about how a Dockerfile reads.

pub mod long_single_line_command;
pub mod numeric_stage_reference;
pub mod unsorted_packages;
pub mod unused_suppression;
