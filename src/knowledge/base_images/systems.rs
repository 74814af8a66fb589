//! Operating systems as they lie below images, and the images that are nothing but one.
//!
//! Sources: the root file systems of the official images (debian:bookworm, ubuntu:24.04, alpine:3.20 …), buildpack-deps for what its
//! curl, scm and full variants add.

use super::super::package_managers::Manager;
use super::{BaseImage, Fact, Family, PATH, Purpose, Row, Shell, Variable};

/// A system without anything on top.
pub(super) struct System {
    pub(super) family: Family,
    shell: Shell,
    bash: bool,
    packaging: &'static [Manager],
    index_empty: bool,
    tools: &'static [&'static str],
    user: Option<&'static str>,
    /// No tag chooses another system, so that a variable in the tag hides nothing.
    pub(super) fixed: bool,
}

impl System {
    pub(super) fn image(&self) -> BaseImage {
        let windows = matches!(self.family, Family::WindowsServer | Family::WindowsNano);
        let path = Variable { name: "PATH", value: (!windows).then_some(PATH) };
        let mut tools = self.tools.to_vec();
        if self.bash {
            tools.push("bash");
        }
        BaseImage {
            family: self.family,
            shell: self.shell,
            bash: Some(self.bash),
            packaging: self.packaging,
            index_empty: self.index_empty,
            user: self.user,
            env: vec![path],
            env_complete: true,
            tools,
            tools_complete: true,
            ..BaseImage::default()
        }
    }
}

/// debian:bookworm: perl-base and tar, neither curl nor wget; /bin/sh is dash.
pub(super) static DEBIAN: System = System {
    family: Family::Debian,
    shell: Shell::Dash,
    bash: true,
    packaging: &[Manager::AptGet, Manager::Apt],
    index_empty: true,
    tools: &["perl", "tar"],
    user: None,
    fixed: false,
};

/// buildpack-deps:bookworm-curl.
pub(super) static DEBIAN_CURL: System =
    System { tools: &["curl", "gpg", "openssl", "perl", "tar", "wget"], ..debian() };

/// buildpack-deps:bookworm-scm; python3 comes with mercurial.
pub(super) static DEBIAN_SCM: System = System {
    tools: &["curl", "git", "gpg", "hg", "openssl", "perl", "ps", "python3", "ssh", "svn", "tar", "wget"],
    ..debian()
};

/// buildpack-deps:bookworm.
pub(super) static DEBIAN_BUILD: System = System {
    tools: &[
        "autoconf", "automake", "bzip2", "convert", "curl", "file", "g++", "gcc", "git", "gpg", "hg", "make",
        "openssl", "patch", "perl", "ps", "python3", "ssh", "svn", "tar", "unzip", "wget", "xz",
    ],
    ..debian()
};

/// golang:1.24-bookworm: buildpack-deps:scm with g++, gcc, make.
pub(super) static DEBIAN_GO: System = System {
    tools: &[
        "curl", "g++", "gcc", "git", "gpg", "hg", "make", "openssl", "perl", "ps", "python3", "ssh", "svn", "tar",
        "wget",
    ],
    ..debian()
};

/// php:8.3-cli-bookworm keeps `$PHPIZE_DEPS` (dpkg-dev brings bzip2, make, patch and xz).
pub(super) static DEBIAN_PHP: System = System {
    tools: &["autoconf", "bzip2", "file", "g++", "gcc", "make", "openssl", "patch", "perl", "re2c", "tar", "xz"],
    ..debian()
};

/// `DEBIAN` by value, for the systems that lie on it.
const fn debian() -> System {
    System {
        family: Family::Debian,
        shell: Shell::Dash,
        bash: true,
        packaging: &[Manager::AptGet, Manager::Apt],
        index_empty: true,
        tools: &[],
        user: None,
        fixed: false,
    }
}

/// ubuntu:24.04.
pub(super) static UBUNTU: System = System { family: Family::Ubuntu, tools: &["perl", "tar"], ..debian() };

/// alpine:3.20: BusyBox with wget, nc, unzip, tar and ps; no bash, no curl.
pub(super) static ALPINE: System = System {
    family: Family::Alpine,
    shell: Shell::Ash,
    bash: false,
    packaging: &[Manager::Apk],
    index_empty: true,
    tools: &["bzip2", "nc", "ps", "tar", "unzip", "wget"],
    user: None,
    fixed: false,
};

