//! What a rule can ask about, and what it sees of it.

use foldhash::HashSet;

use super::options::Options;
use super::{Findings, ImageView};
use crate::context::{Context, IgnoreFile};
use crate::diagnostic::Edit;
use crate::dockerfile::{Dockerfile, From, Instruction, Keyword, Kind, Text};
use crate::facts::images::{ImageUse, external_images};
use crate::facts::privileges::is_root;
use crate::facts::{
    Evidence, ExposedPort, Facts, Manner, Piece, PieceOrigin, RunFacts, ScriptFacts, Site, Startup, evidence,
    exposed_ports, folders_before,
};
use crate::knowledge::base_images::BaseImage;
use crate::knowledge::processes::is_init;
use crate::knowledge::stage_names::{TESTS, has_word};
use crate::model::{Model, Origin, Stage, State, Value, Variable};
use crate::shell::{self, Command};
use crate::source::{Source, Span};

/// What a rule wants to see.
#[derive(Clone, Copy, Debug)]
pub enum Check {
    /// A whole Dockerfile, once.
    File(fn(&File<'_>, &mut Findings)),
    /// Each stage.
    Stage(fn(&StageView<'_>, &mut Findings)),
    /// Each stage whose layers are part of an image that somebody may run.
    StageInImage(fn(&StageView<'_>, &mut Findings)),
    /// The stage that the build gives.
    FinalStage(fn(&StageView<'_>, &mut Findings)),
    /// Each instruction of these kinds; those inside ONBUILD too.
    Instruction(&'static [Keyword], fn(&Step<'_>, &mut Findings)),
    /// Each RUN whose text is known to be commands.
    Run(fn(&Run<'_>, &mut Findings)),
    /// The same, where its layer is part of an image that somebody may run.
    RunInImage(fn(&Run<'_>, &mut Findings)),
    /// Each script of the build context that the image runs; findings are in the script.
    Script(fn(&ScriptView<'_>, &mut Findings)),
    /// Each text that a container starts with: the ENTRYPOINT and CMD in force, and the scripts that they run. Findings are
    /// in the file of the text.
    Start(fn(&StartView<'_>, &mut Findings)),
    /// The ignore file of the build context; findings are in the ignore file.
    IgnoreFile(fn(&ContextView<'_>, &mut Findings)),
    /// An image that was built; findings are in its Dockerfile, or in the one that its history makes.
    Image(fn(&ImageView<'_>, &mut Findings)),
}

/// A Dockerfile and all that is known about it.
#[derive(Clone, Copy, Debug)]
pub struct File<'a> {
    /// Its text.
    pub source: &'a Source,
    /// Its syntax.
    pub dockerfile: &'a Dockerfile,
    /// Its meaning.
    pub model: &'a Model,
    /// What its commands do.
    pub facts: &'a Facts,
    /// The build context; `None` where there is none (standard input, an editor's unsaved file).
    pub context: Option<&'a Context>,
    /// What the user set.
    pub options: &'a Options,
}

impl<'a> File<'a> {
    /// The image in its FROMs, COPYs, mounts and in `# syntax=`, stages of the file left out.
    pub fn images(&self) -> Vec<ImageUse> {
        external_images(self.source, self.dockerfile, self.model)
    }

    /// The FROM of a stage; `None` for the one stage of a text without FROM.
    pub fn from_of(&self, stage: &Stage) -> Option<&'a From> {
        match &self.dockerfile.instructions.get(stage.from?)?.kind {
            Kind::From(from) => Some(from),
            _ => None,
        }
    }

    /// The place of a part of a word's value: all of the word where its value is not written as it is, as in JSON or on
    /// several lines.
    pub fn part_of(&self, word: &Text, part: &std::ops::Range<usize>) -> Span {
        crate::facts::part_of(self.source, word, part)
    }

    /// The build context, where it is known and what the Dockerfile takes from it does not speak against it: nobody says
    /// which folder it is, and the Dockerfile's own is a guess.
    pub fn likely_context(&self) -> Option<&'a Context> {
        let context = self.context.filter(|context| context.is_known())?;
        (evidence(&self.facts.context_sources, context) != Evidence::Against).then_some(context)
    }

    /// The build context, where something that the Dockerfile takes from it is there.
    pub fn proven_context(&self) -> Option<&'a Context> {
        let context = self.context.filter(|context| context.is_known())?;
        (evidence(&self.facts.context_sources, context) == Evidence::For).then_some(context)
    }

    /// Whether an ignore file of the context leaves something out.
    pub fn ignores_something(&self) -> bool {
        self.context.and_then(Context::ignore_file).is_some_and(|ignore| !ignore.is_blank())
    }

    /// The last line of an instruction in front of its heredocs, blanks around it excluded: where BuildKit sees it.
    pub fn last_line_of(&self, instruction: &Instruction) -> Span {
        let bodies = instruction.heredocs.first().map(|heredoc| heredoc.body.start.saturating_sub(1));
        let end = bodies.unwrap_or(instruction.span.end);
        let line = Span::new(self.lines_of(Span::empty(end)).start, end);
        let text = self.source.slice(line);
        let indent = text.len() - text.trim_start().len();
        if text.trim().is_empty() { line } else { line.part(indent..indent + text.trim().len()) }
    }

    /// How the file writes its RUNs.
    pub fn manner(&self) -> &'a Manner {
        self.facts.manner(self.source, self.dockerfile)
    }

    /// Removes the lines that a span stands on.
    pub fn remove_lines(&self, span: Span) -> Edit {
        Edit::delete(self.lines_of(span))
    }

    /// What is cut to remove an instruction without a trace: its lines, the comment above that is about it alone, and one of the
    /// blank lines that stood on both sides.
    pub fn cut(&self, instruction: &Instruction) -> Span {
        let lines = self.lines_of(instruction.span);
        let text = self.source.text();
        let behind = text.get(lines.end as usize..).unwrap_or("");
        let alone = behind.is_empty() || behind.starts_with(['\n', '\r', '#']);
        let above = self.lines_of(Span::empty(self.insertion_point(instruction))).start;
        // What stands at the top of a file is about all of it.
        let start = if alone && above > 0 { above } else { lines.start };
        let before = text.get(..start as usize).unwrap_or("");
        let apart = before.is_empty() || before.ends_with("\n\n") || before.ends_with("\n\r\n");
        let blank = [("\n", 1), ("\r\n", 2)].into_iter().find(|(end, _)| apart && behind.starts_with(end));
        Span::new(start, lines.end + blank.map_or(0, |(_, length)| length))
    }

    /// Where another instruction may be put in front of one, and of the comments that stand directly above it.
    pub fn insertion_point(&self, instruction: &Instruction) -> u32 {
        let above = self.dockerfile.comments.get(instruction.comments_above.clone()).unwrap_or(&[]);
        above.iter().rev().fold(instruction.span.start, |place, comment| {
            // A blank line parts a comment from what it is not about.
            let gap = self.source.slice(Span::new(comment.span.end, place));
            if gap.matches('\n').count() > 1 { place } else { comment.span.start }
        })
    }

    /// The whole lines that a span stands on, with the end of the last: what is cut to remove an instruction.
    pub fn lines_of(&self, span: Span) -> Span {
        let text = self.source.text();
        let before = text.get(..span.start as usize).unwrap_or("");
        let start = before.rfind('\n').map_or(0, |at| at + 1);
        let behind = text.get(span.end as usize..).unwrap_or("");
        let end = behind.find('\n').map_or(text.len(), |at| span.end as usize + at + 1);
        let offset = |bytes: usize| u32::try_from(bytes).unwrap_or(u32::MAX);
        Span::new(offset(start), offset(end))
    }
}

/// A stage.
#[derive(Clone, Copy, Debug)]
pub struct StageView<'a> {
    /// The file that it stands in.
    pub file: &'a File<'a>,
    /// The stage.
    pub stage: &'a Stage,
}

/// An instruction and the state in force before it.
#[derive(Clone, Copy, Debug)]
pub struct Step<'a> {
    /// The file that it stands in.
    pub file: &'a File<'a>,
    /// The stage that it stands in; `None` before the first FROM.
    pub stage: Option<&'a Stage>,
    /// The instruction; for a trigger the one inside ONBUILD.
    pub instruction: &'a Instruction,
    /// Its index in the file; a trigger has that of its ONBUILD.
    pub index: usize,
    /// Whether it stands in ONBUILD.
    pub onbuild: bool,
    /// The state in force before it.
    pub state: &'a State,
}

impl<'a> Step<'a> {
    /// Where it does its work.
    pub fn site(&self) -> Site<'a> {
        let stage = self.stage.map(|stage| stage.index);
        Site::new(self.file.model, stage, self.index, self.instruction, self.state)
    }

    /// Whether its layer is part of an image that somebody may run.
    pub fn in_image(&self) -> bool {
        self.stage.is_some_and(|stage| stage.in_image)
    }

    /// Whether its stage only tests another one, so that nobody gets what it makes.
    pub fn only_tests(&self) -> bool {
        let named = self.stage.and_then(|stage| stage.name.as_deref());
        !self.in_image() && named.is_some_and(|name| has_word(name, TESTS))
    }

    /// Whether root is known to run it.
    pub fn is_root(&self) -> bool {
        match &self.state.user {
            Some(user) => user.value.as_known().is_some_and(is_root),
            None => self.stage.is_some_and(|stage| self.file.model.base_image(stage).is_some()),
        }
    }

    /// Whether what it makes gets into somebody's hands: into an image that is run, or into those built on this one.
    pub fn is_handed_on(&self) -> bool {
        self.in_image() || self.onbuild
    }

    /// Where another instruction may be put in front of it, and of the comments that stand directly above it.
    pub fn insertion_point(&self) -> u32 {
        self.file.insertion_point(self.instruction)
    }

    /// The folders that the instructions in front of it have made for certain.
    pub fn folders(&self) -> HashSet<String> {
        let File { facts, dockerfile, model, .. } = self.file;
        self.stage.map(|stage| folders_before(facts, dockerfile, model, stage, self.index)).unwrap_or_default()
    }

    /// Whether a comment directly above it speaks of one of these words.
    pub fn is_explained(&self, words: &[&str]) -> bool {
        let above = Span::new(self.insertion_point(), self.instruction.span.start);
        let text = self.file.source.slice(above).to_ascii_lowercase();
        words.iter().any(|word| text.contains(word))
    }

    /// Its text.
    pub fn text(&self) -> &'a str {
        self.file.source.slice(self.instruction.span)
    }

    /// The ports that it exposes, where their text is known.
    pub fn ports(&self) -> Vec<ExposedPort<'a>> {
        exposed_ports(self.file.model, self.stage, self.index, self.instruction)
    }

    /// Its sources, if it is a COPY or ADD.
    pub fn sources(&self) -> &'a [Text] {
        self.instruction.kind.transfer().map_or(&[], |transfer| &transfer.sources)
    }

    /// A word with its quotes, escapes and variables replaced, as it sees them.
    pub fn expand(&self, text: &str) -> Value {
        self.file.model.expand(text, self.stage.map(|stage| stage.index), self.index)
    }

    /// The value of a word, where it is known and no argument of the build has a say in it.
    pub fn settled(&self, word: &Text) -> Option<String> {
        let (model, stage) = (self.file.model, self.stage.map(|stage| stage.index));
        let by_argument = model.expansion(&word.value, stage, self.index).ok()?.uses.iter().any(|used| {
            let variable = model.variable(&used.name, stage, self.index);
            matches!(variable, Variable::Defined(definition) if definition.origin == Origin::Arg)
        });
        if by_argument { None } else { self.expand(&word.value).as_known().map(str::to_owned) }
    }

    /// Whether the Dockerfile has defined a variable for it.
    pub fn defines(&self, name: &str) -> bool {
        let stage = self.stage.map(|stage| stage.index);
        matches!(self.file.model.variable(name, stage, self.index), Variable::Defined(_))
    }

    /// The commands that it runs or that a container of it starts with.
    pub fn commands(&self) -> impl Iterator<Item = &'a Command> + use<'a> {
        let run = self.file.facts.run(self.index).into_iter().flat_map(|run| &run.pieces);
        let startup = self.file.facts.startup(self.index).map(|startup| &startup.piece);
        run.chain(startup).flat_map(|piece| &piece.script.commands)
    }

    /// Its commands with what they do, if it is a RUN.
    pub fn run(&self) -> Option<Run<'a>> {
        Some(Run { step: *self, facts: self.file.facts.run(self.index)? })
    }
}

/// A RUN and what its commands do.
#[derive(Clone, Copy, Debug)]
pub struct Run<'a> {
    /// The instruction.
    pub step: Step<'a>,
    /// Its commands and deeds.
    pub facts: &'a RunFacts,
}

impl Run<'_> {
    /// The options that the shell of one of its texts is started with: those of its shebang, or of the RUN.
    pub fn options(&self, piece: &Piece) -> shell::Options {
        let heredoc = matches!(piece.origin, PieceOrigin::Heredoc(_));
        let text = if heredoc { self.step.file.source.slice(piece.span) } else { "" };
        let own = shell::Options { errexit: self.facts.errexit, pipefail: self.facts.pipefail, ..Default::default() };
        shell::shebang(text).map_or(own, |(_, _, options)| options)
    }

    /// Whether its text is one for the shell, without heredocs, and fully understood.
    pub fn is_plain(&self) -> bool {
        let pieces = &self.facts.pieces;
        self.step.instruction.heredocs.is_empty() && pieces.iter().all(Piece::is_plain)
    }
}

/// A text that a container starts with.
#[derive(Clone, Copy, Debug)]
pub struct StartView<'a> {
    /// The Dockerfile.
    pub file: &'a File<'a>,
    /// The stage whose image starts it.
    pub stage: &'a Stage,
    /// Its commands.
    pub piece: &'a Piece,
    /// Where it stands.
    pub place: StartPlace<'a>,
}

/// Where a text stands that a container starts with.
#[derive(Clone, Copy, Debug)]
pub enum StartPlace<'a> {
    /// In ENTRYPOINT or CMD.
    Instruction(&'a Startup),
    /// In a script of the context.
    Script(&'a ScriptFacts),
}

/// A script of the build context that the image runs.
#[derive(Clone, Copy, Debug)]
pub struct ScriptView<'a> {
    /// The Dockerfile that starts it.
    pub file: &'a File<'a>,
    /// The script.
    pub script: &'a ScriptFacts,
}

/// The ignore file of a build context.
#[derive(Clone, Copy, Debug)]
pub struct ContextView<'a> {
    /// The Dockerfile that is built from it.
    pub file: &'a File<'a>,
    /// The context.
    pub context: &'a Context,
    /// The ignore file in force.
    pub ignore: &'a IgnoreFile,
}

impl<'a> StartView<'a> {
    /// The file that the text stands in.
    pub fn source(&self) -> &'a Source {
        match self.place {
            StartPlace::Instruction(_) => self.file.source,
            StartPlace::Script(script) => &script.source,
        }
    }

    /// The commands of the text.
    pub fn commands(&self) -> &'a [Command] {
        &self.piece.script.commands
    }

    /// Whether it stands in the exec form of ENTRYPOINT or CMD.
    pub fn is_exec(&self) -> bool {
        matches!(self.place, StartPlace::Instruction(startup) if startup.exec)
    }

    /// The instruction that the text is, or that runs the script which it is.
    pub fn startup(&self) -> Option<&'a Startup> {
        match self.place {
            StartPlace::Instruction(startup) => Some(startup),
            StartPlace::Script(script) => self.file.facts.startup(script.started_by),
        }
    }

