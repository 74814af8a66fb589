//! Which programs a stage has: what its base brings, what its packages bring, what is copied into it.
//!
//! Absence is only claimed where all of it is known; anything that may bring programs unseen makes a stage opaque.

use std::collections::HashSet;
use std::sync::OnceLock;

use foldhash::fast::RandomState;

use super::paths::normalise;
use super::scripts::is_script_name;
use super::{Facts, RunFacts};
use crate::dockerfile::{Dockerfile, Kind, Transfer};
use crate::knowledge::base_images::{BaseImage, Family, Shell};
use crate::knowledge::package_managers::Verb;
use crate::knowledge::program_name;
use crate::knowledge::tool_packages::{comes_along, provides};
use crate::model::{Base, Model, Stage};
use crate::shell::Command;

/// What the instructions of one stage add: what is copied into it, and, found out at the first question, that together with
/// what its RUNs bring.
#[derive(Debug)]
pub(super) struct Tools {
    copies: StageTools,
    all: OnceLock<StageTools>,
}

/// Programs and what may bring some.
#[derive(Clone, Debug, Default)]
#[allow(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
struct StageTools {
    /// Names of files and folders that are copied into it.
    copied: HashSet<Box<str>, RandomState>,
    /// Names of packages that are installed, of programs in them, and of files that commands name.
    names: HashSet<Box<str>, RandomState>,
    /// It installs packages, which may bring others along.
    installs: bool,
    /// It runs something that may bring any program.
    opaque: bool,
    /// It copies something into a place of programs, and what is in it is not known.
    overlaid: bool,
    /// It links a log file to a standard stream.
    links_logs: bool,
    /// It writes `daemon off` somewhere.
    daemon_off: bool,
}

/// Folders in which programs are looked for.
const PROGRAM_FOLDERS: &[&str] = &[
    "/", "/bin", "/sbin", "/usr", "/usr/bin", "/usr/sbin", "/usr/local", "/usr/local/bin", "/usr/local/sbin",
    "/busybox", "/nix", "/nix/store",
];

/// Reads off what each stage adds.
pub(super) fn tools(dockerfile: &Dockerfile, model: &Model) -> Vec<Tools> {
    model
        .stages
        .iter()
        .map(|stage| {
            let mut copies = StageTools::default();
            for at in stage.instructions.clone() {
                if let Kind::Copy(transfer) | Kind::Add(transfer) = &dockerfile.instructions[at].kind {
                    copies.transfer(transfer, at, stage, model);
                }
            }
            Tools { copies, all: OnceLock::new() }
        })
        .collect()
}

impl StageTools {
    fn transfer(&mut self, transfer: &Transfer, at: usize, stage: &Stage, model: &Model) {
        let directory = model.states.get(at).and_then(|state| state.workdir.as_ref());
        let directory = directory.and_then(|setting| setting.value.as_known()).unwrap_or("/");
        let target = model.expand(&transfer.destination.value, Some(stage.index), at);
        let Some(target) = target.as_known() else {
            self.overlaid = true;
            return;
        };
        let path = normalise(target, directory);
        let in_program_folder = PROGRAM_FOLDERS.contains(&path.as_str());
        self.copied.insert(program_name(&path).into());
        for source in &transfer.sources {
            let name = program_name(source.value.trim_end_matches('/'));
            self.copied.insert(name.into());
            // A folder or an archive in such a place may hold anything.
            let known_program = !name.is_empty() && (target.ends_with('/') || PROGRAM_FOLDERS.contains(&target));
            let folder = source.value.ends_with('/')
                || name.contains(['*', '?', '[', '$'])
                || name.contains(".tar")
                || name.ends_with("gz");
            let folder = folder
                || matches!(
                    name,
                    "." | "bin" | "sbin" | "usr" | "local" | "rootfs" | "root" | "out" | "dist" | "target"
                );
            if in_program_folder && (folder || !known_program) || path == "/" {
                self.overlaid = true;
            }
        }
    }

    fn run(&mut self, run: &RunFacts) {
        for action in run.packages() {
            if !matches!(action.verb, Verb::Install | Verb::Sync) || !action.manager.system {
                continue;
            }
            self.installs = true;
            for package in &action.packages {
                self.opaque |= package.variable;
                self.names.insert(package.name.clone());
                self.names.extend(provides(&package.name).iter().map(|name| (*name).into()));
            }
        }
        for command in run.commands() {
            self.command(command);
        }
    }

    fn command(&mut self, command: &Command) {
        let Some(name) = command.name() else {
            self.opaque |= !command.words.is_empty();
            return;
        };
        let path = command.words[0].text.as_ref();
        let of_system = !path.contains('/')
            || PROGRAM_FOLDERS.iter().any(|folder| path.rsplit_once('/').is_some_and(|(of, _)| of == *folder));
        let script = is_script_name(name)
            || matches!(
                name,
                "sh" | "bash"
                    | "ash"
                    | "make"
                    | "cmake"
                    | "ninja"
                    | "brew"
                    | "nix"
                    | "nix-env"
                    | "conda"
                    | "mamba"
                    | "source"
                    | "."
            );
        self.opaque |= script
            || !of_system
            || matches!(name, "tar" | "unzip" | "unsquashfs" | "cpio" | "rpm" | "dpkg" | "rsync" | "yay" | "gem")
                && !lists_only(command);
        let stream = |text: &str| {
            matches!(text, "/dev/stdout" | "/dev/stderr")
                || text.starts_with("/proc/self/fd/")
                || text.starts_with("/proc/1/fd/")
        };
        self.links_logs |= name == "ln" && command.words.iter().any(|word| stream(&word.text));
        self.daemon_off |= command.words.iter().any(|word| word.text.contains("daemon off"));
        for word in command.words.iter().skip(1).filter(|word| word.text.contains('/')) {
            self.names.insert(program_name(&word.text).into());
        }
    }
}