/// busybox:1.36.
pub(super) static BUSYBOX: System = System {
    family: Family::BusyBox,
    shell: Shell::Ash,
    bash: false,
    packaging: &[],
    index_empty: false,
    tools: &["bzip2", "nc", "ps", "tar", "unzip", "wget"],
    user: None,
    fixed: true,
};

/// fedora:40.
pub(super) static FEDORA: System = System {
    family: Family::Fedora,
    shell: Shell::Bash,
    bash: true,
    packaging: &[Manager::Dnf, Manager::Yum],
    index_empty: false,
    tools: &["curl", "gpg", "tar"],
    user: None,
    fixed: true,
};

/// rockylinux:9, almalinux:9, ubi9.
pub(super) static RHEL: System = System {
    family: Family::Rhel,
    shell: Shell::Bash,
    bash: true,
    packaging: &[Manager::Dnf, Manager::Yum],
    index_empty: false,
    tools: &["curl", "gpg", "python3", "tar"],
    user: None,
    fixed: true,
};

/// ubi9/ubi-minimal, oraclelinux:9-slim.
pub(super) static RHEL_MINIMAL: System = System {
    family: Family::Rhel,
    shell: Shell::Bash,
    bash: true,
    packaging: &[Manager::Microdnf],
    index_empty: false,
    tools: &["curl", "gpg"],
    user: None,
    fixed: true,
};

/// ubi9/ubi-micro: no package manager.
static RHEL_MICRO: System = System {
    family: Family::Rhel,
    shell: Shell::Bash,
    bash: true,
    packaging: &[],
    index_empty: false,
    tools: &[],
    user: None,
    fixed: true,
};

/// amazonlinux:2023.
pub(super) static AMAZON: System = System {
    family: Family::Amazon,
    shell: Shell::Bash,
    bash: true,
    packaging: &[Manager::Dnf, Manager::Yum],
    index_empty: false,
    tools: &["curl", "gpg", "python3"],
    user: None,
    fixed: true,
};

/// mcr.microsoft.com/azurelinux/base/core:3.0.
pub(super) static AZURE: System = System {
    family: Family::Azure,
    shell: Shell::Bash,
    bash: true,
    packaging: &[Manager::Tdnf],
    index_empty: false,
    tools: &["curl", "gpg", "openssl", "tar"],
    user: None,
    fixed: false,
};

/// opensuse/leap:15.6.
static SUSE: System = System {
    family: Family::Suse,
    shell: Shell::Bash,
    bash: true,
    packaging: &[Manager::Zypper],
    index_empty: false,
    tools: &["curl", "gpg", "openssl", "tar"],
    user: None,
    fixed: true,
};

/// archlinux:base; the package databases are not shipped.
static ARCH: System = System {
    family: Family::Arch,
    shell: Shell::Bash,
    bash: true,
    packaging: &[Manager::Pacman],
    index_empty: true,
    tools: &["bzip2", "curl", "gpg", "openssl", "ps", "tar", "xz"],
    user: None,
    fixed: true,
};

/// cgr.dev/chainguard/wolfi-base: BusyBox and apk.
static WOLFI: System = System {
    family: Family::Wolfi,
    shell: Shell::Ash,
    bash: false,
    packaging: &[Manager::Apk],
    index_empty: true,
    tools: &["nc", "ps", "tar", "unzip", "wget"],
    user: None,
    fixed: true,
};

/// photon:5.0.
pub(super) static PHOTON: System = System {
    family: Family::Photon,
    shell: Shell::Bash,
    bash: true,
    packaging: &[Manager::Tdnf],
    index_empty: false,
    tools: &["curl", "openssl"],
    user: None,
    fixed: true,
};

/// gcr.io/distroless/static, chiselled Ubuntu: neither shell nor package manager.
pub(super) static DISTROLESS: System = System {
    family: Family::Distroless,
    shell: Shell::None,
    bash: false,
    packaging: &[],
    index_empty: false,
    tools: &[],
    user: None,
    fixed: true,
};

