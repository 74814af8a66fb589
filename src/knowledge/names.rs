//! Lists of names that every command of every file is asked about, mostly in vain.

use super::{last_part, without_exe};

/// A list of names, with what nearly every other name is told from them by: its last two letters.
#[derive(Debug)]
pub(crate) struct Names {
    list: &'static [&'static str],
    /// A bit for each pair of last letters that occurs in the list.
    endings: [u64; 4],
}

impl Names {
    /// Made when lotse is compiled.
    pub(crate) const fn new(list: &'static [&'static str]) -> Self {
        let mut endings = [0; 4];
        let mut at = 0;
        while at < list.len() {
            let (field, bit) = place(list[at].as_bytes());
            endings[field] |= bit;
            at += 1;
        }
        Self { list, endings }
    }

    /// All of them.
    pub(crate) fn list(&self) -> &'static [&'static str] {
        self.list
    }

    /// Whether the list has a name.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.may_have(name) && self.list.contains(&name)
    }

    /// Whether the list has a program that is named by its name or its path: `/usr/bin/curl`, `curl.exe`.
    pub(crate) fn has_program(&self, word: &str) -> bool {
        let word = without_exe(word);
        self.may_have(word) && self.list.contains(&last_part(word))
    }

    fn may_have(&self, name: &str) -> bool {
        let (field, bit) = place(name.as_bytes());
        self.endings[field] & bit != 0
    }
}

/// Where the bit of a name's last two letters is. A path ends like its last part: a slash counts for nothing.
const fn place(name: &[u8]) -> (usize, u64) {
    let key = match name {
        [] => 0,
        [last] | [.., b'/' | b'\\', last] => *last,
        [.., before, last] => before.wrapping_mul(31) ^ *last,
    };
    ((key >> 6) as usize, 1 << (key & 63))
}

#[cfg(test)]
mod tests {
    use super::*;

    static NAMES: Names = Names::new(&["[", "curl", "gunzip", "pm2"]);

    #[test]
    fn finds_its_names_and_no_others() {
        assert!(["[", "curl", "gunzip", "pm2"].iter().all(|name| NAMES.has(name)));
        assert!(["", "]", "url", "unzip", "curl ", "l", "/usr/bin/curl"].iter().all(|name| !NAMES.has(name)));
    }

    #[test]
    fn finds_programs_by_their_paths() {
        assert!(
            ["/usr/bin/[", "/[", "C:\\tools\\curl.exe", "./pm2", "gunzip"].iter().all(|name| NAMES.has_program(name))
        );
        assert!(
            ["/usr/bin/", "curl/", "/curl/url", ".exe", "curl.exe.exe"].iter().all(|name| !NAMES.has_program(name))
        );
    }
}
