//! YAML as a tree with places. Aliases are links into the tree, so no document becomes larger than its text, and nothing
//! recurses over it. What the keys mean is not known here.

use std::borrow::Cow;
use std::collections::HashMap;

use saphyr_parser::{Event, Marker, Parser, ScalarStyle};

use super::Problem;
use crate::source::{Source, Span};

/// Bytes above which a document is refused: no configuration has as many.
const MOST_BYTES: usize = 1 << 20;

/// A document.
pub(super) struct Document<'a> {
    nodes: Vec<Node<'a>>,
}

struct Node<'a> {
    span: Span,
    content: Content<'a>,
}

enum Content<'a> {
    Scalar {
        text: Cow<'a, str>,
        plain: bool,
    },
    List(Vec<usize>),
    /// Keys and values in turn.
    Map(Vec<usize>),
}

/// A value in a document.
#[derive(Clone, Copy)]
pub(super) struct Yaml<'a> {
    document: &'a Document<'a>,
    at: usize,
}

impl<'a> Document<'a> {
    /// Reads the first document of a text.
    pub(super) fn read(source: &'a Source) -> Result<Self, Problem> {
        let text = source.text();
        if text.len() > MOST_BYTES {
            let message = format!("larger than {} MiB", MOST_BYTES >> 20);
            return Err(Problem { span: Span::empty(0), message });
        }
        let mut offsets: Vec<u32> = text.char_indices().filter_map(|(at, _)| u32::try_from(at).ok()).collect();
        let end = u32::try_from(text.len()).unwrap_or(u32::MAX);
        offsets.push(end);
        let place = |marker: &Marker| offsets.get(marker.index()).copied().unwrap_or(end);

        let mut nodes: Vec<Node<'a>> = Vec::new();
        let mut anchors: HashMap<usize, usize> = HashMap::new();
        let mut open: Vec<usize> = Vec::new();
        for event in Parser::new_from_str(text) {
            let (event, span) = event.map_err(|error| Problem {
                span: Span::empty(place(error.marker())),
                message: error.info().to_owned(),
            })?;
            let start = place(&span.start);
            let span = Span::new(start, place(&span.end).max(start));
            let (content, anchor) = match event {
                Event::Scalar(text, style, anchor, _) => {
                    (Content::Scalar { text, plain: style == ScalarStyle::Plain }, anchor)
                }
                Event::SequenceStart(anchor, _) => (Content::List(Vec::new()), anchor),
                Event::MappingStart(anchor, _) => (Content::Map(Vec::new()), anchor),
                Event::Alias(anchor) => {
                    if let Some(target) = anchors.get(&anchor) {
                        link(&mut nodes, &open, *target);
                    }
                    continue;
                }
                Event::SequenceEnd | Event::MappingEnd => {
                    open.pop();
                    continue;
                }
                Event::DocumentEnd => break,
                Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentStart(_) => continue,
            };
            let at = nodes.len();
            let opens = !matches!(content, Content::Scalar { .. });
            nodes.push(Node { span, content });
            if anchor != 0 {
                anchors.insert(anchor, at);
            }
            link(&mut nodes, &open, at);
            if opens {
                open.push(at);
            }
        }
        Ok(Self { nodes })
    }

    /// The outermost value; `None` where the document has none.
    pub(super) fn root(&'a self) -> Option<Yaml<'a>> {
        let root = Yaml { document: self, at: 0 };
        (!self.nodes.is_empty() && !root.is_null()).then_some(root)
    }
}

/// Adds a node to the list or map that is open.
fn link(nodes: &mut [Node<'_>], open: &[usize], child: usize) {
    if let Some(Node { content: Content::List(children) | Content::Map(children), .. }) =
        open.last().and_then(|parent| nodes.get_mut(*parent))
    {
        children.push(child);
    }
}

impl<'a> Yaml<'a> {
    fn node(self) -> &'a Node<'a> {
        // Every link leads to a node of the same document.
        &self.document.nodes[self.at]
    }

    /// Where it stands; of a list or map the beginning.
    pub(super) fn span(self) -> Span {
        self.node().span
    }

    /// Whether nothing is said: `key:` or `key: null`.
    pub(super) fn is_null(self) -> bool {
        matches!(&self.node().content, Content::Scalar { text, plain: true }
            if matches!(&**text, "" | "~" | "null" | "Null" | "NULL"))
    }

    /// The text of a scalar, whatever type a reader might see in it.
    pub(super) fn text(self) -> Option<&'a str> {
        match &self.node().content {
            Content::Scalar { text, .. } if !self.is_null() => Some(text),
            _ => None,
        }
    }

    /// A truth value as YAML 1.1 has it, which hadolint reads.
    pub(super) fn boolean(self) -> Option<bool> {
        match self.text()?.to_ascii_lowercase().as_str() {
            "true" | "yes" | "on" | "y" => Some(true),
            "false" | "no" | "off" | "n" => Some(false),
            _ => None,
        }
    }

    /// The items of a list.
    pub(super) fn items(self) -> Option<impl Iterator<Item = Self>> {
        let Content::List(children) = &self.node().content else { return None };
        Some(children.iter().map(move |at| Yaml { document: self.document, at: *at }))
    }

    /// The keys and values of a map.
    pub(super) fn entries(self) -> Option<impl Iterator<Item = (Self, Self)>> {
        let Content::Map(children) = &self.node().content else { return None };
        let at = move |at: usize| Yaml { document: self.document, at };
        Some(children.chunks_exact(2).map(move |pair| (at(pair[0]), at(pair[1]))))
    }
}
