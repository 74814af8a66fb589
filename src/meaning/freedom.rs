//! What a safe repair may change although the image stays the same. A rule names what its repairs are there for, and nothing
//! else may differ behind them.

use std::collections::{HashMap, HashSet};

use super::commands::{self, Call};
use super::{Meaning, Run, Statement, Word};
use crate::dockerfile::Keyword;
use crate::knowledge::daemons::canonical_signal;
use crate::knowledge::package_managers::{instead_of_apt, manager, package_managers};
use crate::shell::{self, Dialect};
use crate::source::file_name;

/// A difference that a repair may make.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Freedom {
    /// `ADD` of files of the context is `COPY`.
    AddAsCopy,
    /// `apt` is `apt-get` or `apt-cache`.
    AptGet,
    /// A package manager's call has the option that answers its questions.
    AssumeYes,
    /// MAINTAINER is a label.
    AuthorsLabel,
    /// Comments differ.
    Comments,
    /// CMD and ENTRYPOINT of one plain command are a list of words.
    ExecForm,
    /// EXPOSE without a port or address of the host.
    HostPorts,
    /// RUNs that follow each other are one.
    JoinedRuns,
    /// `useradd` has `--no-log-init`.
    LoginLog,
    /// A label that is set again further down is set once.
    LostLabels,
    /// Comments stand in another order, and none is lost.
    MovedComments,
    /// FROM without the platform that it has anyway.
    NativePlatform,
    /// Without what Windows does not have: STOPSIGNAL, owners, modes.
    NotOnWindows,
    /// A package manager's cache is not written or is deleted in the same RUN.
    PackageCaches,
    /// The packages of a call stand in another order.
    PackageOrder,
    /// Protocols of EXPOSE are in small letters.
    ProtocolCase,
    /// `wget` does not show its progress.
    Quiet,
    /// Words have other quotes around them and say the same.
    Quotes,
    /// A package that the stage has installed already is not named again.
    RepeatedPackages,
    /// A signal is spelled as usual.
    SignalSpelling,
    /// Stages have other names, or are named and not numbered.
    StageNames,
    /// A destination ends in `/`.
    TrailingSlash,
}

impl Meaning {
    /// Makes what these freedoms leave aside alike in all texts.
    pub(super) fn take(&mut self, freedoms: &[Freedom]) {
        // A comment between two RUNs goes into the script that they become.
        let remarks = std::mem::take(&mut self.remarks);
        if freedoms.contains(&Freedom::JoinedRuns) {
            self.comments = remarks;
        }
        for freedom in freedoms {
            freedom.take(self);
        }
    }

    /// The statements of some keywords.
    fn statements_of(&mut self, keywords: &'static [Keyword]) -> impl Iterator<Item = &mut Statement> {
        self.statements.iter_mut().filter(|statement| keywords.contains(&statement.keyword))
    }

    /// The calls of all RUNs; from now on they alone are compared.
    fn calls(&mut self) -> impl Iterator<Item = &mut Vec<Call>> {
        self.statements_of(&[Keyword::Run]).filter_map(|statement| {
            let Some(Run::Shell { signature, calls, script }) = &mut statement.command else { return None };
            signature.clear();
            if std::mem::take(script) {
                statement.heredocs.clear();
                under_errexit(calls);
            }
            *calls = std::mem::take(calls).into_iter().flat_map(flat).collect();
            Some(calls)
        })
    }

    /// The words of all calls for which a word says that they are meant.
    fn words(&mut self, mut is_meant: impl FnMut(&str) -> bool, mut change: impl FnMut(&mut Vec<String>)) {
        for call in self.calls().flatten() {
            if call.words.iter().any(|word| is_meant(word.trim_start_matches('('))) {
                change(&mut call.words);
            }
        }
    }
}

