//! Rules about what a container does when it starts, runs and stops.

pub mod background_process_in_entrypoint;
pub mod background_process_in_run;
pub mod copy_after_user_without_chown;
pub mod default_command_missing;
pub mod entrypoint_ignores_cmd;
pub mod entrypoint_without_exec;
pub mod exposed_port_missing;
pub mod healthcheck_always_succeeds;
pub mod healthcheck_command_not_installed;
pub mod install_at_startup;
pub mod keep_alive_command;
pub mod log_written_to_file;
pub mod main_process_daemonizes;
pub mod missing_healthcheck;
pub mod multiple_services_in_one_image;
pub mod pointless_command_in_run;
pub mod shell_form_command;
pub mod stopsignal_mismatch;
pub mod unbounded_wait_loop;
pub mod ungraceful_stopsignal;
