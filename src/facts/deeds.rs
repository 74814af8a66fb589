//! What a shell text does, read off its commands.

use crate::knowledge::package_managers::{Manager, PackageManager, Verb, last_flag, manager_of};
use crate::shell::{Command, Script, Word};
use crate::source::Span;

/// What the commands of one text do, in the order of the text.
#[derive(Debug, Default)]
pub struct Deeds {
    /// Uses of package managers.
    pub packages: Vec<PackageAction>,
    /// Downloads to the disk or to standard output, and git clones.
    pub downloads: Vec<Download>,
    /// Deletions of files.
    pub removals: Vec<Removal>,
    /// Accounts that are created.
    pub accounts: Vec<Account>,
}

/// One use of a package manager.
#[derive(Debug)]
pub struct PackageAction {
    /// Index of its command in the script.
    pub command: usize,
    /// Which package manager.
    pub manager: &'static PackageManager,
    /// What it does.
    pub verb: Verb,
    /// The words that say so, `install`; the command's name where it has no verb.
    pub verb_span: Span,
    /// The same as text, parts joined by blanks: `install`, `mod download`.
    pub verb_text: Box<str>,
    /// From the manager's name to the last word.
    pub span: Span,
    /// Options.
    pub flags: Vec<Flag>,
    /// Packages, files or folders that it is given.
    pub packages: Vec<Package>,
    /// Whether it refreshes the index as well: `apk add --update`.
    pub refreshes: bool,
}

/// An option of a package manager's command.
#[derive(Debug)]
pub struct Flag {
    /// Its name, `--no-cache`; single letters of a bundle apart, `-y`.
    pub name: Box<str>,
    /// Its value.
    pub value: Option<Box<str>>,
    /// Its word.
    pub span: Span,
}

/// A package as it is named in a command.
#[derive(Debug)]
pub struct Package {
    /// The whole operand as written, quotes removed.
    pub text: Box<str>,
    /// The name without version; the operand where it is not known which part is which.
    pub name: Box<str>,
    /// The version that it is pinned to.
    pub version: Option<Box<str>>,
    /// Its word.
    pub span: Span,
    /// The word holds something that only the build knows.
    pub variable: bool,
}

impl PackageAction {
    /// Whether it has one of these options.
    pub fn has_flag(&self, names: &[&str]) -> bool {
        self.flag(names).is_some()
    }

    /// The last use of one of these options; `--omit=dev` asks for a value, `-qq` for a repetition.
    pub fn flag(&self, names: &[&str]) -> Option<&Flag> {
        names.iter().find_map(|name| last_flag(&self.flags, name, |flag| (&flag.name, flag.value.as_deref())))
    }

    /// The value of the last use of one of these options.
    pub fn flag_value(&self, names: &[&str]) -> Option<&str> {
        self.flag(names)?.value.as_deref()
    }