impl Freedom {
    /// What may differ, as the documentation says it.
    pub fn says(self) -> &'static str {
        match self {
            Self::AddAsCopy => "`ADD` of what lies in the context is `COPY`",
            Self::AptGet => "`apt` is `apt-get` or `apt-cache`",
            Self::AssumeYes => "a package manager's call has the option that answers its questions",
            Self::AuthorsLabel => "`MAINTAINER` is a label: the image has it in another place",
            Self::Comments => "comments",
            Self::ExecForm => "`CMD` and `ENTRYPOINT` of one plain command are a list of its words",
            Self::HostPorts => "`EXPOSE` names no port or address of the host",
            Self::JoinedRuns => "`RUN`s that follow each other are one, joined by `&&`",
            Self::LoginLog => "`useradd` has `--no-log-init`",
            Self::LostLabels => "a label that is set again further down in the stage is set once",
            Self::MovedComments => "comments move with what they are about",
            Self::NativePlatform => "`FROM` does not name the platform that it has anyway",
            Self::NotOnWindows => "`STOPSIGNAL`, owners and modes are gone, which Windows does not know",
            Self::PackageCaches => "a package manager's cache is not written, or deleted in the same `RUN`",
            Self::PackageOrder => "the words of a package manager's call stand in another order",
            Self::ProtocolCase => "protocols of `EXPOSE` are in small letters",
            Self::Quiet => "`wget` does not show its progress",
            Self::Quotes => "other quotes stand around the same words",
            Self::RepeatedPackages => "a package that the stage has named before is not named again",
            Self::SignalSpelling => "a signal is spelled as usual",
            Self::StageNames => "stages are named in small letters, and not numbered",
            Self::TrailingSlash => "a destination ends in `/`",
        }
    }

    fn take(self, meaning: &mut Meaning) {
        match self {
            Self::AddAsCopy => meaning.statements_of(&[Keyword::Add]).for_each(|it| it.keyword = Keyword::Copy),
            Self::AptGet => meaning.words(|word| word == "apt", |words| apt_get(words)),
            Self::AssumeYes => drop_options(meaning, |word| matches!(word, "-y" | "--noconfirm")),
            Self::AuthorsLabel => authors(meaning),
            Self::Comments => meaning.comments.clear(),
            Self::ExecForm => meaning.statements_of(&[Keyword::Cmd, Keyword::Entrypoint]).for_each(exec_form),
            Self::HostPorts => ports(meaning, |port| port.rsplit(':').next().unwrap_or(port).to_owned()),
            Self::JoinedRuns => join(meaning),
            Self::LoginLog => {
                meaning.words(|word| word == "useradd", |words| words.retain(|word| word != "--no-log-init"));
            }
            Self::LostLabels => lost_labels(meaning),
            Self::MovedComments => meaning.comments.sort_unstable(),
            Self::NativePlatform => meaning.statements_of(&[Keyword::From]).for_each(|it| {
                it.flags.retain(|(name, value)| {
                    name != "platform"
                        || !value
                            .as_ref()
                            .is_some_and(|value| matches!(&**value, "$TARGETPLATFORM" | "${TARGETPLATFORM}"))
                });
            }),
            Self::NotOnWindows => {
                meaning.statements.retain(|it| it.keyword != Keyword::Stopsignal);
                let flags = meaning.statements_of(&[Keyword::Copy, Keyword::Add]).map(|it| &mut it.flags);
                flags.for_each(|flags| flags.retain(|(name, _)| !matches!(&**name, "chown" | "chmod")));
            }
            Self::PackageCaches => caches(meaning),
            Self::PackageOrder => meaning.words(|word| manager(word).is_some(), |words| words.sort_unstable()),
            Self::ProtocolCase => ports(meaning, str::to_ascii_lowercase),
            Self::Quiet => {
                meaning.words(|word| word == "wget", |words| words.retain(|word| !matches!(&**word, "-q" | "-nv")));
            }
            Self::Quotes => meaning.statements.iter_mut().flat_map(|it| &mut it.words).for_each(Word::unquote),
            Self::RepeatedPackages => repeated(meaning),
            Self::SignalSpelling => {
                for word in meaning.statements_of(&[Keyword::Stopsignal]).flat_map(|it| &mut it.words) {
                    let spelled = canonical_signal(word.plain.trim_matches(['"', '\'']));
                    word.plain = spelled.unwrap_or_else(|| word.plain.clone());
                    word.unquote();
                }
            }
            Self::StageNames => stage_names(meaning),
            Self::TrailingSlash => {
                for word in meaning.statements_of(&[Keyword::Copy, Keyword::Add]).filter_map(|it| it.words.last_mut()) {
                    word.plain.truncate(word.plain.trim_end_matches('/').len());
                    word.unquote();
                }
            }
        }
    }
}

