//! Paths inside an image, as text.

use std::borrow::Cow;

use crate::knowledge::files::is_data_path;

/// The path without `.` and `..` parts, doubled and trailing slashes; relative paths are joined to `directory`.
pub fn normalise(path: &str, directory: &str) -> String {
    let base = if path.starts_with('/') { "" } else { directory };
    let mut all = String::with_capacity(base.len() + path.len() + 2);
    for mut rest in [base, path] {
        while !rest.is_empty() {
            let end = rest.bytes().position(|byte| byte == b'/').unwrap_or(rest.len());
            match &rest[..end] {
                "" | "." => {}
                ".." => all.truncate(memchr::memrchr(b'/', all.as_bytes()).unwrap_or(0)),
                part => {
                    all.push('/');
                    all.push_str(part);
                }
            }
            rest = rest.get(end + 1..).unwrap_or("");
        }
    }
    if all.is_empty() {
        all.push('/');
    }
    all
}

/// Whether a path of COPY or WORKDIR depends on no working directory, on Linux (`/app`) or on Windows (`C:/app`, `\app`).
pub fn is_absolute(path: &str) -> bool {
    path.starts_with('/') || is_windows_path(path)
}

/// Whether a path begins like one of Windows: `C:/app`, `\app`.
pub fn is_windows_path(path: &str) -> bool {
    let bytes = path.as_bytes();
    path.starts_with('\\') || bytes.first().is_some_and(u8::is_ascii_alphabetic) && bytes.get(1) == Some(&b':')
}

/// Whether deleting `pattern` deletes all that lies below `folder`: the folder itself, a parent, or `folder/*`.
pub fn removes(pattern: &str, folder: &str) -> bool {
    let folder = folder.trim_end_matches('/');
    let pattern = pattern.trim_end_matches('/');
    // `lists/*`, `lists/*.*`, `/var/cache/*/*`: what stands behind the last fixed part says only how much of it goes.
    let mut at = folder.split('/');
    for part in pattern.split('/') {
        match at.next() {
            None => return part.contains('*'),
            Some(expected) => {
                if !matches_part(part, expected) {
                    return false;
                }
            }
        }
    }
    true
}

/// Whether `path` is `folder` or lies below it.
pub fn is_below(path: &str, folder: &str) -> bool {
    let folder = folder.trim_end_matches('/');
    path.strip_prefix(folder).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// Glob match of one part of a path: `*`, `?` and `{a,b}` match loosely.
fn matches_part(pattern: &str, text: &str) -> bool {
    if !pattern.contains(['*', '?', '{']) {
        return pattern == text;
    }
    if let (Some(open), Some(close)) = (pattern.find('{'), pattern.rfind('}'))
        && open < close
    {
        let (before, behind) = (&pattern[..open], &pattern[close + 1..]);
        return pattern[open + 1..close]
            .split(',')
            .take(16)
            .any(|choice| !choice.contains('{') && matches_part(&format!("{before}{choice}{behind}"), text));
    }
    let (mut pattern_at, mut text_at) = (0, 0);
    let (pattern, text) = (pattern.as_bytes(), text.as_bytes());
    let mut star: Option<(usize, usize)> = None;
    while text_at < text.len() {
        match pattern.get(pattern_at) {
            Some(b'*') => {
                star = Some((pattern_at, text_at));
                pattern_at += 1;
            }
            Some(b'?') => (pattern_at, text_at) = (pattern_at + 1, text_at + 1),
            Some(byte) if *byte == text[text_at] => {
                (pattern_at, text_at) = (pattern_at + 1, text_at + 1);
            }
            _ => match star {
                Some((at, from)) => {
                    star = Some((at, from + 1));
                    (pattern_at, text_at) = (at + 1, from + 1);
                }
                None => return false,
            },
        }
    }
    pattern[pattern_at..].iter().all(|byte| *byte == b'*')
}

/// A path in a user's home with `~` for the home: `/root/.cache`, `/home/app/.cache`, `$HOME/.cache` are `~/.cache`.
/// Other paths are returned as they are.
pub fn with_tilde(path: &str) -> Cow<'_, str> {
    let behind_name = |rest: &str| rest.find('/').map_or("", |slash| &rest[slash..]).to_owned();
    let rest = if let Some(rest) = path.strip_prefix("/home/") {
        behind_name(rest)
    } else if let Some(rest) = ["/root", "${HOME}", "$HOME"].iter().find_map(|home| path.strip_prefix(home)) {
        if !rest.is_empty() && !rest.starts_with('/') {
            return Cow::Borrowed(path);
        }
        rest.to_owned()
    } else if path.starts_with('~') && !path.starts_with("~/") {
        behind_name(path)
    } else {
        return Cow::Borrowed(path);
    };
    Cow::Owned(format!("~{rest}"))
}

/// Whether a folder is part of any image, so that what one instruction puts into it is not all that lies in it.
pub fn is_system_folder(path: &str) -> bool {
    const DEEPER: &[&str] = &[
        "/etc/apt", "/etc/apt/sources.list.d", "/etc/init.d", "/etc/profile.d", "/etc/ssl", "/etc/ssl/certs",
        "/usr/bin", "/usr/include", "/usr/lib", "/usr/lib64", "/usr/local", "/usr/local/bin", "/usr/local/etc",
        "/usr/local/include", "/usr/local/lib", "/usr/local/sbin", "/usr/local/share", "/usr/sbin", "/usr/share",
        "/usr/src", "/var/cache", "/var/lib", "/var/lib/apt", "/var/log", "/var/run", "/var/spool", "/var/tmp",
        "/var/www",
    ];
    const TOP: &[&str] = &[
        "/", "/bin", "/boot", "/dev", "/etc", "/home", "/lib", "/lib64", "/media", "/mnt", "/opt", "/proc", "/root",
        "/run", "/sbin", "/srv", "/sys", "/tmp", "/usr", "/var",
    ];
    let path = if path.len() > 1 { path.trim_end_matches('/') } else { path };
    TOP.contains(&path) || DEEPER.contains(&path)
}

/// Whether applications write to a place: their home, their working directory, folders for data.
pub fn is_written_at_run_time(path: &str, directory: Option<&str>) -> bool {
    const READ_ONLY: &[&str] = &["/usr", "/opt", "/etc", "/bin", "/sbin", "/lib", "/lib64"];
    let read_only =
        || READ_ONLY.iter().any(|folder| is_below(path, folder)) || path.split('/').any(|part| part == "bin");
    let own = || directory.is_some_and(|directory| directory != "/" && is_below(path, directory));
    is_data_path(path) || !read_only() && (path.starts_with('~') || own())
}
