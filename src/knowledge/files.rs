//! File names: what holds secrets, what bloats a build context, what an archive is called.
//!
//! Names are compared without regard to case where the tools that read them do so.

#![allow(clippy::case_sensitive_file_extension_comparisons, reason = "the names are lower-cased before")]

use super::package_managers::package_managers;
use crate::source::file_name;

/// Names of files that hold credentials, sorted. Sources: the manual of the program that reads each.
const SENSITIVE_NAMES: &[&str] = &[
    ".boto", ".dockercfg", ".dockerconfigjson", ".env", ".envrc", ".git-credentials", ".htpasswd", ".my.cnf",
    ".mylogin.cnf", ".netrc", ".npmrc", ".pgpass", ".pip.conf", ".pypirc", ".s3cfg", ".vault-token", ".vault_pass",
    ".yarnrc.yml", "_netrc", "application_default_credentials.json", "credentials.json", "gcp-key.json", "id_dsa",
    "id_ecdsa", "id_ed25519", "id_rsa", "identity", "kubeconfig", "master.key", "secrets.json", "secrets.yaml",
    "secrets.yml", "service-account.json", "serviceaccount.json", "terraform.tfstate", "terraform.tfstate.backup",
    "vault_pass.txt",
];

/// Endings of files that hold keys or credentials.
const SENSITIVE_ENDINGS: &[&str] = &[
    "-service-account.json", "_service_account.json", "-credentials.json", ".jks", ".kdbx", ".key", ".keystore",
    ".ovpn", ".p12", ".p8", ".pem", ".pfx", ".ppk", ".tfstate", ".tfvars",
];

/// Folders all of whose files are credentials, as a part of a path.
const SENSITIVE_FOLDERS: &[&str] = &[".aws", ".azure", ".gnupg", ".kube", ".ssh"];

/// Endings that make a file an example of itself.
const EXAMPLE_ENDINGS: &[&str] =
    &["dist", "example", "examples", "sample", "template", "tmpl", "tpl", "default", "defaults"];

/// Whether a path names a file that holds credentials.
///
/// Examples (`.env.example`), public keys (`*.pub`) and certificates of authorities (`ca.pem`, `*.crt`, `cacert.pem`) do not count, nor do Diffie-Hellman parameters.
pub fn is_sensitive_file(path: &str) -> bool {
    let lower = path.trim_end_matches(['/', '*']).to_ascii_lowercase();
    let name = lower.rsplit(['/', '\\']).next().unwrap_or(&lower);
    if name.is_empty() || is_example(name) || name.ends_with(".pub") || name.ends_with(".crt") || name.ends_with(".cer")
    {
        return false;
    }
    let authority = name.starts_with("ca") && !name.starts_with("cal")
        || name.contains("chain")
        || name.contains("public")
        || name.contains("bundle");
    // RFC 7919 and `openssl dhparam`: numbers for everybody to see.
    let parameters = name.starts_with("ffdhe")
        || name.contains("dhparam")
        || matches!(name, "dh.pem" | "dh1024.pem" | "dh2048.pem" | "dh4096.pem");
    if (authority || parameters) && name.ends_with(".pem") {
        return false;
    }
    SENSITIVE_NAMES.binary_search(&name).is_ok()
        || name.starts_with(".env.")
        || SENSITIVE_ENDINGS.iter().any(|ending| name.ends_with(ending))
        || lower.ends_with(".docker/config.json")
        || lower.split(['/', '\\']).any(|part| SENSITIVE_FOLDERS.contains(&part))
            && name != "known_hosts"
            && name != "authorized_keys"
            && name != "config"
        || SENSITIVE_FOLDERS.contains(&name)
}

/// Files of credentials with the programs that read them during a build. Sources: the manual of each program.
const READERS: &[(&str, &[&str])] = &[
    (".git-credentials", &["git"]),
    (".netrc", &["curl", "git", "go", "pip", "pip3", "wget"]),
    (".npmrc", &["npm", "npx", "pnpm", "yarn"]),
    (".pip.conf", &["pip", "pip3"]),
    (".pypirc", &["twine"]),
    (".yarnrc.yml", &["yarn"]),
    ("id_ecdsa", &["git", "ssh"]),
    ("id_ed25519", &["git", "ssh"]),
    ("id_rsa", &["git", "ssh"]),
];

