//! Passwords that everybody knows, and how a real one is told from a sample.

use super::credentials::{is_fingerprint, is_placeholder};

/// Values that everybody knows, sorted. Sources: documentation and samples of the official images.
const WELL_KNOWN: &[&str] = &[
    "admin", "admin123", "default", "demo", "docker", "empty", "foobar", "guest", "hidden", "letmein", "mysecret",
    "mysecretpassword", "off", "pass123", "passw0rd", "password", "password1", "password123", "secret", "secret123",
    "test", "test1", "test123", "test1234", "testing",
];

/// Shorter values are samples.
const SHORTEST: usize = 6;

/// Endings of files.
const FILES: &[&str] = &[".cfg", ".conf", ".json", ".key", ".pem", ".php", ".py", ".sh", ".txt", ".yaml", ".yml"];

/// Whether a value that stands where a credential belongs is one: of some length and mixed, and neither a placeholder nor a
/// number, a path, an address or something that only the build knows.
pub fn is_secret(value: &str) -> bool {
    let value = value.trim_matches(['"', '\'']).trim();
    if value.len() < SHORTEST || value.contains("://") || value.starts_with(['/', '~', '.', '%', '-']) {
        return false;
    }
    // The name of a file that has to do with it.
    if is_file_name(value) || is_fingerprint(value) {
        return false;
    }
    if value.contains([' ', '\t', '`', '{', '(', '<', '|', '\\']) || is_placeholder(value) || is_well_known(value) {
        return false;
    }
    let has = |class: fn(&u8) -> bool| usize::from(value.bytes().any(|byte| class(&byte)));
    let number = value.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    let classes = has(u8::is_ascii_lowercase) + has(u8::is_ascii_uppercase) + has(u8::is_ascii_digit);
    !number && (classes > 1 || value.bytes().any(|byte| b"!@#%^&*+=?".contains(&byte)))
}

/// Whether a value is the name of a file.
pub fn is_file_name(value: &str) -> bool {
    FILES.iter().any(|ending| value.trim_matches(['"', '\'']).ends_with(ending))
}

/// Whether a value is a password that everybody knows.
pub fn is_well_known(value: &str) -> bool {
    WELL_KNOWN.binary_search(&value.to_ascii_lowercase().as_str()).is_ok()
}

/// Account and password that Azure App Service logs in with, over a port that nobody else reaches. Source: Azure's documentation
/// of custom containers, "Enable SSH".
pub const APP_SERVICE_LOGIN: &str = "root:Docker!";

/// How else a program takes a password that stands among its arguments. Sources: the manual of each.
pub fn other_way_in(program: &str) -> &'static str {
    match program {
        "mysql" | "mysqladmin" | "mysqldump" | "mariadb" | "mariadb-admin" | "mariadb-dump" => {
            "put it into an option file for `--defaults-extra-file`, or into MYSQL_PWD"
        }
        "redis-cli" => "put it into REDISCLI_AUTH",
        "curl" => "put it into a file for `--config`, or into ~/.netrc",
        _ => "hand it over in the environment, in a file or on standard input",
    }
}
