//! From the syntax tree to the model, in one pass over the instructions and one over the edges.

use std::sync::Arc;

use foldhash::HashMap;

use super::scope::{Definition, Origin, Scope};
use super::stage::{Base, BaseRef, Edge, EdgeKind, EdgeTarget, Stage};
use super::state::{Setting, ShellSetting, State};
use super::value::{Part, Value};
use super::{BuildOptions, Model};
use crate::dockerfile::{ArgPair, Dockerfile, From, ImageRef, Instruction, Kind, Pairs, Text};
use crate::knowledge::base_images::base_image;
use crate::source::Span;

/// Reads the meaning out of a syntax tree.
pub fn build(dockerfile: &Dockerfile, options: &BuildOptions<'_>) -> Model {
    let mut builder = Builder {
        options,
        model: Model { escape: dockerfile.escape, ..Model::default() },
        names: HashMap::default(),
        now: State::default(),
        shells: options.shells,
        default_shell: None,
        last_states: Vec::new(),
        room: ROOM + ROOM_PER_INSTRUCTION * dockerfile.instructions.len(),
    };
    for (index, instruction) in dockerfile.instructions.iter().enumerate() {
        builder.step(index, instruction);
    }
    builder.close_stage(dockerfile.instructions.len());
    builder.edges(dockerfile);
    let mut model = builder.model;
    model.ends = builder.last_states;
    super::reach::mark(&mut model, options.target);
    model.climb = super::reach::climb(&model);
    model
}

struct Builder<'a> {
    options: &'a BuildOptions<'a>,
    model: Model,
    /// Stage numbers by name in lower case; a later stage of the same name wins, as in `BuildKit`.
    names: HashMap<Box<str>, usize>,
    now: State,
    /// Those of the options that are still ahead.
    shells: &'a [(u32, String)],
    /// The shell that a comment in front of the first FROM names.
    default_shell: Option<Arc<ShellSetting>>,
    /// The state at the end of each closed stage.
    last_states: Vec<State>,
    /// How many bytes values may still gain over their texts by what they repeat of others.
    room: usize,
}

/// Bytes that the values of a file may gain over their texts: a bound for hostile files, in which each value repeats the
/// ones before. What is beyond is not known.
const ROOM: usize = 1 << 20;
/// Bytes that each instruction adds to it.
const ROOM_PER_INSTRUCTION: usize = 256;

