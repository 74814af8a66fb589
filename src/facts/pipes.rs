//! The ends of a pipe: which commands in front may fail, and which commands behind notice it. Nothing here knows whether a
//! shell would notice by itself.

use super::urls::is_source_list;
use crate::shell::{Command, Options, Pipeline, Redirect, RedirectKind, Script, Word};
use crate::source::file_name;

/// How much it matters that nobody sees a command in front of a pipe fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Concern {
    /// It does not fail in a build that has come so far.
    None,
    /// It reads a file of the image, or its status is an answer rather than a failure.
    Small,
    /// It fetches or makes what the command behind the pipe needs.
    Great,
}

/// Commands that do not fail in front of a pipe.
const HARMLESS: &[&str] = &[
    ":", "arch", "basename", "date", "dirname", "echo", "getconf", "hostname", "id", "nproc", "printf", "pwd", "seq",
    "true", "uname", "whoami", "yes",
];

/// Commands that pass on what they read: they fail only where a file is missing that they name.
const FILTERS: &[&str] = &[
    "awk", "cat", "column", "cut", "fold", "gawk", "head", "mawk", "nl", "paste", "rev", "sed", "sort", "tac", "tail",
    "tr", "uniq", "wc",
];

/// Commands that look something up in the image, which is there.
const QUERIES: &[&str] = &[
    "apt-cache", "apt-mark", "df", "dpkg", "dpkg-architecture", "dpkg-query", "du", "env", "file", "find", "getent",
    "ldconfig", "ldd", "locale", "ls", "lsb_release", "printenv", "ps", "readelf", "readlink", "realpath", "rpm",
    "scanelf", "stat", "which",
];

/// Commands that say by their status what they have found, and `tee`, which writes as it passes on.
const ANSWERS: &[&str] = &["cmp", "diff", "egrep", "fgrep", "grep", "pgrep", "tee", "zgrep"];

/// Whether a command passes on what it reads.
pub fn is_filter(command: &Command) -> bool {
    command.name().is_some_and(|name| FILTERS.contains(&name))
}

/// The concern about a command that stands at `position` of its pipe.
pub fn concern(command: &Command, position: usize) -> Concern {
    let Some(name) = command.name() else {
        return if command.words.is_empty() { Concern::None } else { Concern::Great };
    };
    let reads_pipe = position > 0 && FILTERS.contains(&name);
    if HARMLESS.contains(&name) || QUERIES.contains(&name) || reads_pipe || asks_database(name, command) {
        Concern::None
    } else if FILTERS.contains(&name)
        || ANSWERS.contains(&name)
        || name.ends_with("sum")
        || asks_version(command)
        || asks_repository(command)
    {
        Concern::Small
    } else {
        Concern::Great
    }
}

/// Whether a package manager is asked what is installed.
fn asks_database(name: &str, command: &Command) -> bool {
    let verbs: &[&str] = match name {
        "apk" | "conda" | "mamba" => &["info", "list"],
        "npm" => &["ls", "list"],
        "pip" | "pip3" => &["freeze", "list", "show"],
        _ => &[],
    };
    command.words.get(1).is_some_and(|verb| verbs.contains(&&*verb.text))
}

/// Whether git is asked about the sources that are at hand.
fn asks_repository(command: &Command) -> bool {
    const VERBS: &[&str] = &[
        "branch", "config", "describe", "diff", "log", "ls-files", "remote", "rev-list", "rev-parse", "show", "status",
        "tag",
    ];
    command.name() == Some("git") && command.words.iter().skip(1).any(|word| VERBS.contains(&&*word.text))
}

/// `program --version`: it is there, or the RUN would have failed before.
pub fn asks_version(command: &Command) -> bool {
    matches!(command.words.as_slice(), [_, word] if matches!(&*word.text, "--version" | "-version" | "-V" | "-v" | "version"))
}

/// Whether a pipe ends in a command that only drops its status: `| true`.
fn is_dropped(script: &Script, pipeline: &Pipeline) -> bool {
    let last = pipeline.stages.last().and_then(|last| script.commands.get((*last)?));
    last.is_some_and(|last| matches!(last.name(), Some("true" | ":")))
}

/// Whether the status of a pipeline is asked for by anything but `pipefail`, or by nothing at all.
pub fn is_looked_at(pipeline: &Pipeline) -> bool {
    pipeline.guarded || pipeline.unread
}

/// How many commands behind a download are looked at; behind more of them nobody knows: a bound for hostile files.
const MOST_BEHIND: usize = 1000;

/// Whether a command from `script.commands[from]` on reads the file `path` that was written in front, and fails if that is not
/// what it should be: an archive, a package, a patch, a file whose checksum or signature is known.
pub fn file_noticed(script: &Script, from: usize, path: &str) -> bool {
    let name = file_name(path);
    let named = |word: &Word| {
        let pattern = word.text.rsplit('*').next().filter(|_| word.glob && word.text.contains('*'));
        word.text.contains(name) || pattern.is_some_and(|ending| ending.len() > 1 && name.ends_with(ending))
    };
    let later = script.commands.get(from..).unwrap_or_default();
    let notices_it = |command: &Command| {
        let reads = command.words.iter().skip(1).chain(inputs(command)).any(named);
        installs(command) && is_source_list(path)
            || reads && (notices(command) || installs(command) || noticed_by(script, command).is_some())
    };
    !name.is_empty() && (later.len() > MOST_BEHIND || later.iter().any(notices_it))
}

