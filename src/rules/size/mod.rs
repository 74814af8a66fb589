//! Rules about bytes that need not be in the image.

pub mod build_tools_in_final_stage;
pub mod download_left_in_layer;
pub mod high_uid_without_no_log_init;
pub mod language_cache_not_removed;
pub mod package_cache_not_removed;
pub mod recommended_packages_installed;
