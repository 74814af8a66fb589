//! The names that a Dockerfile gives: stages and variables. Where each stands, what it means there, and how all of its places change
//! together.
//!
//! A variable is one thing wherever a rename must reach all or nothing: in a stage and those that are built on it, and in front of
//! the first FROM where a stage takes it over with ARG.

use lsp_server::ErrorCode;
use lsp_types::{
    DocumentHighlight, DocumentHighlightKind, DocumentHighlightParams, GotoDefinitionParams, Location, ReferenceParams,
    RenameParams, TextDocumentPositionParams, TextEdit,
};
use serde_json::{Value, json};

use super::documents::Document;
use super::edits::workspace_edit;
use super::position::Encoding;
use super::reading::Reading;
use super::session::Fault;
use crate::dockerfile::{self, Kind, Text};
use crate::facts::{part_of, shell_uses};
use crate::model::{Base, EdgeTarget, Origin, Scope, Stage, Variable, is_for_the_builder};
use crate::source::Span;

/// What a name means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Thing {
    /// A stage, by its number.
    Stage(usize),
    /// A variable, and the stage that it is seen from; none in FROM and in front of it.
    Variable { name: Box<str>, home: Option<usize> },
}

/// A name at one of its places.
#[derive(Clone, Debug)]
pub(super) struct Name {
    /// The name itself; more where its place is not known exactly.
    pub(super) span: Span,
    pub(super) thing: Thing,
    /// The instruction in front of which a variable must be defined to be seen here.
    pub(super) before: usize,
    is_definition: bool,
    /// Whether the name stands here as it is: not as a number, in a variable, or across lines.
    is_exact: bool,
}

/// All names of a text.
pub(super) struct Names<'a> {
    reading: &'a Reading<'a>,
    all: Vec<Name>,
}

impl<'a> Names<'a> {
    pub(super) fn of(reading: &'a Reading<'a>) -> Self {
        let mut names = Self { reading, all: Vec::new() };
        names.add_stages();
        names.add_definitions(None, &reading.model.globals);
        for stage in &reading.model.stages {
            names.add_definitions(Some(stage.index), &stage.scope);
        }
        names.add_uses_outside_stages();
        names.add_uses_in_stages();
        names.all.sort_by_key(|name| (name.span, !name.is_definition));
        names.all.dedup_by(|name, known| name.span == known.span && name.thing == known.thing);
        names
    }

    /// The name at an offset, its end included.
    pub(super) fn at(&self, offset: u32) -> Option<&Name> {
        self.all.iter().find(|name| name.is_exact && name.span.start <= offset && offset <= name.span.end)
    }

    fn add_stages(&mut self) {
        let Reading { source, dockerfile, model } = self.reading;
        for stage in &model.stages {
            let from = stage.from.and_then(|at| dockerfile.instructions.get(at)).map(|from| &from.kind);
            let Some(Kind::From(from)) = from else { continue };
            if let Some(name) = &from.name {
                let is_exact = source.slice(name.span) == &*name.value;
                let (span, thing) = (name.span, Thing::Stage(stage.index));
                self.all.push(Name { span, thing, before: 0, is_definition: true, is_exact });
            }
        }
        for edge in &model.edges {
            let EdgeTarget::Stage(index) = edge.to else { continue };
            let name = model.stages.get(index).and_then(|stage| stage.name.as_deref());
            let is_exact = name.is_some_and(|name| source.slice(edge.span).eq_ignore_ascii_case(name));
            let thing = Thing::Stage(index);
            self.all.push(Name { span: edge.span, thing, before: 0, is_definition: false, is_exact });
        }
    }

    fn add_definitions(&mut self, home: Option<usize>, scope: &Scope) {
        for (name, definitions) in scope.definitions() {
            for definition in definitions {
                let is_exact = self.reading.source.slice(definition.name) == name;
                let thing = Thing::Variable { name: name.into(), home };
                let (span, before) = (definition.name, definition.at + 1);
                self.all.push(Name { span, thing, before, is_definition: true, is_exact });
            }
        }
    }

    /// What FROM and the ARGs in front of it read.
    fn add_uses_outside_stages(&mut self) {
        let dockerfile = &self.reading.dockerfile;
        for (at, instruction) in dockerfile.instructions.iter().enumerate() {
            let words: Vec<&Text> = match &instruction.kind {
                Kind::From(from) => std::iter::once(&from.image).chain(instruction.flag_value("platform")).collect(),
                Kind::Arg(pairs) if self.reading.model.stage_at(at).is_none() => {
                    pairs.iter().filter_map(|pair| pair.value.as_ref()).collect()
                }
                _ => continue,
            };
            for word in words {
                for used in dockerfile::uses(&word.value, dockerfile.escape) {
                    self.add_use(&used.name, part_of(self.reading.source, word, &used.range), None, at);
                }
            }
        }
    }