    /// The name of its manager: `apt-get`.
    pub fn name(&self) -> &'static str {
        self.manager.names.first().copied().unwrap_or("")
    }

    /// The word for its manager and that one's kin, see [`Manager::family`].
    pub fn family(&self) -> &'static str {
        self.manager.manager.family()
    }

    /// Its manager and verb: `apt-get install`.
    pub fn call(&self) -> String {
        format!("{} {}", self.name(), self.verb_text)
    }

    /// Whether it only says what it would do.
    pub fn is_dry_run(&self) -> bool {
        self.has_flag(self.manager.dry_run_flags)
    }

    /// Whether it asks before it goes on, as far as its own words tell.
    pub fn asks(&self) -> bool {
        let changes = match self.verb {
            Verb::Install | Verb::Remove => {
                !self.packages.is_empty() || matches!(&*self.verb_text, "autoremove" | "autopurge")
            }
            Verb::Upgrade | Verb::ReleaseUpgrade => true,
            _ => false,
        };
        let may_hold_options = |text: &str| {
            let name = text.to_ascii_uppercase();
            ["OPT", "ARG", "FLAG", "YES"].iter().any(|mark| name.contains(mark))
        };
        changes
            && !self.manager.yes_flags.is_empty()
            && (self.manager.system || self.is(&[Manager::Conda, Manager::Mamba]))
            && !self.has_flag(self.manager.yes_flags)
            && !self.is_dry_run()
            && !self.packages.iter().any(|package| package.variable && may_hold_options(&package.text))
    }

    /// Whether the same package is not the same thing for it as for another call: a group that is removed later, another root,
    /// another release.
    pub fn installs_apart(&self) -> bool {
        self.has_flag(&[
            "--virtual", "-t", "--root", "-p", "--installroot", "--reinstall", "--target-release", "-d",
            "--download-only",
        ]) || matches!(&*self.verb_text, "build-dep" | "swap" | "reinstall" | "downgrade" | "fix")
    }

    /// Whether it installs what the project's manifest names.
    pub fn installs_project(&self) -> bool {
        use Manager::{Bundler, Cargo, Composer, DotnetTool, Go, Npm, Pip, Pnpm, Poetry, Uv, Yarn};
        let asked = match self.manager.manager {
            Npm | Pnpm => matches!(self.verb, Verb::Install | Verb::Sync) && !self.has_flag(self.manager.global_flags),
            Pip => self.verb == Verb::Install && self.has_flag(&["-r", "--requirement"]),
            Yarn | Uv | Poetry | Bundler | Composer | Go | Cargo | DotnetTool => self.verb == Verb::Sync,
            _ => false,
        };
        asked && self.packages.is_empty()
    }

    /// The group that it installs its packages as: `apk add --virtual .build-deps`.
    pub fn group(&self) -> Option<&str> {
        self.flag_value(&["-t", "--virtual"])
    }

    /// Whether it is an installation of OS packages.
    pub fn installs_system(&self) -> bool {
        self.verb == Verb::Install && self.manager.system
    }

    /// Whether it is one of these managers.
    pub fn is(&self, managers: &[Manager]) -> bool {
        managers.contains(&self.manager.manager)
    }
}

/// A download.
#[derive(Debug)]
pub struct Download {
    /// Index of its command in the script.
    pub command: usize,
    /// The tool: `curl`, `wget`, `git`.
    pub tool: Box<str>,
    /// The address as written.
    pub url: Option<(Box<str>, Span)>,
    /// Where it is stored.
    pub to: Destination,
}

/// Where a download is stored.
#[derive(Debug)]
pub enum Destination {
    /// Standard output: into a pipe or a redirection that is not a file.
    Stream,
    /// A file or folder, as written.
    Path(Box<str>, Span),
    /// A file or folder that is not known from the text.
    Unknown,
}

/// A deletion.
#[derive(Debug)]
pub struct Removal {
    /// Index of its command in the script.
    pub command: usize,
    /// What is deleted, as written, quotes removed: `/var/lib/apt/lists/*`.
    pub paths: Vec<(Box<str>, Span)>,
}

/// An account.
#[derive(Debug)]
pub struct Account {
    /// Index of its command in the script.
    pub command: usize,
    /// `useradd`, `adduser`.
    pub tool: Box<str>,
    /// Its name and the place of it.
    pub name: Box<str>,
    /// Where the name stands.
    pub span: Span,
    /// The user id as written.
    pub uid: Option<Box<str>>,
    /// The command's options.
    pub options: Vec<Word>,
}

impl Account {
    /// Whether it is created without room in the log files of logins: `--no-log-init`, or `-l` alone or in a bundle in front of
    /// letters that take a value.
    pub fn skips_login_log(&self) -> bool {
        self.options.iter().any(|word| {
            let text = &*word.text;
            if text.starts_with("--") {
                return text.len() > 4 && "--no-log-init".starts_with(text);
            }
            text.chars().skip(1).take_while(|letter| !"bcdefgGkKpPRsuZ".contains(*letter)).any(|letter| letter == 'l')
        })
    }
}

/// Reads the deeds off a script.
pub(super) fn deeds(script: &Script) -> Deeds {
    let mut deeds = Deeds::default();
    for (index, command) in script.commands.iter().enumerate() {
        let Some(name) = command.name() else { continue };
        if let Some(action) = package_action(index, command) {
            deeds.packages.push(action);
        }
        match name {
            "curl" | "wget" | "git" | "aria2c" => {
                deeds.downloads.extend(super::download::download(index, command, name));
            }
            "rm" | "rmdir" | "unlink" | "shred" => {
                let paths = command.words[1..].iter().filter(|word| !word.text.starts_with('-')).map(as_path).collect();
                deeds.removals.push(Removal { command: index, paths });
            }
            "find" if deletes(command) => {
                let paths = command.words[1..].iter().take_while(|word| !word.text.starts_with(['-', '(', '!']));
                deeds.removals.push(Removal { command: index, paths: paths.map(as_path).collect() });
            }
            "useradd" | "adduser" => deeds.accounts.extend(account(index, command, name)),
            _ => {}
        }
    }
    deeds.packages.shrink_to_fit();
    deeds.downloads.shrink_to_fit();
    deeds.removals.shrink_to_fit();
    deeds.accounts.shrink_to_fit();
    deeds
}

