//! Accounts and groups of an image, from `etc/passwd` and `etc/group` of its final file system.

use super::FileSystem;
use crate::knowledge::account_files::accounts;

/// The accounts and groups.
#[derive(Debug, Default)]
pub struct Accounts {
    /// The lines of `etc/passwd`; `None` where it is there and its content is not known.
    pub users: Option<Vec<Numbered>>,
    /// Those of `etc/group`, in the same way.
    pub groups: Option<Vec<Numbered>>,
}

/// A line of `etc/passwd` or `etc/group`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Numbered {
    /// The account's or the group's name.
    pub name: String,
    /// Its number.
    pub id: u32,
}

impl Accounts {
    /// Those of a file system.
    pub fn of(files: &FileSystem<'_>) -> Self {
        Self { users: numbered(files, "etc/passwd"), groups: numbered(files, "etc/group") }
    }

    /// The account that a name or number means; `None` where there is none or nothing is known.
    pub fn user(&self, name: &str) -> Option<&Numbered> {
        self.users.as_deref()?.iter().find(|user| user.name == name)
    }
}

/// What the lines of a file say; nothing where there is no such file.
fn numbered(files: &FileSystem<'_>, path: &str) -> Option<Vec<Numbered>> {
    let Some(file) = files.resolve(path) else { return Some(Vec::new()) };
    let body = file.content.body.as_deref()?;
    if (body.len() as u64) < file.content.size {
        return None;
    }
    let found = accounts(body).filter_map(|account| Some(Numbered { name: account.name.to_owned(), id: account.id? }));
    Some(found.collect())
}
