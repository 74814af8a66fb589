//! Accounts and groups of an image, from `etc/passwd` and `etc/group` of its final file system. Read as the C library reads them: a line
//! that is none is passed over.

use super::FileSystem;

/// The accounts and groups.
#[derive(Debug, Default)]
pub struct Accounts {
    /// The lines of `etc/passwd`; `None` where it is there and its content is not known.
    pub users: Option<Vec<User>>,
    /// The names in `etc/group`, in the same way.
    pub groups: Option<Vec<String>>,
}

/// A line of `etc/passwd`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct User {
    /// The account's name.
    pub name: String,
    /// Its number.
    pub uid: u32,
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

/// `name:password:uid:gid…`
fn user(line: &str) -> Option<User> {
    let mut fields = line.split(':');
    let name = fields.next()?.to_owned();
    fields.next()?;
    let uid = fields.next()?.parse().ok()?;
    fields.next()?.parse::<u32>().ok()?;
    Some(User { name, uid })
}

/// `name:password:gid…`
fn group(line: &str) -> Option<String> {
    let mut fields = line.split(':');
    let name = fields.next()?.to_owned();
    fields.next()?;
    fields.next()?.parse::<u32>().ok()?;
    Some(name)
}
