//! Rules about bytes that need not be in the image.

pub mod build_tools_in_final_stage;
pub mod copied_archive_extracted;
pub mod dev_dependencies_in_final_stage;
pub mod download_left_in_layer;
pub mod full_base_image;
pub mod high_uid_without_no_log_init;
pub mod language_cache_not_removed;
pub mod package_already_in_base_image;
pub mod package_cache_not_removed;
pub mod recommended_packages_installed;
pub mod sdk_image_in_final_stage;
pub mod virtual_build_deps_not_removed;
pub mod wget_and_curl_both_used;