/// The programs that read a file of credentials; `None` where the application itself may.
pub fn readers_of_secret(name: &str) -> Option<&'static [&'static str]> {
    READERS.iter().find(|(file, _)| *file == name).map(|(_, programs)| *programs)
}

/// Whether a name says that the file shows a form only: `.env.example`, `config.sample.json`.
pub fn is_example(name: &str) -> bool {
    name.split(['.', '-', '_']).any(|part| EXAMPLE_ENDINGS.contains(&part.to_ascii_lowercase().as_str()))
}

/// Where credentials lie at run time in a build: mounts of secrets. Source: the Dockerfile reference, `RUN --mount=type=secret`.
pub const SECRET_MOUNT_FOLDER: &str = "/run/secrets";

/// What a build context seldom needs, as names at any depth, sorted. Sources: the tools that make them.
const LITTER: &[&str] = &[
    ".bundle", ".cache", ".coverage", ".ds_store", ".eggs", ".git", ".gradle", ".hg", ".idea", ".mypy_cache", ".next",
    ".nox", ".nuxt", ".nyc_output", ".parcel-cache", ".pytest_cache", ".ruff_cache", ".svn", ".terraform", ".tox",
    ".turbo", ".venv", ".vs", ".vscode", "__pycache__", "bower_components", "coverage", "htmlcov", "node_modules",
    "npm-debug.log", "thumbs.db", "venv", "yarn-error.log",
];

/// Whether a file or folder of this name is worth excluding from a build context.
pub fn is_context_litter(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    LITTER.binary_search(&lower.as_str()).is_ok()
        || [".pyc", ".pyo", ".swp", ".log"].iter().any(|ending| lower.ends_with(ending))
}

/// Patterns that people expect at any depth, as in `.gitignore`, while `.dockerignore` matches them at its root only; sorted.
const EXPECTED_AT_ANY_DEPTH: &[&str] = &[
    "*.class", "*.log", "*.o", "*.pyc", "*.pyo", "*.swp", "*.tmp", ".DS_Store", ".env", ".git", ".idea",
    ".pytest_cache", ".venv", ".vscode", "Thumbs.db", "__pycache__", "bin", "build", "coverage", "dist",
    "node_modules", "obj", "target", "venv",
];

/// Whether people expect an ignore pattern to match at any depth.
pub fn is_expected_at_any_depth(pattern: &str) -> bool {
    EXPECTED_AT_ANY_DEPTH.binary_search(&pattern.trim_end_matches('/')).is_ok()
}

/// Endings of archives that `ADD` unpacks. Source: the Dockerfile reference, "ADD": tar, plain or compressed by gzip, bzip2, xz or zstd.
const TAR_ENDINGS: &[&str] = &[
    ".tar", ".tar.bz2", ".tar.gz", ".tar.lz", ".tar.lzma", ".tar.xz", ".tar.zst", ".tb2", ".tbz", ".tbz2", ".tgz",
    ".tlz", ".txz", ".tzst", ".tz2",
];

/// Whether a file's name is that of an archive that `ADD` unpacks.
pub fn is_tar_archive(path: &str) -> bool {
    let lower = path.to_ascii_lowercase();
    TAR_ENDINGS.iter().any(|ending| lower.ends_with(ending))
}

/// Whether a file's name is that of an archive or a package of any sort.
pub fn is_archive(path: &str) -> bool {
    let lower = path.to_ascii_lowercase();
    is_tar_archive(&lower)
        || [".zip", ".7z", ".rar", ".deb", ".rpm", ".apk", ".gz", ".xz", ".bz2", ".zst", ".whl", ".jar", ".war", ".run"]
            .iter()
            .any(|ending| lower.ends_with(ending))
}

/// Whether a file is the lock file of a package manager.
pub fn is_lock_file(name: &str) -> bool {
    package_managers().any(|row| row.lock_files.contains(&name))
}

