//! Base images: what a stage holds before its first instruction.
//!
//! A row names repositories, the operating system below the untagged image, and the facts that an image adds; parts of a tag
//! (`-alpine`, `-slim`, `-fpm`, `:nonroot`) choose another system or add facts. What a row does not say is not known: no guess
//! may stand here. Sources: the Dockerfile of each image in the repository named in the comment of its row.

mod databases;
mod languages;
mod platforms;
mod services;
mod systems;
mod tags;
mod vendors;

use std::collections::HashMap;
use std::sync::LazyLock;

use super::package_managers::Manager;
use systems::System;

/// The family of operating systems that an image belongs to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Family {
    /// Debian.
    Debian,
    /// Ubuntu.
    Ubuntu,
    /// Alpine Linux.
    Alpine,
    /// Fedora.
    Fedora,
    /// Red Hat's UBI, `CentOS`, Rocky, Alma, Oracle Linux.
    Rhel,
    /// Amazon Linux.
    Amazon,
    /// Azure Linux, CBL-Mariner.
    Azure,
    /// openSUSE, SLE.
    Suse,
    /// Arch Linux.
    Arch,
    /// Wolfi, Chainguard.
    Wolfi,
    /// Photon OS.
    Photon,
    /// An image without package manager and shell: distroless, chiselled Ubuntu.
    Distroless,
    /// BusyBox.
    BusyBox,
    /// The empty image, or one that holds a static binary only.
    Scratch,
    /// Windows with the full API.
    WindowsServer,
    /// Nano Server.
    WindowsNano,
    /// The tag does not tell.
    #[default]
    Unknown,
}

/// What `/bin/sh` (on Windows: the default shell) is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Shell {
    /// Debian's `dash`: POSIX and no more.
    Dash,
    /// BusyBox `ash`: knows `pipefail`.
    Ash,
    /// Bash, called as `sh`.
    Bash,
    /// There is none.
    None,
    /// `cmd /S /C`
    Cmd,
    /// PowerShell by the image's own SHELL.
    PowerShell,
    /// The tag does not tell.
    #[default]
    Unknown,
}

/// What an image is made for, where that changes what may be asked of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Purpose {
    /// Nothing out of the ordinary.
    #[default]
    General,
    /// A container to develop in.
    Development,
    /// A runner of jobs.
    ContinuousIntegration,
    /// Functions: the platform starts, watches and stops them.
    Function,
    /// Files to copy into other images: `tonistiigi/xx`, `ghcr.io/astral-sh/uv`.
    Helper,
}

/// A variable of the image's environment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Variable {
    /// Its name.
    pub name: &'static str,
    /// Its value; `None` where it is defined but differs from version to version.
    pub value: Option<&'static str>,
}

/// What is known of a base image.
#[allow(clippy::struct_excessive_bools, reason = "each says something of its own about the image")]
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BaseImage {
    /// Family of the operating system.
    pub family: Family,
    /// The shell that runs shell form.
    pub shell: Shell,
    /// The SHELL that it sets; empty where it sets none.
    pub shell_words: &'static [&'static str],
    /// Whether its package manager is configured to ask nothing.
    pub answers_yes: bool,
    /// Whether `bash` is there; `None` where the tag does not tell.
    pub bash: Option<bool>,
    /// System package managers that work in it.
    pub packaging: &'static [Manager],
    /// Whether the package index is shipped empty, so that an install needs an update first.
    pub index_empty: bool,
    /// The default USER as the image writes it; `None` is root.
    pub user: Option<&'static str>,
    /// Whether its entrypoint or its daemon switches from root to another user by itself.
    pub drops_privileges: bool,
    /// The WORKDIR; `None` is `/`.
    pub workdir: Option<&'static str>,
    /// Its environment; a later entry of a name overrides an earlier one.
    pub env: Vec<Variable>,
    /// Whether `env` is all of it, as far as names go.
    pub env_complete: bool,
    /// Programs known to be there, sorted.
    pub tools: Vec<&'static str>,
    /// Whether those of [`BaseImage::has`] that are not among `tools` are known to be absent.
    pub tools_complete: bool,
    /// Whether it has a CMD or ENTRYPOINT other than a shell or an interpreter.
    pub command: bool,
    /// Ports of the service that its command starts; `None` where it starts none.
    pub service: Option<&'static [u16]>,
    /// Whether it brings a HEALTHCHECK.
    pub healthcheck: bool,
    /// Its STOPSIGNAL, if it sets one.
    pub stop_signal: Option<&'static str>,
    /// Its VOLUMEs.
    pub volumes: &'static [&'static str],
    /// It is meant for building: the image to run the result in.
    pub sdk: Option<&'static str>,
    /// It is the full variant, and this one is smaller: `slim`, `alpine`.
    pub slimmer: Option<&'static str>,
    /// The process manager that is its entrypoint: `s6`, `my_init`.
    pub process_manager: Option<&'static str>,
    /// What it is made for.
    pub purpose: Purpose,
}

