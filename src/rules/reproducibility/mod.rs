//! Rules about getting the same image tomorrow.

pub mod base_image_not_pinned_by_digest;
pub mod floating_download_url;
pub mod latest_tag;
pub mod lockfile_not_enforced;
pub mod package_upgrade_in_build;
pub mod provenance_labels_missing;
pub mod release_upgrade_in_build;
pub mod unpinned_git_source;
pub mod unpinned_language_package;
pub mod unpinned_system_package;
pub mod untagged_base_image;