    /// What the words and the shells of stages read.
    fn add_uses_in_stages(&mut self) {
        let (source, model) = (self.reading.source, &self.reading.model);
        let facts = self.reading.facts();
        for used in facts.variable_uses.iter().chain(&shell_uses(source, &facts)) {
            if let Some(stage) = model.stage_at(used.at) {
                self.add_use(&used.name, used.span, Some(stage.index), used.before);
            }
        }
        for startup in facts.startups.iter().filter(|startup| startup.piece.dialect.is_shell()) {
            let commands = &startup.piece.script.commands;
            let uses = commands.iter().flat_map(|command| &command.words).flat_map(|word| &word.expansions);
            for used in uses {
                // Only ENV lives on in containers.
                let seen = model.variable(&used.name, Some(startup.stage), startup.at);
                if matches!(seen, Variable::Defined(definition) if definition.origin == Origin::Env) {
                    self.add_use(&used.name, used.span, Some(startup.stage), startup.at);
                }
            }
        }
    }

    /// Adds a use of which `$NAME` or `${NAME…}` is the place.
    fn add_use(&mut self, name: &str, place: Span, home: Option<usize>, before: usize) {
        let text = self.reading.source.slice(place);
        let rest = text.strip_prefix('$').map_or(text, |rest| rest.strip_prefix('{').unwrap_or(rest));
        let rest = rest.trim_start_matches(['#', '!']);
        let ends = |rest: &str| !rest.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_');
        let is_exact = rest.strip_prefix(name).is_some_and(ends);
        let start = text.len() - rest.len();
        let span = if is_exact { place.part(start..start + name.len()) } else { place };
        let thing = Thing::Variable { name: name.into(), home };
        self.all.push(Name { span, thing, before, is_definition: false, is_exact });
    }

    /// Every place of a thing.
    fn places(&self, thing: &Thing) -> Vec<&Name> {
        let Thing::Variable { name, home } = thing else {
            return self.all.iter().filter(|place| place.thing == *thing).collect();
        };
        let homes = Homes::of(self.reading, name);
        let is_same = |place: &&Name| match &place.thing {
            Thing::Variable { name: other, home: there } => other == name && homes.are_joined(*home, *there),
            Thing::Stage(_) => false,
        };
        self.all.iter().filter(is_same).collect()
    }

    /// The definition of what a name means.
    fn definition(&self, name: &Name) -> Option<Span> {
        let model = &self.reading.model;
        let (variable, home) = match &name.thing {
            Thing::Stage(_) => {
                return self.places(&name.thing).into_iter().find(|place| place.is_definition).map(|place| place.span);
            }
            Thing::Variable { name, home } => (name, *home),
        };
        let Variable::Defined(found) = model.variable(variable, home, name.before) else { return None };
        // An ARG that takes over what stands in front of the first FROM leads there.
        let global = model.globals.of(variable).last().filter(|_| found.without_default && found.name == name.span);
        Some(global.unwrap_or(found).name)
    }

    /// Why a thing cannot be renamed.
    fn is_fixed(&self, thing: &Thing) -> Option<String> {
        let places = self.places(thing);
        match thing {
            Thing::Variable { name, .. } if is_for_the_builder(name) => {
                Some(format!("`{name}` is a name of the builder"))
            }
            _ if !places.iter().any(|place| place.is_definition) => Some("it is not defined in this file".to_owned()),
            Thing::Variable { name, .. } => {
                let hidden = places.iter().find(|place| !place.is_exact)?;
                let line = self.reading.source.lines().line(hidden.span.start);
                Some(format!("`{name}` stands in line {line} in a way that cannot be changed"))
            }
            Thing::Stage(_) => {
                let source = self.reading.source;
                let hidden = places.iter().find(|place| !place.is_exact && source.slice(place.span).contains('$'))?;
                let line = source.lines().line(hidden.span.start);
                Some(format!("a variable holds the stage's name in line {line}"))
            }
        }
    }

    /// Why a thing cannot be called so.
    fn is_taken(&self, thing: &Thing, new: &str) -> Option<String> {
        let model = &self.reading.model;
        let legal = |first: fn(char) -> bool, rest: fn(char) -> bool| new.starts_with(first) && new.chars().all(rest);
        match thing {
            Thing::Stage(index) => {
                let is_legal = legal(|c| c.is_ascii_alphabetic(), |c| c.is_ascii_alphanumeric() || "-_.".contains(c));
                let lower = new.to_ascii_lowercase();
                let is_other = |stage: &Stage| stage.index != *index && stage.name.as_deref() == Some(&lower);
                if !is_legal {
                    Some(format!("`{new}` is no name for a stage"))
                } else if lower == "scratch" || lower == "context" {
                    Some(format!("`{new}` is a name of the builder"))
                } else {
                    model.stages.iter().any(is_other).then(|| format!("another stage is called `{new}`"))
                }
            }
            Thing::Variable { name, .. } => {
                let is_part = |c: char| c.is_ascii_alphanumeric() || c == '_';
                let is_legal =
                    new.chars().all(is_part) && !new.starts_with(|c: char| c.is_ascii_digit()) && !new.is_empty();
                if !is_legal {
                    return Some(format!("`{new}` is no name for a variable"));
                }
                let is_used = |place: &Name| matches!(&place.thing, Thing::Variable { name, .. } if &**name == new);
                let is_other = new != &**name;
                (is_other && self.all.iter().any(is_used)).then(|| format!("another variable is called `{new}`"))
            }
        }
    }
}

