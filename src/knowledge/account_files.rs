//! Files of accounts, line by line: passwd(5), group(5), shadow(5). What is no account is passed over.

/// An account or a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Account<'a> {
    /// Its name.
    pub name: &'a str,
    /// The field of its password.
    pub password: &'a str,
    /// Its number; `None` in shadow(5), which has none.
    pub id: Option<u32>,
}

/// Bytes of such a file that are read.
const LONGEST: usize = 4 << 20;

/// The accounts of a file.
///
/// ```
/// use lotse::knowledge::account_files::accounts;
///
/// let ids: Vec<_> = accounts(b"root:x:0:0::/root:/bin/sh\n\nbroken\napp::7:7::/:\n").map(|account| account.id).collect();
/// assert_eq!(ids, [Some(0), Some(7)]);
/// ```
pub fn accounts(content: &[u8]) -> impl Iterator<Item = Account<'_>> {
    let lines = content[..content.len().min(LONGEST)].split(|byte| *byte == b'\n');
    lines.filter_map(|line| account(std::str::from_utf8(line).ok()?.trim_end_matches('\r')))
}

fn account(line: &str) -> Option<Account<'_>> {
    let mut fields = line.split(':');
    let (name, password) = (fields.next()?, fields.next()?);
    // A fourth field is there in all of them, and lines of NIS begin with a sign.
    let id = fields.next()?.parse().ok();
    let is_account = fields.next().is_some() && !name.is_empty() && !name.starts_with(['#', '+', '-']);
    is_account.then_some(Account { name, password, id })
}