/// Programs that the rows speak of: one that is missing in a complete row is known to be missing.
pub const ASKED_TOOLS: &[&str] = &[
    "bash", "bzip2", "curl", "g++", "gcc", "git", "gpg", "jq", "make", "nc", "node", "npm", "openssl", "perl", "php",
    "ps", "pwsh", "python", "python3", "ruby", "tar", "unzip", "wget", "xz", "zsh",
];

impl BaseImage {
    /// Whether a program is there; `None` where that is not known.
    pub fn has(&self, tool: &str) -> Option<bool> {
        if self.tools.binary_search(&tool).is_ok() {
            return Some(true);
        }
        (self.tools_complete && ASKED_TOOLS.binary_search(&tool).is_ok()).then_some(false)
    }

    /// Whether its processes run as another user than root unless told otherwise.
    pub fn non_root(&self) -> bool {
        self.user.is_some()
    }

    /// A variable of its environment.
    pub fn variable(&self, name: &str) -> Option<Variable> {
        self.env.iter().rev().find(|variable| variable.name == name).copied()
    }

    /// Whether it runs on Windows.
    pub fn windows(&self) -> bool {
        matches!(self.family, Family::WindowsServer | Family::WindowsNano)
    }
}

/// A row of the table.
struct Row {
    /// Repositories: of Docker Hub's library by their bare name, others of Docker Hub as `owner/name`, all else with the registry.
    /// `owner/*` stands for all that have no row of their own.
    names: &'static [&'static str],
    /// The system below an image whose tag names none.
    system: &'static System,
    /// What the image adds.
    facts: &'static [Fact],
    /// What a part of the tag adds.
    when: &'static [(&'static str, &'static [Fact])],
}

