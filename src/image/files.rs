//! What an image's layers come to: the final file system, and all that ever was in it.

use std::sync::Arc;

use super::layer::{Entry, Kind, Layer};
use super::tree::{Node, ROOT, Tree, parts};

/// How many links a path may lead over, as in Linux.
const MOST_LINKS: usize = 40;

/// The names of all layers: those that a container sees, and those that are gone and still in a layer.
#[derive(Debug)]
pub struct FileSystem<'a> {
    pub(super) layers: &'a [Layer],
    pub(super) tree: Tree,
    /// In the order of the layers and of their entries.
    pub(super) held: Vec<Held>,
    pub(super) inodes: Vec<Inode>,
    pub(super) dead: Vec<Dead>,
    pub(super) sums: Vec<LayerSums>,
}

/// An entry of a layer, by its numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntryId {
    /// Which layer, from the base upward.
    pub layer: usize,
    /// Which of its entries.
    pub index: usize,
}

/// An entry that is no whiteout.
#[derive(Debug)]
pub(super) struct Held {
    pub(super) id: EntryId,
    pub(super) inode: usize,
    pub(super) end: Option<End>,
}

#[derive(Debug)]
pub(super) struct Inode {
    /// The entry that has its content.
    pub(super) id: EntryId,
    pub(super) size: u64,
    pub(super) names: usize,
}

/// How a name ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct End {
    /// The layer that ended it.
    pub layer: usize,
    /// How.
    pub how: How,
}

/// How a name or a file ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum How {
    /// It was removed, with its folder or alone, or something that is no folder took its folder's place.
    Deleted,
    /// Something else was put in its place.
    Overwritten,
    /// The same content was put in its place, with another owner, mode or time.
    MetadataOnly,
}

/// A file that is in a layer and that no container sees.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dead {
    /// Its size.
    pub bytes: u64,
    /// Its last name.
    pub path: Arc<[u8]>,
    /// The layer that it is in.
    pub added_by: usize,
    /// The layer that hides it; the same one, where an archive has two entries of one path.
    pub killed_by: usize,
    /// How.
    pub how: How,
}

/// A layer in numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LayerSums {
    /// Bytes of the files that it adds.
    pub bytes: u64,
    /// Bytes of those that a later layer hides, or it itself.
    pub dead: u64,
    /// How many files it adds.
    pub files: usize,
    /// How many whiteouts it has.
    pub whiteouts: usize,
}

/// A path as a layer has it, and what became of it.
#[derive(Clone, Copy, Debug)]
pub struct File<'a> {
    /// The entry: path, owner, mode.
    pub entry: &'a Entry,
    /// The entry that has the content: another one for a hard link.
    pub content: &'a Entry,
    /// The layer of the entry.
    pub layer: usize,
    /// How the name ended; `None` where a container sees it.
    pub end: Option<End>,
    /// Whether a container sees the content, by this name or by another.
    pub is_reachable: bool,
}

impl File<'_> {
    /// Whether a container sees it under this name.
    pub fn is_visible(&self) -> bool {
        self.end.is_none()
    }

    /// Whether it is a regular file, or another name of one.
    pub fn is_regular(&self) -> bool {
        self.content.kind == Kind::File
    }
}

impl<'a> FileSystem<'a> {
    /// The layers that it was made of.
    pub fn layers(&self) -> &'a [Layer] {
        self.layers
    }

    /// All that was ever in the image, in the order of the layers: every entry but whiteouts.
    pub fn all(&self) -> impl Iterator<Item = File<'a>> {
        self.held.iter().map(|held| self.file(held))
    }

    /// What a container sees, in the order of the layers.
    pub fn visible(&self) -> impl Iterator<Item = File<'a>> {
        self.all().filter(File::is_visible)
    }

    /// What a container sees at a path; links are not followed. `None` where nothing is, and for a folder that no entry speaks of.
    pub fn get(&self, path: impl AsRef<[u8]>) -> Option<File<'a>> {
        self.at(self.tree.find(path.as_ref())?)
    }

    /// What a container finds at a path, links followed.
    pub fn resolve(&self, path: impl AsRef<[u8]>) -> Option<File<'a>> {
        self.at(self.follow(path.as_ref())?)
    }

    /// Whether a container finds something at a path, links followed.
    pub fn exists(&self, path: impl AsRef<[u8]>) -> bool {
        self.follow(path.as_ref()).is_some()
    }

    /// The names in a folder, links followed, with what is there: `None` for a folder that no entry speaks of.
    pub fn children(&self, path: impl AsRef<[u8]>) -> impl Iterator<Item = (&[u8], Option<File<'a>>)> {
        let folder = self.follow(path.as_ref()).into_iter();
        folder.flat_map(|node| self.tree.children(node)).map(|(name, node)| (name, self.at(node)))
    }

    /// A file of the final file system, links followed, with its content, where the reader kept that.
    pub fn read(&self, path: impl AsRef<[u8]>) -> Option<(File<'a>, &'a [u8])> {
        let file = self.resolve(path)?;
        Some((file, file.content.body.as_deref()?))
    }

    /// Its content alone.
    pub fn body(&self, path: impl AsRef<[u8]>) -> Option<&'a [u8]> {
        self.read(path).map(|(_, body)| body)
    }

    /// The files that no container sees, in the order in which they were hidden.
    pub fn dead(&self) -> &[Dead] {
        &self.dead
    }

    /// Each layer in numbers.
    pub fn sums(&self) -> &[LayerSums] {
        &self.sums
    }

    /// Bytes of the files of all layers.
    pub fn bytes(&self) -> u64 {
        self.sums.iter().map(|sums| sums.bytes).sum()
    }

    fn at(&self, node: Node) -> Option<File<'a>> {
        self.tree.held(node).and_then(|held| self.held.get(held)).map(|held| self.file(held))
    }

    fn file(&self, held: &Held) -> File<'a> {
        File {
            entry: self.entry(held.id),
            content: self.content(held.inode),
            layer: held.id.layer,
            end: held.end,
            is_reachable: self.inodes[held.inode].names > 0,
        }
    }

    fn entry(&self, id: EntryId) -> &'a Entry {
        &self.layers[id.layer].entries[id.index]
    }

    pub(super) fn content(&self, inode: usize) -> &'a Entry {
        self.entry(self.inodes[inode].id)
    }

    /// The place of a path, every link followed, the last one too.
    fn follow(&self, path: &[u8]) -> Option<Node> {
        let mut links = 0;
        let mut above: Vec<Node> = Vec::new();
        let mut node = ROOT;
        // The names that are still to be walked, the next one last.
        let mut ahead: Vec<&[u8]> = parts(path).collect();
        ahead.reverse();
        while let Some(name) = ahead.pop() {
            match name {
                b"." => continue,
                b".." => {
                    node = above.pop().unwrap_or(ROOT);
                    continue;
                }
                _ => {}
            }
            let child = self.tree.child(node, name)?;
            if let Some(File { content: Entry { kind: Kind::Symlink(target), .. }, .. }) = self.at(child) {
                links += 1;
                if links > MOST_LINKS {
                    return None;
                }
                if target.first() == Some(&b'/') {
                    above.clear();
                    node = ROOT;
                }
                let start = ahead.len();
                ahead.extend(parts(target));
                ahead[start..].reverse();
            } else {
                above.push(node);
                node = child;
            }
        }
        Some(node)
    }
}
