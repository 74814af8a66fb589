//! What commands do: installs, downloads, clean-ups, background jobs. Knowledge that two rules need moves here.

pub mod archives;
mod bash_variables;
mod brought;
mod build;
mod caches;
mod certificates;
mod command;
mod cycles;
mod deeds;
pub mod development;
mod directories;
pub mod download;
pub mod escape;
pub mod exec_words;
mod exposed;
mod fetched_scripts;
pub mod frontend;
pub mod git;
mod given;
pub mod health_check;
pub mod idle;
pub mod ignore_patterns;
pub mod images;
pub mod interpreters;
pub mod labels;
mod leaked;
mod listening;
pub mod lock_files;
pub mod logs;
mod manner;
pub mod memberships;
pub mod modes;
mod nobodys_keys;
pub mod overlooked;
pub mod package_lists;
pub mod package_order;
pub mod passwd;
pub mod password_arguments;
pub mod paths;
mod pins;
pub mod pipes;
pub mod powershell;
pub mod privileges;
mod process;
pub mod purpose;
mod remains;
mod removed;
mod root_work;
mod run;
mod script_preparation;
mod scripts;
pub mod secrets;
mod siblings;
mod site;
mod sources;
mod start;
pub mod startup_work;
pub mod system_shell;
mod tools;
mod typography;
mod unsigned;
mod unwanted;
pub mod urls;
mod variables;
mod volumes;
mod waiting;
mod words;
mod writes;

pub use bash_variables::bash_variables;
pub use brought::Brought;
pub use build::build;
pub use caches::{Leftover, leftovers};
pub use certificates::unchecked_certificates;
pub use command::short_options;
pub use cycles::{Cycles, stage_cycles};
pub use deeds::{Account, Deeds, Destination, Download, Flag, Package, PackageAction, Removal};
pub use directories::{Directory, folders_before};
pub use exposed::{ExposedPort, exposed_ports, ports_of_stage};
pub use fetched_scripts::{FetchedScript, fetched_scripts};
pub use given::Given;
pub use leaked::{Leaked, leaked};
pub use listening::listens_on;
pub use manner::Manner;
pub use process::{CmdRole, Service, foreground_words, last_command, services, statement_around};
pub use remains::{Remains, remains};
pub use removed::RemovedPackages;
pub use run::{Piece, PieceOrigin, RunFacts};
pub use scripts::{Role, ScriptFacts, is_script_name};
pub use siblings::{StaleUse, stale_uses};
pub use site::Site;
pub use sources::{ContextSource, Evidence, evidence, is_local_source, may_be_tar_archive};
pub use start::{Ending, Health, Startup};
pub use typography::{Typographic, typographic};
pub use unsigned::unsigned;
pub use unwanted::{Unwanted, unwanted};
pub use variables::{UnusedArg, VariableUse, part_of, shell_uses, unused_args};
pub use volumes::Volumes;
pub use waiting::endless_waits;
pub use words::{expanded_words, fallback};
pub use writes::{Writes, Written, writes_of_copy};

use std::sync::OnceLock;

use crate::dockerfile::Dockerfile;
use crate::model::{Model, Stage};
use crate::shell::Command;
use crate::source::Source;

/// What the commands of a Dockerfile and of its scripts do.
#[derive(Debug, Default)]
pub struct Facts {
    /// The RUNs in the order of the file, ONBUILD triggers included.
    pub runs: Vec<RunFacts>,
    /// The commands of ENTRYPOINT, CMD and HEALTHCHECK in the order of the file, ONBUILD triggers excluded.
    pub startups: Vec<Startup>,
    /// For each stage of the model what holds at its end.
    pub endings: Vec<Ending>,
    /// Scripts of the context that the image runs.
    pub scripts: Vec<ScriptFacts>,
    /// Every use of a variable in a word or heredoc that the builder expands inside a stage, in the order of the file.
    /// Triggers are expanded in another build and not among them.
    pub variable_uses: Vec<VariableUse>,
    /// Everything that the instructions take from the build context, in the order of the file.
    pub context_sources: Vec<ContextSource>,
    /// What the file's place says it is for.
    pub place: purpose::Surroundings,
    /// The file has more shell text than the shell linter is given: what is behind it was not asked about.
    pub partly_linted: bool,
    /// For each stage of the model the programs that it adds.
    tools: Vec<tools::Tools>,
    /// See [`Facts::manner`].
    manner: OnceLock<Manner>,
}

