//! Rules about what makes two builds give two images.

pub mod package_upgrade_in_build;
pub mod release_upgrade_in_build;