/// gcr.io/distroless/*:debug: BusyBox below /busybox, so that the PATH finds its tools while /bin/sh is missing.
pub(super) static DISTROLESS_DEBUG: System = System {
    family: Family::Distroless,
    shell: Shell::None,
    bash: false,
    packaging: &[],
    index_empty: false,
    tools: &["nc", "ps", "tar", "unzip", "wget"],
    user: None,
    fixed: true,
};

/// The empty image.
pub(super) static SCRATCH: System = System {
    family: Family::Scratch,
    shell: Shell::None,
    bash: false,
    packaging: &[],
    index_empty: false,
    tools: &[],
    user: None,
    fixed: true,
};

/// mcr.microsoft.com/windows/servercore: curl and tar since 1803.
pub(super) static SERVER_CORE: System = System {
    family: Family::WindowsServer,
    shell: Shell::Cmd,
    bash: false,
    packaging: &[],
    index_empty: false,
    tools: &["curl", "tar"],
    user: None,
    fixed: true,
};

/// mcr.microsoft.com/windows/nanoserver: runs as `ContainerUser`.
pub(super) static NANO_SERVER: System = System {
    family: Family::WindowsNano,
    shell: Shell::Cmd,
    bash: false,
    packaging: &[],
    index_empty: false,
    tools: &["curl", "tar"],
    user: Some("ContainerUser"),
    fixed: true,
};

