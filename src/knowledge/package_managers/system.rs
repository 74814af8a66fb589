//! Managers of operating system packages. Sources: the manual pages named at each row, and the official images for what they leave behind.

use super::{BLANK, Manager, OptionStyle, PackageManager, Pin, Verb};

/// apt-get(8), apt(8), apt.conf(5).
const APT_VALUES: &[&str] = &[
    "-t", "--target-release", "--default-release", "-o", "--option", "-c", "--config-file", "-a",
    "--host-architecture", "-P", "--build-profiles",
];

/// apt-get(8): `-qq` implies `-y`; `--force-yes` is its old, dangerous form.
const APT_YES: &[&str] = &[
    "-y", "--yes", "--assume-yes", "-qq", "--force-yes", "-o=APT::Get::Assume-Yes=true", "-o=APT::Get::Assume-Yes=1",
    "-o=APT::Get::Assume-Yes=yes",
];

/// apt.conf(5): a boolean is false in any of these spellings.
const APT_NO_RECOMMENDS: &[&str] = &[
    "--no-install-recommends", "-o=APT::Install-Recommends=false", "-o=APT::Install-Recommends=0",
    "-o=APT::Install-Recommends=no", "--option=APT::Install-Recommends=false", "--option=APT::Install-Recommends=0",
    "--option=APT::Install-Recommends=no",
];

const APT_DRY: &[&str] =
    &["-s", "--simulate", "--just-print", "--dry-run", "--recon", "--no-act", "-d", "--download-only", "--print-uris"];

/// `apt-get`; debian:bookworm keeps `/var/lib/apt/lists` (its docker-clean hook empties `/var/cache/apt/archives` by itself).
const APT_GET: PackageManager = PackageManager {
    manager: Manager::AptGet,
    names: &["apt-get"],
    system: true,
    verbs: &[
        (&["install"], Verb::Install),
        (&["reinstall"], Verb::Install),
        (&["build-dep"], Verb::Install),
        (&["satisfy"], Verb::Install),
        (&["update"], Verb::Update),
        (&["upgrade"], Verb::Upgrade),
        (&["dselect-upgrade"], Verb::Upgrade),
        (&["dist-upgrade"], Verb::ReleaseUpgrade),
        (&["full-upgrade"], Verb::ReleaseUpgrade),
        (&["remove"], Verb::Remove),
        (&["purge"], Verb::Remove),
        (&["autoremove"], Verb::Remove),
        (&["autopurge"], Verb::Remove),
        (&["clean"], Verb::Clean),
        (&["autoclean"], Verb::Clean),
        (&["distclean"], Verb::Clean),
        (&["dist-clean"], Verb::Clean),
    ],
    value_options: APT_VALUES,
    yes_flags: APT_YES,
    dry_run_flags: APT_DRY,
    // apt-get(8) of apt 3; older ones refuse it.
    update_flags: &["-U", "--update"],
    no_recommends_flags: APT_NO_RECOMMENDS,
    caches: &["/var/lib/apt/lists"],
    cache_mounts: &["/var/cache/apt", "/var/lib/apt"],
    clean_command: Some("rm -rf /var/lib/apt/lists/*"),
    pin: Pin::Apt,
    unsigned_flags: &["--allow-unauthenticated", "--force-yes", "--allow-insecure-repositories"],
    local_suffixes: &[".deb", ".dsc"],
    ..BLANK
};

/// dnf(8), yum(8), dnf5(8).
const RPM_VALUES: &[&str] = &[
    "-c", "--config", "-d", "--debuglevel", "-e", "--errorlevel", "--enablerepo", "--disablerepo", "--repo",
    "--repoid", "--repofrompath", "--installroot", "--releasever", "-x", "--exclude", "--excludepkgs",
    "--disableexcludes", "--setopt", "--forcearch", "--rpmverbosity", "--downloaddir", "--destdir", "--comment", "-R",
    "--randomwait", "--advisory", "--advisories", "--bz", "--cve", "--sec-severity", "--secseverity", "--enableplugin",
    "--disableplugin", "--color",
];

const RPM_DRY: &[&str] = &["--downloadonly", "--assumeno"];

const RPM_UNSIGNED: &[&str] = &["--nogpgcheck", "--no-gpgchecks", "--setopt=gpgcheck=0", "--setopt=*.gpgcheck=0"];

