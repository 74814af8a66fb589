//! Images of languages and their build tools.
//!
//! Sources: docker-library/{python,ruby,php,golang,rust,gcc,perl,…}, nodejs/docker-node, adoptium/containers,
//! corretto/corretto-docker, carlossg/docker-maven, gradle/docker-gradle, dotnet/dotnet-docker; each by its Dockerfile.

use super::systems::{ALPINE, DEBIAN, DEBIAN_BUILD, DEBIAN_CURL, DEBIAN_GO, DEBIAN_PHP, DISTROLESS, UBUNTU};
use super::{Fact, Purpose, Row};

const SLIM: Fact = Fact::SlimSystem(&DEBIAN);
const SLIM_EXISTS: Fact = Fact::Slimmer("slim");

pub(super) static ROWS: &[Row] = &[
    // nodejs/docker-node: 22/bookworm, 22/alpine3.20: user `node` (1000) exists, root is the default.
    Row {
        names: &["node"],
        system: &DEBIAN_BUILD,
        facts: &[
            SLIM,
            SLIM_EXISTS,
            Fact::Defines(&["NODE_VERSION", "YARN_VERSION"]),
            Fact::Tools(&["node", "npm", "npx", "yarn"]),
        ],
        when: &[],
    },
    // docker-library/python: 3.12/bookworm; slim has neither compiler nor curl.
    Row {
        names: &["python"],
        system: &DEBIAN_BUILD,
        facts: &[
            SLIM,
            SLIM_EXISTS,
            Fact::Env(&[
                ("PATH", "/usr/local/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"),
                ("LANG", "C.UTF-8"),
            ]),
            Fact::Defines(&[
                "PYTHON_VERSION", "GPG_KEY", "PYTHON_SHA256", "PYTHON_PIP_VERSION", "PYTHON_SETUPTOOLS_VERSION",
                "PYTHON_GET_PIP_URL", "PYTHON_GET_PIP_SHA256",
            ]),
            Fact::Tools(&["pip", "pip3", "python", "python3"]),
        ],
        when: &[],
    },
    Row {
        names: &["pypy"],
        system: &DEBIAN_BUILD,
        facts: &[SLIM, SLIM_EXISTS, Fact::Defines(&["PYPY_VERSION", "LANG"]), Fact::Tools(&["pip", "pypy", "pypy3"])],
        when: &[],
    },
    // docker-library/golang: Debian's on buildpack-deps:scm plus gcc, g++, make; Alpine has go alone.
    Row {
        names: &["golang"],
        system: &DEBIAN_GO,
        facts: &[
            Fact::Workdir("/go"),
            Fact::Env(&[
                ("GOPATH", "/go"),
                ("GOTOOLCHAIN", "local"),
                ("PATH", "/go/bin:/usr/local/go/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"),
            ]),
            Fact::Defines(&["GOLANG_VERSION"]),
            Fact::Tools(&["go", "gofmt"]),
            Fact::Sdk("gcr.io/distroless/static, or scratch"),
        ],
        when: &[],
    },
    // rust-lang/docker-rust.
    Row {
        names: &["rust"],
        system: &DEBIAN_BUILD,
        facts: &[
            SLIM,
            Fact::Env(&[
                ("RUSTUP_HOME", "/usr/local/rustup"),
                ("CARGO_HOME", "/usr/local/cargo"),
                ("PATH", "/usr/local/cargo/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"),
            ]),
            Fact::Defines(&["RUST_VERSION"]),
            Fact::Tools(&["cargo", "gcc", "rustc", "rustup"]),
            Fact::Sdk("debian:*-slim, or gcr.io/distroless/cc"),
        ],
        when: &[],
    },
    // docker-library/ruby; slim has no compiler. BUNDLE_APP_CONFIG and GEM_HOME are /usr/local/bundle.
    Row {
        names: &["ruby"],
        system: &DEBIAN_BUILD,
        facts: &[
            SLIM,
            SLIM_EXISTS,
            Fact::Env(&[
                ("LANG", "C.UTF-8"),
                ("GEM_HOME", "/usr/local/bundle"),
                ("BUNDLE_SILENCE_ROOT_WARNING", "1"),
                ("BUNDLE_APP_CONFIG", "/usr/local/bundle"),
                ("PATH", "/usr/local/bundle/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"),
            ]),
            Fact::Defines(&["RUBY_VERSION", "RUBY_DOWNLOAD_URL", "RUBY_DOWNLOAD_SHA256"]),
            Fact::Tools(&["bundle", "gem", "ruby"]),
        ],
        when: &[],
    },
    Row {
        names: &["jruby"],
        system: &UBUNTU,
        facts: &[Fact::Defines(&["JRUBY_VERSION", "GEM_HOME", "JAVA_HOME"]), Fact::MoreTools],
        when: &[],
    },
    // docker-library/php 8.3: cli keeps PHPIZE_DEPS (autoconf, gcc, make …) and curl, xz; workers of apache and fpm run as www-data.
    Row {
        names: &["php"],
        system: &DEBIAN_PHP,
        facts: &[
            Fact::Slimmer("alpine"),
            Fact::Env(&[("PHP_INI_DIR", "/usr/local/etc/php")]),
            Fact::Defines(&[
                "PHPIZE_DEPS", "PHP_CFLAGS", "PHP_CPPFLAGS", "PHP_LDFLAGS", "GPG_KEYS", "PHP_VERSION", "PHP_URL",
                "PHP_ASC_URL", "PHP_SHA256",
            ]),
            Fact::Tools(&[
                "curl", "docker-php-ext-configure", "docker-php-ext-enable", "docker-php-ext-install", "openssl",
                "pear", "pecl", "php", "tar", "xz",
            ]),
        ],
        when: &[
            (
                "apache",
                &[
                    Fact::Workdir("/var/www/html"),
                    Fact::Env(&[("APACHE_CONFDIR", "/etc/apache2"), ("APACHE_ENVVARS", "/etc/apache2/envvars")]),
                    Fact::Service(&[80]),
                    Fact::StopSignal("SIGWINCH"),
                    Fact::DropsPrivileges,
                    Fact::Smallest,
                ],
            ),
            (
                "fpm",
                &[
                    Fact::Workdir("/var/www/html"),
                    Fact::Service(&[9000]),
                    Fact::StopSignal("SIGQUIT"),
                    Fact::DropsPrivileges,
                ],
            ),
        ],
    },
    // composer/docker: PHP on Alpine with git, unzip …; the image's command is composer.
    Row {
        names: &["composer"],
        system: &ALPINE,
        facts: &[
            Fact::Workdir("/app"),
            Fact::Env(&[("COMPOSER_HOME", "/tmp"), ("COMPOSER_ALLOW_SUPERUSER", "1")]),
            Fact::Defines(&["COMPOSER_VERSION", "PHP_INI_DIR", "PHP_VERSION"]),
            Fact::Tools(&["bash", "composer", "curl", "git", "make", "openssl", "patch", "php", "svn", "unzip", "zip"]),
            Fact::Bash,
            Fact::Command,
            Fact::Sdk("php:<version>-fpm"),
        ],
        when: &[],
    },
    Row {
        names: &["perl"],
        system: &DEBIAN_BUILD,
        facts: &[SLIM, SLIM_EXISTS, Fact::Workdir("/usr/src/app"), Fact::Defines(&["PERL_VERSION"])],
        when: &[],
    },
    Row {
        names: &["gcc"],
        system: &DEBIAN_BUILD,
        facts: &[Fact::Defines(&["GCC_VERSION"]), Fact::Sdk("debian:*-slim, or gcr.io/distroless/cc")],
        when: &[],
    },
    Row {
        names: &["elixir"],
        system: &DEBIAN_BUILD,
        facts: &[
            SLIM,
            SLIM_EXISTS,
            Fact::Defines(&["ELIXIR_VERSION", "OTP_VERSION", "LANG"]),
            Fact::Tools(&["elixir", "erl", "mix"]),
            Fact::MoreTools,
        ],
        when: &[],
    },
    Row {
        names: &["erlang"],
        system: &DEBIAN_BUILD,
        facts: &[
            SLIM,
            SLIM_EXISTS,
            Fact::Defines(&["OTP_VERSION", "REBAR3_VERSION"]),
            Fact::Tools(&["erl"]),
            Fact::MoreTools,
        ],
        when: &[],
    },
    Row {
        names: &["haskell"],
        system: &DEBIAN,
        facts: &[
            Fact::Defines(&["LANG"]),
            Fact::Tools(&["cabal", "curl", "gcc", "ghc", "git", "make", "stack"]),
            Fact::MoreTools,
            Fact::Sdk("debian:*-slim"),
        ],
        when: &[],
    },
    Row {
        names: &["julia"],
        system: &DEBIAN,
        facts: &[Fact::Defines(&["JULIA_VERSION", "JULIA_PATH", "JULIA_GPG"]), Fact::Tools(&["julia"])],
        when: &[],
    },
    Row {
        names: &["r-base", "rocker/r-ver", "rocker/r-base"],
        system: &DEBIAN,
        facts: &[Fact::Defines(&["R_BASE_VERSION", "LC_ALL", "LANG"]), Fact::Tools(&["R", "Rscript"]), Fact::MoreTools],
        when: &[],
    },
    // swiftlang/swift-docker: Ubuntu with the compiler; slim holds the run time only.
    Row {
        names: &["swift"],
        system: &UBUNTU,
        facts: &[
            Fact::MoreTools,
            Fact::Defines(&["SWIFT_VERSION", "SWIFT_PLATFORM"]),
            Fact::Tools(&["swift"]),
            Fact::Sdk("swift:<version>-slim"),
        ],
        when: &[("slim", &[Fact::NotSdk])],
    },
    Row {
        names: &["dart"],
        system: &DEBIAN,
        facts: &[
            Fact::Env(&[("DART_SDK", "/usr/lib/dart")]),
            Fact::Workdir("/root"),
            Fact::Tools(&["curl", "dart", "git", "ssh", "wget"]),
            Fact::Sdk("scratch, with /runtime of the image"),
        ],
        when: &[],
    },
    Row { names: &["nim", "nimlang/nim"], system: &DEBIAN, facts: &[Fact::MoreTools], when: &[] },
    // denoland/deno_docker and oven-sh/bun: the users deno and bun exist, root is the default.
    Row {
        names: &["denoland/deno"],
        system: &DEBIAN,
        facts: &[
            Fact::Env(&[("DENO_DIR", "/deno-dir/")]),
            Fact::Defines(&["DENO_VERSION"]),
            Fact::Tools(&["deno"]),
            Fact::MoreTools,
        ],
        when: &[],
    },
    Row {
        names: &["oven/bun"],
        system: &DEBIAN,
        facts: &[
            SLIM,
            SLIM_EXISTS,
            Fact::Workdir("/home/bun/app"),
            Fact::Defines(&["BUN_RUNTIME_TRANSPILER_CACHE_PATH", "BUN_INSTALL_BIN"]),
            Fact::Tools(&["bun", "bunx"]),
            Fact::MoreTools,
        ],
        when: &[("distroless", &[Fact::System(&DISTROLESS)])],
    },
    // conda-forge/miniforge-images, ContinuumIO/docker-images, mamba-org/micromamba-docker.
    Row {
        names: &["continuumio/miniconda3", "continuumio/anaconda3", "condaforge/miniforge3", "condaforge/mambaforge"],
        system: &DEBIAN,
        facts: &[
            Fact::Env(&[("LANG", "C.UTF-8")]),
            Fact::Defines(&["PATH", "CONDA_DIR"]),
            Fact::Tools(&["conda", "git", "python", "wget"]),
            Fact::MoreTools,
        ],
        when: &[],
    },
    Row {
        names: &["mambaorg/micromamba"],
        system: &DEBIAN,
        facts: &[
            Fact::BashShell(super::PIPEFAIL),
            Fact::User("mambauser"),
            Fact::Workdir("/tmp"),
            Fact::Defines(&["MAMBA_ROOT_PREFIX", "MAMBA_USER", "MAMBA_EXE", "MAMBA_USER_ID"]),
            Fact::MoreTools,
        ],
        when: &[],
    },
    // jupyter/docker-stacks: USER ${NB_UID} = 1000; the notebook brings a health check.
    Row {
        names: &[
            "jupyter/all-spark-notebook", "jupyter/base-notebook", "jupyter/datascience-notebook",
            "jupyter/julia-notebook", "jupyter/minimal-notebook", "jupyter/pyspark-notebook",
            "jupyter/pytorch-notebook", "jupyter/r-notebook", "jupyter/scipy-notebook", "jupyter/tensorflow-notebook",
            "quay.io/jupyter/all-spark-notebook", "quay.io/jupyter/base-notebook",
            "quay.io/jupyter/datascience-notebook", "quay.io/jupyter/julia-notebook",
            "quay.io/jupyter/minimal-notebook", "quay.io/jupyter/pyspark-notebook", "quay.io/jupyter/pytorch-notebook",
            "quay.io/jupyter/r-notebook", "quay.io/jupyter/scipy-notebook", "quay.io/jupyter/tensorflow-notebook",
        ],
        system: &UBUNTU,
        facts: &[
            Fact::BashShell(super::PIPEFAIL),
            Fact::User("1000"),
            Fact::Workdir("/home/jovyan"),
            Fact::Env(&[("NB_UID", "1000"), ("NB_GID", "100"), ("NB_USER", "jovyan"), ("CONDA_DIR", "/opt/conda")]),
            Fact::Service(&[8888]),
            Fact::Healthcheck,
            Fact::MoreTools,
        ],
        when: &[],
    },
    // astral-sh/uv: the plain tag holds two binaries; others lie on Debian, Alpine or an image of Python.
    Row {
        names: &["ghcr.io/astral-sh/uv"],
        system: &super::systems::SCRATCH,
        facts: &[
            Fact::Tools(&["uv", "uvx"]),
            Fact::Purpose(Purpose::Helper),
            Fact::Defines(&["UV_TOOL_BIN_DIR"]),
            Fact::MoreTools,
        ],
        when: &[
            (
                "python",
                &[
                    Fact::System(&DEBIAN_CURL),
                    Fact::SlimSystem(&DEBIAN),
                    Fact::Purpose(Purpose::General),
                    Fact::Tools(&["python3", "python", "pip"]),
                ],
            ),
            ("debian", &[Fact::System(&DEBIAN_CURL), Fact::SlimSystem(&DEBIAN), Fact::Purpose(Purpose::General)]),
        ],
    },
];
