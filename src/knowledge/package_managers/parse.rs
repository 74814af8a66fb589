//! Reads a command line by a row of the table.

use std::borrow::Cow;

use super::{Action, FlagUse, OptionStyle, PackageManager, Verb, program_name, unquoted};

/// The longest verb of the table has this many words (`dotnet nuget locals`).
const LONGEST_VERB: usize = 3;

/// Options with which a program only says something of itself.
const INFORM: &[&str] = &["--version", "--help", "-h", "-v", "-V"];

/// Where the manager's name stands: behind `python -m`, else in front.
pub(super) fn name_index(words: &[&str]) -> usize {
    let Some(first) = words.first() else { return 0 };
    if !is_python(first) {
        return 0;
    }
    for (index, word) in words.iter().enumerate().skip(1) {
        if *word == "-m" {
            return index + 1;
        }
        if !word.starts_with('-') {
            break;
        }
    }
    0
}

fn is_python(word: &str) -> bool {
    let name = program_name(word);
    matches!(name.trim_end_matches(|letter: char| letter.is_ascii_digit() || letter == '.'), "python" | "py" | "pypy")
}

/// Whether the word's start is only known when the shell runs.
fn starts_with_expansion(word: &str) -> bool {
    word.trim_start_matches(['"', '\'']).starts_with(['$', '`'])
}

/// `composer create-project package folder version`: only the first is a package, and one whose version stands behind is none to
/// ask about.
fn project_of(mut operands: Vec<usize>) -> Vec<usize> {
    let has_version = operands.len() > 2;
    operands.truncate(usize::from(!has_version));
    operands
}

impl PackageManager {
    /// Reads a call. `words` are the words of the command, its name first (`python -m pip` counts as a name); a word that holds
    /// an expansion is given as it stands in the text.
    ///
    /// `None` where there is nothing to read: no words, or no verb and no default one.
    pub fn parse<'w>(&self, words: &[&'w str]) -> Option<Action<'w>> {
        let name = name_index(words);
        if name >= words.len() {
            return None;
        }
        let mut reader = Reader { row: self, words, flags: Vec::new(), plain: Vec::new() };
        reader.read(name + 1);
        let Reader { flags, plain, .. } = reader;
        let mut action = match self.options {
            OptionStyle::VerbIsOption => Self::verb_from_options(flags, plain)?,
            OptionStyle::Getopt | OptionStyle::SingleDash => self.verb_from_words(name, words, flags, plain)?,
        };
        action.updates_index =
            action.updates_index || action.verb == Verb::Update || action.has_flag(self.update_flags);
        Some(action)
    }

    fn verb_from_words<'w>(
        &self,
        name: usize,
        words: &[&'w str],
        flags: Vec<FlagUse<'w>>,
        plain: Vec<usize>,
    ) -> Option<Action<'w>> {
        // `apt-get $OPTIONS install x`: what the variable holds is unknown, the verb is not.
        let known: Vec<usize> =
            plain.iter().copied().filter(|index| !starts_with_expansion(words[*index])).take(LONGEST_VERB).collect();
        let fits = |verb: &[&str]| {
            verb.len() <= known.len() && verb.iter().zip(&known).all(|(part, index)| *part == unquoted(words[*index]))
        };
        let found = self.verbs.iter().filter(|(verb, _)| fits(verb)).max_by_key(|(verb, _)| verb.len());
        let (verb, taken) = match (found, self.default_verb) {
            (Some((parts, verb)), _) => (*verb, parts.len()),
            // `yarn --version` does nothing else.
            (None, Some(_)) if flags.iter().any(|flag| INFORM.contains(&&*flag.name)) => (Verb::Other, 0),
            (None, Some(verb)) if self.verbs.is_empty() || plain.is_empty() => (verb, 0),
            (None, _) if known.is_empty() => return None,
            (None, _) => (Verb::Other, 1),
        };
        let verb_words = match known[..taken] {
            [] => name..name + 1,
            [first, .., last] => first..last + 1,
            [only] => only..only + 1,
        };
        let place = usize::from(known[..taken].iter().any(|index| self.verbs_into.contains(&words[*index])));
        let operands = plain.into_iter().filter(|index| !known[..taken].contains(index)).skip(place).collect();
        let operands = if known[..taken].iter().any(|index| words[*index] == "create-project") {
            project_of(operands)
        } else {
            operands
        };
        Some(Action { verb, verb_words, flags, operands, updates_index: false })
    }

    /// pacman(8): the first capital letter is the operation, small ones modify it.
    fn verb_from_options(flags: Vec<FlagUse<'_>>, operands: Vec<usize>) -> Option<Action<'_>> {
        let has = |short: &str, long: &str| flags.iter().any(|flag| flag.name == short || flag.name == long);
        let operation = flags.iter().find(|flag| {
            matches!(
                &*flag.name,
                "-S" | "-R" | "-U" | "-Q" | "-D" | "-F" | "-T" | "-V" | "--sync" | "--remove" | "--upgrade" | "--query"
            )
        })?;
        let refreshes = has("-y", "--refresh");
        let verb = match &*operation.name {
            "-S" | "--sync" if has("-c", "--clean") => Verb::Clean,
            "-S" | "--sync" if has("-s", "--search") || has("-i", "--info") || has("-l", "--list") => Verb::Other,
            "-S" | "--sync" if !operands.is_empty() => Verb::Install,
            "-S" | "--sync" if has("-u", "--sysupgrade") => Verb::Upgrade,
            "-S" | "--sync" if refreshes => Verb::Update,
            "-U" | "--upgrade" => Verb::Install,
            "-R" | "--remove" => Verb::Remove,
            _ => Verb::Other,
        };
        let updates_index = refreshes && operation.name.ends_with(['S', 'c']);
        let verb_words = operation.index..operation.index + 1;
        Some(Action { verb, verb_words, flags, operands, updates_index })
    }

    fn takes_value(&self, option: &str) -> bool {
        self.value_options.contains(&option)
    }
}

