//! Files that lie around in images, by their paths from the root: what package managers, tools, editors and builds leave.

use crate::source::file_name;

/// Programs that run as somebody else in every distribution, sorted. Source: the packages shadow, util-linux, `PAM`, `D-Bus`,
/// `OpenSSH` and fuse of Debian, Fedora and Alpine.
const SETUID: &[&str] = &[
    "bin/mount", "bin/ntfs-3g", "bin/ping", "bin/su", "bin/umount", "sbin/pam_extrausers_chkpwd", "sbin/unix_chkpwd",
    "usr/bin/at", "usr/bin/bsd-write", "usr/bin/chage", "usr/bin/chfn", "usr/bin/chsh", "usr/bin/crontab",
    "usr/bin/expiry", "usr/bin/fusermount", "usr/bin/fusermount3", "usr/bin/gpasswd", "usr/bin/mount",
    "usr/bin/newgidmap", "usr/bin/newgrp", "usr/bin/newuidmap", "usr/bin/passwd", "usr/bin/ping", "usr/bin/pkexec",
    "usr/bin/ssh-agent", "usr/bin/su", "usr/bin/umount", "usr/bin/wall", "usr/bin/write",
    "usr/lib/dbus-1.0/dbus-daemon-launch-helper", "usr/lib/openssh/ssh-keysign",
    "usr/libexec/dbus-1/dbus-daemon-launch-helper", "usr/libexec/openssh/ssh-keysign", "usr/libexec/utempter/utempter",
    "usr/sbin/grub2-set-bootflag", "usr/sbin/pam_extrausers_chkpwd", "usr/sbin/pam_timestamp_check",
    "usr/sbin/unix_chkpwd",
];

/// Whether a distribution itself lets this program run as somebody else.
pub fn is_usual_setuid(path: &str) -> bool {
    SETUID.binary_search(&path).is_ok()
}

/// Lists of packages of apt. What `apt-get clean` leaves there on purpose does not count.
pub fn is_apt_list(path: &str) -> bool {
    path.strip_prefix("var/lib/apt/lists/")
        .is_some_and(|rest| rest != "lock" && !rest.starts_with("partial/") && !rest.starts_with("auxfiles/"))
}

/// Folders of package managers' caches. Sources: the manuals of apt, apk, dnf, zypper and pacman.
const PACKAGE_CACHES: &[&str] = &[
    "var/cache/apk/", "etc/apk/cache/", "var/cache/yum/", "var/cache/dnf/", "var/cache/libdnf5/", "var/cache/zypp/",
    "var/cache/pacman/pkg/",
];

/// Whether a file lies in the cache of a system's package manager.
pub fn is_package_cache(path: &str) -> bool {
    let of_apt = path.strip_prefix("var/cache/apt/");
    of_apt.is_some_and(|rest| has_ending(rest, &[".bin", ".deb"]))
        || PACKAGE_CACHES.iter().any(|folder| path.starts_with(folder))
}

/// Folders of languages' caches below somebody's home. Sources: the manuals of pip, uv, npm, yarn, Composer, Maven, Gradle, Cargo, Go.
const LANGUAGE_CACHES: &[&str] = &[
    ".cache/pip/", ".cache/uv/", ".npm/_cacache/", ".cache/yarn/", ".cache/pnpm/", ".composer/cache/",
    ".cache/composer/", ".m2/repository/", ".gradle/caches/", ".cargo/registry/", ".cache/go-build/",
    "go/pkg/mod/cache/",
];

/// Whether a file lies in the cache of a language's package manager.
pub fn is_language_cache(path: &str) -> bool {
    let of_gems = || path.contains("/ruby/gems/") && path.contains("/cache/");
    LANGUAGE_CACHES.iter().any(|folder| {
        path.starts_with(folder)
            || path.find(folder).is_some_and(|at| path[..at].ends_with('/') && is_home(&path[..at]))
    }) || of_gems() && has_ending(path, &[".gem"])
}

/// `root/`, `home/me/`, and where the official images of languages have theirs.
fn is_home(folder: &str) -> bool {
    let folder = folder.trim_end_matches('/');
    matches!(folder, "root" | "" | "usr/local" | "var/www")
        || folder.strip_prefix("home/").is_some_and(|name| !name.contains('/'))
}