pub(super) static ROWS: &[Row] = &[
    Row { names: &["scratch"], system: &SCRATCH, facts: &[], when: &[] },
    Row { names: &["debian"], system: &DEBIAN, facts: &[Fact::SlimSystem(&DEBIAN), Fact::Slimmer("slim")], when: &[] },
    Row { names: &["ubuntu", "ubuntu/*"], system: &UBUNTU, facts: &[], when: &[] },
    Row { names: &["alpine"], system: &ALPINE, facts: &[], when: &[] },
    Row { names: &["busybox"], system: &BUSYBOX, facts: &[], when: &[] },
    // docker-library/bash: bash on Alpine, called as the entrypoint.
    Row { names: &["bash"], system: &ALPINE, facts: &[Fact::Bash, Fact::Command], when: &[] },
    Row {
        names: &["fedora", "quay.io/fedora/fedora", "registry.fedoraproject.org/fedora"],
        system: &FEDORA,
        // pagure.io/fedora-kiwi-descriptions: the release's number is part of the values.
        facts: &[Fact::Defines(&["DISTTAG", "FGC", "FBR"])],
        when: &[],
    },
    Row {
        names: &[
            "centos", "rockylinux", "rockylinux/rockylinux", "almalinux", "almalinux/almalinux", "oraclelinux",
            "quay.io/centos/centos", "quay.io/rockylinux/rockylinux",
        ],
        system: &RHEL,
        facts: &[Fact::SlimSystem(&RHEL_MINIMAL)],
        when: &[("minimal", &[Fact::System(&RHEL_MINIMAL)])],
    },
    // catalog.redhat.com: ubi8, ubi9, ubi10 and their minimal and micro forms.
    Row {
        names: &[
            "registry.access.redhat.com/ubi7", "registry.access.redhat.com/ubi7/ubi",
            "registry.access.redhat.com/ubi8", "registry.access.redhat.com/ubi8/ubi",
            "registry.access.redhat.com/ubi9", "registry.access.redhat.com/ubi9/ubi",
            "registry.access.redhat.com/ubi10", "registry.access.redhat.com/ubi10/ubi", "registry.redhat.io/ubi8/ubi",
            "registry.redhat.io/ubi9/ubi", "redhat/ubi8", "redhat/ubi9", "redhat/ubi10",
        ],
        system: &RHEL,
        facts: &[Fact::Defines(&["container"])],
        when: &[],
    },
    Row {
        names: &[
            "registry.access.redhat.com/ubi8-minimal", "registry.access.redhat.com/ubi8/ubi-minimal",
            "registry.access.redhat.com/ubi9-minimal", "registry.access.redhat.com/ubi9/ubi-minimal",
            "registry.access.redhat.com/ubi10-minimal", "registry.access.redhat.com/ubi10/ubi-minimal",
            "registry.redhat.io/ubi8/ubi-minimal", "registry.redhat.io/ubi9/ubi-minimal", "redhat/ubi8-minimal",
            "redhat/ubi9-minimal", "redhat/ubi10-minimal",
        ],
        system: &RHEL_MINIMAL,
        facts: &[Fact::Defines(&["container"])],
        when: &[],
    },
    Row {
        names: &[
            "registry.access.redhat.com/ubi8-micro", "registry.access.redhat.com/ubi8/ubi-micro",
            "registry.access.redhat.com/ubi9-micro", "registry.access.redhat.com/ubi9/ubi-micro",
            "registry.access.redhat.com/ubi10/ubi-micro", "redhat/ubi8-micro", "redhat/ubi9-micro",
            "redhat/ubi10-micro",
        ],
        system: &RHEL_MICRO,
        facts: &[],
        when: &[],
    },
    Row { names: &["amazonlinux", "public.ecr.aws/amazonlinux/amazonlinux"], system: &AMAZON, facts: &[], when: &[] },
    Row {
        names: &[
            "mcr.microsoft.com/azurelinux/base/core", "mcr.microsoft.com/cbl-mariner/base/core",
            "mcr.microsoft.com/cbl-mariner",
        ],
        system: &AZURE,
        facts: &[],
        when: &[],
    },
    Row {
        names: &["mcr.microsoft.com/azurelinux/distroless/*", "mcr.microsoft.com/cbl-mariner/distroless/*"],
        system: &DISTROLESS,
        facts: &[],
        when: &[("nonroot", &[Fact::User("65532")])],
    },
    Row {
        names: &[
            "opensuse/leap", "opensuse/tumbleweed", "registry.opensuse.org/opensuse/*",
            "registry.suse.com/bci/bci-base",
        ],
        system: &SUSE,
        facts: &[],
        when: &[],
    },
    Row { names: &["archlinux", "archlinux/archlinux"], system: &ARCH, facts: &[], when: &[] },
    Row { names: &["photon"], system: &PHOTON, facts: &[], when: &[] },
    Row { names: &["cgr.dev/chainguard/wolfi-base", "chainguard/wolfi-base"], system: &WOLFI, facts: &[], when: &[] },
    // chainguard-images: no shell, user nonroot (65532); the -dev tags add apk, bash and a shell.
    Row {
        names: &["cgr.dev/chainguard/*", "chainguard/*"],
        system: &DISTROLESS,
        facts: &[Fact::User("65532"), Fact::MoreTools],
        when: &[("dev", &[Fact::System(&WOLFI), Fact::Bash])],
    },
    // GoogleContainerTools/distroless: nonroot is 65532, WORKDIR /home/nonroot; debug adds BusyBox.
    Row {
        names: &["gcr.io/distroless/*"],
        system: &DISTROLESS,
        facts: &[Fact::Defines(&["SSL_CERT_FILE"]), Fact::MoreTools],
        when: &[
            ("nonroot", &[Fact::User("65532"), Fact::Workdir("/home/nonroot")]),
            ("debug", &[Fact::System(&DISTROLESS_DEBUG)]),
        ],
    },
    // docker-library/buildpack-deps.
    Row {
        names: &["buildpack-deps"],
        system: &DEBIAN_BUILD,
        facts: &[Fact::Purpose(Purpose::General), Fact::Sdk("debian:*-slim or the runtime image of the language")],
        when: &[
            ("curl", &[Fact::System(&DEBIAN_CURL), Fact::NotSdk]),
            ("scm", &[Fact::System(&DEBIAN_SCM), Fact::NotSdk]),
        ],
    },
    Row {
        names: &[
            "mcr.microsoft.com/windows/servercore", "mcr.microsoft.com/windows", "mcr.microsoft.com/windows/server",
            "microsoft/windowsservercore",
        ],
        system: &SERVER_CORE,
        facts: &[],
        when: &[],
    },
    Row {
        names: &["mcr.microsoft.com/windows/servercore/iis"],
        system: &SERVER_CORE,
        facts: &[Fact::Service(&[80])],
        when: &[],
    },
    Row {
        names: &["mcr.microsoft.com/windows/nanoserver", "microsoft/nanoserver"],
        system: &NANO_SERVER,
        facts: &[],
        when: &[],
    },
];
