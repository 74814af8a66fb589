//! Rules about what goes into which layer.

pub mod cleanup_in_later_layer;
pub mod consecutive_run_instructions;
pub mod package_index_update_in_own_layer;
