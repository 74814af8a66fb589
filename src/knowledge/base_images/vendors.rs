//! Images of vendors that follow a scheme of their own, and the bases of containers that are no services.
//!
//! Sources: the vendors' Dockerfiles: bitnami/containers, linuxserver/docker-baseimage-*, phusion/baseimage-docker, devcontainers/images,
//! aws/aws-lambda-base-images, NVIDIA's container-images/cuda, tonistiigi/xx, sclorg/*-container.

use super::systems::{ALPINE, AMAZON, DEBIAN, RHEL, RHEL_MINIMAL, SCRATCH, UBUNTU};
use super::{Fact, Purpose, Row};

use Fact::{Command, Defines, DropsPrivileges, Env, MoreTools, ProcessManager, Service, Tools, User, Workdir};

/// Bitnami's containers on minideb run as 1001.
const BITNAMI: &[Fact] = &[
    Command,
    User("1001"),
    MoreTools,
    Defines(&["APP_VERSION", "BITNAMI_APP_NAME", "OS_ARCH", "OS_FLAVOUR", "OS_NAME", "HOME"]),
];

pub(super) static ROWS: &[Row] = &[
    Row { names: &["bitnami/minideb"], system: &DEBIAN, facts: &[Tools(&["install_packages"])], when: &[] },
    Row {
        names: &["bitnami/*", "bitnamilegacy/*", "bitnamisecure/*", "public.ecr.aws/bitnami/*"],
        system: &DEBIAN,
        facts: BITNAMI,
        when: &[],
    },
    // linuxserver/docker-baseimage-*: s6-overlay, drops to user abc.
    Row {
        names: &["linuxserver/*", "lscr.io/linuxserver/*", "ghcr.io/linuxserver/*"],
        system: &ALPINE,
        facts: &[Command, DropsPrivileges, ProcessManager("s6"), Fact::Bash, MoreTools, Env(&[("HOME", "/root")])],
        when: &[],
    },
    Row {
        names: &["phusion/baseimage", "phusion/*"],
        system: &UBUNTU,
        facts: &[Command, ProcessManager("my_init"), MoreTools],
        when: &[],
    },
    Row {
        names: &["just-containers/*"],
        system: &SCRATCH,
        facts: &[ProcessManager("s6"), Fact::Purpose(Purpose::Helper)],
        when: &[],
    },
    // alpine/*: one tool each on Alpine, as the entrypoint.
    Row { names: &["alpine/*"], system: &ALPINE, facts: &[Command, MoreTools], when: &[] },
    Row {
        names: &["curlimages/curl"],
        system: &ALPINE,
        facts: &[Command, User("curl_user"), Tools(&["curl"])],
        when: &[],
    },
    // devcontainers/images: user vscode (1000) exists; the default user is root, devcontainer.json changes it.
    Row {
        names: &["mcr.microsoft.com/devcontainers/*", "mcr.microsoft.com/vscode/devcontainers/*"],
        system: &DEBIAN,
        facts: &[Fact::Purpose(Purpose::Development), Tools(&["curl", "git", "zsh"]), MoreTools],
        when: &[],
    },
    Row {
        names: &["gitpod/*"],
        system: &UBUNTU,
        facts: &[User("gitpod"), Fact::Purpose(Purpose::Development), MoreTools],
        when: &[],
    },
    Row {
        names: &["codercom/*", "ghcr.io/coder/*"],
        system: &UBUNTU,
        facts: &[User("coder"), Fact::Purpose(Purpose::Development), MoreTools],
        when: &[],
    },
    Row {
        names: &["cimg/*", "circleci/*"],
        system: &UBUNTU,
        facts: &[
            // CircleCI-Public/cimg-base: SHELL, and 90circleci in /etc/apt/apt.conf.d.
            Fact::BashShell(&["/bin/bash", "-e", "-o", "pipefail", "-c"]),
            Fact::AnswersYes,
            User("circleci"),
            Workdir("/home/circleci/project"),
            Fact::Purpose(Purpose::ContinuousIntegration),
            MoreTools,
        ],
        when: &[],
    },
    Row {
        names: &["ghcr.io/actions/actions-runner", "ghcr.io/actions/*"],
        system: &UBUNTU,
        facts: &[User("runner"), Workdir("/home/runner"), Fact::Purpose(Purpose::ContinuousIntegration), MoreTools],
        when: &[],
    },
    Row {
        names: &[
            "gitlab/gitlab-runner", "catthehacker/ubuntu", "cypress/*", "mcr.microsoft.com/playwright",
            "mcr.microsoft.com/playwright/*",
        ],
        system: &UBUNTU,
        facts: &[Fact::Purpose(Purpose::ContinuousIntegration), MoreTools],
        when: &[],
    },
    Row {
        names: &["ghcr.io/puppeteer/puppeteer"],
        system: &DEBIAN,
        facts: &[User("pptruser"), MoreTools, Defines(&["NODE_VERSION"])],
        when: &[],
    },
    // aws/aws-lambda-base-images: Amazon Linux; /lambda-entrypoint.sh is the entrypoint, the platform runs it.
    Row {
        names: &["amazon/*", "public.ecr.aws/lambda/*"],
        system: &AMAZON,
        facts: &[
            Command,
            Workdir("/var/task"),
            Fact::Purpose(Purpose::Function),
            Env(&[("LAMBDA_TASK_ROOT", "/var/task"), ("LAMBDA_RUNTIME_DIR", "/var/runtime"), ("LANG", "en_US.UTF-8")]),
            Defines(&["PATH", "LD_LIBRARY_PATH", "TZ"]),
            MoreTools,
        ],
        when: &[],
    },
    Row {
        names: &["amazon/aws-cli", "public.ecr.aws/aws-cli/aws-cli"],
        system: &AMAZON,
        facts: &[Command, Workdir("/aws"), MoreTools],
        when: &[],
    },
    Row {
        names: &["amazon/opendistro-for-elasticsearch"],
        system: &AMAZON,
        facts: &[Command, User("1000"), MoreTools],
        when: &[],
    },
    Row {
        names: &["mcr.microsoft.com/azure-functions/*"],
        system: &DEBIAN,
        facts: &[Command, Fact::Purpose(Purpose::Function), MoreTools],
        when: &[],
    },
    Row { names: &["mcr.microsoft.com/azure-cli"], system: &super::systems::AZURE, facts: &[MoreTools], when: &[] },
    Row {
        names: &["google/cloud-sdk", "gcr.io/google.com/cloudsdktool/*"],
        system: &DEBIAN,
        facts: &[MoreTools],
        when: &[],
    },
    // NVIDIA cuda: base, runtime and devel of Ubuntu, Rocky and UBI.
    Row {
        names: &["nvidia/cuda", "nvcr.io/nvidia/cuda"],
        system: &UBUNTU,
        facts: &[
            Env(&[("NVIDIA_VISIBLE_DEVICES", "all"), ("NVIDIA_DRIVER_CAPABILITIES", "compute,utility")]),
            Defines(&[
                "PATH", "LD_LIBRARY_PATH", "CUDA_VERSION", "NVIDIA_REQUIRE_CUDA", "NVARCH", "LIBRARY_PATH",
                "NV_CUDA_LIB_VERSION",
            ]),
            MoreTools,
        ],
        when: &[("devel", &[Fact::Sdk("nvidia/cuda:<version>-runtime-<system>"), Tools(&["gcc", "make", "nvcc"])])],
    },
    Row {
        names: &["nvcr.io/nvidia/*"],
        system: &UBUNTU,
        facts: &[Defines(&["PATH", "LD_LIBRARY_PATH", "CUDA_VERSION"]), MoreTools],
        when: &[],
    },
    Row {
        names: &["pytorch/pytorch"],
        system: &UBUNTU,
        facts: &[
            Workdir("/workspace"),
            Defines(&["PATH", "LD_LIBRARY_PATH", "PYTORCH_VERSION"]),
            Tools(&["python"]),
            MoreTools,
        ],
        when: &[("devel", &[Fact::Sdk("pytorch/pytorch:<version>-runtime")])],
    },
    Row {
        names: &["tensorflow/tensorflow"],
        system: &UBUNTU,
        facts: &[Tools(&["python", "python3"]), MoreTools],
        when: &[],
    },
    // tonistiigi/xx: scripts to be copied over a stage, from scratch.
    Row {
        names: &["tonistiigi/*", "crazymax/gomod-updates", "crazymax/osxcross"],
        system: &SCRATCH,
        facts: &[Fact::Purpose(Purpose::Helper), MoreTools],
        when: &[],
    },
    Row {
        names: &[
            "mlocati/php-extension-installer", "ghcr.io/mlocati/php-extension-installer", "krallin/ubuntu-tini",
            "hairyhenderson/gomplate",
        ],
        system: &SCRATCH,
        facts: &[Fact::Purpose(Purpose::Helper), MoreTools],
        when: &[],
    },
    // sclorg/s2i-base-container: the images below the builders make the account and leave root in force.
    Row {
        names: &[
            "registry.access.redhat.com/ubi8/s2i-base", "registry.access.redhat.com/ubi8/s2i-core",
            "registry.access.redhat.com/ubi9/s2i-base", "registry.access.redhat.com/ubi9/s2i-core",
            "registry.access.redhat.com/ubi10/s2i-base", "registry.access.redhat.com/ubi10/s2i-core",
            "quay.io/sclorg/s2i-base-c8s", "quay.io/sclorg/s2i-base-c9s", "quay.io/sclorg/s2i-base-c10s",
            "quay.io/sclorg/s2i-core-c8s", "quay.io/sclorg/s2i-core-c9s", "quay.io/sclorg/s2i-core-c10s",
        ],
        system: &RHEL,
        facts: &[
            Command,
            Workdir("/opt/app-root/src"),
            Env(&[("HOME", "/opt/app-root/src"), ("APP_ROOT", "/opt/app-root")]),
            Defines(&["PATH"]),
            MoreTools,
        ],
        when: &[],
    },
    // sclorg's source-to-image builders on UBI run as 1001 in /opt/app-root/src.
    Row {
        names: &[
            "registry.access.redhat.com/ubi8/*", "registry.access.redhat.com/ubi9/*",
            "registry.access.redhat.com/ubi10/*", "registry.redhat.io/ubi8/*", "registry.redhat.io/ubi9/*",
            "quay.io/sclorg/*",
        ],
        system: &RHEL,
        facts: &[
            Command,
            User("1001"),
            Workdir("/opt/app-root/src"),
            Env(&[("HOME", "/opt/app-root/src"), ("APP_ROOT", "/opt/app-root")]),
            Defines(&["PATH"]),
            MoreTools,
        ],
        when: &[("minimal", &[Fact::System(&RHEL_MINIMAL)])],
    },
    // tiangolo/uvicorn-gunicorn-fastapi-docker.
    Row {
        names: &["tiangolo/*"],
        system: &DEBIAN,
        facts: &[Service(&[80]), Workdir("/app"), Defines(&["PYTHON_VERSION"]), Tools(&["python"]), MoreTools],
        when: &[],
    },
    // php-docker by ServerSideUp and webdevops: drop to www-data by themselves.
    Row {
        names: &["serversideup/php"],
        system: &DEBIAN,
        facts: &[
            Command,
            User("www-data"),
            Workdir("/var/www/html"),
            Fact::Healthcheck,
            ProcessManager("s6"),
            MoreTools,
        ],
        when: &[],
    },
    Row {
        names: &["webdevops/*"],
        system: &DEBIAN,
        facts: &[Command, DropsPrivileges, ProcessManager("supervisord"), MoreTools],
        when: &[],
    },
    Row {
        names: &["dunglas/frankenphp"],
        system: &DEBIAN,
        facts: &[
            Service(&[80, 443, 2019]),
            Workdir("/app"),
            Fact::Healthcheck,
            Env(&[("PHP_INI_DIR", "/usr/local/etc/php")]),
            Defines(&["PHPIZE_DEPS", "PHP_VERSION"]),
            Tools(&["curl", "php"]),
            MoreTools,
        ],
        when: &[],
    },
    Row {
        names: &["heroku/*", "gcr.io/buildpacks/*", "paketobuildpacks/*"],
        system: &UBUNTU,
        facts: &[MoreTools],
        when: &[],
    },
];