/// Directories of the system in which nothing may be placed. Source: the Filesystem Hierarchy Standard, and what the run time mounts.
const SYSTEM_FOLDERS: &[&str] = &["/boot", "/dev", "/lost+found", "/proc", "/sys"];

/// The system directory that an absolute path lies in; `/dev/shm` is free to use.
pub fn system_folder(path: &str) -> Option<&'static str> {
    let below = |folder: &str| path.strip_prefix(folder).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    if below("/dev/shm") {
        return None;
    }
    SYSTEM_FOLDERS.iter().find(|folder| below(folder)).copied()
}

/// All sorted lists, for tests of the tables.
pub fn lists() -> impl Iterator<Item = (&'static str, &'static [&'static str])> {
    [("SENSITIVE_NAMES", SENSITIVE_NAMES), ("LITTER", LITTER), ("EXPECTED_AT_ANY_DEPTH", EXPECTED_AT_ANY_DEPTH)]
        .into_iter()
}

/// Names of the sockets of container engines. Sources: the documentation of each.
const ENGINE_SOCKETS: &[&str] = &["containerd.sock", "crio.sock", "docker.sock", "podman.sock"];

/// Whether a path is that of a container engine's socket.
pub fn is_engine_socket(path: &str) -> bool {
    path.trim_matches(['"', '\'']).rsplit('/').next().is_some_and(|name| ENGINE_SOCKETS.contains(&name))
}

/// Folders whose content nobody keeps. Source: the Filesystem Hierarchy Standard.
const SCRATCH_SPACE: &[&str] = &["/run", "/tmp", "/var/run", "/var/tmp"];

/// Whether a folder is one whose content nobody keeps.
pub fn is_scratch_space(path: &str) -> bool {
    SCRATCH_SPACE.contains(&path.trim_end_matches('/'))
}

/// Folders for keys and certificates of others, which are public. Sources: apt-secure(8), apk(8), update-ca-certificates(8).
const PUBLIC_KEY_FOLDERS: &[&str] = &[
    "/etc/apk/keys", "/etc/apt", "/etc/pki/rpm-gpg", "/etc/ssl/certs", "/usr/local/share/ca-certificates",
    "/usr/share/keyrings",
];

/// Whether a path lies in a folder for keys of others.
pub fn is_for_public_keys(path: &str) -> bool {
    PUBLIC_KEY_FOLDERS
        .iter()
        .filter_map(|folder| path.strip_prefix(folder))
        .any(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// Files that hold settings as often as credentials.
const SETTINGS: &[&str] = &[".npmrc", ".pip.conf", ".yarnrc.yml"];

/// Whether a file holds settings as often as credentials, so that its text must be asked.
pub fn is_settings_file(path: &str) -> bool {
    SETTINGS.iter().any(|name| path.ends_with(name))
}

/// Names of folders that applications write to.
const DATA_FOLDERS: &[&str] =
    &["cache", "data", "db", "log", "logs", "media", "spool", "storage", "tmp", "upload", "uploads", "var"];

/// Whether a path lies in a folder that applications write to, by its name.
pub fn is_data_path(path: &str) -> bool {
    path.split('/').any(|part| DATA_FOLDERS.contains(&part))
}

/// Endings of files that are read and not written: programs, code, settings.
const CODE_ENDINGS: &[&str] = &[
    "conf", "dll", "exe", "jar", "js", "lock", "mjs", "php", "pl", "py", "rb", "sh", "so", "toml", "txt", "war", "whl",
    "yaml", "yml",
];

/// Whether a file is code, a program or a setting by its name.
pub fn is_code(path: &str) -> bool {
    let name = file_name(path);
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    path.split('/').any(|part| part == "bin") || name.contains("entrypoint") || CODE_ENDINGS.contains(&ending)
}

/// Folders in which images have their application. Source: the documentation of the official images.
const APPLICATION_FOLDERS: &[&str] =
    &["/app", "/code", "/opt/app", "/srv/app", "/usr/src", "/usr/src/app", "/var/www", "/var/www/html", "/workspace"];

/// Whether a path is that of a folder in which images have their application, or of all that lies in it.
pub fn is_application_folder(path: &str) -> bool {
    APPLICATION_FOLDERS.contains(&path.trim_end_matches(['/', '*']))
}
