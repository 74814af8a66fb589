//! Managers of JavaScript packages. Sources: each tool's own reference for its command line and its cache directory for root on Linux.

use super::{BLANK, Manager, PackageManager, Pin, Verb};

/// npm's own configuration reference: the options that are not boolean.
const NPM_VALUES: &[&str] = &[
    "--prefix", "-C", "--registry", "--cache", "-w", "--workspace", "--omit", "--include", "--loglevel",
    "--userconfig", "--globalconfig", "--script-shell", "--tag", "--fetch-retries", "--fetch-retry-mintimeout",
    "--fetch-retry-maxtimeout", "--fetch-retry-factor", "--fetch-timeout", "--maxsockets", "--install-strategy",
    "--arch", "--os", "--cpu", "--libc", "--node-options",
];

/// npm 10 reference.
const NPM: PackageManager = PackageManager {
    manager: Manager::Npm,
    names: &["npm"],
    verbs: &[
        (&["install"], Verb::Install),
        (&["i"], Verb::Install),
        (&["add"], Verb::Install),
        (&["in"], Verb::Install),
        (&["ci"], Verb::Sync),
        (&["clean-install"], Verb::Sync),
        (&["install-clean"], Verb::Sync),
        (&["ic"], Verb::Sync),
        (&["install-ci-test"], Verb::Sync),
        (&["update"], Verb::Upgrade),
        (&["upgrade"], Verb::Upgrade),
        (&["up"], Verb::Upgrade),
        (&["uninstall"], Verb::Remove),
        (&["remove"], Verb::Remove),
        (&["rm"], Verb::Remove),
        (&["un"], Verb::Remove),
        (&["prune"], Verb::Remove),
        (&["cache", "clean"], Verb::Clean),
    ],
    value_options: NPM_VALUES,
    dry_run_flags: &["--dry-run", "--package-lock-only"],
    caches: &["~/.npm"],
    cache_variables: &["npm_config_cache", "NPM_CONFIG_CACHE"],
    cache_mounts: &["/root/.npm"],
    clean_command: Some("npm cache clean --force"),
    pin: Pin::At,
    production_flags: &["--omit=dev", "--only=prod", "--only=production", "--production", "--prod"],
    global_flags: &["-g", "--global", "--location=global"],
    lock_files: &["package-lock.json", "npm-shrinkwrap.json"],
    manifests: &["package.json"],
    local_suffixes: &[".tgz", ".tar.gz", ".tar"],
    ..BLANK
};

pub(super) static ROWS: &[PackageManager] = &[
    NPM,
    // classic.yarnpkg.com/en/docs/cli and yarnpkg.com/cli: `yarn` alone installs the project.
    PackageManager {
        manager: Manager::Yarn,
        names: &["yarn", "yarnpkg"],
        verbs: &[
            (&["install"], Verb::Sync),
            (&["add"], Verb::Install),
            (&["global", "add"], Verb::Install),
            (&["workspaces", "focus"], Verb::Sync),
            (&["upgrade"], Verb::Upgrade),
            (&["up"], Verb::Upgrade),
            (&["remove"], Verb::Remove),
            (&["global", "remove"], Verb::Remove),
            (&["cache", "clean"], Verb::Clean),
        ],
        default_verb: Some(Verb::Sync),
        value_options: &[
            "--cwd", "--registry", "--cache-folder", "--modules-folder", "--network-timeout", "--network-concurrency",
            "--mutex", "--prefix", "--mode", "--use-yarnrc",
        ],
        caches: &["/usr/local/share/.cache/yarn", "~/.cache/yarn", "~/.yarn/berry/cache"],
        cache_variables: &["YARN_CACHE_FOLDER", "XDG_CACHE_HOME"],
        cache_mounts: &["/usr/local/share/.cache/yarn"],
        clean_command: Some("yarn cache clean"),
        locked_flags: &["--frozen-lockfile", "--immutable", "--pure-lockfile"],
        production_flags: &["--production", "--prod", "--production=true"],
        global_flags: &[],
        lock_files: &["yarn.lock"],
        ..NPM
    },
    // pnpm.io/cli.
    PackageManager {
        manager: Manager::Pnpm,
        names: &["pnpm"],
        verbs: &[
            (&["install"], Verb::Install),
            (&["i"], Verb::Install),
            (&["fetch"], Verb::Sync),
            (&["add"], Verb::Install),
            (&["update"], Verb::Upgrade),
            (&["up"], Verb::Upgrade),
            (&["upgrade"], Verb::Upgrade),
            (&["remove"], Verb::Remove),
            (&["rm"], Verb::Remove),
            (&["prune"], Verb::Remove),
            (&["store", "prune"], Verb::Clean),
        ],
        value_options: &[
            "-C", "--dir", "--filter", "-F", "--store-dir", "--registry", "--reporter", "--loglevel", "--prefix",
            "--network-concurrency", "--child-concurrency", "--modules-dir", "--virtual-store-dir", "--lockfile-dir",
            "--node-linker",
        ],
        caches: &["~/.local/share/pnpm/store"],
        cache_mounts: &["/root/.local/share/pnpm/store"],
        clean_command: Some("pnpm store prune"),
        locked_flags: &["--frozen-lockfile", "--offline"],
        production_flags: &["-P", "--prod", "--production", "--no-dev"],
        global_flags: &["-g", "--global"],
        lock_files: &["pnpm-lock.yaml"],
        ..NPM
    },
    // bun.sh/docs/cli.
    PackageManager {
        manager: Manager::Bun,
        names: &["bun"],
        verbs: &[
            (&["install"], Verb::Install),
            (&["i"], Verb::Install),
            (&["add"], Verb::Install),
            (&["ci"], Verb::Sync),
            (&["update"], Verb::Upgrade),
            (&["remove"], Verb::Remove),
            (&["rm"], Verb::Remove),
            (&["pm", "cache", "rm"], Verb::Clean),
        ],
        value_options: &[
            "-c", "--config", "--cwd", "--registry", "--cache-dir", "--backend", "--filter", "--omit", "--linker",
        ],
        no_cache_flags: &["--no-cache"],
        caches: &["~/.bun/install/cache"],
        cache_mounts: &["/root/.bun/install/cache"],
        clean_command: Some("bun pm cache rm"),
        locked_flags: &["--frozen-lockfile"],
        production_flags: &["-p", "--production", "--omit=dev"],
        global_flags: &["-g", "--global"],
        lock_files: &["bun.lock", "bun.lockb"],
        ..NPM
    },
];