fn as_path(word: &Word) -> (Box<str>, Span) {
    (word.text.clone(), word.span)
}

fn deletes(command: &Command) -> bool {
    command.words.iter().any(|word| word.is("-delete") || word.is("rm") || word.is("shred"))
}

fn package_action(index: usize, command: &Command) -> Option<PackageAction> {
    let words: Vec<&str> = command.words.iter().map(|word| &*word.text).collect();
    let manager = manager_of(&words)?;
    let action = manager.parse(&words)?;
    let word = |at: usize| &command.words[at];
    let first = word(0).span;
    let verb_span = match action.verb_words.clone().map(|at| word(at).span).reduce(Span::to) {
        Some(span) => span,
        None => first,
    };
    let verb_text = action.verb_words.clone().map(|at| &*word(at).text).collect::<Vec<_>>().join(" ").into();
    let packages = action
        .operands
        .iter()
        .map(|at| {
            let word = word(*at);
            let (name, version) = manager.split_pin(&word.text);
            Package {
                text: word.text.clone(),
                name: name.into(),
                version: version.map(Into::into),
                span: word.span,
                variable: word.literal.is_none(),
            }
        })
        .collect();
    let flags = action
        .flags
        .iter()
        .map(|flag| Flag {
            name: flag.name.as_ref().into(),
            value: flag.value.map(Into::into),
            span: word(flag.index).span,
        })
        .collect();
    let last = command.words.last().map_or(first, |word| word.span);
    Some(PackageAction {
        command: index,
        manager,
        verb: action.verb,
        verb_span,
        verb_text,
        span: first.to(last),
        flags,
        packages,
        refreshes: action.updates_index,
    })
}

/// Options of `useradd` and `adduser` whose value is the next word.
/// Source: useradd(8), Debian's adduser(8), BusyBox adduser.
const ACCOUNT_VALUES: &[&str] = &[
    "-b", "-c", "-d", "-e", "-f", "-g", "-G", "-h", "-k", "-K", "-p", "-R", "-P", "-s", "-u", "-Z", "--base-dir",
    "--comment", "--home-dir", "--home", "--expiredate", "--inactive", "--gid", "--groups", "--skel", "--key",
    "--password", "--root", "--shell", "--uid", "--selinux-user", "--gecos", "--ingroup", "--firstuid", "--lastuid",
    "--conf",
];

fn account(index: usize, command: &Command, tool: &str) -> Option<Account> {
    let mut uid = None;
    let mut name: Option<&Word> = None;
    let mut words = command.words[1..].iter().peekable();
    while let Some(word) = words.next() {
        let text = &*word.text;
        if let Some((flag, value)) = text.split_once('=').filter(|_| text.starts_with('-')) {
            if matches!(flag, "-u" | "--uid") {
                uid = Some(value.into());
            }
        } else if text.starts_with('-') && text.len() > 1 {
            // The value of a bundle belongs to its last letter: `-mu 1000`.
            let last = if text.starts_with("--") {
                text.to_owned()
            } else {
                format!("-{}", text.chars().next_back().unwrap_or('-'))
            };
            let attached = text.strip_prefix("-u").filter(|rest| rest.bytes().all(|byte| byte.is_ascii_digit()));
            if let Some(digits) = attached.filter(|digits| !digits.is_empty()) {
                uid = Some(digits.into());
            } else if ACCOUNT_VALUES.contains(&last.as_str()) {
                let value = words.next();
                if matches!(last.as_str(), "-u" | "--uid") {
                    uid = value.map(|value| value.text.clone());
                }
            }
        } else if name.is_none() {
            name = Some(word);
        }
    }
    let name = name?;
    // `adduser USER GROUP` adds to a group.
    let options = command.words[1..].iter().filter(|word| word.text.starts_with('-')).cloned().collect();
    Some(Account { command: index, tool: tool.into(), name: name.text.clone(), span: name.span, uid, options })
}