/// `dnf`; fedora:40 and ubi9 keep metadata and packages in `/var/cache/dnf` (dnf5: `/var/cache/libdnf5`).
const DNF: PackageManager = PackageManager {
    manager: Manager::Dnf,
    names: &["dnf", "dnf5", "dnf-3"],
    system: true,
    verbs: &[
        (&["install"], Verb::Install),
        (&["in"], Verb::Install),
        (&["localinstall"], Verb::Install),
        (&["reinstall"], Verb::Install),
        (&["rei"], Verb::Install),
        (&["downgrade"], Verb::Install),
        (&["dg"], Verb::Install),
        (&["groupinstall"], Verb::Install),
        (&["group", "install"], Verb::Install),
        (&["module", "install"], Verb::Install),
        (&["builddep"], Verb::Install),
        (&["build-dep"], Verb::Install),
        (&["swap"], Verb::Install),
        (&["makecache"], Verb::Update),
        (&["check-update"], Verb::Update),
        (&["update"], Verb::Upgrade),
        (&["upgrade"], Verb::Upgrade),
        (&["up"], Verb::Upgrade),
        (&["upgrade-minimal"], Verb::Upgrade),
        (&["update-minimal"], Verb::Upgrade),
        (&["distro-sync"], Verb::ReleaseUpgrade),
        (&["distribution-synchronization"], Verb::ReleaseUpgrade),
        (&["system-upgrade"], Verb::ReleaseUpgrade),
        (&["remove"], Verb::Remove),
        (&["rm"], Verb::Remove),
        (&["erase"], Verb::Remove),
        (&["autoremove"], Verb::Remove),
        (&["groupremove"], Verb::Remove),
        (&["group", "remove"], Verb::Remove),
        (&["clean"], Verb::Clean),
    ],
    value_options: RPM_VALUES,
    yes_flags: &["-y", "--assumeyes"],
    dry_run_flags: RPM_DRY,
    update_flags: &["--refresh"],
    no_recommends_flags: &["--setopt=install_weak_deps=False", "--setopt=install_weak_deps=0"],
    caches: &["/var/cache/dnf", "/var/cache/libdnf5"],
    cache_mounts: &["/var/cache/dnf"],
    clean_command: Some("dnf clean all"),
    pin: Pin::Rpm,
    unsigned_flags: RPM_UNSIGNED,
    local_suffixes: &[".rpm"],
    ..BLANK
};

