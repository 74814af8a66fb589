//! What may stand where somebody types: instructions, flags and their values, stages, variables, and rules in comments.

use lsp_types::{CompletionItem, CompletionItemKind, CompletionParams, CompletionTextEdit, TextEdit};

use super::documents::Document;
use super::instructions::about;
use super::position::Encoding;
use super::reading::Reading;
use crate::dockerfile::{Instruction, Keyword, Kind, flags_of};
use crate::model::{Base, PLATFORM};
use crate::rules::{ALL, Group, by_peer};
use crate::source::Span;

/// Values of flags, by their names.
const VALUES: &[(&str, &[&str])] = &[
    ("platform", &["$BUILDPLATFORM", "$TARGETPLATFORM", "linux/amd64", "linux/arm64"]),
    ("network", &["default", "none", "host"]),
    ("security", &["sandbox", "insecure"]),
];

/// What begins a comment that suppresses findings, and what says it to people.
const COMMENTS: &[(&str, &str)] = &[
    ("lotse ignore=", "ignore findings of these rules in the next instruction or line"),
    ("lotse ignore-file=", "ignore findings of these rules in the whole file"),
];

/// The keys and types of mounts.
const MOUNT_KEYS: &[&str] = &[
    "type=", "from=", "source=", "target=", "id=", "sharing=", "mode=", "uid=", "gid=", "required", "readonly", "env=",
];
const MOUNT_TYPES: &[&str] = &["bind", "cache", "secret", "ssh", "tmpfs"];
const MOUNT_SHARING: &[&str] = &["shared", "private", "locked"];

/// What may stand at a place.
pub(super) fn completion(document: &Document, encoding: Encoding, params: &CompletionParams) -> Vec<CompletionItem> {
    let source = &document.source;
    let at = encoding.offset(source, params.text_document_position.position);
    let line = source.lines().span(source.lines().line(at));
    let typed = source.slice(Span::new(line.start, at));
    let reading = Reading::of(source);
    let place = Place { reading: &reading, at, typed };
    let found = place.found();
    // What is typed already is replaced whole: editors do not agree on what a word is.
    let range = encoding.range(source, Span::new(at - u32::try_from(found.typed.len()).unwrap_or(0), at));
    let items = found.items.into_iter().map(|item| CompletionItem {
        text_edit: Some(CompletionTextEdit::Edit(TextEdit::new(range, item.text.clone()))),
        filter_text: Some(item.text.clone()),
        label: item.text,
        kind: Some(item.kind),
        detail: item.detail,
        ..CompletionItem::default()
    });
    items.collect()
}

/// What may stand at a place, and the part of it that stands there.
#[derive(Default)]
struct Found<'t> {
    typed: &'t str,
    items: Vec<Item>,
}

struct Item {
    text: String,
    kind: CompletionItemKind,
    detail: Option<String>,
}

impl Item {
    fn new(text: impl Into<String>, kind: CompletionItemKind) -> Self {
        Self { text: text.into(), kind, detail: None }
    }

    fn detailed(self, detail: impl Into<String>) -> Self {
        Self { detail: Some(detail.into()), ..self }
    }
}

fn items<'a>(texts: impl IntoIterator<Item = &'a str>, kind: CompletionItemKind) -> Vec<Item> {
    texts.into_iter().map(|text| Item::new(text, kind)).collect()
}

/// Where somebody types.
struct Place<'a> {
    reading: &'a Reading<'a>,
    at: u32,
    /// What stands in front in this line.
    typed: &'a str,
}