/// What programs wrote into files of a log.
pub fn is_log(path: &str) -> bool {
    let name = file_name(path);
    path.starts_with("var/log/") || name.starts_with("npm-debug.log") || name.starts_with("yarn-error.log")
}

/// Where packages and programs keep archives on purpose.
const KEPT: &[&str] = &["usr/", "var/lib/", "var/cache/", "opt/", "lib/", "nix/", "etc/"];

/// Endings of packages and of archives of sources.
const ARCHIVES: &[&str] = &[".deb", ".rpm", ".apk", ".tar.gz", ".tar.xz", ".tar.bz2", ".tgz", ".zip"];

/// What a build leaves: temporary files, histories, dumps, packages that were installed, archives that were unpacked.
pub fn is_build_leftover(path: &str) -> bool {
    let name = file_name(path);
    let in_package = KEPT.iter().any(|folder| path.starts_with(folder))
        || ["node_modules/", "site-packages/", "dist-packages/", "vendor/", ".cache/"]
            .iter()
            .any(|part| path.contains(part));
    path.starts_with("tmp/")
        || path.starts_with("var/tmp/")
        || matches!(name, ".bash_history" | ".ash_history" | ".python_history" | ".wget-hsts")
        || name.strip_prefix("core.").is_some_and(|number| number.parse::<u32>().is_ok())
        || has_ending(name, ARCHIVES) && !in_package
}

/// What editors and desktops leave.
pub fn is_editor_leftover(path: &str) -> bool {
    let name = file_name(path);
    matches!(name, ".DS_Store" | "Thumbs.db" | "desktop.ini" | ".vimrc" | ".viminfo")
        || has_ending(name, &[".swp", ".swo", "~"])
        || path.split('/').any(|part| matches!(part, ".idea" | ".vscode" | "__MACOSX"))
}

/// Folders of what packages bring.
const PACKAGES: &[&str] = &[
    "node_modules/", "site-packages/", "dist-packages/", "/vendor/", "/gems/", "go/pkg/mod/", ".cargo/", "usr/share/",
    "usr/lib/", "usr/local/lib/", "usr/local/go/",
];

/// What is for the build alone, and in an image says that the whole context was copied.
pub fn is_context_file(path: &str) -> bool {
    let name = file_name(path);
    let of_build = name == "Dockerfile"
        || name.starts_with("Dockerfile.")
        || name.ends_with(".Dockerfile")
        || matches!(name, "Containerfile" | ".dockerignore" | ".gitlab-ci.yml" | "Jenkinsfile")
        || (name.starts_with("docker-compose") || name.starts_with("compose.")) && has_ending(name, &[".yml", ".yaml"])
        || path.contains(".github/workflows/");
    of_build && !PACKAGES.iter().any(|folder| path.contains(folder))
}

/// Files by which the folder of a version control system is known.
const REPOSITORIES: &[(&str, &str)] = &[
    (".git", "HEAD"),
    (".hg", "requires"),
    (".svn", "wc.db"),
    (".svn", "entries"),
    (".bzr", "branch-format"),
    (".jj", "repo"),
];

/// The folder of a version control system, where the path is that of the file by which it is known.
pub fn repository(path: &str) -> Option<&str> {
    let (folder, name) = path.rsplit_once('/')?;
    let own = file_name(folder);
    REPOSITORIES.contains(&(own, name)).then_some(folder)
}

/// Programs that build others. Source: the packages of GCC, binutils, LLVM, Rust, Go, make, cmake and `OpenJDK`.
pub const COMPILERS: &[&str] = &[
    "usr/bin/gcc", "usr/bin/cc", "usr/bin/g++", "usr/bin/clang", "usr/bin/ld", "usr/bin/make", "usr/bin/cmake",
    "usr/bin/rustc", "usr/local/cargo/bin/rustc", "usr/bin/go", "usr/local/go/bin/go", "usr/bin/javac",
];

fn has_ending(name: &str, endings: &[&str]) -> bool {
    endings.iter().any(|ending| name.ends_with(ending))
}