/// Something an image adds to the system below it.
enum Fact {
    /// The system below is another one.
    System(&'static System),
    /// The system of a tag's `slim` part.
    SlimSystem(&'static System),
    User(&'static str),
    DropsPrivileges,
    Workdir(&'static str),
    /// Variables with their values.
    Env(&'static [(&'static str, &'static str)]),
    /// Variables whose values differ from version to version.
    Defines(&'static [&'static str]),
    Tools(&'static [&'static str]),
    /// More is in it than the row names, programs and variables.
    MoreTools,
    Command,
    Service(&'static [u16]),
    Healthcheck,
    StopSignal(&'static str),
    Volumes(&'static [&'static str]),
    Sdk(&'static str),
    /// No longer an image for building.
    NotSdk,
    /// Smaller variants exist beside the one without a mark.
    Slimmer(&'static str),
    /// This variant has no slim or alpine sibling.
    Smallest,
    ProcessManager(&'static str),
    Purpose(Purpose),
    Bash,
    /// Its SHELL, which is Bash; those built on it have it as well.
    BashShell(&'static [&'static str]),
    AnswersYes,
}

/// The SHELL of images whose makers want failures in pipes to be seen.
const PIPEFAIL: &[&str] = &["/bin/bash", "-o", "pipefail", "-c"];

/// The PATH of an image that sets none.
const PATH: &str = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

static TABLES: [&[Row]; 6] =
    [systems::ROWS, languages::ROWS, platforms::ROWS, databases::ROWS, services::ROWS, vendors::ROWS];

static BY_NAME: LazyLock<HashMap<&'static str, &'static Row, foldhash::fast::RandomState>> = LazyLock::new(|| {
    TABLES.into_iter().flatten().flat_map(|row| row.names.iter().map(move |name| (*name, row))).collect()
});

/// Every repository that has a row, for tests of the table.
pub fn base_image_names() -> impl Iterator<Item = &'static str> {
    TABLES.into_iter().flatten().flat_map(|row| row.names.iter().copied())
}

/// What is known of an image, `None` where nothing is.
///
/// `registry` may be empty (Docker Hub), `repository` may lack `library/`; mirrors of the official images count as these. A tag of
/// `None` is `latest`. A tag with a variable in it is passed as it is written: what its other parts say is used, and where no part
/// tells the system, the family and the shell stay unknown.
pub fn base_image(registry: &str, repository: &str, tag: Option<&str>) -> Option<BaseImage> {
    let row = find(&canonical_repository(registry, repository))?;
    Some(resolve(row, tag.unwrap_or("latest")))
}

/// Whether an image is a bare operating system, the empty one included, that starts nothing but a shell.
pub fn is_operating_system(registry: &str, repository: &str) -> bool {
    let name = canonical_repository(registry, repository);
    let mut rows = systems::ROWS.iter();
    rows.any(|row| {
        let starts = row.facts.iter().any(|fact| matches!(fact, Fact::Command | Fact::Service(_)));
        !starts && row.names.contains(&name.as_str())
    })
}

/// Owners under which Docker Hub keeps the official images for one architecture. Source: docker-library/official-images, "Architectures
/// other than amd64?".
const ARCHITECTURES: &[&str] = &[
    "amd64", "arm32v5", "arm32v6", "arm32v7", "arm64v8", "i386", "mips64le", "ppc64le", "riscv64", "s390x", "winamd64",
];

/// One name for all the places that an image can be had from: `nginx`, `grafana/grafana`, `gcr.io/distroless/static`.
pub fn canonical_repository(registry: &str, repository: &str) -> String {
    let registry = registry.trim_end_matches('/');
    let repository = match registry {
        "" | "docker.io" | "index.docker.io" | "registry-1.docker.io" | "registry.hub.docker.com" | "mirror.gcr.io" => {
            repository
        }
        "public.ecr.aws" => match repository.strip_prefix("docker/") {
            Some(official) => official,
            None => return format!("{registry}/{repository}"),
        },
        _ => return format!("{registry}/{repository}"),
    };
    match repository.split_once('/') {
        Some(("library", official)) => official.to_owned(),
        Some((architecture, official)) if ARCHITECTURES.contains(&architecture) => official.to_owned(),
        _ => repository.to_owned(),
    }
}

/// The row of a repository, or of the nearest folder above it that has one.
fn find(name: &str) -> Option<&'static Row> {
    if let Some(row) = BY_NAME.get(name) {
        return Some(row);
    }
    let mut folder = name;
    while let Some((above, _)) = folder.rsplit_once('/') {
        if let Some(row) = BY_NAME.get(format!("{above}/*").as_str()) {
            return Some(row);
        }
        folder = above;
    }
    None
}

/// Lays the facts of a row over the system that the tag chooses.
fn resolve(row: &Row, tag: &str) -> BaseImage {
    let marked = || row.when.iter().filter(|(mark, _)| tags::has_mark(tag, mark)).flat_map(|(_, facts)| facts.iter());
    let facts = || row.facts.iter().chain(marked());
    let mut own = row.system;
    let mut slim = None;
    for fact in facts() {
        match fact {
            Fact::System(system) => own = system,
            Fact::SlimSystem(system) => slim = Some(*system),
            _ => {}
        }
    }
    let system = tags::system(own, slim, tag);
    let mut image = system.map_or_else(BaseImage::default, System::image);
    let smaller_chosen = tags::is_small(tag) || system.is_none();
    for fact in facts() {
        apply(fact, &mut image, smaller_chosen);
    }
    if system.is_none() {
        image.tools_complete = false;
    }
    if image.windows() {
        // The rows speak of Linux; the same image for Windows has other paths.
        image.workdir = None;
        image.env.iter_mut().for_each(|variable| variable.value = None);
    }
    image.tools.sort_unstable();
    image.tools.dedup();
    image
}

fn apply(fact: &Fact, image: &mut BaseImage, smaller_chosen: bool) {
    match *fact {
        Fact::System(_) | Fact::SlimSystem(_) => {}
        Fact::User(user) => image.user = Some(user),
        Fact::DropsPrivileges => image.drops_privileges = true,
        Fact::Workdir(path) => image.workdir = Some(path),
        Fact::Env(pairs) => image.env.extend(pairs.iter().map(|(name, value)| Variable { name, value: Some(value) })),
        Fact::Defines(names) => {
            image.env.extend(names.iter().map(|name| Variable { name, value: None }));
        }
        Fact::Tools(names) => image.tools.extend(names),
        Fact::MoreTools => {
            image.tools_complete = false;
            image.env_complete = false;
        }
        Fact::Command => image.command = true,
        Fact::Service(ports) => {
            image.command = true;
            image.service = Some(ports);
        }
        Fact::Healthcheck => image.healthcheck = true,
        Fact::StopSignal(signal) => image.stop_signal = Some(signal),
        Fact::Volumes(paths) => image.volumes = paths,
        Fact::Sdk(advice) => image.sdk = Some(advice),
        Fact::NotSdk => image.sdk = None,
        Fact::Slimmer(variant) => image.slimmer = (!smaller_chosen).then_some(variant),
        Fact::Smallest => image.slimmer = None,
        Fact::ProcessManager(name) => image.process_manager = Some(name),
        Fact::Purpose(purpose) => image.purpose = purpose,
        Fact::Bash => {
            image.bash = Some(true);
            image.tools.push("bash");
        }
        Fact::BashShell(words) => {
            apply(&Fact::Bash, image, smaller_chosen);
            image.shell = Shell::Bash;
            image.shell_words = words;
        }
        Fact::AnswersYes => image.answers_yes = true,
    }
}

/// Official images with a manager and the packages of it that are part of them. Source: their Dockerfiles.
const BROUGHT: &[(&str, Manager, &[&str])] = &[
    ("ruby", Manager::Gem, &["bundler"]),
    ("python", Manager::Pip, &["pip"]),
    ("node", Manager::Npm, &["npm"]),
    ("alpine", Manager::Apk, &["alpine-baselayout", "apk-tools", "busybox", "musl", "zlib"]),
];

/// Whether an image of that repository and tag has a package of a manager. Of CUDA's images those with a run time have its
/// libraries, see gitlab.com/nvidia/container-images/cuda.
pub fn brings_package(repository: &str, tag: &str, manager: Manager, package: &str) -> bool {
    const CUDA: &[&str] = &["cuda-cudart-", "cuda-runtime", "cuda-libraries-"];
    let of_cuda = repository == "nvidia/cuda"
        && (tag.contains("runtime") || tag.contains("devel"))
        && CUDA.iter().any(|start| package.starts_with(start))
        && !package.contains("-dev");
    of_cuda
        || BROUGHT.iter().any(|(image, of, names)| *image == repository && *of == manager && names.contains(&package))
}

/// Repositories of distributions without releases: what is newest is all that there is. Sources: their own pages on Docker Hub.
const ROLLING: &[&str] = &[
    "archlinux", "archlinux/archlinux", "archlinux/base", "gentoo/stage3", "opensuse/tumbleweed", "voidlinux/voidlinux",
];

/// Whether an image is that of a distribution without releases.
pub fn is_rolling(repository: &str) -> bool {
    ROLLING.contains(&repository) || repository.starts_with("kalilinux/")
}
