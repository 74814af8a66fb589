//! Managers of Python packages, conda among them. Sources: each tool's own reference for its command line; cache directories as its
//! `cache dir` command prints them for root on Linux.

use super::{BLANK, Manager, PackageManager, Pin, Verb};

/// pip 24 reference, "pip install"; uv's `pip install` takes the same and some of its own.
const PIP_VALUES: &[&str] = &[
    "-r", "--requirement", "-c", "--constraint", "-e", "--editable", "-t", "--target", "-i", "--index-url",
    "--extra-index-url", "-f", "--find-links", "--trusted-host", "--cert", "--client-cert", "--cache-dir", "--prefix",
    "--root", "--src", "--platform", "--python-version", "--implementation", "--abi", "--no-binary", "--only-binary",
    "--upgrade-strategy", "--progress-bar", "--timeout", "--retries", "--proxy", "--log", "--exists-action",
    "--python", "--config-settings", "-C", "--global-option", "--build-option", "--use-feature", "--root-user-action",
    "--report", "-d", "--dest", "-w", "--wheel-dir", "--group",
];

/// pip reference and PEP 508.
const PIP: PackageManager = PackageManager {
    manager: Manager::Pip,
    names: &["pip"],
    verbs: &[(&["install"], Verb::Install), (&["uninstall"], Verb::Remove), (&["cache", "purge"], Verb::Clean)],
    value_options: PIP_VALUES,
    // Only `pip uninstall` asks.
    yes_flags: &[],
    dry_run_flags: &["--dry-run"],
    no_cache_flags: &["--no-cache-dir"],
    no_cache_variables: &["PIP_NO_CACHE_DIR"],
    cache_variables: &["PIP_CACHE_DIR", "XDG_CACHE_HOME"],
    caches: &["~/.cache/pip"],
    cache_mounts: &["/root/.cache/pip"],
    clean_command: Some("pip cache purge"),
    pin: Pin::Python,
    source_options: &["-r", "--requirement", "-e", "--editable", "--group"],
    locked_flags: &["--require-hashes"],
    manifests: &["requirements.txt", "pyproject.toml", "setup.py", "setup.cfg", "constraints.txt"],
    local_suffixes: &[".whl", ".tar.gz", ".zip"],
    ..BLANK
};

/// conda reference; asks unless -y.
const CONDA: PackageManager = PackageManager {
    manager: Manager::Conda,
    names: &["conda"],
    cache_variables: &["CONDA_PKGS_DIRS"],
    verbs: &[
        (&["install"], Verb::Install),
        (&["create"], Verb::Install),
        (&["env", "create"], Verb::Sync),
        (&["env", "update"], Verb::Sync),
        (&["update"], Verb::Upgrade),
        (&["upgrade"], Verb::Upgrade),
        (&["remove"], Verb::Remove),
        (&["uninstall"], Verb::Remove),
        (&["clean"], Verb::Clean),
    ],
    value_options: &[
        "-n", "--name", "-p", "--prefix", "-c", "--channel", "-f", "--file", "--solver", "--repodata-fn", "--platform",
        "--subdir", "-r", "--root-prefix",
    ],
    yes_flags: &["-y", "--yes"],
    dry_run_flags: &["-d", "--dry-run", "--download-only"],
    caches: &["/opt/conda/pkgs"],
    cache_mounts: &["/opt/conda/pkgs"],
    clean_command: Some("conda clean -afy"),
    pin: Pin::Conda,
    source_options: &["-f", "--file"],
    lock_files: &["conda-lock.yml", "conda-lock.yaml"],
    manifests: &["environment.yml", "environment.yaml"],
    ..BLANK
};

