//! Files of images that hold credentials: by their names and by what stands in them.

use super::credentials::{
    SecretKind, is_credential_name, is_placeholder, is_switch, names_no_secret, secret_value, settings_hold_credentials,
};
use super::files::is_example;
use crate::source::file_name;

/// Ends of paths, the keys behind which a credential stands, and what it is. Sources: the manual of the program that reads each.
const KEYS: &[(&str, &[&str], &str)] = &[
    (".docker/config.json", &["\"auth\"", "\"identitytoken\""], "the credentials of a registry"),
    (".dockercfg", &["\"auth\""], "the credentials of a registry"),
    (".dockerconfigjson", &["\"auth\""], "the credentials of a registry"),
    (".aws/credentials", &["aws_secret_access_key"], "an AWS secret key"),
    (".netrc", &["password"], "a password"),
    ("_netrc", &["password"], "a password"),
    (".npmrc", &["_authToken", "_auth", "_password"], "the credentials of a registry"),
    (".yarnrc.yml", &["npmAuthToken", "npmAuthIdent"], "the credentials of a registry"),
    (".pypirc", &["password"], "a password"),
    (".kube/config", &["client-key-data", "token", "password"], "the credentials of a cluster"),
    ("kubeconfig", &["client-key-data", "token", "password"], "the credentials of a cluster"),
    (".m2/settings.xml", &["<password", "<passphrase"], "a password"),
    ("application_default_credentials.json", &["\"refresh_token\"", "\"private_key\""], "the credentials of a cloud"),
    (".tfstate", &["\"serial\""], "the state of deployed systems"),
    (".my.cnf", &["password"], "a password"),
    (".composer/auth.json", &["\"password\"", "\"github.com\"", "\"token\""], "the credentials of a registry"),
    (".cargo/credentials", &["token"], "the token of a registry"),
    (".cargo/credentials.toml", &["token"], "the token of a registry"),
    (".gem/credentials", &["api_key"], "the key of a registry"),
    (".config/gh/hosts.yml", &["oauth_token"], "a GitHub token"),
    ("credentials.tfrc.json", &["\"token\""], "a token of Terraform"),
    (".vault-token", &[""], "a token of Vault"),
    (".s3cfg", &["secret_key"], "the credentials of a store"),
    (".boto", &["secret_access_key", "gs_oauth2_refresh_token"], "the credentials of a cloud"),
];

/// Folders of what packages bring along to be read and to be tested with.
const PACKAGES: &[&str] = &[
    "usr/share/doc/", "usr/share/perl", "/site-packages/", "/dist-packages/", "/node_modules/", "/gems/", "/testdata/",
];

/// What a file gives away, by its path from the root of the image and its content.
///
/// ```
/// use lotse::knowledge::image_secrets::credential_in;
///
/// assert_eq!(credential_in("root/.netrc", b"machine example.org login me password hunter2"), Some("a password"));
/// assert_eq!(credential_in("root/.netrc", b"machine example.org"), None);
/// ```
pub fn credential_in(path: &str, content: &[u8]) -> Option<&'static str> {
    let name = file_name(path);
    if is_example(name) || is_of_package(path) {
        return None;
    }
    let text = std::str::from_utf8(content).ok()?;
    if name == ".env" || name.starts_with(".env.") {
        return text.lines().any(sets_credential).then_some("credentials of the application");
    }
    let holds = || settings_hold_credentials(text).then_some("the credentials of a registry");
    match name {
        ".git-credentials" => return text.contains('@').then_some("the password of a repository"),
        "pip.conf" | ".pip.conf" => return holds(),
        _ => {}
    }
    let row = KEYS.iter().find(|(end, ..)| is_end(path, end));
    if let Some((_, keys, what)) = row {
        return keys.iter().any(|key| has_value(text, key)).then_some(what);
    }
    match secret_value(text)?.kind {
        SecretKind::Vendor(vendor) => Some(vendor),
        SecretKind::UrlPassword => Some("a password in an address"),
        SecretKind::PrivateKey | SecretKind::JsonWebToken => None,
    }
}

/// Whether a file is a private key that protects something.
pub fn is_private_key(path: &str, content: &[u8]) -> bool {
    let is_script = content.starts_with(b"#!") || content.starts_with(b"\x7fELF");
    if is_script || is_of_package(path) || names_no_secret(path) || is_ssh_host_key(path) {
        return false;
    }
    let Ok(text) = std::str::from_utf8(content) else { return false };
    let mut lines = text.lines().skip_while(|line| !is_key_begin(line)).skip(1);
    // Code that writes or looks for such a line goes on otherwise.
    lines.find(|line| !line.contains(':') && !line.is_empty()).is_some_and(is_base64)
}

/// Whether a path is that of the key by which clients know a server.
pub fn is_ssh_host_key(path: &str) -> bool {
    path.strip_prefix("etc/ssh/ssh_host_").is_some_and(|rest| rest.ends_with("_key"))
}

fn is_of_package(path: &str) -> bool {
    PACKAGES.iter().any(|folder| path.contains(folder))
}

/// A whole name, or an ending that begins with a dot.
fn is_end(path: &str, end: &str) -> bool {
    let before = path.strip_suffix(end);
    before.is_some_and(|before| before.is_empty() || before.ends_with('/') || end == ".tfstate")
}

fn is_key_begin(line: &str) -> bool {
    let line = line.trim();
    line.starts_with("-----BEGIN ") && (line.ends_with("PRIVATE KEY-----") || line.ends_with("PRIVATE KEY BLOCK-----"))
}

fn is_base64(line: &str) -> bool {
    let line = line.trim();
    line.len() >= 16 && line.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'='))
}

/// Whether a value stands behind a key, on its line.
fn has_value(text: &str, key: &str) -> bool {
    text.match_indices(key).any(|(at, _)| {
        let line = text[at + key.len()..].lines().next().unwrap_or("");
        let value = line.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, ':' | '=' | '"' | '\'' | '>'));
        let value = value.split(['"', '\'', '<', ' ', ',']).next().unwrap_or("");
        !value.is_empty() && !value.starts_with(['$', '{', '}', '#']) && !is_placeholder(value)
    })
}

fn sets_credential(line: &str) -> bool {
    let line = line.trim().trim_start_matches("export ");
    let Some((key, value)) = line.split_once('=').filter(|_| !line.starts_with('#')) else { return false };
    let value = value.trim().trim_matches(['"', '\'']);
    let is_real = !value.is_empty() && !value.starts_with('$') && !is_switch(value) && !is_placeholder(value);
    is_real && (is_credential_name(key.trim()) || secret_value(value).is_some())
}
