//! Rules about images that were built. How their pages show images is written in `docs/design.md`.

pub mod image_build_context_files;
pub mod image_build_leftovers;
pub mod image_compiler_in_final;
pub mod image_credential_file;
pub mod image_digest_mismatch;
pub mod image_duplicate_id;
pub mod image_editor_leftovers;
pub mod image_empty_password;
pub mod image_history_mismatch;
pub mod image_leftover_apt_lists;
pub mod image_leftover_lang_cache;
pub mod image_leftover_pkg_cache;
pub mod image_log_files;
pub mod image_malformed_layer;
pub mod image_private_key;
pub mod image_secret_in_lower_layer;
pub mod image_setuid;
pub mod image_ssh_host_key;
pub mod image_sudo_installed;
pub mod image_vcs_directory;
pub mod image_world_writable;
pub mod layer_deleted_bytes;