impl Builder<'_> {
    fn step(&mut self, index: usize, instruction: &Instruction) {
        let said = self.shell_said_before(instruction.span.start);
        if self.model.stages.is_empty() {
            self.default_shell = said.clone().or(self.default_shell.take());
        }
        if let Kind::From(from) = &instruction.kind {
            self.close_stage(index);
            self.open_stage(index, from);
        } else if self.model.stages.is_empty() && !matches!(instruction.kind, Kind::Arg(_)) {
            // A text without FROM in front: a fragment, linted as a stage on an unknown base.
            self.push_stage(index, None, None, Base::Unknown, Value::Unknown);
        }
        if said.is_some() {
            self.now.shell = said;
        }
        self.model.states.push(self.now.clone());
        self.model.stage_of.push(self.model.stages.len().checked_sub(1));
        match &instruction.kind {
            Kind::Arg(pairs) => self.define_args(index, pairs),
            Kind::Env(pairs) => self.define_env(index, pairs),
            Kind::User(text) => {
                let value = self.expand(&text.value, self.stage(), index);
                self.now.user = Some(Arc::new(Setting { value, at: Some(index), span: text.span, absolute: true }));
            }
            Kind::Workdir(text) => self.change_directory(index, text),
            Kind::Shell(words) => {
                let words = words.iter().map(|word| word.value.clone()).collect();
                self.now.shell = Some(Arc::new(ShellSetting { words, at: Some(index) }));
            }
            _ => {}
        }
    }

    /// The value of a word that is kept in the model.
    fn expand(&mut self, text: &str, stage: Option<usize>, before: usize) -> Value {
        let value = self.model.expand(text, stage, before);
        within(&mut self.room, text.len(), value)
    }

    /// The shell that the last comment since the instruction before names.
    fn shell_said_before(&mut self, offset: u32) -> Option<Arc<ShellSetting>> {
        let (said, ahead) = self.shells.split_at(self.shells.partition_point(|(at, _)| *at < offset));
        self.shells = ahead;
        let (_, shell) = said.last()?;
        Some(Arc::new(ShellSetting { words: vec![shell.as_str().into()], at: None }))
    }

    fn stage(&self) -> Option<usize> {
        self.model.stages.len().checked_sub(1)
    }

    fn close_stage(&mut self, end: usize) {
        if let Some(stage) = self.model.stages.last_mut() {
            stage.instructions.end = end;
            self.last_states.push(self.now.clone());
        }
    }

    fn open_stage(&mut self, index: usize, from: &From) {
        let text = self.model.expand(&from.image.value, None, index);
        let base = match text.as_known() {
            Some("scratch") => Base::Scratch,
            Some(name) => match self.names.get(name) {
                Some(stage) => Base::Stage(*stage),
                None => match ImageRef::parse(name) {
                    Ok(reference) => {
                        let known = base_image(reference.registry(), &reference.repository_path(), reference.tag());
                        Base::Image(Box::new(BaseRef { reference, known }))
                    }
                    Err(_) => Base::Unknown,
                },
            },
            None => named_image(&text).map_or(Base::Unknown, |image| Base::Partial(Box::new(image))),
        };
        self.push_stage(index + 1, Some(index), from.name.as_ref(), base, text);
    }

    fn push_stage(&mut self, start: usize, from: Option<usize>, name: Option<&Text>, base: Base, base_text: Value) {
        let index = self.model.stages.len();
        self.now = match &base {
            Base::Stage(parent) => self.last_states.get(*parent).cloned().unwrap_or_default(),
            Base::Scratch => State { workdir: Some(Arc::new(of_base("/"))), ..State::default() },
            Base::Image(image) | Base::Partial(image) => {
                image.known.as_ref().map_or_else(State::default, |known| State {
                    user: known.user.map(|user| Arc::new(of_base(user))),
                    workdir: Some(Arc::new(of_base(known.workdir.unwrap_or("/")))),
                    shell: None,
                })
            }
            Base::Unknown => State::default(),
        };
        if !matches!(base, Base::Stage(_)) {
            self.now.shell.clone_from(&self.default_shell);
        }
        let (depth, root) = match &base {
            Base::Stage(parent) => {
                let parent = &self.model.stages[*parent];
                (parent.depth + 1, parent.root)
            }
            _ => (0, index),
        };
        let name = name.map(|name| name.value.to_lowercase().into_boxed_str());
        if let Some(name) = &name {
            self.names.insert(name.clone(), index);
        }
        self.model.stages.push(Stage {
            index,
            from,
            name,
            base,
            base_text,
            instructions: start..start,
            scope: Scope::default(),
            reaches_target: false,
            in_image: false,
            is_used: false,
            is_final: false,
            depth,
            root,
        });
    }

    fn define_args(&mut self, index: usize, pairs: &[ArgPair]) {
        let stage = self.stage();
        for pair in pairs {
            let name = &*pair.name.value;
            let given = self.options.args.iter().rev().find(|(key, _)| key == name);
            let value = match (given, &pair.value) {
                (Some((_, value)), _) => Value::known(value.as_str()),
                // Pairs of one ARG see the ones before them.
                (None, Some(default)) => self.expand(&default.value, stage, index + 1),
                (None, None) => match stage {
                    Some(_) => {
                        self.model.globals.at(name, usize::MAX).map_or(Value::Unknown, |global| global.value.clone())
                    }
                    None => Value::Unknown,
                },
            };
            let value = if pair.value.is_none() { within(&mut self.room, 0, value) } else { value };
            let definition = Definition {
                at: index,
                origin: Origin::Arg,
                name: pair.name.span,
                value,
                without_default: pair.value.is_none(),
            };
            self.scope().define(name, definition);
        }
    }

    fn define_env(&mut self, index: usize, pairs: &Pairs) {
        let stage = self.stage();
        let defined: Vec<_> = pairs
            .pairs
            .iter()
            .map(|pair| {
                // Pairs of one ENV do not see each other.
                let value = self.expand(&pair.value.value, stage, index);
                let name = self.model.expand(&pair.key.value, stage, index);
                (name, pair.key.span, value)
            })
            .collect();
        for (name, span, value) in defined {
            if let Some(name) = name.as_known() {
                let definition =
                    Definition { at: index, origin: Origin::Env, name: span, value, without_default: false };
                self.scope().define(name, definition);
            }
        }
    }

    fn scope(&mut self) -> &mut Scope {
        match self.model.stages.last_mut() {
            Some(stage) => &mut stage.scope,
            None => &mut self.model.globals,
        }
    }

    fn change_directory(&mut self, index: usize, text: &Text) {
        let value = self.model.expand(&text.value, self.stage(), index);
        let before = self.now.workdir.as_ref();
        let absolute = is_absolute(value.prefix());
        let known_before = before.is_some_and(|setting| setting.absolute);
        let value = if absolute { value } else { join(before.map(|setting| &setting.value), value) };
        let value = within(&mut self.room, text.value.len(), value);
        self.now.workdir =
            Some(Arc::new(Setting { value, at: Some(index), span: text.span, absolute: absolute || known_before }));
    }

    fn edges(&mut self, dockerfile: &Dockerfile) {
        for stage in &self.model.stages {
            if let (Some(at), Kind::From(from)) =
                (stage.from, stage.from.map_or(&Kind::Unknown, |at| &dockerfile.instructions[at].kind))
            {
                let to = match &stage.base {
                    Base::Scratch => EdgeTarget::Scratch,
                    Base::Stage(parent) => EdgeTarget::Stage(*parent),
                    Base::Image(_) => EdgeTarget::Image,
                    Base::Partial(_) | Base::Unknown => EdgeTarget::Unknown,
                };
                let text = stage.base_text.clone();
                self.model.edges.push(Edge {
                    stage: stage.index,
                    at,
                    kind: EdgeKind::From,
                    span: from.image.span,
                    text,
                    to,
                });
            }
            for at in stage.instructions.clone() {
                let instruction = &dockerfile.instructions[at];
                let copied =
                    matches!(instruction.kind, Kind::Copy(_)).then(|| instruction.flag_value("from")).flatten();
                if let Some(from) = copied {
                    // `BuildKit` does not expand variables here.
                    let text = Value::Known(from.value.clone());
                    let to = self.edge_target(&from.value);
                    self.model.edges.push(Edge {
                        stage: stage.index,
                        at,
                        kind: EdgeKind::Copy,
                        span: from.span,
                        text,
                        to,
                    });
                }
                for from in instruction.mounts.iter().filter_map(|mount| mount.from.as_ref()) {
                    let text = self.model.expand(&from.value, Some(stage.index), at);
                    let to = text.as_known().map_or(EdgeTarget::Unknown, |known| self.edge_target(known));
                    self.model.edges.push(Edge {
                        stage: stage.index,
                        at,
                        kind: EdgeKind::Mount,
                        span: from.span,
                        text,
                        to,
                    });
                }
            }
        }
    }

    fn edge_target(&self, text: &str) -> EdgeTarget {
        if let Some(stage) = self.names.get(text.to_lowercase().as_str()) {
            return EdgeTarget::Stage(*stage);
        }
        match text.parse::<usize>() {
            Ok(number) if number < self.model.stages.len() => EdgeTarget::Stage(number),
            _ if text == "scratch" => EdgeTarget::Scratch,
            _ => EdgeTarget::Image,
        }
    }
}

