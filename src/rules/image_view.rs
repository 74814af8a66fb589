//! What a rule sees of an image: its configuration, what its layers come to, and where each layer comes from.

use super::findings::{Finding, Findings};
use super::options::Options;
use super::wording::clipped_line;
use crate::dockerfile::Keyword;
use crate::image::accounts::Accounts;
use crate::image::attribution::{Attribution, Origin, Placed};
use crate::image::config::Config;
use crate::image::files::File;
use crate::image::{FileSystem, Image, Problem, ProblemKind};
use crate::source::Span;

/// Where programs are looked for where the configuration does not say: as the runtimes have it.
const DEFAULT_PATH: &str = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/// An image and all that is known about it.
#[derive(Clone, Copy, Debug)]
pub struct ImageView<'a> {
    /// What was read.
    pub image: &'a Image,
    /// What its layers come to.
    pub files: &'a FileSystem<'a>,
    /// Where its layers come from.
    pub attribution: &'a Attribution,
    /// The accounts in its final file system.
    pub accounts: &'a Accounts,
    /// Another build of the same thing.
    pub other: Option<&'a Image>,
    /// What the user set.
    pub options: &'a Options,
}

impl<'a> ImageView<'a> {
    /// How a container starts.
    pub fn config(&self) -> &'a Config {
        &self.image.config
    }

    /// Whose a layer is.
    pub fn origin(&self, layer: usize) -> Origin {
        self.attribution.origin(layer)
    }

    /// Whether a layer is the base image's, as far as that is known.
    pub fn is_base(&self, layer: usize) -> bool {
        self.origin(layer) == Origin::Base
    }

    /// Adds a finding about what a layer brings, at the instruction that made it.
    pub fn find<'f>(&self, layer: usize, findings: &'f mut Findings, message: impl Into<String>) -> Finding<'f> {
        findings.at(self.attribution.place(layer), message).in_base(self.is_base(layer))
    }

    /// Adds a finding about what the configuration says, at the last instruction of that kind; where there is none, at what stands for
    /// the image as a whole.
    pub fn find_setting<'f>(
        &self,
        keyword: Keyword,
        findings: &'f mut Findings,
        message: impl Into<String>,
    ) -> Finding<'f> {
        let step = self.attribution.last(keyword).filter(|step| step.origin != Origin::Base);
        findings.at(step.and_then(|step| step.keyword).unwrap_or(self.attribution.whole), message)
    }

    /// Adds a finding about a step of the history, at its instruction.
    pub fn find_at<'f>(
        &self,
        step: Option<&Placed>,
        findings: &'f mut Findings,
        message: impl Into<String>,
    ) -> Finding<'f> {
        let place = step.and_then(|step| step.keyword).unwrap_or(self.attribution.whole);
        findings.at(place, message).in_base(step.is_some_and(|step| step.origin == Origin::Base))
    }

    /// Adds a finding about what was wrong with the input: with a layer, at the instruction that made it.
    pub fn find_problem<'f>(
        &self,
        (layer, problem): (Option<usize>, &Problem),
        findings: &'f mut Findings,
    ) -> Finding<'f> {
        let message = problem.message.clone();
        match layer {
            Some(layer) => self.find(layer, findings, message),
            None => self.find_whole(findings, message),
        }
    }

    /// Whether all of it could be read: what is not seen then is not there.
    pub fn is_whole(&self) -> bool {
        let mut problems = self.image.all_problems();
        !self.image.layers.is_empty() && problems.all(|(_, problem)| problem.kind != ProblemKind::Incomplete)
    }

    /// Whether it is for Windows, where accounts and paths are others.
    pub fn is_windows(&self) -> bool {
        self.config().os == "windows"
    }

    /// Whether its containers run as root.
    pub fn runs_as_root(&self) -> bool {
        let name = self.config().user.split(':').next().unwrap_or("");
        matches!(name, "" | "0" | "root") || self.accounts.user(name).is_some_and(|user| user.id == 0)
    }

    /// What a container starts, its arguments behind it.
    pub fn start(&self) -> Vec<&'a str> {
        let config = self.config();
        config.entrypoint.iter().chain(&config.cmd).map(String::as_str).collect()
    }

    /// The instruction that says what a container starts.
    pub fn start_keyword(&self) -> Keyword {
        if self.config().entrypoint.is_empty() { Keyword::Cmd } else { Keyword::Entrypoint }
    }

    /// The value of a label, or of an annotation of the manifest.
    pub fn label(&self, key: &str) -> Option<&'a str> {
        self.config().labels.get(key).or_else(|| self.image.annotations.get(key)).map(String::as_str)
    }

    /// A program, as a container looks for it: on its PATH, or from its working directory.
    pub fn program(&self, name: &str) -> Option<File<'a>> {
        let config = self.config();
        if name.starts_with('/') {
            return self.files.resolve(name);
        }
        if name.contains('/') {
            return self.files.resolve(format!("{}/{name}", config.working_dir));
        }
        let path = config.env.iter().rev().find_map(|pair| pair.strip_prefix("PATH=")).unwrap_or(DEFAULT_PATH);
        path.split(':').find_map(|folder| self.files.resolve(format!("{folder}/{name}")))
    }

    /// Adds a finding about the image as a whole.
    pub fn find_whole<'f>(&self, findings: &'f mut Findings, message: impl Into<String>) -> Finding<'f> {
        findings.at(self.attribution.whole, message)
    }

    /// Where the instruction that made a layer stands.
    pub fn place(&self, layer: usize) -> Span {
        self.attribution.place(layer)
    }

    /// A layer as a message names it: by its line, or by its instruction, or by its number.
    pub fn name_of(&self, layer: usize) -> String {
        match self.attribution.step_of(layer) {
            Some(Placed { keyword: Some(place), .. }) => {
                format!("line {}", self.attribution.source.lines().line(place.start))
            }
            Some(step) => format!("`{}`", clipped_line(&step.instruction.line())),
            None => format!("layer {}", layer + 1),
        }
    }
}