impl Word {
    fn unquote(&mut self) {
        self.written.clone_from(&self.plain);
    }
}

/// A call, and what it has another shell call: `sh -c "…"`.
fn flat(mut call: Call) -> Vec<Call> {
    let text = call.words.iter().position(|word| word == "-c").map(|at| at + 1);
    let Some(at) = text.filter(|at| call.words.get(*at).is_some_and(|word| word.starts_with(['"', '\'']))) else {
        return vec![call];
    };
    let word = call.words.remove(at);
    let mut inner = commands::calls(word.trim_matches(['"', '\'']));
    inner.iter_mut().take(1).for_each(|first| "-c".clone_into(&mut first.joint));
    inner.insert(0, call);
    inner
}

fn drop_options(meaning: &mut Meaning, is_option: impl Fn(&str) -> bool) {
    meaning.words(|word| manager(word).is_some(), |words| words.retain(|word| !is_option(word)));
}

fn apt_get(words: &mut [String]) {
    let Some(at) = words.iter().position(|word| word.trim_start_matches('(') == "apt") else { return };
    let verb = words[at..].iter().skip(1).position(|word| instead_of_apt(word).is_some()).map(|verb| at + 1 + verb);
    let Some(verb) = verb else { return };
    let Some((better, renamed)) = instead_of_apt(&words[verb]).map(|(name, verb)| (name, verb.to_owned())) else {
        return;
    };
    words[at] = words[at].replace("apt", better);
    words[verb] = renamed;
}

fn authors(meaning: &mut Meaning) {
    const KEY: &str = "org.opencontainers.image.authors";
    for statement in meaning.statements_of(&[Keyword::Maintainer, Keyword::Label]) {
        if statement.keyword == Keyword::Maintainer {
            statement.keyword = Keyword::Label;
            let bare = |text: &str| {
                let inner = text.strip_prefix('"').and_then(|text| text.strip_suffix('"'));
                inner.unwrap_or(text).to_owned()
            };
            statement.words.iter_mut().for_each(|word| word.plain = bare(&word.plain));
            statement.words.insert(0, Word { written: KEY.to_owned(), plain: KEY.to_owned() });
        }
        if statement.words.first().is_some_and(|key| key.plain == KEY) {
            statement.words.iter_mut().for_each(Word::unquote);
        }
    }
}

/// A command of which the shell makes nothing but words.
fn exec_form(statement: &mut Statement) {
    let Some(Run::Shell { calls, script: false, .. }) = &statement.command else { return };
    let [call] = calls.as_slice() else { return };
    let script = shell::parse(&call.words.join(" "), 0, Dialect::Posix);
    let Some(command) = script.commands.first() else { return };
    // `sudo` and its like are words as any other here.
    let words = command.wrappers.iter().flat_map(|wrapper| &wrapper.words).chain(&command.words);
    let words: Option<Vec<String>> = words.map(|word| word.literal.as_deref().map(str::to_owned)).collect();
    let plain = command.assignments.is_empty() && command.redirects.is_empty();
    if let Some(words) = words.filter(|words| plain && words.len() == call.words.len()) {
        statement.command = Some(Run::Exec(words));
    }
}

fn ports(meaning: &mut Meaning, change: impl Fn(&str) -> String) {
    for word in meaning.statements_of(&[Keyword::Expose]).flat_map(|it| &mut it.words) {
        word.plain = change(&word.plain);
        word.unquote();
    }
}

/// A script that ends at the first failure is a chain of its commands, where nothing else is set that they could feel.
fn under_errexit(calls: &mut Vec<Call>) {
    let expands = calls.iter().flat_map(|call| &call.words).any(|word| word.contains('$'));
    let plain = |letter| matches!(letter, 'e' | 'x') || letter == 'u' && !expands;
    let sets = calls.first().is_some_and(|first| match first.words.as_slice() {
        [name, letters] if name == "set" => {
            letters.strip_prefix('-').is_some_and(|letters| letters.contains('e') && letters.chars().all(plain))
        }
        _ => false,
    });
    if sets {
        calls.remove(0);
        calls
            .iter_mut()
            .filter(|call| matches!(&*call.joint, "\n" | ";"))
            .for_each(|call| "&&".clone_into(&mut call.joint));
        calls.retain(|call| !call.words.is_empty());
    }
    if let Some(first) = calls.first_mut() {
        first.joint.clear();
    }
}

