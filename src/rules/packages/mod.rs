//! Rules about how packages are installed.

pub mod apt_instead_of_apt_get;
pub mod apt_key_usage;
pub mod debian_frontend_in_env;
pub mod duplicate_package;
pub mod missing_assume_yes;
pub mod nvidia_runtime_in_image;
