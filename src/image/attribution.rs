//! Where each layer comes from: the step of the history that made it, whether that is the base image's, and its place in a
//! Dockerfile, the one that the image was built from or the one that its history makes.

use std::sync::Arc;

use super::Image;
use super::align::align;
use super::history::{Instruction, read};
use super::render::render;
use super::secrets::without_secrets;
use crate::dockerfile::{Dockerfile, Keyword};
use crate::source::{Source, Span};

/// Below this likeness, in percent, a Dockerfile is not the image's.
const LIKE: u32 = 30;

/// Who made a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// The base image.
    Base,
    /// What was built on it.
    Own,
    /// It is not known where the base image ends.
    Unknown,
}

/// What is told of the base image.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Base {
    /// How many layers it has, where that is told.
    pub layers: Option<usize>,
    /// How many steps its history has, where that is told.
    pub steps: Option<usize>,
}

/// A Dockerfile that an image may be built from.
#[derive(Clone, Copy, Debug)]
pub struct BuiltFrom<'a> {
    /// Its text.
    pub source: &'a Arc<Source>,
    /// Its syntax.
    pub dockerfile: &'a Dockerfile,
    /// The instructions of the stage that is built, behind those of the stages that it is built on.
    pub made_of: &'a [usize],
    /// Where that stage begins: what is about the image as a whole stands there.
    pub from: Span,
}

/// A step and its place.
#[derive(Debug)]
pub struct Placed {
    /// What it does.
    pub instruction: Instruction,
    /// The keyword of its instruction in [`Attribution::source`]; `None` where it has no place there.
    pub keyword: Option<Span>,
    /// Whose it is.
    pub origin: Origin,
    /// The layer that it made.
    pub layer: Option<usize>,
}

/// Where the layers of an image come from.
#[derive(Debug)]
pub struct Attribution {
    /// The text that findings are shown in.
    pub source: Arc<Source>,
    /// The steps, oldest first.
    pub steps: Vec<Placed>,
    /// What is about the image as a whole stands here.
    pub whole: Span,
    /// Whether the Dockerfile that was given is not this image's.
    pub is_misfit: bool,
    /// Whether the base image was told by the user.
    pub is_told: bool,
    /// Whether the end of the base image is but a guess.
    pub is_guessed: bool,
    layers: Vec<(Option<usize>, Origin)>,
}

/// The steps of the base image.
struct Boundary {
    steps: usize,
    is_guessed: bool,
}

impl Attribution {
    /// Finds out where the layers of an image come from. The path is that of the image, for the text that its history makes.
    pub fn new(image: &Image, path: &str, base: Base, built_from: Option<BuiltFrom<'_>>) -> Self {
        let instructions: Vec<Instruction> = image.config.history.iter().map(read).collect();
        let mut aligned = None;
        let mut is_misfit = false;
        if let Some(from) = built_from {
            let found = align(&instructions, from.source, from.dockerfile, from.made_of);
            is_misfit =
                found.likeness < LIKE || (!from.made_of.is_empty() && found.instructions.iter().all(Option::is_none));
            aligned = (!is_misfit).then_some((from, found.instructions));
        }
        // A Dockerfile of FROM alone adds nothing.
        let first_own =
            aligned.as_ref().map(|(_, made)| made.iter().position(Option::is_some).unwrap_or(instructions.len()));
        let boundary = boundary(&instructions, base, first_own);
        let made_by = layers(&instructions, image.layers.len());
        let (source, keywords, whole) = if let Some((from, made)) = aligned {
            let keyword = |index: usize| Some(from.dockerfile.instructions.get(index)?.keyword_span);
            let keywords = made.into_iter().map(|index| index.and_then(keyword)).collect();
            (Arc::clone(from.source), keywords, from.from)
        } else {
            let rendered = render(&instructions, boundary.as_ref().map(|boundary| boundary.steps));
            (Arc::new(Source::new(path, rendered.text)), rendered.keywords, rendered.whole)
        };
        Self::put_together(instructions, keywords, &made_by, boundary.as_ref(), base, (source, whole, is_misfit))
    }