impl<'a> Place<'a> {
    fn found(&self) -> Found<'a> {
        let typed = self.typed.trim_start_matches([' ', '\t']);
        if let Some(comment) = typed.strip_prefix('#') {
            return of_comment(comment.trim_start());
        }
        let instruction = self.reading.instruction(self.at);
        let begins = instruction.is_none_or(|(_, it)| self.line_of(it.keyword_span.start) == self.line_of(self.at));
        if begins && typed.bytes().all(|byte| byte.is_ascii_alphabetic()) {
            return Found { typed, items: keywords(typed) };
        }
        let Some((number, instruction)) = instruction else { return Found::default() };
        if instruction.heredocs.iter().any(|heredoc| heredoc.body.start <= self.at) {
            return Found::default();
        }
        let word = typed.rsplit([' ', '\t']).next().unwrap_or_default();
        if let Kind::Onbuild(trigger) = &instruction.kind {
            return self.in_instruction(number, trigger, word);
        }
        if instruction.keyword == Keyword::Onbuild {
            return Found { typed: word, items: keywords(word) };
        }
        self.in_instruction(number, instruction, word)
    }

    fn line_of(&self, offset: u32) -> u32 {
        self.reading.source.lines().line(offset)
    }

    fn in_instruction(&self, number: usize, instruction: &Instruction, word: &'a str) -> Found<'a> {
        if let Some(found) = self.variables(number, word) {
            return found;
        }
        if let Some(flag) = word.strip_prefix("--") {
            return match flag.split_once('=') {
                Some(("from", value)) => Found { typed: value, items: self.stages(number) },
                Some(("mount", value)) => self.mount(number, value),
                Some((name, value)) => {
                    let values = VALUES.iter().find(|(known, _)| *known == name).map_or(&[][..], |(_, values)| values);
                    Found { typed: value, items: items(values.iter().copied(), CompletionItemKind::VALUE) }
                }
                None => Found { typed: word, items: flags(instruction, word) },
            };
        }
        if instruction.keyword == Keyword::From {
            return self.from(number, word);
        }
        Found::default()
    }

    /// What follows FROM.
    fn from(&self, number: usize, word: &'a str) -> Found<'a> {
        let before = self.typed.trim_start().strip_suffix(word).unwrap_or_default();
        let mut words = before.split_ascii_whitespace().skip(1).filter(|word| !word.starts_with("--"));
        match (words.next(), words.next()) {
            (None, _) => {
                let mut items = self.stages(number);
                items.push(Item::new("scratch", CompletionItemKind::MODULE).detailed("an empty image"));
                Found { typed: word, items }
            }
            (Some(_), None) => Found { typed: word, items: items(["AS"], CompletionItemKind::KEYWORD) },
            _ => Found::default(),
        }
    }

    /// The fields of `--mount`.
    fn mount(&self, number: usize, value: &'a str) -> Found<'a> {
        let field = value.rsplit(',').next().unwrap_or_default();
        let values = |typed, texts: &[&'static str]| Found {
            typed,
            items: items(texts.iter().copied(), CompletionItemKind::VALUE),
        };
        match field.split_once('=') {
            Some(("from", typed)) => Found { typed, items: self.stages(number) },
            Some(("type", typed)) => values(typed, MOUNT_TYPES),
            Some(("sharing", typed)) => values(typed, MOUNT_SHARING),
            Some(_) => Found::default(),
            None => values(field, MOUNT_KEYS),
        }
    }

    /// The names of the stages above.
    fn stages(&self, number: usize) -> Vec<Item> {
        let model = &self.reading.model;
        let here = model.stage_of.get(number).copied().flatten().unwrap_or(usize::MAX);
        // A FROM without words begins no stage yet.
        let instruction = self.reading.dockerfile.instructions.get(number);
        let is_new = instruction.is_some_and(|it| it.keyword == Keyword::From && !it.kind.is_wellformed());
        let above = model.stages.iter().filter(|stage| stage.index < here || is_new && stage.index == here);
        let named = above.filter_map(|stage| Some((stage.name.as_deref()?, stage.base_text.as_known())));
        named
            .map(|(name, base)| {
                let item = Item::new(name, CompletionItemKind::MODULE);
                base.map(|base| format!("FROM {base}")).into_iter().fold(item, Item::detailed)
            })
            .collect()
    }

    /// The variables that are seen here, behind `$`.
    fn variables(&self, number: usize, word: &'a str) -> Option<Found<'a>> {
        let dollar = word.rfind('$')?;
        let typed = word[dollar + 1..].strip_prefix('{').unwrap_or(&word[dollar + 1..]);
        if !typed.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_') {
            return None;
        }
        let model = &self.reading.model;
        let is_from = self.reading.dockerfile.instructions.get(number).is_some_and(|it| it.keyword == Keyword::From);
        let stage = model.stage_at(number).filter(|_| !is_from);
        let mut names: Vec<&str> = Vec::new();
        match stage {
            None => {
                names.extend(model.globals.some_names());
                names.extend(PLATFORM);
            }
            Some(stage) => {
                let mut here = Some(stage);
                while let Some(stage) = here.take_if(|_| names.len() < 1000) {
                    let seen = stage.scope.definitions().filter(|(_, all)| all.iter().any(|it| it.at < number));
                    names.extend(seen.map(|(name, _)| name));
                    if let Base::Stage(parent) = stage.base {
                        here = model.stages.get(parent).filter(|parent| parent.index < stage.index);
                    }
                }
            }
        }
        names.sort_unstable();
        names.dedup();
        Some(Found { typed, items: items(names, CompletionItemKind::VARIABLE) })
    }
}

/// The instructions, in the case in which somebody begins to write one.
fn keywords(typed: &str) -> Vec<Item> {
    let is_lower = typed.starts_with(|c: char| c.is_ascii_lowercase());
    let known = Keyword::NAMES.iter().map(|name| {
        let text = if is_lower { name.to_ascii_lowercase() } else { (*name).to_owned() };
        let item = Item::new(text, CompletionItemKind::KEYWORD);
        about(Keyword::parse(name)).into_iter().fold(item, Item::detailed)
    });
    known.collect()
}

/// The flags that an instruction does not have yet.
fn flags(instruction: &Instruction, word: &str) -> Vec<Item> {
    let written =
        |name: &str| instruction.flags.iter().any(|flag| &*flag.name.value == name && word != format!("--{name}"));
    let free = flags_of(instruction.keyword).filter(|(name, _)| matches!(*name, "mount" | "exclude") || !written(name));
    free.map(|(name, wants_value)| {
        let text = if wants_value { format!("--{name}=") } else { format!("--{name}") };
        Item::new(text, CompletionItemKind::PROPERTY)
    })
    .collect()
}

/// What a comment may say to a linter.
fn of_comment(text: &str) -> Found<'_> {
    let Some((key, list)) = text.split_once('=') else {
        let comments = COMMENTS.iter().filter(|(comment, _)| comment.starts_with(text));
        let comments =
            comments.map(|(comment, about)| Item::new(*comment, CompletionItemKind::SNIPPET).detailed(*about));
        return Found { typed: text, items: comments.collect() };
    };
    let typed = list.rsplit(',').next().unwrap_or_default();
    let mut key = key.split_ascii_whitespace();
    let items = match (key.next(), key.next(), key.next()) {
        (Some("lotse"), Some("ignore" | "ignore-file"), None) => rules(),
        (Some("hadolint"), Some("ignore"), None) | (Some("hadolint"), Some("global" | "stage"), Some("ignore")) => {
            codes("hadolint")
        }
        (Some("check"), None, None) => match list.strip_prefix("skip=") {
            Some(list) => {
                let typed = list.rsplit(',').next().unwrap_or_default();
                return Found { typed, items: codes("buildkit") };
            }
            None => items(["skip=", "error=true"], CompletionItemKind::PROPERTY),
        },
        _ => Vec::new(),
    };
    Found { typed, items }
}

/// Every rule with what it is about; those of the shell linter have codes only.
fn rules() -> Vec<Item> {
    let ours = ALL.iter().map(|rule| Item::new(rule.name, CompletionItemKind::CONSTANT).detailed(rule.summary()));
    ours.chain(items(Group::ALL.iter().map(|group| group.name()), CompletionItemKind::ENUM)).collect()
}

/// Every code of another linter with what it is about.
fn codes(peer: &str) -> Vec<Item> {
    let mut codes = by_peer(peer);
    codes.sort_unstable_by_key(|(code, _)| *code);
    codes.dedup_by_key(|(code, _)| *code);
    let item = |(code, (rule, _)): (&'static str, crate::rules::Meant)| {
        Item::new(code, CompletionItemKind::CONSTANT).detailed(rule.summary())
    };
    codes.into_iter().map(item).collect()
}