/// The image of `node:${VERSION}-alpine`: its name, and what its known parts tell.
fn named_image(text: &Value) -> Option<BaseRef> {
    let (name, _) = text.prefix().rsplit_once([':', '@']).filter(|(_, tag)| !tag.contains('/'))?;
    let reference = ImageRef::parse(name).ok()?;
    let Value::Partly(parts) = text else { return None };
    let written: String = parts.iter().map(|part| if let Part::Text(text) = part { text } else { "$" }).collect();
    let tag = written.get(name.len() + 1..);
    let known = base_image(reference.registry(), &reference.repository_path(), tag);
    Some(BaseRef { reference, known })
}

/// The value, as long as there is room for what it has more than its text of `written` bytes.
fn within(room: &mut usize, written: usize, value: Value) -> Value {
    match room.checked_sub(value.size().saturating_sub(written)) {
        Some(left) => {
            *room = left;
            value
        }
        None => Value::Unknown,
    }
}

fn of_base(value: &str) -> Setting {
    Setting { value: Value::known(value), at: None, span: Span::default(), absolute: value.starts_with('/') }
}

/// Whether a path is absolute on Linux or Windows: `/x`, `\x`, `C:\x`.
fn is_absolute(path: &str) -> bool {
    let bytes = path.as_bytes();
    matches!(bytes.first(), Some(b'/' | b'\\'))
        || (bytes.len() > 1 && bytes[0].is_ascii_alphabetic() && bytes[1] == b':')
}

/// How many bytes a joined working directory may have: a bound for files that descend forever.
const LONGEST_DIRECTORY: usize = 4096;

fn join(before: Option<&Value>, behind: Value) -> Value {
    if before.is_some_and(|before| before.size() > LONGEST_DIRECTORY) {
        return Value::Unknown;
    }
    let mut parts = match before {
        None | Some(Value::Unknown) => vec![Part::Unknown],
        Some(Value::Known(text)) => vec![Part::Text(text.clone())],
        Some(Value::Partly(parts)) => parts.clone(),
    };
    let ends_with_slash = matches!(parts.last(), Some(Part::Text(text)) if text.ends_with('/'));
    if !ends_with_slash {
        parts.push(Part::Text("/".into()));
    }
    match behind {
        Value::Known(text) => parts.push(Part::Text(text)),
        Value::Partly(more) => parts.extend(more),
        Value::Unknown => parts.push(Part::Unknown),
    }
    Value::from_parts(parts)
}
