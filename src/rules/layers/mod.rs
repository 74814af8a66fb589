//! Rules about what goes into which layer.

pub mod cache_mount_recommended;
pub mod cleanup_in_later_layer;
pub mod consecutive_run_instructions;
pub mod dependencies_after_source_copy;
pub mod package_index_update_in_own_layer;
pub mod recursive_chown_in_own_layer;
pub mod volatile_arg_before_install;
