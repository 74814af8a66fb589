//! Files of images whose content says something: accounts, credentials, who made the system.

use super::files::is_sensitive_file;
use crate::source::file_name;

/// Files of accounts and of what they may do, from the root of an image. Sources: passwd(5), group(5), shadow(5), gshadow(5),
/// sudoers(5), doas.conf(5), master.passwd(5).
const ACCOUNTS: &[&str] =
    &["etc/passwd", "etc/group", "etc/shadow", "etc/gshadow", "etc/master.passwd", "etc/sudoers", "etc/doas.conf"];

/// Files by which a system and its parts are told apart, or that are to differ on every machine. Sources: os-release(5),
/// machine-id(5), the base images of Alpine and Debian.
const IDENTITIES: &[&str] =
    &["etc/os-release", "usr/lib/os-release", "etc/machine-id", "etc/alpine-release", "etc/debian_version"];

/// Files in a folder of settings that hold credentials under a name that others use as well. Sources: the manuals of Maven, Composer,
/// Cargo, `RubyGems`, GitHub's command line, Terraform, the AWS command line and kubectl.
const SETTINGS: &[&str] = &[
    ".m2/settings.xml", ".composer/auth.json", "composer/auth.json", ".cargo/credentials", ".cargo/credentials.toml",
    ".gem/credentials", ".config/gh/hosts.yml", ".terraform.d/credentials.tfrc.json", ".kube/config", ".aws/config",
    ".docker/config.json", ".gradle/gradle.properties", ".config/pip/pip.conf", "etc/pip.conf", ".yarnrc",
    ".subversion/auth/svn.simple",
];

/// Files of frameworks that hold credentials as often as not, so that only their text tells. Source: the documentation of Django,
/// Rails and `WordPress`.
const FRAMEWORK_FILES: &[&str] = &["settings.py", "database.yml", "wp-config.php", "credentials.xml"];

/// Whether the content of a file says something that its name does not. The path is that from the root of the image, without a slash in front.
///
/// ```
/// use lotse::knowledge::image_files::is_worth_reading;
///
/// assert!(is_worth_reading("etc/passwd"));
/// assert!(is_worth_reading("root/.docker/config.json"));
/// assert!(!is_worth_reading("usr/bin/env"));
/// ```
pub fn is_worth_reading(path: &str) -> bool {
    is_account_file(path)
        || IDENTITIES.contains(&path)
        || FRAMEWORK_FILES.contains(&file_name(path))
        || SETTINGS.iter().any(|settings| path.ends_with(settings))
        || path.ends_with(".version")
        || is_sensitive_file(path)
}

/// Whether a file says who may do what.
pub fn is_account_file(path: &str) -> bool {
    ACCOUNTS.contains(&path) || path.starts_with("etc/sudoers.d/")
}