/// Whether an unpacking program shows only what is there, or unpacks to a place where no programs are looked for.
fn lists_only(command: &Command) -> bool {
    let name = command.name().unwrap_or("");
    match name {
        "rpm" => command.words.iter().any(|word| word.text.starts_with("--import") || word.text.starts_with("-q")),
        "dpkg" => command
            .words
            .iter()
            .any(|word| word.text.starts_with("--print") || word.text.starts_with("--add") || word.is("-l")),
        "tar" | "unzip" => {
            let into =
                command.words.windows(2).find(|pair| pair[0].is("-C") || pair[0].is("-d") || pair[0].is("--directory"));
            into.is_some_and(|pair| {
                let folder = normalise(&pair[1].text, "/");
                !PROGRAM_FOLDERS.contains(&folder.as_str()) && !folder.ends_with("bin")
            })
        }
        _ => false,
    }
}

impl Facts {
    /// Whether a stage has a program at its end; `None` where that is not known.
    pub fn has_tool(&self, model: &Model, stage: &Stage, tool: &str) -> Option<bool> {
        let root = model.root(stage);
        let by_base = match (&root.base, model.base_image(root)) {
            (Base::Scratch, _) => Some(false),
            (_, Some(base)) if base.windows() => None,
            (_, Some(base)) if base.shell == Shell::None && base.family != Family::Unknown => {
                base.has(tool).or(Some(false))
            }
            (_, Some(base)) => base.has(tool),
            _ => None,
        };
        if by_base == Some(true) {
            return by_base;
        }
        let mut opaque = false;
        let mut installs = false;
        for stage in model.chain(stage) {
            let tools = self.stage_tools(stage)?;
            if tools.names.contains(tool) || tools.copied.contains(tool) {
                return Some(true);
            }
            opaque |= tools.opaque || tools.overlaid;
            installs |= tools.installs;
        }
        match by_base {
            Some(false) if opaque || installs && comes_along(tool) => None,
            known => known,
        }
    }

    /// Whether a stage has a shell at its end; `None` where that is not known.
    pub fn has_shell(&self, model: &Model, stage: &Stage) -> Option<bool> {
        let root = model.root(stage);
        let none = match (&root.base, model.base_image(root)) {
            (Base::Scratch, _) => true,
            (_, Some(base)) => match base.shell {
                Shell::None => true,
                Shell::Unknown => return None,
                _ => return Some(true),
            },
            _ => return None,
        };
        let brought = model.chain(stage).any(|stage| {
            self.stage_tools(stage).is_none_or(|tools| {
                tools.overlaid
                    || ["sh", "bash", "busybox", "ash", "dash", "zsh", "toybox"]
                        .iter()
                        .any(|name| tools.copied.contains(*name))
            })
        });
        if brought { None } else { Some(!none) }
    }

    /// Whether a stage may hold this configuration of a program in a form of its own: it copies the file or a folder called
    /// like the program, or switches `daemon off` on itself.
    pub fn configures(&self, model: &Model, stage: &Stage, program: &str, file: &str) -> bool {
        self.tools_in_chain(model, stage)
            .any(|tools| tools.daemon_off || tools.copied.contains(program) || tools.copied.contains(file))
    }

    /// Whether a stage installs a package of that name, or names a file that is called so.
    pub fn installs(&self, model: &Model, stage: &Stage, name: &str) -> bool {
        self.tools_in_chain(model, stage).any(|tools| tools.names.contains(name))
    }

    /// Whether a program of a stage is that of BusyBox: nothing installed another.
    pub fn is_of_busybox(&self, model: &Model, stage: &Stage, program: &str) -> bool {
        let busybox = |base: &BaseImage| {
            base.shell == Shell::Ash || matches!(base.family, Family::Alpine | Family::BusyBox | Family::Wolfi)
        };
        model.base_image(stage).is_some_and(busybox) && !self.installs(model, stage, program)
    }

    /// Whether a stage links log files to the standard streams.
    pub fn links_logs(&self, model: &Model, stage: &Stage) -> bool {
        self.tools_in_chain(model, stage).any(|tools| tools.links_logs)
    }

    fn stage_tools(&self, stage: &Stage) -> Option<&StageTools> {
        let tools = self.tools.get(stage.index)?;
        Some(tools.all.get_or_init(|| {
            let mut all = tools.copies.clone();
            self.runs_of(stage).for_each(|run| all.run(run));
            all
        }))
    }

    fn tools_in_chain<'a>(&'a self, model: &'a Model, stage: &'a Stage) -> impl Iterator<Item = &'a StageTools> {
        model.chain(stage).filter_map(|stage| self.stage_tools(stage))
    }
}
