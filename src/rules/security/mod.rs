//! Rules about who may read, run or reach what.

pub mod created_user_never_used;
pub mod debug_tool_in_final_stage;
pub mod hardcoded_secret_value;
pub mod missing_user;
pub mod non_numeric_user;
pub mod password_on_command_line;
pub mod risky_exposed_port;
pub mod root_user_in_final_stage;
pub mod secret_in_arg_or_env;
pub mod ssh_server_in_image;
pub mod untrusted_registry;