/// Whether a command behind `script.commands[index]` compares the file `path` with a checksum.
pub fn file_verified(script: &Script, index: usize, path: &str) -> bool {
    let sums = |command: &Command| {
        let last = command.pipeline.and_then(|(index, _)| *script.pipelines.get(index)?.stages.last()?);
        let name = last.and_then(|last| script.commands.get(last)).unwrap_or(command).name();
        name.is_some_and(|name| name.ends_with("sum"))
    };
    let name = file_name(path);
    let later = script.commands.get(index + 1..).unwrap_or_default();
    let sums_it = |of: &Command| sums(of) && of.words.iter().any(|word| word.text.contains(name));
    !name.is_empty() && (later.len() > MOST_BEHIND || later.iter().any(sums_it))
}

/// The files that a command reads from by redirection.
fn inputs(command: &Command) -> impl Iterator<Item = &Word> {
    let read = |redirect: &&Redirect| redirect.kind == RedirectKind::Read;
    command.redirects.iter().filter(read).filter_map(|redirect| redirect.target.as_ref())
}

/// Whether a command installs package files.
fn installs(command: &Command) -> bool {
    let verb = || command.words.iter().skip(1).any(|word| matches!(&*word.text, "add" | "install" | "localinstall"));
    match command.name() {
        Some("dpkg" | "rpm" | "gdebi") => true,
        Some("apt" | "apt-get" | "apk" | "dnf" | "microdnf" | "pip" | "pip3" | "yum" | "zypper") => verb(),
        _ => false,
    }
}

/// The last command of the pipeline that a command is part of, if it fails when it is given nothing, a part, or something else.
pub fn noticed_by<'s>(script: &'s Script, command: &Command) -> Option<&'s str> {
    let (index, _) = command.pipeline?;
    let at = (*script.pipelines.get(index)?.stages.last()?)?;
    let last = script.commands.get(at)?;
    last.name().filter(|_| notices(last) || writes_sources(last) && script.commands[at..].iter().any(installs))
}

/// Whether a command writes a list of packages' sources: the package manager that reads it refuses what is none.
fn writes_sources(command: &Command) -> bool {
    command.words.iter().chain(command.targets()).any(|word| is_source_list(&word.text))
}

/// Whether a command reads a format that shows what is missing, or fails where it finds nothing: an archive, compressed
/// data, a patch, keys, signatures, checksums, a search.
fn notices(command: &Command) -> bool {
    let words = || command.words.iter().skip(1).map(|word| &*word.text);
    let has_short =
        |letter: char| words().any(|word| word.starts_with('-') && !word.starts_with("--") && word.contains(letter));
    let has = |long: &str| words().any(|word| word == long);
    match command.name() {
        // The first word of tar may do without its dash.
        Some("tar" | "bsdtar") => {
            has_short('x')
                || has("--extract")
                || words().next().is_some_and(|word| !word.contains('/') && word.contains('x'))
        }
        Some(
            "gunzip" | "bunzip2" | "unxz" | "unzstd" | "cpio" | "rpm2cpio" | "unzip" | "7z" | "patch" | "grep"
            | "egrep" | "fgrep" | "minisign" | "rpmkeys",
        ) => true,
        Some("jar") => words().next().is_some_and(|word| word.trim_start_matches('-').starts_with('x')),
        Some("busybox") => words().next() == Some("unzip"),
        Some("gzip" | "bzip2" | "xz" | "zstd") => has_short('d') || has("--decompress"),
        Some("gpg" | "gpg2") => ["--dearmor", "--dearmour", "--decrypt", "--import", "--verify"].into_iter().any(has),
        Some("apt-key") => has("add"),
        Some("md5sum" | "sha1sum" | "sha256sum" | "sha512sum") => has_short('c') || has("--check"),
        _ => false,
    }
}

/// A command in front of a pipe whose failure nobody sees.
#[derive(Clone, Copy, Debug)]
pub struct Unseen<'a> {
    /// How much it matters.
    pub concern: Concern,
    /// The pipe.
    pub pipeline: &'a Pipeline,
    /// The command.
    pub producer: &'a Command,
    /// The last command of the pipe, if it may notice.
    pub noticed: Option<&'a str>,
}

/// The unseen failure of a text that matters most, the first of these; the shell is started with the options `outer`.
pub fn worst_unseen(script: &Script, outer: Options) -> Option<Unseen<'_>> {
    let mut worst: Option<Unseen<'_>> = None;
    for pipeline in script.pipelines.iter().filter(|pipeline| !is_looked_at(pipeline)) {
        let Some((_, before)) = pipeline.stages.split_last().filter(|_| !is_dropped(script, pipeline)) else {
            continue;
        };
        for (position, index) in before.iter().enumerate() {
            let Some((index, producer)) = index.and_then(|index| Some((index, script.commands.get(index)?))) else {
                continue;
            };
            let noticed = noticed_by(script, producer);
            let concern = match concern(producer, position) {
                Concern::Great if noticed.is_some() => Concern::Small,
                Concern::Small if noticed.is_some() => Concern::None,
                concern => concern,
            };
            let protected = producer.guarded || script.options_before(index, outer).pipefail;
            if !protected && concern > worst.map_or(Concern::None, |worst| worst.concern) {
                worst = Some(Unseen { concern, pipeline, producer, noticed });
            }
        }
    }
    worst
}