impl Facts {
    /// The RUN that is instruction `at`.
    pub fn run(&self, at: usize) -> Option<&RunFacts> {
        self.runs.binary_search_by_key(&at, |run| run.at).ok().map(|index| &self.runs[index])
    }

    /// The ENTRYPOINT, CMD or HEALTHCHECK that is instruction `at`.
    pub fn startup(&self, at: usize) -> Option<&Startup> {
        self.startups.binary_search_by_key(&at, |startup| startup.at).ok().map(|index| &self.startups[index])
    }

    /// The RUNs behind instruction `at`, triggers included.
    pub fn runs_behind(&self, at: usize) -> &[RunFacts] {
        &self.runs[self.runs.partition_point(|run| run.at <= at)..]
    }

    /// Whether a RUN behind instruction `at` may live on the package lists that were fetched before it.
    pub fn uses_index_behind(&self, at: usize) -> bool {
        const FAR_ENOUGH: usize = 256;
        let behind = self.runs_behind(at);
        behind.len() > FAR_ENOUGH
            || behind.iter().any(|later| {
                later.packages().any(PackageAction::installs_system) && !later.packages().any(|action| action.refreshes)
            })
    }

    /// The RUNs of a stage itself, without triggers.
    pub fn runs_of(&self, stage: &Stage) -> impl Iterator<Item = &RunFacts> + use<'_> {
        let first = self.runs.partition_point(|run| run.at < stage.instructions.start);
        let end = stage.instructions.end;
        self.runs[first..].iter().take_while(move |run| run.at < end).filter(|run| !run.onbuild)
    }

    /// The RUNs of a stage and of the stages that it is built on, nearest stage first.
    pub fn runs_in_chain<'a>(&'a self, model: &'a Model, stage: &'a Stage) -> impl Iterator<Item = &'a RunFacts> {
        model.chain(stage).flat_map(|stage| self.runs_of(stage))
    }

    /// The script that an ENTRYPOINT or CMD starts.
    pub fn start_script(&self, startup: &Startup) -> Option<&ScriptFacts> {
        self.scripts.iter().find(|script| script.role == Role::Start && script.started_by == startup.at)
    }

    /// How the file writes its RUNs.
    pub fn manner(&self, source: &Source, dockerfile: &Dockerfile) -> &Manner {
        self.manner.get_or_init(|| Manner::of(source, dockerfile))
    }

    /// What holds at the end of a stage.
    pub fn ending(&self, stage: &Stage) -> Ending {
        self.endings.get(stage.index).copied().unwrap_or_default()
    }

    /// The commands of the ENTRYPOINT and the CMD that are in force at the end of a stage.
    pub fn started_commands(&self, stage: &Stage) -> impl Iterator<Item = &Command> {
        self.commands_at_end(stage).flat_map(|startup| &startup.piece.script.commands)
    }

    /// The commands of all scripts of the context.
    pub fn script_commands(&self) -> impl Iterator<Item = &Command> {
        self.scripts.iter().flat_map(|script| &script.piece.script.commands)
    }

    /// The ENTRYPOINT and the CMD that are in force at the end of a stage.
    pub fn commands_at_end(&self, stage: &Stage) -> impl Iterator<Item = &Startup> {
        let ending = self.ending(stage);
        [ending.entrypoint, ending.cmd].into_iter().flatten().filter_map(|number| self.startups.get(number))
    }
}
