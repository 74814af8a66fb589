//! The names of a file system as a tree: what a path holds, and what lies below it. What the numbers mean is the replay's business.

use std::collections::BTreeMap;

/// The number of a place in a [`Tree`].
pub(super) type Node = usize;

/// The root of every tree.
pub(super) const ROOT: Node = 0;

/// Names in folders. What is cut off keeps its place in the list, so numbers stay good.
#[derive(Debug)]
pub(super) struct Tree {
    nodes: Vec<Place>,
}

#[derive(Debug, Default)]
struct Place {
    /// What an entry has put here; none for a folder that only its files speak of.
    held: Option<usize>,
    children: BTreeMap<Box<[u8]>, Node>,
}

impl Tree {
    pub(super) fn new() -> Self {
        Self { nodes: vec![Place::default()] }
    }

    pub(super) fn held(&self, node: Node) -> Option<usize> {
        self.nodes.get(node)?.held
    }

    /// Puts something at a place; what was there.
    pub(super) fn put(&mut self, node: Node, held: Option<usize>) -> Option<usize> {
        let place = self.nodes.get_mut(node)?;
        std::mem::replace(&mut place.held, held)
    }

    pub(super) fn child(&self, node: Node, name: &[u8]) -> Option<Node> {
        self.nodes.get(node)?.children.get(name).copied()
    }

    /// The names in a folder, in order.
    pub(super) fn children(&self, node: Node) -> impl Iterator<Item = (&[u8], Node)> {
        let place = self.nodes.get(node).into_iter();
        place.flat_map(|place| place.children.iter().map(|(name, node)| (&**name, *node)))
    }

    pub(super) fn find(&self, path: &[u8]) -> Option<Node> {
        parts(path).try_fold(ROOT, |node, name| self.child(node, name))
    }

    /// The child of that name, made where there is none.
    pub(super) fn make(&mut self, node: Node, name: &[u8]) -> Node {
        if let Some(child) = self.child(node, name) {
            return child;
        }
        let child = self.nodes.len();
        self.nodes.push(Place::default());
        if let Some(place) = self.nodes.get_mut(node) {
            place.children.insert(name.into(), child);
        }
        child
    }

    /// Takes all below a place away; what was held there. Each name is walked over once in its life.
    pub(super) fn clear(&mut self, node: Node) -> Vec<usize> {
        let mut held = Vec::new();
        let mut open = vec![node];
        while let Some(node) = open.pop() {
            let Some(place) = self.nodes.get_mut(node) else { continue };
            for child in std::mem::take(&mut place.children).into_values() {
                held.extend(self.nodes.get_mut(child).and_then(|place| place.held.take()));
                open.push(child);
            }
        }
        held
    }

    /// Takes a path and all below it away; what was held there.
    pub(super) fn remove(&mut self, path: &[u8]) -> Vec<usize> {
        let (folder, name) = split(path);
        let Some(folder) = self.find(folder) else { return Vec::new() };
        let Some(node) = self.nodes.get_mut(folder).and_then(|place| place.children.remove(name)) else {
            return Vec::new();
        };
        let own = self.put(node, None);
        own.into_iter().chain(self.clear(node)).collect()
    }
}

/// The names that a path is made of.
pub(super) fn parts(path: &[u8]) -> impl Iterator<Item = &[u8]> {
    path.split(|byte| *byte == b'/').filter(|part| !part.is_empty())
}

/// The folder and the name of a path.
pub(super) fn split(path: &[u8]) -> (&[u8], &[u8]) {
    match memchr::memrchr(b'/', path) {
        Some(at) => (&path[..at], &path[at + 1..]),
        None => (b"", path),
    }
}
