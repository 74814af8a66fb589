//! The layers of an image laid over each other, from the base upward, as a union file system lays them.
//!
//! Of each layer first what it takes away is taken away, then what it adds is added: a whiteout is about the layers below,
//! wherever it stands in the archive. A folder over a folder keeps what lies in it; anything else hides what was there. Links are
//! not followed, and a folder that only its files speak of is a folder. Names and files are two things: a file with two names
//! dies with the second.

use super::files::{Dead, End, EntryId, FileSystem, Held, How, Inode, LayerSums};
use super::layer::{Entry, Kind, Layer};
use super::tree::{Node, ROOT, Tree, parts};
use super::whiteout::{Meaning, meaning};

/// Lays the layers over each other. Time and memory are linear in the number of entries and the length of their paths.
pub fn replay(layers: &[Layer]) -> FileSystem<'_> {
    let sums = vec![LayerSums::default(); layers.len()];
    let mut replay = Replay {
        files: FileSystem { layers, tree: Tree::new(), held: Vec::new(), inodes: Vec::new(), dead: Vec::new(), sums },
        layer: 0,
    };
    for (number, layer) in layers.iter().enumerate() {
        replay.layer = number;
        replay.take_away(layer);
        replay.add(layer);
    }
    replay.files
}

struct Replay<'a> {
    files: FileSystem<'a>,
    /// The layer that is being laid on.
    layer: usize,
}

impl Replay<'_> {
    fn take_away(&mut self, layer: &Layer) {
        for entry in layer.entries.iter() {
            let gone = match meaning(&entry.path) {
                Meaning::Entry | Meaning::Nothing => continue,
                Meaning::Removed(path) => self.files.tree.remove(&path),
                Meaning::Opaque(folder) => match self.files.tree.find(folder) {
                    Some(node) => self.files.tree.clear(node),
                    None => Vec::new(),
                },
            };
            self.files.sums[self.layer].whiteouts += 1;
            self.end_all(gone, How::Deleted);
        }
    }

    fn add(&mut self, layer: &Layer) {
        for (index, entry) in layer.entries.iter().enumerate() {
            if meaning(&entry.path) == Meaning::Entry {
                self.put(EntryId { layer: self.layer, index }, entry);
            }
        }
    }

    fn put(&mut self, id: EntryId, entry: &Entry) {
        if entry.path.is_empty() && entry.kind != Kind::Directory {
            return;
        }
        let inode = self.inode(id, entry);
        // Counted before anything is cleared away: the link's target may be in its way.
        self.files.inodes[inode].names += 1;
        let node = self.clear_way(&entry.path);
        if entry.kind != Kind::Directory {
            let below = self.files.tree.clear(node);
            self.end_all(below, How::Deleted);
        }
        self.files.held.push(Held { id, inode, end: None });
        let before = self.files.tree.put(node, Some(self.files.held.len() - 1));
        if let Some(before) = before {
            let how = self.how(self.files.held[before].inode, inode);
            self.end(before, how);
        }
    }

    /// The file that an entry names: its own, or that of another name.
    fn inode(&mut self, id: EntryId, entry: &Entry) -> usize {
        let target = match &entry.kind {
            Kind::Hardlink(target) => self.files.tree.find(target).and_then(|node| self.files.tree.held(node)),
            _ => None,
        };
        let target = target.map(|held| self.files.held[held].inode);
        if let Some(inode) = target.filter(|inode| self.files.content(*inode).kind != Kind::Directory) {
            return inode;
        }
        let size = if entry.kind == Kind::File { entry.size } else { 0 };
        let sums = &mut self.files.sums[self.layer];
        sums.bytes += size;
        sums.files += usize::from(entry.kind == Kind::File);
        self.files.inodes.push(Inode { id, size, names: 0 });
        self.files.inodes.len() - 1
    }

    /// The place of a path. What is no folder on the way to it is gone.
    fn clear_way(&mut self, path: &[u8]) -> Node {
        let mut node = ROOT;
        let mut names = parts(path).peekable();
        while let Some(name) = names.next() {
            node = self.files.tree.make(node, name);
            let in_the_way = self.files.tree.held(node).filter(|held| !self.is_directory(*held));
            if names.peek().is_some()
                && let Some(held) = in_the_way
            {
                self.files.tree.put(node, None);
                self.end(held, How::Overwritten);
            }
        }
        node
    }

    fn is_directory(&self, held: usize) -> bool {
        self.files.content(self.files.held[held].inode).kind == Kind::Directory
    }

    /// How a file ends in whose place another is put.
    fn how(&self, old: usize, new: usize) -> How {
        let (old, new) = (self.files.content(old), self.files.content(new));
        let is_whole = |entry: &Entry| entry.body.as_ref().is_some_and(|body| body.len() as u64 == entry.size);
        let is_same = old.kind == Kind::File
            && new.kind == Kind::File
            && old.size == new.size
            && match (old.content_hash, new.content_hash) {
                (Some(old), Some(new)) => old == new,
                _ => is_whole(old) && old.body == new.body,
            };
        if is_same { How::MetadataOnly } else { How::Overwritten }
    }

    fn end_all(&mut self, held: Vec<usize>, how: How) {
        for held in held {
            self.end(held, how);
        }
    }

    /// A name is gone, and its file if that was the last.
    fn end(&mut self, held: usize, how: How) {
        let Held { id, inode, end } = &mut self.files.held[held];
        *end = Some(End { layer: self.layer, how });
        let (id, inode) = (*id, *inode);
        let Inode { id: added, size, names } = &mut self.files.inodes[inode];
        *names -= 1;
        if *names > 0 || *size == 0 {
            return;
        }
        self.files.sums[added.layer].dead += *size;
        let path = self.files.layers[id.layer].entries[id.index].path.clone();
        self.files.dead.push(Dead { bytes: *size, path, added_by: added.layer, killed_by: self.layer, how });
    }
}
