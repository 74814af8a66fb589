//! Downloads: what `curl`, `wget` and `git clone` fetch, and where they put it.

use super::deeds::{Destination, Download};
use super::run::Piece;
use super::urls::{is_signature, is_source_list};
use crate::knowledge::tools::is_interpreter;
use crate::knowledge::transfers::{curl_looks_at_status, is_quiet_wget_option};
use crate::shell::{Command, RedirectKind, Word};
use crate::source::file_name;

/// Options of `curl` whose value is the next word. Source: curl(1).
const CURL_VALUES: &[&str] = &[
    "-o", "--output", "-H", "--header", "-X", "--request", "-d", "--data", "--data-binary", "--data-raw", "-u",
    "--user", "-A", "--user-agent", "-e", "--referer", "-m", "--max-time", "--connect-timeout", "--retry",
    "--retry-delay", "--retry-max-time", "-x", "--proxy", "--cacert", "--capath", "-E", "--cert", "--key", "-T",
    "--upload-file", "-F", "--form", "-b", "--cookie", "-c", "--cookie-jar", "-w", "--write-out", "-r", "--range",
    "-z", "--time-cond", "--resolve", "--output-dir", "-K", "--config", "--ciphers", "--limit-rate", "--proto",
    "--proto-redir", "--tls-max", "-C", "--continue-at", "--interface", "--max-redirs", "-D", "--dump-header", "--url",
];

/// Options of `wget` whose value is the next word. Source: wget(1).
const WGET_VALUES: &[&str] = &[
    "-O", "--output-document", "-P", "--directory-prefix", "-o", "--output-file", "-a", "--append-output", "-t",
    "--tries", "-T", "--timeout", "-U", "--user-agent", "--header", "--user", "--password", "-e", "--execute", "-i",
    "--input-file", "-A", "--accept", "-R", "--reject", "-l", "--level", "-w", "--wait", "-Q", "--quota",
    "--ca-certificate", "--progress",
];

/// The download that a command makes, if it makes one.
pub(super) fn download(index: usize, command: &Command, name: &str) -> Option<Download> {
    match name {
        "git" => clone(index, command),
        "wget" => Some(fetch(index, command, name, WGET_VALUES, &["-O", "--output-document"], true)),
        "aria2c" => Some(fetch(index, command, name, &["-o", "--out", "-d", "--dir"], &["-o", "--out"], true)),
        _ => {
            let keeps_name = command.words.iter().any(|word| is_remote_name(&word.text));
            Some(fetch(index, command, name, CURL_VALUES, &["-o", "--output"], keeps_name))
        }
    }
}

/// `-O`, `--remote-name`, `-fsSLO`, `-OL`: the file gets the name that it has in the address.
fn is_remote_name(text: &str) -> bool {
    text.starts_with("--remote-name")
        || (text.starts_with('-')
            && !text.starts_with("--")
            && text.contains('O')
            && text.bytes().skip(1).all(|byte| byte.is_ascii_alphabetic()))
}

fn fetch(index: usize, command: &Command, tool: &str, values: &[&str], output: &[&str], keeps_name: bool) -> Download {
    let mut url: Option<&Word> = None;
    let mut to: Option<Destination> = None;
    let mut words = command.words[1..].iter();
    while let Some(word) = words.next() {
        let text = &*word.text;
        if let Some((flag, value)) = text.split_once('=').filter(|_| text.starts_with("--")) {
            if output.contains(&flag) {
                to = Some(destination(value, word));
            }
            continue;
        }
        if text.starts_with('-') && text.len() > 1 {
            let long = text.starts_with("--");
            let last = if long { text.to_owned() } else { format!("-{}", text.chars().next_back().unwrap_or('-')) };
            if let Some(value) = attached(text, output, values).filter(|_| !long) {
                to = Some(destination(value, word));
            } else if output.contains(&last.as_str()) {
                if let Some(value) = words.next() {
                    to = Some(destination(&value.text, value));
                }
            } else if values.contains(&last.as_str()) {
                let value = words.next();
                if last == "--url" {
                    url = value;
                }
            }
        } else if url.is_none() {
            url = Some(word);
        }
    }
    let redirected = command.redirects.iter().find(|redirect| {
        matches!(redirect.kind, RedirectKind::Write | RedirectKind::Append | RedirectKind::Both)
            && redirect.descriptor.unwrap_or(1) == 1
    });
    let to = to.unwrap_or_else(|| match (redirected.and_then(|redirect| redirect.target.as_ref()), url) {
        (Some(target), _) if !keeps_name => destination(&target.text, target),
        (_, Some(url)) if keeps_name => {
            let path = url.text.split(['?', '#']).next().unwrap_or("");
            let file = file_name(path);
            if file.is_empty() { Destination::Unknown } else { Destination::Path(file.into(), url.span) }
        }
        _ => Destination::Stream,
    });
    Download { command: index, tool: tool.into(), url: url.map(|word| (word.text.clone(), word.span)), to }
}

