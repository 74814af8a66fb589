//! Which packages bring which programs, where a package is not called like its program.
//!
//! Sources: file lists of packages.debian.org (bookworm), pkgs.alpinelinux.org (3.20) and Fedora 40.

/// Packages and the programs in them.
static PACKAGES: &[(&str, &[&str])] = &[
    ("netcat-openbsd", &["nc", "netcat"]),
    ("netcat-traditional", &["nc", "netcat"]),
    ("netcat", &["nc"]),
    ("nmap-ncat", &["nc", "ncat"]),
    ("ncat", &["nc"]),
    ("busybox-extras", &["nc", "wget", "telnet"]),
    ("busybox", &["nc", "wget", "ps", "unzip", "sh"]),
    ("procps", &["ps", "pgrep", "pkill", "free", "top"]),
    ("procps-ng", &["ps", "pgrep", "pkill", "free", "top"]),
    ("nodejs", &["node", "npm"]),
    ("nodejs-current", &["node"]),
    ("python3-minimal", &["python3"]),
    ("python3-pip", &["python3"]),
    ("python3-dev", &["python3"]),
    ("python3-venv", &["python3"]),
    ("py3-pip", &["python3"]),
    ("python-is-python3", &["python", "python3"]),
    ("gnupg", &["gpg"]),
    ("gnupg2", &["gpg"]),
    ("xz-utils", &["xz"]),
    ("build-essential", &["gcc", "g++", "make", "perl", "xz", "bzip2"]),
    ("build-base", &["gcc", "g++", "make"]),
    ("base-devel", &["gcc", "g++", "make"]),
    ("curl-minimal", &["curl"]),
    ("libcurl", &[]),
    ("perl-base", &["perl"]),
    ("ruby-full", &["ruby"]),
    ("powershell", &["pwsh"]),
    ("lsb-release", &["python3"]),
    ("software-properties-common", &["python3"]),
    ("supervisor", &["python3"]),
    ("iputils-ping", &["ping"]),
    ("iputils", &["ping"]),
    ("postgresql-client", &["pg_isready", "psql"]),
    ("default-mysql-client", &["mysqladmin", "mysql"]),
    ("mysql-client", &["mysqladmin", "mysql"]),
    ("mariadb-client", &["mysqladmin", "mysql"]),
];

/// Programs in a package beside one of the package's own name.
pub fn provides(package: &str) -> &'static [&'static str] {
    PACKAGES.iter().find(|(name, _)| *name == package).map_or(&[], |(_, programs)| programs)
}

/// Whether other packages often depend on a program, so that any installation may bring it.
pub fn comes_along(program: &str) -> bool {
    !matches!(program, "curl" | "wget" | "jq" | "nc" | "git" | "unzip")
}
