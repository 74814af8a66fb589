//! Accounts and groups of an image, from `etc/passwd` and `etc/group` of its final file system. Read as the C library reads them: a line
//! that is none is passed over.

use super::FileSystem;

/// The accounts and groups.
#[derive(Debug, Default)]
pub struct Accounts {
    /// The lines of `etc/passwd`; `None` where it is there and its content is not known.
    pub users: Option<Vec<User>>,
    /// The lines of `etc/group`, in the same way.
    pub groups: Option<Vec<Group>>,
}

/// A line of `etc/passwd`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct User {
    /// The account's name.
    pub name: String,
    /// `x` where it is in `etc/shadow`.
    pub password: String,
    /// Its number.
    pub uid: u32,
    /// The number of its group.
    pub gid: u32,
}

/// A line of `etc/group`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// The group's name.
    pub name: String,
    /// Its number.
    pub gid: u32,
}

impl Accounts {
    /// Those of a file system.
    pub fn of(files: &FileSystem<'_>) -> Self {
        Self { users: lines(files, "etc/passwd", user), groups: lines(files, "etc/group", group) }
    }

    /// The account that a name or number means; `None` where there is none or nothing is known.
    pub fn user(&self, name: &str) -> Option<&User> {
        self.users.as_deref()?.iter().find(|user| user.name == name)
    }
}

/// What the lines of a file say; nothing where there is no such file.
fn lines<T>(files: &FileSystem<'_>, path: &str, read: fn(&str) -> Option<T>) -> Option<Vec<T>> {
    let Some(file) = files.resolve(path) else { return Some(Vec::new()) };
    let body = file.content.body.as_deref()?;
    if (body.len() as u64) < file.content.size {
        return None;
    }
    Some(String::from_utf8_lossy(body).lines().filter_map(read).collect())
}

fn user(line: &str) -> Option<User> {
    let mut fields = line.split(':');
    let (name, password) = (fields.next()?.to_owned(), fields.next()?.to_owned());
    let (uid, gid) = (fields.next()?.parse().ok()?, fields.next()?.parse().ok()?);
    Some(User { name, password, uid, gid })
}

fn group(line: &str) -> Option<Group> {
    let mut fields = line.split(':');
    let name = fields.next()?.to_owned();
    fields.next()?;
    Some(Group { name, gid: fields.next()?.parse().ok()? })
}