/// Which stages see one variable of a name; the last number stands for what is in front of the first FROM.
struct Homes(Vec<usize>);

impl Homes {
    fn of(reading: &Reading<'_>, name: &str) -> Self {
        let model = &reading.model;
        let outside = model.stages.len();
        let mut homes = Self((0..=outside).collect());
        // Whether the variable is defined in a stage or one below it; a stage stands behind the one that it is built on.
        let defined = model.along_from(|stage, below: Option<&bool>| {
            below.copied().unwrap_or(false) || !stage.scope.of(name).is_empty()
        });
        for stage in &model.stages {
            if let Base::Stage(parent) = stage.base
                && defined.get(parent).copied().unwrap_or(false)
            {
                homes.join(stage.index, parent);
            }
            let takes_over = stage.scope.of(name).iter().any(|definition| definition.origin == Origin::Arg);
            if takes_over && !model.globals.of(name).is_empty() {
                homes.join(stage.index, outside);
            }
        }
        homes
    }

    fn root(&self, mut home: usize) -> usize {
        while let Some(next) = self.0.get(home).copied().filter(|next| *next != home) {
            home = next;
        }
        home
    }

    fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.root(a), self.root(b));
        // The smaller number leads, so a chain of stages stays short.
        if let Some(leader) = self.0.get_mut(a.max(b)) {
            *leader = a.min(b);
        }
    }

    fn are_joined(&self, a: Option<usize>, b: Option<usize>) -> bool {
        let outside = self.0.len() - 1;
        self.root(a.unwrap_or(outside)) == self.root(b.unwrap_or(outside))
    }
}

/// What `find` makes of the name at a place.
fn with_name<T>(
    document: &Document,
    encoding: Encoding,
    at: &TextDocumentPositionParams,
    find: impl FnOnce(&Names<'_>, &Name) -> T,
) -> Option<T> {
    let reading = Reading::of(&document.source);
    let names = Names::of(&reading);
    let name = names.at(encoding.offset(&document.source, at.position))?;
    Some(find(&names, name))
}

/// Where what stands at a place is defined.
pub(super) fn definition(document: &Document, encoding: Encoding, params: &GotoDefinitionParams) -> Option<Location> {
    let at = &params.text_document_position_params;
    with_name(document, encoding, at, |names, name| {
        let range = encoding.range(&document.source, names.definition(name)?);
        Some(Location::new(document.uri.clone(), range))
    })
    .flatten()
}

/// Every place of what stands at a place.
pub(super) fn references(document: &Document, encoding: Encoding, params: &ReferenceParams) -> Option<Vec<Location>> {
    let location = |name: &Name| Location::new(document.uri.clone(), encoding.range(&document.source, name.span));
    let all = params.context.include_declaration;
    with_name(document, encoding, &params.text_document_position, |names, name| {
        let places = names.places(&name.thing).into_iter().filter(|place| all || !place.is_definition);
        places.map(location).collect()
    })
}

/// The same to be marked.
pub(super) fn highlights(
    document: &Document,
    encoding: Encoding,
    params: &DocumentHighlightParams,
) -> Option<Vec<DocumentHighlight>> {
    let highlight = |name: &Name| DocumentHighlight {
        range: encoding.range(&document.source, name.span),
        kind: Some(if name.is_definition { DocumentHighlightKind::WRITE } else { DocumentHighlightKind::READ }),
    };
    with_name(document, encoding, &params.text_document_position_params, |names, name| {
        names.places(&name.thing).into_iter().map(highlight).collect()
    })
}

/// The name at a place, if it can be changed.
pub(super) fn prepare(
    document: &Document,
    encoding: Encoding,
    params: &TextDocumentPositionParams,
) -> Result<Option<Value>, Fault> {
    let source = &document.source;
    let prepared = with_name(document, encoding, params, |names, name| match names.is_fixed(&name.thing) {
        Some(reason) => Err(Fault::new(ErrorCode::RequestFailed, reason)),
        None => Ok(json!({ "range": encoding.range(source, name.span), "placeholder": source.slice(name.span) })),
    });
    prepared.transpose()
}

/// The edits that change a name at all of its places.
pub(super) fn rename(document: &Document, encoding: Encoding, params: &RenameParams) -> Result<Option<Value>, Fault> {
    let new = &params.new_name;
    let renamed = with_name(document, encoding, &params.text_document_position, |names, name| {
        let refused = names.is_fixed(&name.thing).or_else(|| names.is_taken(&name.thing, new));
        if let Some(reason) = refused {
            return Err(Fault::new(ErrorCode::RequestFailed, reason));
        }
        let places = names.places(&name.thing).into_iter().filter(|place| place.is_exact);
        let edits = places.map(|place| TextEdit::new(encoding.range(&document.source, place.span), new.clone()));
        Ok(workspace_edit(document, &edits.collect::<Vec<_>>()))
    });
    renamed.transpose()
}
