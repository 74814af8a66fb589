//! Who reads which variable: the builder in the words that it expands, and shells in RUN.

use foldhash::{HashMap, HashSet};

use super::Facts;
use super::words::{expanded_words, fallback};
use crate::dockerfile::{
    Dockerfile, ExpandError, Expansion, Instruction, Keyword, Kind, Lookup, Options, Text, expand, expand_with, uses,
};
use crate::model::{Base, Definition, Model, Origin, Stage, Variable, is_for_the_builder};
use crate::shell::Word;
use crate::source::{Source, Span};

/// A use of a variable in a word that the builder expands, inside a stage.
#[derive(Debug)]
pub struct VariableUse {
    /// Index of the instruction.
    pub at: usize,
    /// The instruction in front of which the variable must be defined: `at`, or the one behind it for ARG, whose pairs see
    /// each other.
    pub before: usize,
    /// Which instruction.
    pub keyword: Keyword,
    /// The variable.
    pub name: Box<str>,
    /// `$NAME` or `${NAME…}`; all of the word where it cannot be told more exactly.
    pub span: Span,
    /// Whether the use says what to take where the variable is not set.
    pub fallback: bool,
    /// The variable that ENV or ARG sets by this word.
    pub assigned: Option<Box<str>>,
}

/// Every use of a variable in a word or heredoc that the builder expands inside a stage, in the order of the file.
/// Triggers are expanded in another build and not among them.
pub(super) fn variable_uses(source: &Source, dockerfile: &Dockerfile, model: &Model) -> Vec<VariableUse> {
    let mut uses = Vec::new();
    for (at, instruction) in dockerfile.instructions.iter().enumerate() {
        let Some(stage) = model.stage_at(at) else { continue };
        let before = at + usize::from(instruction.keyword == Keyword::Arg);
        let lookup = |name: &str| match model.variable(name, Some(stage.index), before) {
            // Only the uses count, not what becomes of them.
            Variable::Defined(_) | Variable::Given(..) => Lookup::Value("x".into()),
            Variable::Unknown => Lookup::Unknown,
            Variable::Undefined => Lookup::Unset,
        };
        let mut add = |text: &str, found, place: &dyn Fn(&std::ops::Range<usize>) -> Span, assigned: Option<&str>| {
            let found: Result<Expansion, ExpandError> = found;
            let all = found.map_or_else(|error| error.uses, |expansion| expansion.uses);
            for used in all.into_iter().filter(|used| !used.name.is_empty()) {
                uses.push(VariableUse {
                    at,
                    before,
                    keyword: instruction.keyword,
                    span: place(&used.range),
                    fallback: fallback(text, &used),
                    assigned: assigned.map(Into::into),
                    name: used.name,
                });
            }
        };
        for (word, assigned) in words(instruction) {
            if word.value.contains('$') {
                let found = expand(&word.value, dockerfile.escape, lookup);
                add(&word.value, found, &|part| part_of(source, word, part), assigned);
            }
        }
        if !matches!(instruction.kind, Kind::Copy(_) | Kind::Add(_)) {
            continue;
        }
        for heredoc in instruction.heredocs.iter().filter(|heredoc| heredoc.expand) {
            let text = source.slice(heredoc.body);
            let options = Options { keep_quotes: true, ..Options::new(crate::dockerfile::Escape::Backslash) };
            let offset = |bytes: usize| heredoc.body.start + u32::try_from(bytes).unwrap_or(0);
            let place = |part: &std::ops::Range<usize>| Span::new(offset(part.start), offset(part.end));
            add(text, expand_with(text, options, lookup), &place, None);
        }
    }
    uses
}

/// The words that are expanded, each with the variable that it sets.
fn words(instruction: &Instruction) -> Vec<(&Text, Option<&str>)> {
    match &instruction.kind {
        Kind::Env(pairs) => {
            pairs.pairs.iter().flat_map(|pair| [(&pair.key, None), (&pair.value, Some(&*pair.key.value))]).collect()
        }
        Kind::Arg(pairs) => {
            pairs.iter().filter_map(|pair| Some((pair.value.as_ref()?, Some(&*pair.name.value)))).collect()
        }
        _ => expanded_words(instruction).into_iter().map(|word| (word, None)).collect(),
    }
}

/// The place of a part of a word's value: all of the word where its value is not written as it is.
pub fn part_of(source: &Source, word: &Text, part: &std::ops::Range<usize>) -> Span {
    let offset = |bytes: usize| word.span.start + u32::try_from(bytes).unwrap_or(0);
    if source.slice(word.span) == &*word.value && part.end <= word.value.len() {
        Span::new(offset(part.start), offset(part.end))
    } else {
        word.span
    }
}

