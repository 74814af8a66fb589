//! References to git repositories, as `ADD` and build contexts take them: URLs, `git@host:path`, `github.com/…`.

use crate::source::file_name;
use std::borrow::Cow;

use super::convention::boolean;

/// A git reference.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GitRef {
    /// What is fetched, without fragment and query.
    pub remote: String,
    /// The directory that a clone would make.
    pub short_name: String,
    /// Commit, tag or branch; empty for the default branch.
    pub reference: String,
    /// The commit that the reference must mean; empty where none is asked for.
    pub checksum: String,
    /// The directory inside the repository; empty for its root.
    pub subdirectory: String,
    /// `github.com/…` without protocol, which could be a path as well: legal for build contexts only.
    pub looks_local: bool,
    /// `http://` or `git://`, which nobody protects on the way.
    pub unencrypted: bool,
    /// Whether `.git` is kept, if that is said.
    pub keep_git_dir: Option<bool>,
    /// Whether submodules are fetched, if that is said.
    pub submodules: Option<bool>,
    /// How file times are set; empty where it is not said.
    pub mtime: String,
    /// Whether the commit is fetched by its checksum.
    pub fetch_by_commit: bool,
}

/// Why a text is no git reference.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum GitRefError {
    /// The text means something else: a path or an ordinary URL.
    #[error("the text is no git reference")]
    NotGit,
    /// The text is a git reference with an error in its query.
    #[error("{0}")]
    Query(String),
}

impl GitRef {
    /// Reads a reference in which no variable is left.
    ///
    /// # Errors
    /// The text is no git reference, or its query is not legal.
    pub fn parse(text: &str) -> Result<Self, GitRefError> {
        if text.starts_with("./") || text.starts_with("../") {
            return Err(GitRefError::NotGit);
        }
        let mut found = Self { looks_local: text.starts_with("github.com/"), ..Self::default() };
        let protocol_length = text.bytes().take_while(u8::is_ascii_alphanumeric).count();
        let (protocol, behind) = text.split_at(protocol_length);
        let (remote, query, fragment);
        if found.looks_local || (protocol_length > 0 && behind.starts_with("://")) {
            let protocol = protocol.to_ascii_lowercase();
            (remote, query, fragment) = url_parts(text);
            if found.looks_local {
                remote.clone_into(&mut found.remote);
            } else {
                check_url(&protocol, &remote[protocol.len() + 3..])?;
                found.unencrypted = protocol == "http" || protocol == "git";
                found.remote = format!("{protocol}{}", &remote[protocol.len()..]);
            }
        } else {
            (remote, query, fragment) = scp_parts(text).ok_or(GitRefError::NotGit)?;
            remote.clone_into(&mut found.remote);
        }
        let fragment = unescape(fragment, false).ok_or(GitRefError::NotGit)?;
        let (reference, subdirectory) = fragment.split_once(':').unwrap_or((&fragment, ""));
        reference.clone_into(&mut found.reference);
        subdirectory.clone_into(&mut found.subdirectory);
        let last = file_name(&found.remote);
        let short_name = last.strip_suffix(".git").unwrap_or(last).to_owned();
        found.short_name = short_name;
        found.query(query)?;
        Ok(found)
    }

    /// The reference with commit and directory in the fragment: `remote#reference:directory`.
    pub fn fragment_form(&self, with_subdirectory: bool) -> String {
        let subdirectory = if with_subdirectory { clean(&self.subdirectory) } else { String::new() };
        let colon = if subdirectory.is_empty() { "" } else { ":" };
        let hash = if self.reference.is_empty() && colon.is_empty() { "" } else { "#" };
        format!("{}{hash}{}{colon}{subdirectory}", self.remote, self.reference)
    }