fn join(meaning: &mut Meaning) {
    meaning.calls().for_each(drop);
    let mut joined: Vec<Statement> = Vec::new();
    for statement in std::mem::take(&mut meaning.statements) {
        let follows = joined.last_mut().filter(|last| {
            last.keyword == Keyword::Run
                && statement.keyword == Keyword::Run
                && last.triggers == statement.triggers
                && last.flags == statement.flags
                && last.heredocs == statement.heredocs
        });
        match (follows.map(|last| &mut last.command), statement.command) {
            (Some(Some(Run::Shell { calls, .. })), Some(Run::Shell { calls: mut more, .. })) => {
                more.iter_mut().take(1).for_each(|first| "&&".clone_into(&mut first.joint));
                calls.append(&mut more);
            }
            (_, command) => joined.push(Statement { command, ..statement }),
        }
    }
    meaning.statements = joined;
}

fn lost_labels(meaning: &mut Meaning) {
    let mut seen = HashSet::new();
    for statement in meaning.statements.iter_mut().rev() {
        match statement.keyword {
            Keyword::From => seen.clear(),
            Keyword::Label if statement.triggers == 0 => {
                let pairs: Vec<&[Word]> = statement.words.chunks(2).collect();
                let mut kept: Vec<&[Word]> =
                    pairs.into_iter().rev().filter(|pair| seen.insert(pair[0].plain.clone())).collect();
                kept.reverse();
                statement.words = kept.concat();
            }
            _ => {}
        }
    }
    meaning.statements.retain(|it| it.keyword != Keyword::Label || !it.words.is_empty());
}

fn caches(meaning: &mut Meaning) {
    drop_options(meaning, |word| word.starts_with("--no-cache"));
    let clean: Vec<Vec<&str>> =
        package_managers().filter_map(|row| row.clean_command).map(|command| command.split(' ').collect()).collect();
    let cleans = |call: &Call| {
        let mut words: Vec<&str> = call.words.iter().map(String::as_str).collect();
        if let Some(first) = words.first_mut() {
            *first = file_name(first);
        }
        clean.contains(&words)
    };
    for calls in meaning.calls() {
        calls.retain(|call| !cleans(call) || !matches!(&*call.joint, "" | "&&" | ";" | "\n"));
        calls.iter_mut().take(1).for_each(|first| first.joint.clear());
    }
}

fn repeated(meaning: &mut Meaning) {
    meaning.calls().for_each(drop);
    let mut seen: HashSet<(String, String)> = HashSet::new();
    for statement in &mut meaning.statements {
        if statement.keyword == Keyword::From {
            seen.clear();
        }
        let Some(Run::Shell { calls, .. }) = &mut statement.command else { continue };
        for call in calls {
            let Some(name) = call.words.iter().find(|word| manager(word).is_some()).cloned() else { continue };
            call.words.retain(|word| *word == name || seen.insert((name.clone(), word.clone())));
        }
    }
}

/// Names of stages give way to their numbers.
fn stage_names(meaning: &mut Meaning) {
    let mut numbers: HashMap<String, String> = HashMap::new();
    let mut count = 0;
    for statement in &mut meaning.statements {
        let number = |name: &str| numbers.get(&name.to_lowercase()).cloned();
        if statement.keyword == Keyword::From {
            let own = statement.words.get(1).map(|name| name.plain.to_lowercase());
            statement.words.truncate(1);
            for image in &mut statement.words {
                image.plain = number(&image.plain).unwrap_or_else(|| image.plain.clone());
                image.unquote();
            }
            own.and_then(|own| numbers.insert(own, count.to_string()));
            count += 1;
            continue;
        }
        for (name, value) in &mut statement.flags {
            let Some(value) = value else { continue };
            match &**name {
                "from" => *value = number(value).unwrap_or_else(|| value.clone()),
                "mount" => {
                    let parts = value.split(',').map(|part| match part.split_once('=') {
                        Some(("from", stage)) => format!("from={}", number(stage).as_deref().unwrap_or(stage)),
                        _ => part.to_owned(),
                    });
                    *value = parts.collect::<Vec<_>>().join(",");
                }
                _ => {}
            }
        }
    }
}
