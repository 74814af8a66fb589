//! Rules about who may read, run or reach what.

pub mod add_url_without_checksum;
pub mod created_user_never_used;
pub mod debug_tool_in_final_stage;
pub mod eol_base_image;
pub mod extra_package_index;
pub mod hardcoded_secret_value;
pub mod host_access_in_build;
pub mod missing_user;
pub mod non_numeric_user;
pub mod package_signature_check_disabled;
pub mod password_on_command_line;
pub mod password_set_in_build;
pub mod plain_http_download;
pub mod remote_script_piped_to_shell;
pub mod risky_exposed_port;
pub mod root_user_in_final_stage;
pub mod secret_file_copied;
pub mod secret_in_arg_or_env;
pub mod secret_persisted_in_layer;
pub mod ssh_server_in_image;
pub mod sudo_in_run;
pub mod tls_verification_disabled;
pub mod untrusted_registry;
pub mod unverified_download;
pub mod user_group_drops_supplementary_groups;
pub mod world_writable_permissions;
