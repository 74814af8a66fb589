//! Package managers: how they are called, what they leave behind and how a version is written.
//!
//! The rows are in `system` (operating systems), `python`, `javascript` and `language`; `parse` reads a command line by a row. No rule may know a manager's spelling.

mod javascript;
mod language;
mod parse;
mod pin;
mod python;
mod system;

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;

pub use pin::{Pin, is_floating_version};
pub use system::instead_of_apt;

use super::program_name;

/// A package manager, or a program that installs software by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Manager {
    /// `apt-get`
    AptGet,
    /// `apt`
    Apt,
    /// `aptitude`
    Aptitude,
    /// `apk`
    Apk,
    /// `dnf`, `dnf5`
    Dnf,
    /// `yum`
    Yum,
    /// `microdnf`
    Microdnf,
    /// `tdnf`
    Tdnf,
    /// `zypper`
    Zypper,
    /// `pacman`
    Pacman,
    /// `choco`
    Choco,
    /// `pip`, `python -m pip`
    Pip,
    /// `uv`
    Uv,
    /// `pipx`
    Pipx,
    /// `poetry`
    Poetry,
    /// `pipenv`
    Pipenv,
    /// `npm`
    Npm,
    /// `yarn`
    Yarn,
    /// `pnpm`
    Pnpm,
    /// `bun`
    Bun,
    /// `gem`
    Gem,
    /// `bundle`, `bundler`
    Bundler,
    /// `go`
    Go,
    /// `cargo`
    Cargo,
    /// `composer`
    Composer,
    /// `pecl`
    Pecl,
    /// `conda`
    Conda,
    /// `mamba`, `micromamba`
    Mamba,
    /// `dotnet tool`, `dotnet restore`
    DotnetTool,
    /// `install-php-extensions`
    InstallPhpExtensions,
    /// `docker-php-ext-install`
    DockerPhpExt,
}

impl Manager {
    /// The word for it and its kin, as other linters divide their rules: hadolint has one for apt-get and apt.
    pub fn family(self) -> &'static str {
        match self {
            Self::AptGet | Self::Apt | Self::Aptitude => "apt",
            Self::Apk => "apk",
            Self::Dnf | Self::Microdnf => "dnf",
            Self::Yum => "yum",
            Self::Zypper => "zypper",
            Self::Pip | Self::Pipx => "pip",
            Self::Npm => "npm",
            Self::Yarn => "yarn",
            Self::Gem => "gem",
            Self::Go => "go",
            _ => "other",
        }
    }
}

/// What a call does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Verb {
    /// Installs what the operands name (without operands, what the project's manifest names: `npm install`).
    Install,
    /// Installs what a manifest or lock file of the project names: `npm ci`, `bundle install`, `go mod download`.
    Sync,
    /// Refreshes the index of packages.
    Update,
    /// Upgrades installed packages.
    Upgrade,
    /// Upgrades to another release of the distribution, or removes packages on the way: `dist-upgrade`.
    ReleaseUpgrade,
    /// Removes packages.
    Remove,
    /// Removes caches.
    Clean,
    /// Anything else, known or not.
    Other,
}

/// How a manager writes its options.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OptionStyle {
    /// `-yq` is `-y -q`, `-t NAME`, `-tNAME`, `--long`, `--long=value`.
    Getopt,
    /// `-long` and `--long` are the same, nothing is bundled (Go).
    SingleDash,
    /// The verb is itself an option: `-Syu` (pacman).
    VerbIsOption,
}