/// The variables that RUNs read and do not set themselves, triggers excluded.
pub fn shell_uses(source: &Source, facts: &Facts) -> Vec<VariableUse> {
    let mut uses = Vec::new();
    for run in facts.runs.iter().filter(|run| !run.onbuild) {
        let pieces = || run.pieces.iter().filter(|piece| piece.dialect.is_shell());
        let mut set: HashSet<&str> = HashSet::default();
        for piece in pieces() {
            set.extend(piece.script.loops.iter().map(|it| loop_variable(source, it.keyword)));
            for command in &piece.script.commands {
                set.extend(command.assignments.iter().map(|assignment| &*assignment.name));
                // `read NAME`, `local NAME`, `printf -v NAME`, `export NAME=value`.
                let literals = command.words.iter().skip(1).filter_map(|word| word.literal.as_deref());
                set.extend(literals.map(|word| word.split('=').next().unwrap_or(word)));
                set.extend(command.words.iter().skip(1).map(|word| word.text.split('=').next().unwrap_or("")));
            }
        }
        for command in pieces().flat_map(|piece| &piece.script.commands) {
            let values = command.assignments.iter().filter_map(|assignment| assignment.value.as_ref());
            let targets = command.redirects.iter().filter_map(|redirect| redirect.target.as_ref());
            let all: Vec<&Word> = command.words.iter().chain(values).chain(targets).collect();
            for expansion in all.into_iter().flat_map(|word| &word.expansions) {
                if !set.contains(&*expansion.name) {
                    uses.push(VariableUse {
                        at: run.at,
                        before: run.at,
                        keyword: Keyword::Run,
                        name: expansion.name.clone(),
                        span: expansion.span,
                        fallback: expansion.defaulted,
                        assigned: None,
                    });
                }
            }
        }
    }
    uses
}

/// The word behind `for` or `select`.
fn loop_variable(source: &Source, keyword: Span) -> &str {
    let behind = source.text().get(keyword.end as usize..).unwrap_or("").trim_start();
    let end = behind.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(behind.len());
    &behind[..end]
}

/// An ARG that nothing reads.
#[derive(Debug)]
pub struct UnusedArg<'a> {
    /// Its name.
    pub name: &'a str,
    /// The last definition.
    pub definition: &'a Definition,
    /// Whether it stands in front of the first FROM.
    pub global: bool,
}

/// The ARGs that nothing behind them may read; those that only the builder asks for are left out.
pub fn unused_args<'a>(dockerfile: &Dockerfile, model: &'a Model, facts: &Facts) -> Vec<UnusedArg<'a>> {
    let readers = ArgReaders::of(dockerfile, model, facts);
    let mut unused = Vec::new();
    for (name, definitions) in model.globals.definitions().filter(|(name, _)| !readers.global.contains(*name)) {
        unused.extend(definitions.last().map(|definition| UnusedArg { name, definition, global: true }));
    }
    for stage in &model.stages {
        for (name, definitions) in stage.scope.definitions() {
            let last = definitions.last().filter(|last| last.origin == Origin::Arg);
            let last = last.filter(|last| !readers.behind(stage, last.at, name));
            unused.extend(last.map(|definition| UnusedArg { name, definition, global: false }));
        }
    }
    unused.retain(|arg| !is_for_the_builder(arg.name));
    unused
}

/// Who may read an ARG.
struct ArgReaders {
    /// Names that a FROM, a global ARG's default or a stage's ARG asks for.
    global: HashSet<Box<str>>,
    /// For each stage the last instruction whose commands see every ARG: a RUN, or an ONBUILD.
    last_run: Vec<Option<usize>>,
    /// The last instruction of a stage that names a variable.
    last_use: HashMap<(usize, Box<str>), usize>,
    /// Stages that others are built on.
    parents: HashSet<usize>,
}

impl ArgReaders {
    /// Collects them in one pass.
    fn of(dockerfile: &Dockerfile, model: &Model, facts: &Facts) -> Self {
        let mut global = HashSet::default();
        let mut last_run = vec![None; model.stages.len()];
        let mut ask = |word: &Text| {
            global.extend(uses(&word.value, dockerfile.escape).into_iter().map(|used| used.name));
        };
        for (at, instruction) in dockerfile.instructions.iter().enumerate() {
            let stage = model.stage_at(at).map(|stage| stage.index);
            match &instruction.kind {
                Kind::From(from) => {
                    ask(&from.image);
                    instruction.flag_value("platform").into_iter().for_each(&mut ask);
                }
                Kind::Arg(pairs) if stage.is_none() => {
                    pairs.iter().filter_map(|pair| pair.value.as_ref()).for_each(&mut ask);
                }
                Kind::Run(_) | Kind::Onbuild(_) => {
                    if let Some(last) = stage.and_then(|stage| last_run.get_mut(stage)) {
                        *last = Some(at);
                    }
                }
                _ => {}
            }
        }
        for stage in &model.stages {
            let own = stage.scope.definitions();
            let args = own.filter(|(_, all)| all.iter().any(|it| it.origin == Origin::Arg));
            global.extend(args.map(|(name, _)| Box::from(name)));
        }
        let mut last_use = HashMap::default();
        for used in &facts.variable_uses {
            if let Some(stage) = model.stage_at(used.at) {
                last_use.insert((stage.index, used.name.clone()), used.at);
            }
        }
        let parents = model.stages.iter().filter_map(|stage| match stage.base {
            Base::Stage(parent) => Some(parent),
            _ => None,
        });
        Self { global, last_run, last_use, parents: parents.collect() }
    }

    /// Whether anything behind instruction `at` may read a stage's ARG.
    fn behind(&self, stage: &Stage, at: usize, name: &str) -> bool {
        self.parents.contains(&stage.index)
            || self.last_run.get(stage.index).copied().flatten().is_some_and(|last| last > at)
            || self.last_use.get(&(stage.index, name.into())).is_some_and(|last| *last >= at)
    }
}
