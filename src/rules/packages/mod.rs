//! Rules about how packages are installed.

pub mod duplicate_package;
