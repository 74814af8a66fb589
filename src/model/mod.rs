//! What a Dockerfile means: stages and how they hang together, variables and their scopes, and the state in force before
//! each instruction. No rule's opinion is known here.

mod build;
mod reach;
mod scope;
mod stage;
mod state;
mod value;

use std::borrow::Cow;

pub use build::build;
pub use scope::{Definition, Origin, PLATFORM, PREDEFINED, Scope, is_for_the_builder};
pub use stage::{Base, BaseRef, Edge, EdgeKind, EdgeTarget, Stage};
pub use state::{Setting, ShellSetting, State};
pub use value::{Part, Value};

use crate::dockerfile::{self, Escape, ExpandError, Expansion, Lookup, Use};
use crate::knowledge::base_images::{BaseImage, Shell};

/// What a build is told besides the Dockerfile.
#[derive(Clone, Copy, Debug, Default)]
pub struct BuildOptions<'a> {
    /// `--build-arg` names and values.
    pub args: &'a [(String, String)],
    /// `--target`
    pub target: Option<&'a str>,
    /// Shells that comments name, each with the comment's offset, in the order of the file. In front of the first FROM one
    /// holds for every stage, further down from there to its stage's end and in the stages that build on it. SHELL is
    /// stronger.
    pub shells: &'a [(u32, String)],
}

/// The meaning of a Dockerfile.
#[derive(Debug, Default)]
pub struct Model {
    /// The stages in the order of the file.
    pub stages: Vec<Stage>,
    /// ARGs in front of the first FROM.
    pub globals: Scope,
    /// Which stage needs what: for each stage its FROM, then its instructions in order.
    pub edges: Vec<Edge>,
    /// For each instruction of the file the state in force before it.
    pub states: Vec<State>,
    /// For each instruction of the file its stage; a FROM belongs to the stage that it opens.
    pub stage_of: Vec<Option<usize>>,
    /// The stage that the build gives.
    pub target: Option<usize>,
    /// For each stage the state at its end.
    ends: Vec<State>,
    /// How many stages [`Model::chain`] gives at most.
    climb: usize,
    escape: Escape,
}