/// The value behind one of the short options `wanted` in the same word: `-` in `-qO-`.
fn attached<'t>(text: &'t str, wanted: &[&str], values: &[&str]) -> Option<&'t str> {
    let is = |letter: char, options: &[&str]| {
        options.iter().any(|option| option.len() == 2 && option.ends_with(letter) && option.starts_with('-'))
    };
    // In front of it stand options without a value only.
    let (at, letter) = text.char_indices().skip(1).find(|(_, letter)| is(*letter, values) || is(*letter, wanted))?;
    let rest = &text[at + letter.len_utf8()..];
    (is(letter, wanted) && !rest.is_empty()).then_some(rest)
}

fn destination(path: &str, word: &Word) -> Destination {
    match path {
        "-" | "/dev/stdout" | "/dev/null" => Destination::Stream,
        _ => Destination::Path(path.into(), word.span),
    }
}

/// Options of `git clone` whose value is the next word. Source: git-clone(1).
const CLONE_VALUES: &[&str] = &[
    "-b", "--branch", "--depth", "-o", "--origin", "-c", "--config", "--reference", "--template", "-u",
    "--upload-pack", "-j", "--jobs", "--filter", "--shallow-since", "--separate-git-dir", "-C",
];

fn clone(index: usize, command: &Command) -> Option<Download> {
    let mut operands = Vec::new();
    let mut words = command.words[1..].iter();
    while let Some(word) = words.next() {
        if word.text.starts_with('-') {
            if CLONE_VALUES.contains(&&*word.text) {
                words.next();
            }
        } else {
            operands.push(word);
        }
    }
    let [verb, url, rest @ ..] = operands.as_slice() else { return None };
    if !verb.is("clone") {
        return None;
    }
    let named = url.text.trim_end_matches('/').rsplit(['/', ':']).next().unwrap_or("");
    let named = named.strip_suffix(".git").unwrap_or(named);
    let to = match rest.first() {
        Some(folder) => Destination::Path(folder.text.clone(), folder.span),
        None if named.is_empty() => Destination::Unknown,
        None => Destination::Path(named.into(), url.span),
    };
    Some(Download { command: index, tool: "git".into(), url: Some((url.text.clone(), url.span)), to })
}

impl Piece {
    /// Whether a download is a script that is run at once, by its name or because an interpreter reads it.
    pub fn runs(&self, download: &Download, url: &str) -> bool {
        let script = |text: &str| [".sh", ".bash", ".zsh", "/install"].iter().any(|ending| text.ends_with(ending));
        let next = || {
            let (pipeline, at) = self.script.commands.get(download.command)?.pipeline?;
            let next = self.script.pipelines.get(pipeline)?.stages.get(at + 1).copied().flatten()?;
            self.script.commands.get(next)?.name()
        };
        script(url)
            || matches!(&download.to, Destination::Path(path, _) if script(path))
            || next().is_some_and(is_interpreter)
    }

    /// Whether a download ends up in a file, by itself or through a program that unpacks it. What other files are compared with
    /// does not count.
    pub fn keeps(&self, download: &Download) -> bool {
        match &download.to {
            Destination::Path(path, _) => !path.starts_with("/dev/") && !is_signature(path) && !is_source_list(path),
            Destination::Unknown => false,
            Destination::Stream => self.script.commands.get(download.command).is_some_and(|command| {
                let mut behind = self.script.behind_in_pipe(command).filter_map(Command::name);
                behind.any(|name| matches!(name, "tar" | "bsdtar" | "unzip" | "cpio" | "dpkg" | "rpm" | "busybox"))
            }),
        }
    }
}

/// Whether curl keeps the body of an answer and does not look at its status, so that the page of an error is taken for the file.
/// Unknown words may be options with which it looks.
pub fn keeps_error_page(download: &Download, command: &Command) -> bool {
    let local = download.url.as_ref().is_none_or(|(url, _)| url.starts_with("file:"));
    let kept = matches!(download.to, Destination::Path(..) | Destination::Unknown) || hands_on(command);
    let looks = |word: &Word| {
        let text = &*word.text;
        curl_looks_at_status(text) || text.contains("http_code") || text.starts_with('$')
    };
    &*download.tool == "curl" && !local && kept && !command.arguments().iter().any(looks)
}

/// Whether the output goes into a pipe, a word or a file.
fn hands_on(command: &Command) -> bool {
    let discarded = command.targets().any(|target| target.is("/dev/null"));
    !discarded && (command.pipeline.is_some() || command.substitution || command.output_files().next().is_some())
}

/// Whether wget draws no progress bar into the log, or starts nothing. A variable may hold such an option, if it is called so.
pub fn is_quiet_wget(command: &Command) -> bool {
    let quiet = |word: &Word| {
        let text = &*word.text;
        let name = text.to_ascii_uppercase();
        let holds_options = ["OPT", "ARG", "FLAG", "PROGRESS", "QUIET", "VERBOS"].iter().any(|it| name.contains(it));
        is_quiet_wget_option(text) || name.starts_with('$') && holds_options
    };
    let redirected = command.redirects.iter().any(|redirect| redirect.descriptor == Some(2));
    redirected || command.words.len() < 2 || command.arguments().iter().any(quiet)
}