    fn put_together(
        instructions: Vec<Instruction>,
        keywords: Vec<Option<Span>>,
        made_by: &[Option<usize>],
        boundary: Option<&Boundary>,
        base: Base,
        (source, whole, is_misfit): (Arc<Source>, Span, bool),
    ) -> Self {
        let origin_of = |step: usize| match boundary {
            None => Origin::Unknown,
            Some(boundary) if step < boundary.steps => Origin::Base,
            Some(_) => Origin::Own,
        };
        let mut steps: Vec<Placed> = instructions
            .into_iter()
            .zip(keywords)
            .enumerate()
            .map(|(number, (instruction, keyword))| Placed {
                instruction,
                keyword,
                origin: origin_of(number),
                layer: None,
            })
            .collect();
        let mut layers = Vec::with_capacity(made_by.len());
        for (number, step) in made_by.iter().enumerate() {
            let origin = match (base.layers, step) {
                (Some(of_base), _) if number < of_base => Origin::Base,
                (Some(_), _) => Origin::Own,
                (None, Some(step)) => origin_of(*step),
                (None, None) => Origin::Unknown,
            };
            let maker = step.filter(|step| steps[*step].instruction.may_have_layer());
            if let Some(step) = maker {
                steps[step].layer = Some(number);
            }
            layers.push((maker, origin));
        }
        let is_guessed = boundary.is_some_and(|boundary| boundary.is_guessed);
        let is_told = base.layers.is_some() || base.steps.is_some();
        Self { source, steps, whole, is_misfit, is_told, is_guessed, layers }
    }

    /// The step that made a layer, where that is known.
    pub fn step_of(&self, layer: usize) -> Option<&Placed> {
        self.steps.get(self.layers.get(layer)?.0?)
    }

    /// The instruction of a step as it stands in the text, on one line, credentials masked; where it has no place there, as the
    /// history has it.
    pub fn text_of(&self, step: &Placed) -> String {
        let Some(place) = step.keyword else { return step.instruction.line() };
        let text = self.source.text().get(place.start as usize..).unwrap_or("");
        let mut line = String::new();
        for part in text.lines().map(str::trim) {
            if part.is_empty() || (part.starts_with('#') && !line.is_empty()) {
                continue;
            }
            line.push_str(part.trim_end_matches('\\').trim_end());
            if !part.ends_with('\\') {
                break;
            }
            line.push(' ');
        }
        without_secrets(&line)
    }

    /// Whose a layer is.
    pub fn origin(&self, layer: usize) -> Origin {
        self.layers.get(layer).map_or(Origin::Unknown, |(_, origin)| *origin)
    }

    /// Where what is about a layer is shown: the keyword of its instruction, or what stands for the image as a whole.
    pub fn place(&self, layer: usize) -> Span {
        self.step_of(layer).and_then(|step| step.keyword).unwrap_or(self.whole)
    }

    /// How many layers at the bottom are the base image's.
    pub fn base_layers(&self) -> usize {
        self.layers.iter().take_while(|(_, origin)| *origin == Origin::Base).count()
    }

    /// The last step of that kind.
    pub fn last(&self, keyword: Keyword) -> Option<&Placed> {
        self.steps.iter().rev().find(|step| step.instruction.keyword == keyword)
    }
}

/// For each layer the step that made it: none, where the history tells of more layers or of fewer.
fn layers(steps: &[Instruction], count: usize) -> Vec<Option<usize>> {
    let makers: Vec<usize> = (0..steps.len()).filter(|step| !steps[*step].is_empty_layer).collect();
    if makers.len() == count { makers.into_iter().map(Some).collect() } else { vec![None; count] }
}

/// Where the base image ends: as told, else in front of the first step that the Dockerfile made, else behind the last command
/// to start with that has something built on it.
fn boundary(steps: &[Instruction], base: Base, first_own: Option<usize>) -> Option<Boundary> {
    let told = |steps| Some(Boundary { steps, is_guessed: false });
    if let Some(count) = base.steps {
        return told(count.min(steps.len()));
    }
    if let Some(layers) = base.layers {
        return told(behind_layers(steps, layers));
    }
    if let Some(first) = first_own {
        return told(first);
    }
    let newest = steps.iter().rposition(|step| !step.is_empty_layer)?;
    let start = steps[..newest].iter().rposition(|step| step.is_empty_layer && is_start(step))?;
    Some(Boundary { steps: start + 1, is_guessed: true })
}

fn is_start(step: &Instruction) -> bool {
    matches!(step.keyword, Keyword::Cmd | Keyword::Entrypoint)
}

/// The number of steps that belong to so many layers: those behind the last one too, up to a command to start with.
fn behind_layers(steps: &[Instruction], layers: usize) -> usize {
    if layers == 0 {
        return 0;
    }
    let makers = || (0..steps.len()).filter(|step| !steps[*step].is_empty_layer);
    let Some(last) = makers().nth(layers - 1) else { return steps.len() };
    let end = makers().nth(layers).unwrap_or(steps.len());
    let start = steps[last + 1..end].iter().rposition(is_start);
    // At the end of all there is no telling whose it is.
    if end == steps.len() { last + 1 } else { start.map_or(last + 1, |at| last + 2 + at) }
}