    /// Whether the text is run, and not the arguments that an ENTRYPOINT gets.
    pub fn is_run(&self) -> bool {
        self.startup().is_some_and(|startup| self.file.facts.is_command(startup, self.stage))
    }

    /// Whether the text's last command is the container's main process: it is the instruction's own text, or a script that
    /// this ends in.
    pub fn is_main(&self) -> bool {
        let StartPlace::Script(script) = self.place else { return self.is_run() };
        self.is_run()
            && self.startup().is_some_and(|startup| {
                let last = startup.piece.script.last();
                last.is_some_and(|last| last.words.iter().any(|word| word.span == script.named_at))
            })
    }

    /// Whether it runs on Windows, which knows neither signals nor `exec`.
    pub fn on_windows(&self) -> bool {
        self.file.model.base_image(self.stage).is_some_and(BaseImage::windows)
    }

    /// Whether it is an ENTRYPOINT that gets the words of a CMD as further options.
    pub fn is_completed_by_cmd(&self) -> bool {
        let entrypoint = self.is_exec() && self.startup().is_some_and(|it| it.keyword == Keyword::Entrypoint);
        entrypoint && self.file.facts.ending(self.stage).cmd.is_some()
    }

    /// Whether a small init is in front of the text, which passes signals on and reaps.
    pub fn under_init(&self) -> bool {
        let chain = self.file.facts.commands_at_end(self.stage).chain(self.startup());
        chain.flat_map(|startup| &startup.piece.script.commands).any(|command| {
            command.name().is_some_and(is_init) || command.wrappers.iter().any(|wrapper| is_init(&wrapper.name))
        })
    }
}
