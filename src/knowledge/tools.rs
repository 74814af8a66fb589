//! Programs and packages by what they are good for. Each list is sorted and asked by name.
//!
//! Sources: the package indexes of Debian and Alpine for the packages' names, the programs' own documentation for what they do.

use super::names::Names;

/// Packages for looking around and debugging: not what a service needs.
static DEBUG_PACKAGES: Names = Names::new(&[
    "arping", "atop", "bash-completion", "bind-tools", "bind9-dnsutils", "binutils-gdb", "bpftrace", "busybox-extras",
    "byobu", "dnsutils", "emacs", "emacs-nox", "ethtool", "gdb", "gdbserver", "htop", "iftop", "inetutils-telnet",
    "inetutils-tools", "iotop", "iperf", "iperf3", "iputils-arping", "iputils-ping", "joe", "less", "lldb", "lsof",
    "ltrace", "man-db", "mc", "mlocate", "mtr", "mtr-tiny", "nano", "ncdu", "neovim", "net-tools", "netcat",
    "netcat-openbsd", "netcat-traditional", "ngrep", "nmap", "nmap-ncat", "perf", "screen", "socat", "strace",
    "sysstat", "tcpdump", "tcpflow", "telnet", "tmux", "traceroute", "tshark", "valgrind", "vim", "vim-enhanced",
    "vim-minimal", "vim-nox", "vim-tiny", "web-console", "wireshark", "xdebug",
]);

/// Whether a package is there for debugging or for working at a terminal.
pub fn is_debug_package(name: &str) -> bool {
    DEBUG_PACKAGES.has(name)
}

/// Packages of compilers and build systems.
static BUILD_PACKAGES: Names = Names::new(&[
    "alpine-sdk", "autoconf", "autoconf-archive", "automake", "base-devel", "binutils", "bison", "build-base",
    "build-essential", "bzip2-dev", "ccache", "checkinstall", "clang", "cmake", "cpp", "debhelper", "devscripts",
    "dpkg-dev", "flex", "fpc", "g++", "gcc", "gcc-c++", "gfortran", "gmake", "gnupg-dev", "go", "golang", "golang-go",
    "gradle", "libtool", "linux-headers", "lld", "llvm", "m4", "make", "maven", "meson", "mingw-w64", "musl-dev",
    "nasm", "ninja", "ninja-build", "patch", "patchelf", "pkg-config", "pkgconf", "pkgconfig", "python3-build", "re2c",
    "rpm-build", "rust", "rustc", "rustup", "sbt", "scons", "swig", "yasm",
]);

