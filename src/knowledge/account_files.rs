//! Files of accounts, line by line: passwd(5), group(5), shadow(5).

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

/// Fields that a line has at least, in every one of these files.
const FIELDS: usize = 4;

/// The accounts of a file. A line that is none is passed over, as the C library does.
///
/// ```
/// use lotse::knowledge::account_files::accounts;
///
/// let ids: Vec<_> = accounts(b"root:x:0:0::/root:/bin/sh\n\nbroken\napp::7:7::/:\n").map(|account| account.id).collect();
/// assert_eq!(ids, [Some(0), Some(7)]);
/// ```
pub fn accounts(content: &[u8]) -> impl Iterator<Item = Account<'_>> {
    lines(content).filter_map(|(_, line)| account(line))
}

/// The numbers of the lines, from 1, that should be accounts and are none.
///
/// ```
/// use lotse::knowledge::account_files::broken_lines;
///
/// assert!(broken_lines(b"root:x:0:0::/root:/bin/sh\n\n# a comment\n+@admins\nbroken\n:x:1:1::/:\n").eq([5, 6]));
/// ```
pub fn broken_lines(content: &[u8]) -> impl Iterator<Item = usize> {
    // Lines of NIS begin with a sign.
    let is_meant = |line: &[u8]| !line.trim_ascii().is_empty() && !line.starts_with(b"#") && !is_nis(line);
    lines(content).filter(move |(_, line)| is_meant(line) && account(line).is_none()).map(|(number, _)| number)
}

fn lines(content: &[u8]) -> impl Iterator<Item = (usize, &[u8])> {
    let lines = content[..content.len().min(LONGEST)].split(|byte| *byte == b'\n');
    lines.zip(1..).map(|(line, number)| (number, line.strip_suffix(b"\r").unwrap_or(line)))
}

fn is_nis(line: &[u8]) -> bool {
    matches!(line.first(), Some(b'+' | b'-'))
}

fn account(line: &[u8]) -> Option<Account<'_>> {
    if line.starts_with(b"#") || is_nis(line) {
        return None;
    }
    // What stands behind the number may be in any encoding.
    let mut fields = line.splitn(FIELDS, |byte| *byte == b':');
    let mut text = || std::str::from_utf8(fields.next()?).ok();
    let (name, password, number) = (text()?, text()?, text()?);
    let is_account = fields.next().is_some() && !name.is_empty();
    is_account.then_some(Account { name, password, id: number.parse().ok() })
}