/// One row of the table.
#[derive(Debug)]
pub struct PackageManager {
    /// Which one it is.
    pub manager: Manager,
    /// The names of its program, without path and version (`pip3.11` is `pip`).
    pub names: &'static [&'static str],
    /// Whether it installs packages of the operating system.
    pub system: bool,
    /// Verbs, each of one or more words; the longest that fits wins.
    pub verbs: &'static [(&'static [&'static str], Verb)],
    /// Verbs whose first operand says where to install and is no package itself: `pipx inject poetry PLUGIN`.
    pub verbs_into: &'static [&'static str],
    /// What a call without any verb does (`yarn`, `bundle`, `install-php-extensions x`).
    pub default_verb: Option<Verb>,
    /// How options are written.
    pub options: OptionStyle,
    /// Options whose value is the next word (or stands behind `=`, or is glued to a short one).
    pub value_options: &'static [&'static str],
    /// Options that answer the question whether to go on; empty where nothing is asked.
    pub yes_flags: &'static [&'static str],
    /// Options with which nothing is installed or asked: `--dry-run`, `--download-only`.
    pub dry_run_flags: &'static [&'static str],
    /// Options that make an install refresh the index as well: `apk add --update`.
    pub update_flags: &'static [&'static str],
    /// Options that keep recommended packages away; empty where none are pulled in.
    pub no_recommends_flags: &'static [&'static str],
    /// Options that keep a cache from being written.
    pub no_cache_flags: &'static [&'static str],
    /// Environment variables that keep a cache from being written, when set to a true value.
    pub no_cache_variables: &'static [&'static str],
    /// Environment variables that say where the cache is.
    pub cache_variables: &'static [&'static str],
    /// Directories that an install leaves behind in an official image; `~` is the home of the user in force.
    pub caches: &'static [&'static str],
    /// Directories worth a cache mount.
    pub cache_mounts: &'static [&'static str],
    /// The command that empties the caches.
    pub clean_command: Option<&'static str>,
    /// How a version is written behind a name.
    pub pin: Pin,
    /// Options that carry the version of the operand: `gem install x -v 1`.
    pub pin_options: &'static [&'static str],
    /// Options whose value takes the place of operands: `pip install -r FILE`, `-e PATH`.
    pub source_options: &'static [&'static str],
    /// Options that switch signature checks off.
    pub unsigned_flags: &'static [&'static str],
    /// Options that make it keep to the lock file.
    pub locked_flags: &'static [&'static str],
    /// Options that leave development dependencies out.
    pub production_flags: &'static [&'static str],
    /// Options that install for the machine rather than the project: `npm install -g`.
    pub global_flags: &'static [&'static str],
    /// Lock files of the project, the usual one first.
    pub lock_files: &'static [&'static str],
    /// Files that name the project's dependencies.
    pub manifests: &'static [&'static str],
    /// Whether what stands behind `--` is handed to another program.
    pub hands_on: bool,
    /// Suffixes of package files on disk, which need neither index nor version.
    pub local_suffixes: &'static [&'static str],
}

/// The row from which all rows start: empty in every column.
const BLANK: PackageManager = PackageManager {
    manager: Manager::AptGet,
    names: &[],
    system: false,
    verbs: &[],
    verbs_into: &[],
    default_verb: None,
    options: OptionStyle::Getopt,
    value_options: &[],
    yes_flags: &[],
    dry_run_flags: &[],
    update_flags: &[],
    no_recommends_flags: &[],
    no_cache_flags: &[],
    no_cache_variables: &[],
    cache_variables: &[],
    caches: &[],
    cache_mounts: &[],
    clean_command: None,
    pin: Pin::None,
    pin_options: &[],
    source_options: &[],
    unsigned_flags: &[],
    locked_flags: &[],
    production_flags: &[],
    global_flags: &[],
    lock_files: &[],
    manifests: &[],
    hands_on: false,
    local_suffixes: &[],
};

/// An option as it is used on a command line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FlagUse<'w> {
    /// Index of the word that it stands in.
    pub index: usize,
    /// Its name with its dashes; one letter of a bundle is a name of its own (`-yq` gives `-y` and `-q`).
    pub name: Cow<'w, str>,
    /// Its value, if it has one: behind `=`, glued, or the next word.
    pub value: Option<&'w str>,
    /// Index of the word that holds the value, if that is another word.
    pub value_index: Option<usize>,
}