/// Walks over the words once and tells options from the rest.
struct Reader<'r, 'w> {
    row: &'r PackageManager,
    words: &'r [&'w str],
    flags: Vec<FlagUse<'w>>,
    plain: Vec<usize>,
}

impl<'w> Reader<'_, 'w> {
    fn read(&mut self, start: usize) {
        let mut index = start;
        while let Some(word) = self.words.get(index).copied() {
            if word == "--" {
                if !self.row.hands_on {
                    self.plain.extend(index + 1..self.words.len());
                }
                return;
            }
            index = if word.starts_with("--") && word.len() > 2 {
                self.long(index, word)
            } else if word.starts_with('-') && word.len() > 1 {
                match self.row.options {
                    OptionStyle::SingleDash => self.long(index, word),
                    OptionStyle::Getopt | OptionStyle::VerbIsOption => self.bundle(index, word),
                }
            } else if word.starts_with('+') && self.plain.is_empty() {
                // `cargo +nightly install x`: the toolchain, in the place of an option.
                self.push(index, Cow::Borrowed(word), None, None);
                index + 1
            } else {
                self.plain.push(index);
                index + 1
            };
        }
    }

    fn push(&mut self, index: usize, name: Cow<'w, str>, value: Option<&'w str>, value_index: Option<usize>) {
        self.flags.push(FlagUse { index, name, value, value_index });
    }

    /// `--name`, `--name=value`, `--name value`; returns the index of the next word to read.
    fn long(&mut self, index: usize, word: &'w str) -> usize {
        if let Some((name, value)) = word.split_once('=') {
            self.push(index, Cow::Borrowed(name), Some(value), None);
            return index + 1;
        }
        self.option(index, Cow::Borrowed(word))
    }

    /// An option without a value in its own word.
    fn option(&mut self, index: usize, name: Cow<'w, str>) -> usize {
        let next = self.words.get(index + 1).copied();
        // `npm install --audit false`: no package is called so.
        let switched = name.starts_with("--") && matches!(next, Some("true" | "false"));
        let value = next.filter(|_| switched || self.row.takes_value(&name));
        let value_index = value.map(|_| index + 1);
        self.push(index, name, value, value_index);
        value_index.unwrap_or(index) + 1
    }

    /// `-y`, `-yqq`, `-q=2`, `-t NAME`, `-tNAME`; returns the index of the next word to read.
    fn bundle(&mut self, index: usize, word: &'w str) -> usize {
        // Some programs have options of one dash and several letters (`-qq`, `-nv`): what the table names goes first.
        if self.row.takes_value(word) {
            return self.option(index, Cow::Borrowed(word));
        }
        for (at, letter) in word.char_indices().skip(1) {
            let rest = &word[at + letter.len_utf8()..];
            let name =
                if at == 1 { Cow::Borrowed(&word[..=letter.len_utf8()]) } else { Cow::Owned(format!("-{letter}")) };
            if let Some(value) = rest.strip_prefix('=') {
                self.push(index, name, Some(value), None);
                return index + 1;
            }
            if self.row.takes_value(&name) {
                if rest.is_empty() {
                    return self.option(index, name);
                }
                self.push(index, name, Some(rest), None);
                return index + 1;
            }
            self.push(index, name, None, None);
            if starts_with_expansion(rest) {
                return index + 1;
            }
        }
        index + 1
    }
}
