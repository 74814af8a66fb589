//! What rules ask of a stage.

use super::{Run, StageView, Step};
use crate::diagnostic::Edit;
use crate::dockerfile::{From, Instruction, Keyword, Kind, PortSpec, Text};
use crate::facts::{
    Account, Ending, PackageAction, PieceOrigin, RunFacts, Startup, ports_of_stage, privileges, purpose,
};
use crate::knowledge::base_images::BaseImage;
use crate::knowledge::daemons::canonical_signal;
use crate::model::{Base, BaseRef, Setting, Value, Variable};
use crate::shell::Command;
use crate::source::Span;

impl<'a> StageView<'a> {
    /// Its FROM as an instruction; `None` for the one stage of a text without FROM.
    pub fn from_instruction(&self) -> Option<&'a Instruction> {
        self.file.dockerfile.instructions.get(self.stage.from?)
    }

    /// Image and name in its FROM.
    pub fn from(&self) -> Option<&'a From> {
        self.file.from_of(self.stage)
    }

    /// The image in its FROM; the file's beginning where there is no FROM.
    pub fn image(&self) -> Span {
        self.from().map_or_else(Span::default, |from| from.image.span)
    }

    /// The value of `--platform` in its FROM.
    pub fn platform(&self) -> Option<&'a Text> {
        self.from_instruction()?.flag_value("platform")
    }

    /// A word of its FROM with its variables replaced.
    pub fn expand_in_from(&self, word: &Text) -> Value {
        self.stage.from.map_or(Value::Unknown, |at| self.file.model.expand(&word.value, None, at))
    }

    /// Whether the image of its FROM holds a variable that has no value: not set, or empty.
    pub fn lacks_value(&self) -> bool {
        let (Some(at), Some(from)) = (self.stage.from, self.from()) else { return false };
        let model = self.file.model;
        model.uses(&from.image.value, None, at).iter().any(|used| match model.variable(&used.name, None, at) {
            Variable::Defined(definition) => definition.value.as_known().is_none_or(str::is_empty),
            Variable::Given(..) => false,
            Variable::Undefined | Variable::Unknown => true,
        })
    }

    /// Its instructions, those inside ONBUILD excluded.
    pub fn steps(&self) -> impl Iterator<Item = Step<'a>> + use<'a> {
        let view = *self;
        self.stage.instructions.clone().filter_map(move |index| view.step(index))
    }

    /// Its instruction `index`, counted in the file.
    pub fn step(&self, index: usize) -> Option<Step<'a>> {
        let Self { file, stage } = *self;
        if !stage.instructions.contains(&index) {
            return None;
        }
        let instruction = file.dockerfile.instructions.get(index)?;
        let state = file.model.states.get(index)?;
        Some(Step { file, stage: Some(stage), instruction, index, onbuild: false, state })
    }

    /// Its RUNs, those inside ONBUILD excluded.
    pub fn runs(&self) -> impl Iterator<Item = Run<'a>> + use<'a> {
        self.steps().filter_map(|step| step.run())
    }

    /// The ports that it exposes itself, and the words that say so.
    pub fn ports(&self) -> impl Iterator<Item = (Span, PortSpec)> + use<'a> {
        ports_of_stage(self.file.dockerfile, self.file.model, self.stage)
    }

    /// The stage and those that it is built on, nearest first.
    pub fn chain(&self) -> impl Iterator<Item = Self> + use<'a> {
        let file = self.file;
        file.model.chain(self.stage).map(move |stage| Self { file, stage })
    }

    /// Its instructions and those of the stages that it is built on, nearest stage first, each in the order of the file.
    pub fn instructions_in_chain(&self) -> impl DoubleEndedIterator<Item = &'a Instruction> + use<'a> {
        let Self { file, stage } = *self;
        let chain: Vec<_> = file.model.chain(stage).collect();
        chain.into_iter().flat_map(|stage| stage.instructions_in(file.dockerfile))
    }

    /// Whether an instruction behind `at` gives its text to the shell in force.
    pub fn gives_text_to_shell_behind(&self, at: usize) -> bool {
        let facts = self.file.facts;
        self.stage.instructions.clone().filter(|later| *later > at).any(|later| {
            let run = facts.run(later).into_iter().flat_map(|run| &run.pieces);
            let mut pieces = run.chain(facts.startup(later).map(|startup| &startup.piece));
            pieces.any(|piece| piece.origin != PieceOrigin::Exec)
        })
    }

    /// The RUNs of the stage and of those that it is built on, nearest stage first.
    pub fn runs_in_chain(&self) -> impl Iterator<Item = &'a RunFacts> + use<'a> {
        self.file.facts.runs_in_chain(self.file.model, self.stage)
    }

    /// What these RUNs do with package managers.
    pub fn packages_in_chain(&self) -> impl Iterator<Item = &'a PackageAction> + use<'a> {
        self.runs_in_chain().flat_map(RunFacts::packages)
    }

    /// An instruction put in front of its ENTRYPOINT or CMD; `None` where that stands in another stage.
    pub fn insert_before(&self, startup: &Startup, instruction: &str) -> Option<Edit> {
        let step = self.step(startup.at)?;
        Some(Edit::insert(step.insertion_point(), format!("{instruction}\n")))
    }

    /// Where an instruction may be put that is about what a container of it starts: in front of its own ENTRYPOINT or CMD,
    /// behind all that is built.
    pub fn place_before_start(&self) -> Option<u32> {
        let builds = |step: &Step<'_>| matches!(step.instruction.keyword, Keyword::Run | Keyword::Copy | Keyword::Add);
        let last = self.steps().filter(builds).last().map_or(0, |step| step.index);
        let starts = |step: &Step<'_>| matches!(step.instruction.keyword, Keyword::Cmd | Keyword::Entrypoint);
        self.steps().filter(|step| step.index > last).find(starts).map(|step| step.insertion_point())
    }

    /// What holds at its end.
    pub fn ending(&self) -> Ending {
        self.file.facts.ending(self.stage)
    }

    /// The user in force at its end.
    pub fn user(&self) -> Option<&'a Setting> {
        self.file.model.last_state(self.stage)?.user.as_deref()
    }

    /// The signal that stops a container of it; `None` where it is spelt in an unknown way, a variable, or the
    /// base is not known.
    pub fn stop_signal(&self) -> Option<String> {
        let set = self.chain().find_map(|stage| {
            stage.stage.instructions_in(self.file.dockerfile).iter().rev().find_map(|instruction| {
                match &instruction.kind {
                    Kind::Stopsignal(text) => Some(canonical_signal(&text.value)),
                    _ => None,
                }
            })
        });
        let inherited = match self.base() {
            Some(base) => base.stop_signal.unwrap_or("SIGTERM"),
            None if self.file.model.is_from_scratch(self.stage) => "SIGTERM",
            None => return None,
        };
        set.unwrap_or_else(|| Some(inherited.to_owned()))
    }

    /// The commands that a container of it starts with.
    pub fn started_commands(&self) -> impl Iterator<Item = &'a Command> + use<'a> {
        self.file.facts.started_commands(self.stage)
    }

    /// What is known of the image at the bottom of its FROM chain.
    pub fn base(&self) -> Option<&'a BaseImage> {
        self.file.model.base_image(self.stage)
    }

    /// The image at the bottom of its FROM chain, where its name is known.
    pub fn base_ref(&self) -> Option<&'a BaseRef> {
        self.file.model.root(self.stage).base.image()
    }

    /// The same where its whole reference is known.
    pub fn base_image(&self) -> Option<&'a BaseRef> {
        match &self.file.model.root(self.stage).base {
            Base::Image(image) => Some(image),
            _ => None,
        }
    }

    /// Where that image stands in the file.
    pub fn base_span(&self) -> Option<Span> {
        crate::facts::images::base_span(self.file.dockerfile, self.file.model, self.stage)
    }

    /// Whether it is known to be for Windows.
    pub fn is_windows(&self) -> bool {
        self.file.model.is_windows(self.stage)
    }

    /// Whether its name, or the name of its file or of the two folders around it, has one of these words.
    pub fn is_named(&self, words: &[&str]) -> bool {
        purpose::is_named(self.file.source.path(), self.stage, words)
    }

    /// Whether it is made to develop or test in, as its name or the place of its file says.
    pub fn is_for_development(&self) -> bool {
        purpose::is_for_development(self.file.facts, self.stage)
    }

    /// Whether a container of it is a prompt, a shell or an interpreter without a script, and no service.
    pub fn starts_a_prompt(&self) -> bool {
        purpose::starts_a_prompt(self.file.facts, self.stage)
    }

    /// Whether ENTRYPOINT or CMD is a script that cannot be read, so that nobody knows what it does.
    pub fn starts_unseen_script(&self) -> bool {
        privileges::starts_unseen_script(self.file.facts, self.file.model, self.stage)
    }

    /// Whether root runs what it starts although it need not: the program does not leave root by itself, and nobody is to work
    /// in the image.
    pub fn stays_root(&self) -> bool {
        privileges::stays_root(self.file.facts, self.file.model, self.stage)
    }

    /// Whether it has an ssh server, so that its accounts may be there to log in.
    pub fn serves_logins(&self) -> bool {
        privileges::serves_logins(self.file.facts, self.file.model, self.stage)
    }

    /// Whether it is built on an image to develop or to run jobs in, where root is what people expect.
    pub fn is_workplace(&self) -> bool {
        privileges::is_workplace(self.file.model, self.stage)
    }

    /// Whether it is there to be worked in: it starts a prompt, or is made to develop or test in.
    pub fn is_interactive(&self) -> bool {
        self.starts_a_prompt() || self.is_for_development()
    }

    /// The accounts that are created for it, and that nothing runs as.
    pub fn unused_accounts(&self) -> Vec<&'a Account> {
        privileges::unused_accounts(self.file.facts, self.file.model, self.stage)
    }
}