/// Whether a package is a compiler, a build system, or holds headers (`libpq-dev`, `openssl-devel`).
pub fn is_build_package(name: &str) -> bool {
    let versioned = |stem: &str| {
        name.strip_prefix(stem)
            .is_some_and(|rest| !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.'))
    };
    BUILD_PACKAGES.has(name)
        || name.ends_with("-dev")
        || name.ends_with("-devel")
        || name.ends_with("-headers")
        || ["gcc-", "g++-", "clang-", "llvm-"].iter().any(|stem| versioned(stem))
}

macro_rules! lists {
    ($($(#[$doc:meta])* $function:ident $list:ident = [$($name:literal),* $(,)?];)*) => {
        $(
            static $list: Names = Names::new(&[$($name),*]);
            $(#[$doc])*
            pub fn $function(name: &str) -> bool {
                $list.has_program(name)
            }
        )*

        /// All lists by name, for tests of the tables.
        pub fn lists() -> impl Iterator<Item = (&'static str, &'static [&'static str])> {
            [
                ("DEBUG_PACKAGES", DEBUG_PACKAGES.list()),
                ("BUILD_PACKAGES", BUILD_PACKAGES.list()),
                $((stringify!($list), $list.list()),)*
            ].into_iter()
        }
    };
}

lists! {
    /// Whether a program runs another one as another user: gosu, su-exec, setpriv(1), s6-setuidgid, chpst(8) …
    is_privilege_dropper PRIVILEGE_DROPPERS = [
        "capsh", "chpst", "chroot", "doas", "gosu", "gosu-amd64", "runuser", "s6-applyuidgid", "s6-setuidgid", "setpriv",
        "setuidgid", "setuser", "su", "su-exec", "sudo",
    ];
    /// Whether a program is a small init for PID 1: reaps children and passes signals on.
    is_init INITS = ["catatonit", "docker-init", "dumb-init", "pid1", "tini", "tini-static"];
    /// Whether a program starts and watches several others.
    is_process_manager PROCESS_MANAGERS = [
        "circusd", "forego", "foreman", "goreman", "honcho", "horust", "init", "monit", "multirun", "my_init", "openrc-init",
        "overmind", "pm2", "pm2-runtime", "runit", "runit-init", "runsvdir", "s6-overlay", "s6-svscan", "supervisord",
        "supervisord-go", "systemd",
    ];
    /// Whether a program asks whether something can be reached, as loops that wait for a service do.
    is_connectivity_probe PROBES = [
        "curl", "getent", "grpc_health_probe", "kafka-topics", "mariadb", "mariadb-admin", "mongo", "mongosh", "mysql",
        "mysqladmin", "nc", "ncat", "netcat", "nslookup", "pg_isready", "ping", "psql", "rabbitmqctl", "redis-cli", "telnet",
        "wait-for-it", "wait-for-it.sh", "wget",
    ];
    /// Whether a program is a shell that takes a script.
    is_shell SHELLS = ["ash", "bash", "dash", "fish", "ksh", "mksh", "pwsh", "sh", "zsh"];
    /// Whether a program executes what it reads from its standard input.
    is_interpreter INTERPRETERS = [
        "ash", "bash", "bun", "dash", "deno", "fish", "ksh", "lua", "mksh", "node", "perl", "php", "pwsh", "python", "python2",
        "python3", "ruby", "sh", "zsh",
    ];
    /// Whether a program fetches from the network.
    is_downloader DOWNLOADERS = ["aria2c", "axel", "curl", "fetch", "wget", "wget2"];
    /// Whether a program checks a file against a digest or a signature.
    is_verifier VERIFIERS = [
        "b2sum", "b3sum", "cosign", "gpg", "gpg2", "gpgv", "md5sum", "minisign", "openssl", "rpmkeys", "sha1sum", "sha224sum",
        "sha256sum", "sha384sum", "sha512sum", "shasum", "signify", "slsa-verifier", "sq", "sqv",
    ];
    /// Whether a program cannot fail in a way that matters, so that nothing is lost when its status is.
    is_harmless_producer HARMLESS_PRODUCERS = [
        ":", "date", "echo", "false", "hostname", "id", "nproc", "printenv", "printf", "pwd", "seq", "true", "uname", "whoami",
        "yes",
    ];
    /// Whether a program asks for a GPU, which no build has.
    is_gpu_query GPU_QUERIES = ["nvidia-debugdump", "nvidia-settings", "nvidia-smi", "rocm-smi", "rocminfo"];
    /// Whether a package brings an ssh server.
    is_ssh_server_package SSH_SERVERS = ["dropbear", "openssh", "openssh-server", "tinyssh"];
    /// Whether a package writes or rotates log files.
    is_log_package LOG_PACKAGES = ["logrotate", "rsyslog", "syslog-ng"];
    /// Whether a package belongs on the host of a GPU rather than into an image.
    is_gpu_host_package GPU_HOST_PACKAGES = [
        "libnvidia-container-tools", "libnvidia-container1", "nvidia-container-runtime", "nvidia-container-toolkit",
        "nvidia-container-toolkit-base", "nvidia-docker", "nvidia-docker2",
    ];
    /// Whether a program compiles or packs an application.
    is_build_command BUILD_COMMANDS = [
        "ant", "bazel", "c++", "cc", "clang", "clang++", "cmake", "dotnet", "g++", "gcc", "gradle", "gradlew", "javac", "make",
        "meson", "mvn", "mvnw", "ninja", "nvcc", "rustc", "sbt", "swiftc", "tsc", "webpack",
    ];
    /// Whether a program unpacks an archive.
    is_unpacker UNPACKERS = [
        "7z", "bsdtar", "bunzip2", "cpio", "dpkg", "gunzip", "gzip", "rpm", "tar", "unrar", "unxz", "unzip", "unzstd", "xz",
        "zstd",
    ];
    /// Whether a program creates an account.
    is_account_creator ACCOUNT_CREATORS = ["adduser", "new-localuser", "useradd"];
    /// Whether a stage or an image of this name is not meant for production: one word of the name, see [`purpose_word`].
    is_development_word DEVELOPMENT_WORDS = [
        "build", "builder", "ci", "debug", "debugger", "dev", "devcontainer", "devel", "develop", "development", "lint",
        "linter", "sandbox", "test", "tester", "testing", "tests", "workspace",
    ];
    /// Whether an argument's name means a stamp that changes with every build.
    is_volatile_argument VOLATILE_ARGUMENTS = [
        "build", "build_date", "build_id", "build_number", "build_rev", "build_revision", "build_sha", "build_time",
        "build_timestamp", "builddate", "buildid", "buildnumber", "buildtime", "cachebust", "ci_commit_sha", "ci_pipeline_id",
        "commit", "commit_hash", "commit_id", "commit_sha", "git_commit", "git_commit_sha", "git_hash", "git_ref", "git_rev",
        "git_revision", "git_sha", "git_sha1", "github_run_id", "github_sha", "image_created", "image_revision",
        "image_version", "release_date", "revision", "source_commit", "source_version", "timestamp", "vcs_ref", "vcs_revision",
    ];
}

/// Whether a program comes from a package that writes or rotates log files: `rsyslogd`, `syslog-ng`.
pub fn is_logger(program: &str) -> bool {
    LOG_PACKAGES.list().iter().any(|package| program.starts_with(package))
}

/// The words of a stage's or a file's name: `Dockerfile.dev` and `app-test` hold `dev` and `test`.
pub fn purpose_word(name: &str) -> Option<&str> {
    name.split(['-', '_', '.', '/']).find(|word| is_development_word(&word.to_ascii_lowercase()))
}

/// Commands of a name other than their package's: program, then packages on Debian, Alpine and rpm systems that bring it.
const PACKAGES_OF: &[(&str, &[&str])] = &[
    ("bash", &["bash"]),
    ("curl", &["curl", "curl-minimal"]),
    ("dig", &["bind-tools", "bind-utils", "bind9-dnsutils", "dnsutils"]),
    ("git", &["git", "git-core"]),
    ("gpg", &["gnupg", "gnupg1", "gnupg2", "gpg"]),
    ("jq", &["jq"]),
    ("mysqladmin", &["default-mysql-client", "mariadb-client", "mysql", "mysql-client"]),
    ("nc", &["busybox-extras", "ncat", "netcat", "netcat-openbsd", "netcat-traditional", "nmap-ncat"]),
    ("node", &["nodejs"]),
    ("npm", &["nodejs", "npm"]),
    ("pg_isready", &["postgresql", "postgresql-client", "postgresql16-client"]),
    ("php", &["php", "php-cli", "php83"]),
    ("ps", &["procps", "procps-ng"]),
    ("python", &["python", "python-is-python3", "python3"]),
    ("python3", &["python3", "python3-minimal"]),
    ("redis-cli", &["redis", "redis-tools"]),
    ("unzip", &["unzip"]),
    ("wget", &["wget"]),
    ("xz", &["xz", "xz-utils"]),
    ("zsh", &["zsh"]),
];

/// Whether a package brings a program; unknown programs are taken to lie in the package of their name.
pub fn package_brings(package: &str, program: &str) -> bool {
    match PACKAGES_OF.binary_search_by_key(&program, |(name, _)| name) {
        Ok(position) => PACKAGES_OF.get(position).is_some_and(|(_, packages)| packages.contains(&package)),
        Err(_) => package == program,
    }
}

/// What Python asks of a GPU, as its code begins the call.
const GPU_CALLS: &[&str] = &["torch.cuda.is_available(", "torch.cuda.device_count(", "torch.cuda.get_device_name("];

/// The function by which a text of code asks for a GPU.
pub fn gpu_call(code: &str) -> Option<&'static str> {
    GPU_CALLS.iter().find(|call| code.contains(**call)).map(|call| call.trim_end_matches('('))
}

/// Programs that need no time, so that a layer of their own is worth nothing.
static CHEAP: Names = Names::new(&[
    "a2dismod", "a2dissite", "a2enmod", "a2ensite", "addgroup", "adduser", "chmod", "chown", "cp",
    "docker-php-ext-enable", "echo", "groupadd", "groupmod", "install", "ldconfig", "ln", "mkdir", "mv", "rm", "sed",
    "setcap", "touch", "useradd", "usermod",
]);

/// Whether a program needs no time.
pub fn is_cheap(program: &str) -> bool {
    CHEAP.has(program)
}

/// Verbs of programs that delete what they have stored or installed.
static CLEANING_VERBS: Names = Names::new(&[
    "-Rns", "-Scc", "autoclean", "autoremove", "clean", "clear-cache", "del", "erase", "prune", "purge", "remove",
    "uninstall",
]);

/// Whether a word makes a program delete what it has stored or installed.
pub fn is_cleaning_verb(word: &str) -> bool {
    CLEANING_VERBS.has(word)
}

/// Programs beside which nothing is installed and no repository is added.
static QUIET: Names = Names::new(&[
    ":", "[", "cd", "date", "echo", "export", "ls", "mkdir", "printf", "rm", "set", "test", "true", "uname", "whoami",
]);

/// Whether a program neither installs anything nor adds a repository.
pub fn is_quiet(program: &str) -> bool {
    QUIET.has(program)
}