/// A call of a package manager, read by its row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Action<'w> {
    /// What the call does.
    pub verb: Verb,
    /// From the first to behind the last word of the verb; options may stand between. The manager's name where no verb is written.
    pub verb_words: Range<usize>,
    /// The options in the order of the text.
    pub flags: Vec<FlagUse<'w>>,
    /// Indices of the words that are neither verb nor option nor an option's value.
    pub operands: Vec<usize>,
    /// Whether it refreshes the index, by its verb or by an option.
    pub updates_index: bool,
}

impl<'w> Action<'w> {
    /// The last use of one of these options.
    ///
    /// A name may ask for a value (`--omit=dev`, compared without regard to case and quotes) or for a repetition (`-qq`, which
    /// `-q -q` and `-q=2` meet as well).
    pub fn flag(&self, names: &[&str]) -> Option<&FlagUse<'w>> {
        names.iter().find_map(|name| self.one_flag(name))
    }

    /// Whether one of these options is used, see [`Action::flag`].
    pub fn has_flag(&self, names: &[&str]) -> bool {
        self.flag(names).is_some()
    }

    fn one_flag(&self, wanted: &str) -> Option<&FlagUse<'w>> {
        last_flag(&self.flags, wanted, |flag| (&flag.name, flag.value))
    }
}

/// The last of `flags` that is the wanted one, see [`Action::flag`]; `parts` gives the name and the value of a flag.
pub fn last_flag<'f, F>(
    flags: &'f [F],
    wanted: &str,
    parts: impl Fn(&'f F) -> (&'f str, Option<&'f str>),
) -> Option<&'f F> {
    if flags.is_empty() {
        return None;
    }
    let mut uses = flags.iter().rev();
    if let Some((name, value)) = wanted.split_once('=') {
        return uses.find(|flag| {
            let (has, given) = parts(flag);
            has == name && given.is_some_and(|mine| unquoted(mine).eq_ignore_ascii_case(value))
        });
    }
    if let [b'-', letter, again] = wanted.as_bytes()
        && letter == again
        && *letter != b'-'
    {
        let single = &wanted[..2];
        let is = |has: &str| has == single || single == "-q" && has == "--quiet";
        let twice = flags.iter().filter(|flag| is(parts(flag).0)).count() > 1;
        return uses.find(|flag| {
            let (has, given) = parts(flag);
            is(has) && (twice || given.is_some_and(|level| level >= "2"))
        });
    }
    uses.find(|flag| parts(flag).0 == wanted)
}

/// A word without a pair of quotes around it.
fn unquoted(text: &str) -> &str {
    for quote in ['"', '\''] {
        if let Some(inner) = text.strip_prefix(quote).and_then(|rest| rest.strip_suffix(quote)) {
            return inner;
        }
    }
    text
}

/// All rows: those of operating systems first.
pub fn package_managers() -> impl Iterator<Item = &'static PackageManager> {
    [system::ROWS, python::ROWS, javascript::ROWS, language::ROWS].into_iter().flatten()
}

static BY_NAME: LazyLock<HashMap<&'static str, &'static PackageManager, foldhash::fast::RandomState>> =
    LazyLock::new(|| package_managers().flat_map(|row| row.names.iter().map(move |name| (*name, row))).collect());

/// The manager whose program has this name; a path, `.exe` and a version behind it (`pip3.11`) are no hindrance.
///
/// `python` is no manager: ask [`manager_of`] for `python -m pip`.
pub fn manager(name: &str) -> Option<&'static PackageManager> {
    let name = program_name(name);
    let bare = || name.trim_end_matches(|letter: char| letter.is_ascii_digit() || letter == '.' || letter == '-');
    BY_NAME.get(name).or_else(|| BY_NAME.get(bare())).copied()
}

/// The manager that a command calls, `python3 -m pip` included.
pub fn manager_of(words: &[&str]) -> Option<&'static PackageManager> {
    manager(words.get(parse::name_index(words))?)
}

/// The row of a manager.
pub fn row(manager: Manager) -> Option<&'static PackageManager> {
    package_managers().find(|row| row.manager == manager)
}