pub(super) static ROWS: &[PackageManager] = &[
    PIP,
    // docs.astral.sh/uv, command line reference. UV_NO_CACHE and --no-cache keep nothing.
    PackageManager {
        manager: Manager::Uv,
        names: &["uv"],
        verbs: &[
            (&["pip", "install"], Verb::Install),
            (&["pip", "sync"], Verb::Sync),
            (&["pip", "uninstall"], Verb::Remove),
            (&["tool", "install"], Verb::Install),
            (&["tool", "upgrade"], Verb::Upgrade),
            (&["tool", "uninstall"], Verb::Remove),
            (&["add"], Verb::Install),
            (&["remove"], Verb::Remove),
            (&["sync"], Verb::Sync),
            (&["cache", "clean"], Verb::Clean),
            (&["cache", "prune"], Verb::Clean),
        ],
        value_options: &[
            "-r", "--requirement", "--requirements", "-c", "--constraint", "--constraints", "--overrides", "-e",
            "--editable", "-t", "--target", "--prefix", "-p", "--python", "-i", "--index-url", "--default-index",
            "--index", "--extra-index-url", "-f", "--find-links", "--index-strategy", "--cache-dir", "--project",
            "--directory", "--config-file", "--extra", "--group", "--only-group", "--no-group", "--package", "--with",
            "--from", "--link-mode", "--resolution", "--prerelease", "--no-binary", "--only-binary",
            "--python-version", "--python-platform", "--torch-backend", "--no-install-package", "-P",
            "--upgrade-package", "--color", "--python-preference", "--exclude-newer", "--config-setting", "-C",
            "--no-build-isolation-package", "--no-build-package", "--no-binary-package", "--refresh-package",
            "--reinstall-package", "--keyring-provider", "--allow-insecure-host", "--fork-strategy",
        ],
        no_cache_flags: &["-n", "--no-cache", "--no-cache-dir"],
        no_cache_variables: &["UV_NO_CACHE"],
        cache_variables: &["UV_CACHE_DIR", "XDG_CACHE_HOME"],
        caches: &["~/.cache/uv"],
        cache_mounts: &["/root/.cache/uv"],
        clean_command: Some("uv cache clean"),
        source_options: &["-r", "--requirement", "--requirements", "-e", "--editable", "--group"],
        locked_flags: &["--frozen", "--locked", "--require-hashes"],
        production_flags: &["--no-dev", "--no-default-groups", "--no-group=dev", "--only-group"],
        lock_files: &["uv.lock"],
        manifests: &["pyproject.toml", "requirements.txt"],
        ..PIP
    },
    // pipx.pypa.io; it deletes its cache of the download itself.
    PackageManager {
        manager: Manager::Pipx,
        names: &["pipx"],
        verbs: &[
            (&["install"], Verb::Install),
            (&["inject"], Verb::Install),
            (&["upgrade"], Verb::Upgrade),
            (&["upgrade-all"], Verb::Upgrade),
            (&["uninstall"], Verb::Remove),
        ],
        verbs_into: &["inject"],
        value_options: &["--python", "--pip-args", "--index-url", "-i", "--suffix", "--preinstall", "--spec"],
        no_cache_flags: &[],
        no_cache_variables: &[],
        caches: &[],
        cache_mounts: &["/root/.cache/pip"],
        clean_command: None,
        source_options: &[],
        locked_flags: &[],
        manifests: &[],
        ..PIP
    },
    // python-poetry.org/docs/cli.
    PackageManager {
        manager: Manager::Poetry,
        names: &["poetry"],
        verbs: &[
            (&["install"], Verb::Sync),
            (&["sync"], Verb::Sync),
            (&["add"], Verb::Install),
            (&["update"], Verb::Upgrade),
            (&["remove"], Verb::Remove),
            (&["self", "add"], Verb::Install),
            (&["self", "update"], Verb::Upgrade),
            (&["cache", "clear"], Verb::Clean),
        ],
        value_options: &[
            "-C", "--directory", "-P", "--project", "--with", "--without", "--only", "-E", "--extras", "-G", "--group",
            "--source", "--platform", "--python",
        ],
        no_cache_flags: &["--no-cache"],
        no_cache_variables: &["POETRY_NO_CACHE"],
        cache_variables: &["POETRY_CACHE_DIR", "XDG_CACHE_HOME"],
        caches: &["~/.cache/pypoetry"],
        cache_mounts: &["/root/.cache/pypoetry"],
        clean_command: Some("poetry cache clear --all --no-interaction ."),
        source_options: &[],
        locked_flags: &[],
        production_flags: &["--no-dev", "--without=dev", "--only=main", "--only-root"],
        lock_files: &["poetry.lock"],
        manifests: &["pyproject.toml"],
        ..PIP
    },
    // pipenv.pypa.io; `--deploy` fails when Pipfile.lock is stale.
    PackageManager {
        manager: Manager::Pipenv,
        names: &["pipenv"],
        verbs: &[
            (&["install"], Verb::Install),
            (&["sync"], Verb::Sync),
            (&["update"], Verb::Upgrade),
            (&["upgrade"], Verb::Upgrade),
            (&["uninstall"], Verb::Remove),
        ],
        value_options: &[
            "--python", "-r", "--requirements", "-e", "--editable", "-i", "--index", "--categories", "--extra-pip-args",
        ],
        no_cache_flags: &["--clear"],
        no_cache_variables: &["PIP_NO_CACHE_DIR"],
        caches: &["~/.cache/pipenv", "~/.cache/pip"],
        cache_mounts: &["/root/.cache/pipenv"],
        clean_command: Some("pipenv --clear"),
        source_options: &["-r", "--requirements", "-e", "--editable"],
        locked_flags: &["--deploy", "--ignore-pipfile"],
        lock_files: &["Pipfile.lock"],
        manifests: &["Pipfile"],
        ..PIP
    },
    CONDA,
    // mamba.readthedocs.io: conda's command line; micromamba keeps packages below its root prefix.
    PackageManager {
        manager: Manager::Mamba,
        names: &["mamba", "micromamba"],
        caches: &["/opt/conda/pkgs"],
        clean_command: Some("mamba clean -afy"),
        ..CONDA
    },
];