    fn query(&mut self, query: &str) -> Result<(), GitRefError> {
        let fail = |message: String| Err(GitRefError::Query(message));
        let mut seen: Vec<Cow<'_, str>> = Vec::new();
        let (mut tag, mut branch) = (String::new(), String::new());
        for pair in query.split('&').filter(|pair| !pair.is_empty() && !pair.contains(';')) {
            let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
            let (Some(key), Some(value)) = (unescape(key, true), unescape(value, true)) else {
                continue;
            };
            if seen.contains(&key) {
                return fail(format!("the query `{key}` has several values"));
            }
            let switch = matches!(&*key, "submodules" | "keep-git-dir" | "fetch-by-commit");
            let known = matches!(&*key, "ref" | "tag" | "branch" | "subdir" | "checksum" | "commit" | "mtime");
            if !switch && value.is_empty() {
                return fail(format!("the query `{key}` has no value"));
            }
            if !switch && !known {
                return fail(format!("the query `{key}` is not known"));
            }
            let on = if value.is_empty() { Some(true) } else { boolean(&value) };
            if switch && on.is_none() {
                return fail(format!("`{value}` is no value for the query `{key}`"));
            }
            match &*key {
                "ref" => merge(&mut self.reference, value.into_owned())?,
                "tag" => tag = value.into_owned(),
                "branch" => branch = value.into_owned(),
                "subdir" => merge(&mut self.subdirectory, value.into_owned())?,
                "checksum" | "commit" => self.checksum = value.into_owned(),
                "mtime" if !matches!(&*value, "checkout" | "commit") => {
                    return fail(format!("`{value}` is no value for the query `mtime`: use checkout or commit"));
                }
                "mtime" => self.mtime = value.into_owned(),
                "keep-git-dir" => self.keep_git_dir = on,
                "submodules" => self.submodules = on,
                _ => self.fetch_by_commit = on.unwrap_or_default(),
            }
            seen.push(key);
        }
        if !tag.is_empty() && !branch.is_empty() {
            return fail(format!("the branch `{branch}` and the tag `{tag}` exclude each other"));
        }
        for (prefix, name) in [("refs/tags/", tag), ("refs/heads/", branch)] {
            if !name.is_empty() {
                merge(&mut self.reference, if name.starts_with(prefix) { name } else { format!("{prefix}{name}") })?;
            }
        }
        Ok(())
    }
}

/// Sets what may be said twice if it is the same.
fn merge(place: &mut String, value: String) -> Result<(), GitRefError> {
    if !place.is_empty() && *place != value {
        return Err(GitRefError::Query(format!("`{place}` and `{value}` exclude each other")));
    }
    *place = value;
    Ok(())
}

/// What stands before the query, the query, the fragment.
fn url_parts(text: &str) -> (&str, &str, &str) {
    let (text, fragment) = text.split_once('#').unwrap_or((text, ""));
    let (remote, query) = text.split_once('?').unwrap_or((text, ""));
    (remote, query, fragment)
}

/// The parts of `user@host:path`.
fn scp_parts(text: &str) -> Option<(&str, &str, &str)> {
    let (user, rest) = text.split_once('@')?;
    let (host, _) = rest.split_once(':')?;
    let is_word = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
    let legal = !user.is_empty()
        && user.bytes().all(|byte| is_word(byte) || byte == b'_')
        && !host.is_empty()
        && host.bytes().all(|byte| is_word(byte) || byte == b'.')
        && !text.contains('\n');
    legal.then(|| url_parts(text))
}

/// Whether a URL is one that git understands; over HTTP only a path that ends in `.git` is one.
fn check_url(protocol: &str, behind: &str) -> Result<(), GitRefError> {
    let (authority, path) = behind.split_at(behind.find('/').unwrap_or(behind.len()));
    let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    let port = host.rsplit_once(':').map_or("", |(_, port)| port);
    let is_git = match protocol {
        "http" | "https" => path.as_bytes().ends_with(b".git"),
        "ssh" | "git" => true,
        _ => false,
    };
    let legal = is_git
        && !behind.bytes().any(|byte| byte.is_ascii_control())
        && !authority.contains(' ')
        && (host.ends_with(']') || port.bytes().all(|byte| byte.is_ascii_digit()))
        && unescape(path, false).is_some();
    if legal { Ok(()) } else { Err(GitRefError::NotGit) }
}

/// Replaces `%XX`, and in queries `+`. `None` where an escape is not legal.
fn unescape(text: &str, query: bool) -> Option<Cow<'_, str>> {
    let escaped = |byte: u8| byte == b'%' || (query && byte == b'+');
    if !text.bytes().any(escaped) {
        return Some(Cow::Borrowed(text));
    }
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'%' => {
                let digit = |byte: Option<u8>| char::from(byte?).to_digit(16);
                u8::try_from(digit(rest.next())? * 16 + digit(rest.next())?).ok()?
            }
            b'+' if query => b' ',
            other => other,
        });
    }
    Some(Cow::Owned(String::from_utf8_lossy(&bytes).into_owned()))
}

/// A path below the root without `.`, `..` and empty parts.
fn clean(path: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}