/// A variable as it is seen from a place.
#[derive(Clone, Copy, Debug)]
pub enum Variable<'a> {
    /// Defined in the Dockerfile.
    Defined(&'a Definition),
    /// Set by the base image, or by `BuildKit` itself; with its value where that is known.
    Given(Origin, Option<&'a str>),
    /// Nobody defines it.
    Undefined,
    /// The base image is not known, so it may define it.
    Unknown,
}

/// How many stages a look-up climbs: a bound for hostile files.
const MOST_STAGES_CLIMBED: usize = 256;

/// The longest value that other words get where they name the variable, in bytes: a bound for hostile files. Nothing is
/// known of the words that name a longer one.
const LONGEST_VALUE: usize = 2048;

impl Model {
    /// The stage that instruction `index` stands in.
    pub fn stage_at(&self, index: usize) -> Option<&Stage> {
        self.stages.get((*self.stage_of.get(index)?)?)
    }

    /// What COPY and mounts name with `from`: all edges but those of FROM.
    pub fn references(&self) -> impl Iterator<Item = &Edge> {
        self.edges.iter().filter(|edge| edge.kind != EdgeKind::From)
    }

    /// For each stage what `find` says of it, given what it has said of the stage that it is built on; `None` where that is
    /// no stage. Found in one pass: a stage stands behind the one that it is built on.
    pub fn along_from<T>(&self, mut find: impl FnMut(&Stage, Option<&T>) -> T) -> Vec<T> {
        let mut found: Vec<T> = Vec::with_capacity(self.stages.len());
        for stage in &self.stages {
            let below = match stage.base {
                Base::Stage(parent) => found.get(parent),
                _ => None,
            };
            let next = find(stage, below);
            found.push(next);
        }
        found
    }

    /// The stage that a build gives.
    pub fn final_stage(&self) -> Option<&Stage> {
        self.stages.get(self.target?)
    }

    /// A stage and the stages below it in its FROM chain, from the stage itself down.
    pub fn chain<'a>(&'a self, stage: &'a Stage) -> impl Iterator<Item = &'a Stage> {
        std::iter::successors(Some(stage), |stage| match stage.base {
            Base::Stage(parent) => self.stages.get(parent),
            _ => None,
        })
        .take(self.climb)
    }

    /// The lowest stage of the chain: the one whose base is no stage.
    pub fn root<'a>(&'a self, stage: &'a Stage) -> &'a Stage {
        self.stages.get(stage.root).unwrap_or(stage)
    }

    /// What is known of the image at the bottom of a stage's FROM chain.
    pub fn base_image<'a>(&'a self, stage: &'a Stage) -> Option<&'a BaseImage> {
        match &self.root(stage).base {
            Base::Image(image) | Base::Partial(image) => image.known.as_ref(),
            _ => None,
        }
    }

    /// The image at the bottom of a stage's FROM chain, as messages name it.
    pub fn base_name<'a>(&'a self, stage: &'a Stage) -> &'a str {
        self.root(stage).base_text.as_known().unwrap_or("the base image")
    }

    /// Whether it is known which shell `/bin/sh` of a stage is.
    pub fn knows_shell(&self, stage: Option<usize>) -> bool {
        let stage = stage.and_then(|stage| self.stages.get(stage));
        stage.and_then(|stage| self.base_image(stage)).is_some_and(|base| base.shell != Shell::Unknown)
    }

    /// Whether a stage is built on nothing, however indirectly.
    pub fn is_from_scratch(&self, stage: &Stage) -> bool {
        matches!(self.root(stage).base, Base::Scratch)
    }

    /// The state at the end of a stage.
    pub fn last_state(&self, stage: &Stage) -> Option<&State> {
        self.ends.get(stage.index)
    }

    /// Whether a stage is known to be for Windows.
    pub fn is_windows(&self, stage: &Stage) -> bool {
        let (Base::Image(image) | Base::Partial(image)) = &self.root(stage).base else {
            return false;
        };
        let named = |tag: &str| tag.contains("windowsservercore") || tag.contains("nanoserver");
        match &image.known {
            Some(known) => known.windows(),
            None => image.reference.tag().is_some_and(named),
        }
    }

    /// Whether a word of the Dockerfile stands for itself: no quotes, no escapes, no variables.
    pub fn is_plain(&self, text: &str) -> bool {
        let special = [b'$', b'"', b'\'', self.escape.byte()];
        !text.bytes().any(|byte| special.contains(&byte))
    }

    /// A word of the Dockerfile with its quotes, escapes and variables replaced, as instruction `before` sees them; unknown
    /// where the word is not legal.
    pub fn expand(&self, text: &str, stage: Option<usize>, before: usize) -> Value {
        if self.is_plain(text) {
            return Value::known(text);
        }
        match self.expansion(text, stage, before) {
            Ok(expansion) => Value::from_parts(expansion.value.parts().iter().map(|part| match part {
                dockerfile::Part::Literal(text) => Part::Text(text.as_str().into()),
                dockerfile::Part::Variable { .. } => Part::Unknown,
            })),
            Err(_) => Value::Unknown,
        }
    }

    /// The same with the place of each variable in the word, or why the word is not legal.
    pub fn expansion(&self, text: &str, stage: Option<usize>, before: usize) -> Result<Expansion, ExpandError> {
        dockerfile::expand(text, self.escape, |name| match self.variable(name, stage, before) {
            Variable::Defined(definition) => match &definition.value {
                Value::Known(text) if text.len() <= LONGEST_VALUE => Lookup::Value(Cow::Borrowed(&**text)),
                Value::Known(_) | Value::Partly(_) | Value::Unknown => Lookup::Unknown,
            },
            Variable::Given(_, Some(value)) => Lookup::Value(Cow::Borrowed(value)),
            Variable::Given(_, None) | Variable::Unknown => Lookup::Unknown,
            Variable::Undefined => Lookup::Unset,
        })
    }

    /// The variables that a word names, as instruction `before` sees them; of a word that is not legal those in front of the
    /// fault.
    pub fn uses(&self, text: &str, stage: Option<usize>, before: usize) -> Vec<Use> {
        self.expansion(text, stage, before).map_or_else(|error| error.uses, |expansion| expansion.uses)
    }

    /// A word of FROM with the defaults of the arguments only, and with those that are `given` to the build; a platform argument
    /// holds some word.
    pub fn with_defaults(
        &self,
        text: &str,
        before: usize,
        given: &[(String, String)],
    ) -> Result<Expansion, ExpandError> {
        let is_given = |name: &str| given.iter().any(|(key, _)| key == name);
        dockerfile::expand(text, self.escape, |name| match self.globals.at(name, before) {
            Some(definition) if definition.without_default && !is_given(name) => Lookup::Unset,
            Some(definition) => match definition.value.as_known() {
                Some(value) => Lookup::Value(value.into()),
                None => Lookup::Unknown,
            },
            None if PLATFORM.contains(&name) => Lookup::Value("platform".into()),
            None => Lookup::Unset,
        })
    }

    /// The variable of that name as instruction `before` sees it: in its stage, or in FROM and global ARG where there is none.
    pub fn variable(&self, name: &str, stage: Option<usize>, before: usize) -> Variable<'_> {
        let Some(stage) = stage.and_then(|stage| self.stages.get(stage)) else {
            return match self.globals.at(name, before) {
                Some(definition) => Variable::Defined(definition),
                None if PLATFORM.contains(&name) => Variable::Given(Origin::Predefined, None),
                None => Variable::Undefined,
            };
        };
        let mut here = Some(stage);
        for climbed in 0..MOST_STAGES_CLIMBED {
            let Some(stage) = here else { break };
            let before = if climbed == 0 { before } else { usize::MAX };
            if let Some(definition) = stage.scope.at(name, before) {
                return Variable::Defined(definition);
            }
            here = match stage.base {
                Base::Stage(parent) => self.stages.get(parent),
                _ => None,
            };
        }
        if here.is_some() {
            return Variable::Unknown;
        }
        match &self.root(stage).base {
            Base::Scratch if name == "PATH" => Variable::Given(Origin::Base, None),
            Base::Scratch => Variable::Undefined,
            Base::Image(image) | Base::Partial(image) => match &image.known {
                Some(known) => match known.variable(name) {
                    Some(variable) => Variable::Given(Origin::Base, variable.value),
                    None if name == "PATH" => Variable::Given(Origin::Base, None),
                    None if known.env_complete => Variable::Undefined,
                    None => Variable::Unknown,
                },
                None => Variable::Unknown,
            },
            Base::Stage(_) | Base::Unknown => Variable::Unknown,
        }
    }
}
