//! Rules about shell texts.

pub mod bash_syntax_in_posix_shell;
pub mod cd_instead_of_workdir;
pub mod curl_without_fail;
pub mod default_shell_replaced;
pub mod heredoc_without_errexit;
pub mod pipe_without_pipefail;
pub mod powershell_fail_fast_missing;
pub mod script_without_errexit;
pub mod semicolon_chain_ignores_failure;
pub mod shell_not_in_image;
pub mod wget_progress_output;