pub(super) static ROWS: &[PackageManager] = &[
    APT_GET,
    // apt(8): takes what apt-get(8) takes.
    PackageManager { manager: Manager::Apt, names: &["apt"], ..APT_GET },
    // aptitude(8): `safe-upgrade`, `full-upgrade`; `-q=2` does not imply `-y`.
    PackageManager {
        manager: Manager::Aptitude,
        names: &["aptitude", "aptitude-curses"],
        verbs: &[
            (&["install"], Verb::Install),
            (&["reinstall"], Verb::Install),
            (&["build-dep"], Verb::Install),
            (&["update"], Verb::Update),
            (&["upgrade"], Verb::Upgrade),
            (&["safe-upgrade"], Verb::Upgrade),
            (&["dist-upgrade"], Verb::ReleaseUpgrade),
            (&["full-upgrade"], Verb::ReleaseUpgrade),
            (&["remove"], Verb::Remove),
            (&["purge"], Verb::Remove),
            (&["clean"], Verb::Clean),
            (&["autoclean"], Verb::Clean),
        ],
        yes_flags: &["-y", "--assume-yes"],
        update_flags: &[],
        no_recommends_flags: &[
            "-R", "--without-recommends", "-o=APT::Install-Recommends=false", "-o=APT::Install-Recommends=0",
        ],
        ..APT_GET
    },
    // apk(8); alpine:3.20 keeps the index in /var/cache/apk unless --no-cache is given.
    PackageManager {
        manager: Manager::Apk,
        names: &["apk"],
        system: true,
        verbs: &[
            (&["add"], Verb::Install),
            (&["fix"], Verb::Install),
            (&["update"], Verb::Update),
            (&["upgrade"], Verb::Upgrade),
            (&["del"], Verb::Remove),
            (&["cache", "clean"], Verb::Clean),
            (&["cache", "purge"], Verb::Clean),
        ],
        value_options: &[
            "-p", "--root", "-X", "--repository", "--repositories-file", "--cache-dir", "--cache-max-age",
            "--keys-dir", "--arch", "--progress-fd", "--wait", "--timeout", "-t", "--virtual",
        ],
        dry_run_flags: &["-s", "--simulate"],
        update_flags: &["-U", "--update-cache", "--update"],
        // What fetches nothing keeps nothing.
        no_cache_flags: &["--no-cache", "--no-network"],
        // The second one holds the packages where it exists.
        caches: &["/var/cache/apk", "/etc/apk/cache"],
        cache_mounts: &["/var/cache/apk"],
        clean_command: Some("rm -rf /var/cache/apk/*"),
        pin: Pin::Apk,
        unsigned_flags: &["--allow-untrusted"],
        local_suffixes: &[".apk"],
        ..BLANK
    },
    DNF,
    // yum(8); centos:7 keeps /var/cache/yum.
    PackageManager {
        manager: Manager::Yum,
        names: &["yum"],
        caches: &["/var/cache/yum", "/var/cache/dnf"],
        cache_mounts: &["/var/cache/yum"],
        clean_command: Some("yum clean all"),
        ..DNF
    },
    // microdnf(8) of ubi9-minimal: metadata in /var/cache/yum (ubi8) and /var/cache/dnf (ubi9); in fedora-minimal it is dnf5.
    PackageManager {
        manager: Manager::Microdnf,
        names: &["microdnf"],
        caches: &["/var/cache/dnf", "/var/cache/yum", "/var/cache/libdnf5"],
        clean_command: Some("microdnf clean all"),
        ..DNF
    },
    // tdnf(8) of Photon and Azure Linux: /var/cache/tdnf.
    PackageManager {
        manager: Manager::Tdnf,
        names: &["tdnf"],
        caches: &["/var/cache/tdnf"],
        cache_mounts: &["/var/cache/tdnf"],
        clean_command: Some("tdnf clean all"),
        ..DNF
    },
    // zypper(8); opensuse/leap keeps /var/cache/zypp.
    PackageManager {
        manager: Manager::Zypper,
        names: &["zypper"],
        system: true,
        verbs: &[
            (&["install"], Verb::Install),
            (&["in"], Verb::Install),
            (&["source-install"], Verb::Install),
            (&["si"], Verb::Install),
            (&["install-new-recommends"], Verb::Install),
            (&["inr"], Verb::Install),
            (&["refresh"], Verb::Update),
            (&["ref"], Verb::Update),
            (&["update"], Verb::Upgrade),
            (&["up"], Verb::Upgrade),
            (&["patch"], Verb::Upgrade),
            (&["dist-upgrade"], Verb::ReleaseUpgrade),
            (&["dup"], Verb::ReleaseUpgrade),
            (&["remove"], Verb::Remove),
            (&["rm"], Verb::Remove),
            (&["clean"], Verb::Clean),
            (&["cc"], Verb::Clean),
        ],
        value_options: &[
            "-c", "--config", "-R", "--root", "--installroot", "--reposd-dir", "--cache-dir", "--raw-cache-dir",
            "--solv-cache-dir", "--pkg-cache-dir", "-p", "--plus-repo", "--plus-content", "--releasever", "-r",
            "--repo", "--from", "-t", "--type",
        ],
        yes_flags: &["-y", "--no-confirm", "-n", "--non-interactive"],
        dry_run_flags: &["-D", "--dry-run", "-d", "--download-only"],
        no_recommends_flags: &["--no-recommends"],
        caches: &["/var/cache/zypp"],
        cache_mounts: &["/var/cache/zypp"],
        clean_command: Some("zypper clean --all"),
        pin: Pin::Rpm,
        unsigned_flags: &["--no-gpg-checks", "--allow-unsigned-rpm"],
        local_suffixes: &[".rpm"],
        ..BLANK
    },
    // pacman(8); archlinux keeps packages in /var/cache/pacman/pkg.
    PackageManager {
        manager: Manager::Pacman,
        names: &["pacman"],
        system: true,
        options: OptionStyle::VerbIsOption,
        value_options: &[
            "-b", "--dbpath", "-r", "--root", "--arch", "--cachedir", "--config", "--gpgdir", "--hookdir", "--logfile",
            "--sysroot", "--assume-installed", "--ignore", "--ignoregroup", "--overwrite", "--print-format", "--color",
        ],
        yes_flags: &["--noconfirm"],
        dry_run_flags: &["-p", "--print", "-w", "--downloadonly"],
        caches: &["/var/cache/pacman/pkg"],
        cache_mounts: &["/var/cache/pacman/pkg"],
        clean_command: Some("pacman -Scc --noconfirm"),
        pin: Pin::Operator,
        local_suffixes: &[".pkg.tar.zst", ".pkg.tar.xz"],
        ..BLANK
    },
    // Chocolatey's documentation, "choco install": asks unless -y.
    PackageManager {
        manager: Manager::Choco,
        names: &["choco", "cinst"],
        system: true,
        verbs: &[
            (&["install"], Verb::Install),
            (&["upgrade"], Verb::Upgrade),
            (&["uninstall"], Verb::Remove),
            (&["cache", "remove"], Verb::Clean),
        ],
        value_options: &[
            "-s", "--source", "--version", "--params", "--package-parameters", "--install-arguments", "--ia",
        ],
        yes_flags: &["-y", "--yes", "--confirm"],
        dry_run_flags: &["--noop", "--whatif", "--what-if"],
        pin: Pin::Option,
        pin_options: &["--version"],
        local_suffixes: &[".nupkg"],
        ..BLANK
    },
];

/// What `apt-get` offers by the same word as `apt`. Source: apt-get(8).
const OF_APT_GET: &[&str] = &[
    "install", "reinstall", "update", "upgrade", "remove", "purge", "autoremove", "autopurge", "build-dep", "satisfy",
    "clean", "autoclean", "source", "download",
];

/// What `apt-cache` offers by the same word as `apt`. Source: apt-cache(8).
const OF_APT_CACHE: &[&str] = &["search", "show", "showsrc", "policy", "depends", "rdepends", "madison"];

/// The program with a stable command line that does what a verb of `apt` does, and its word for it.
pub fn instead_of_apt(verb: &str) -> Option<(&'static str, &str)> {
    match verb {
        "full-upgrade" => Some(("apt-get", "dist-upgrade")),
        _ if OF_APT_GET.contains(&verb) => Some(("apt-get", verb)),
        _ if OF_APT_CACHE.contains(&verb) => Some(("apt-cache", verb)),
        _ => None,
    }
}
