//! The outline of a document: its stages and what stands in them.

use lsp_types::{DocumentSymbol, Location, SymbolInformation, SymbolKind};
use serde_json::{Value, json};

use super::client::Client;
use super::documents::Document;
use super::position::Encoding;
use super::reading::Reading;
use crate::dockerfile::{Instruction, Keyword, Kind};
use crate::model::Stage;
use crate::source::Span;

/// The longest text of an instruction that is shown, in characters.
const LONGEST: usize = 60;

/// The outline as a tree, or as a list where the client knows no trees.
pub(super) fn symbols(document: &Document, client: Client) -> Value {
    let reading = Reading::of(&document.source);
    let tree = Outline { reading: &reading, encoding: client.look.encoding }.tree();
    if client.tree { json!(tree) } else { json!(flat(document, &tree)) }
}

struct Outline<'a> {
    reading: &'a Reading<'a>,
    encoding: Encoding,
}

impl Outline<'_> {
    fn tree(&self) -> Vec<DocumentSymbol> {
        let all = &self.reading.dockerfile.instructions;
        let model = &self.reading.model;
        let above = all.iter().zip(&model.stage_of).take_while(|(_, stage)| stage.is_none());
        let mut tree: Vec<_> = above.map(|(instruction, _)| self.instruction(instruction)).collect();
        tree.extend(model.stages.iter().filter_map(|stage| self.stage(stage)));
        tree
    }

    fn stage(&self, stage: &Stage) -> Option<DocumentSymbol> {
        let (source, dockerfile) = (self.reading.source, &self.reading.dockerfile);
        let from = dockerfile.instructions.get(stage.from?)?;
        let own = stage.instructions_in(dockerfile);
        let span = own.last().map_or(from.span, |last| from.span.to(last.span));
        let Kind::From(words) = &from.kind else { return Some(self.instruction(from)) };
        let image = shortened(source.slice(words.image.span));
        let (name, detail, at) = match &words.name {
            Some(name) => (source.slice(name.span).to_owned(), format!("FROM {image}"), name.span),
            None => (format!("FROM {image}"), format!("stage {}", stage.index), words.image.span),
        };
        let children = own.iter().map(|instruction| self.instruction(instruction)).collect();
        Some(self.symbol(name, detail, SymbolKind::CLASS, (span, at), Some(children)))
    }

    fn instruction(&self, instruction: &Instruction) -> DocumentSymbol {
        let source = self.reading.source;
        let kind = match instruction.keyword {
            Keyword::Arg | Keyword::Env => SymbolKind::VARIABLE,
            Keyword::Run => SymbolKind::FUNCTION,
            Keyword::Copy | Keyword::Add => SymbolKind::FILE,
            Keyword::Entrypoint | Keyword::Cmd | Keyword::Healthcheck => SymbolKind::EVENT,
            _ => SymbolKind::PROPERTY,
        };
        let name = source.slice(instruction.keyword_span);
        let name = if name.is_empty() { "?" } else { name };
        let detail = shortened(source.slice(instruction.arguments));
        self.symbol(name.to_owned(), detail, kind, (instruction.span, instruction.keyword_span), None)
    }

    fn symbol(
        &self,
        name: String,
        detail: String,
        kind: SymbolKind,
        (span, at): (Span, Span),
        children: Option<Vec<DocumentSymbol>>,
    ) -> DocumentSymbol {
        #[expect(deprecated, reason = "the type has no other way to be made")]
        DocumentSymbol {
            name,
            detail: Some(detail),
            kind,
            tags: None,
            deprecated: None,
            range: self.encoding.range(self.reading.source, span),
            selection_range: self.encoding.range(self.reading.source, at),
            children,
        }
    }
}

/// The first line of a text, as far as it is of use in a list.
fn shortened(text: &str) -> String {
    let line = text.lines().next().unwrap_or_default();
    let line = line.trim_end_matches(['\\', '`']).trim_end();
    let mut short: String = line.chars().take(LONGEST).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}

/// The stages with what stands in them, one behind the other.
fn flat(document: &Document, tree: &[DocumentSymbol]) -> Vec<SymbolInformation> {
    let mut list = Vec::new();
    let mut add = |symbol: &DocumentSymbol, container: Option<&str>| {
        #[expect(deprecated, reason = "the type has no other way to be made")]
        list.push(SymbolInformation {
            name: symbol.name.clone(),
            kind: symbol.kind,
            tags: None,
            deprecated: None,
            location: Location::new(document.uri.clone(), symbol.range),
            container_name: container.map(str::to_owned),
        });
    };
    for symbol in tree {
        add(symbol, None);
        symbol.children.iter().flatten().for_each(|child| add(child, Some(&symbol.name)));
    }
    list
}
