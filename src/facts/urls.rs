//! What an address says of the thing behind it.

/// Whether a source of ADD is an address.
pub fn is_url(source: &str) -> bool {
    source.starts_with("https://") || source.starts_with("http://")
}

/// Whether a host is a mirror of a distribution that answers by http only, as its packages are signed.
pub fn has_no_https(host: &str) -> bool {
    matches!(
        host,
        "archive.ubuntu.com"
            | "old-releases.ubuntu.com"
            | "ports.ubuntu.com"
            | "security.ubuntu.com"
            | "us.archive.ubuntu.com"
    )
}

/// Whether a path has a whole SHA-256 in it: then it gives one content only.
pub fn names_digest(url: &str) -> bool {
    url.split(|letter: char| !letter.is_ascii_hexdigit()).any(|part| part.len() == 64)
}

/// Whether it is a key, a signature or a list of checksums: what other files are compared with.
pub fn is_signature(url: &str) -> bool {
    const ENDINGS: &[&str] = &[
        ".asc", ".gpg", ".key", ".minisig", ".pem", ".pub", ".sha256", ".sha256sum", ".sha512", ".sha512sum", ".sig",
        "sha256sums", "sha256sums.txt", "sha512sums", "checksums.txt", "shasums256.txt", "gpgkey", "gpg",
    ];
    let lower = url.split(['?', '#']).next().unwrap_or(url).to_ascii_lowercase();
    ENDINGS.iter().any(|ending| lower.ends_with(ending))
}

/// Whether it is a list of packages' sources: `….list`, `….repo`, `….sources`. Their packages are signed.
pub fn is_source_list(url: &str) -> bool {
    const ENDINGS: &[&str] = &[".list", ".repo", ".sources"];
    let lower = url.split(['?', '#']).next().unwrap_or(url).to_ascii_lowercase();
    ENDINGS.iter().any(|ending| lower.ends_with(ending))
}

/// The part of an address that makes what lies behind it change from day to day: `latest`, a branch.
pub fn floating_part(url: &str) -> Option<&str> {
    let (_, rest) = url.split_once("://")?;
    let (host, path) = rest.split_once('/')?;
    // Answers of programs are no files: they are asked what the latest version is.
    if host.starts_with("api.") {
        return None;
    }
    let path = path.split(['?', '#']).next().unwrap_or(path);
    let parts: Vec<&str> = path.split('/').take(MOST_PARTS).collect();
    let branch = |name: &&str| matches!(*name, "main" | "master" | "HEAD" | "develop" | "trunk");
    let named = match (host, parts.as_slice()) {
        ("raw.githubusercontent.com", [_, _, "refs", "heads", name, ..])
        | ("github.com", [_, _, "raw" | "archive" | "blob", "refs", "heads", name, ..]) => {
            return Some(bare(name));
        }
        ("raw.githubusercontent.com", [_, _, name, ..])
        | ("github.com", [_, _, "raw" | "blob" | "archive" | "tarball" | "zipball", name, ..]) => {
            Some(bare(name)).filter(branch)
        }
        _ => None,
    };
    if named.is_some() {
        return named;
    }
    if let Some(raw) = parts.windows(3).find(|part| part[..2] == ["-", "raw"]) {
        return Some(raw[2]).filter(branch);
    }
    // The last part is a file of that name, or the answer to a question.
    let folders = parts.split_last().map_or(&[][..], |(_, folders)| folders);
    folders.iter().copied().find(|part| part.eq_ignore_ascii_case("latest"))
}

/// A bound for hostile addresses.
const MOST_PARTS: usize = 64;

/// A branch's name without the ending of an archive.
fn bare(name: &str) -> &str {
    name.trim_end_matches(".tar.gz").trim_end_matches(".zip")
}

/// The host of an address, without its port.
pub fn host(url: &str) -> &str {
    url.split_once("://").map_or("", |(_, rest)| rest).split(['/', ':', '?']).next().unwrap_or("")
}

/// Whether a host is this machine, lies in a private network, or has a name that only the build can resolve.
pub fn is_private_host(host: &str) -> bool {
    let second = host.split('.').nth(1).and_then(|part| part.parse::<u8>().ok());
    host.contains(['$', '{', '<', '['])
        || !host.contains('.')
        || host.starts_with("127.")
        || host.starts_with("10.")
        || host.starts_with("192.168.")
        || (host.starts_with("172.") && second.is_some_and(|part| (16..32).contains(&part)))
        || [".internal", ".lan", ".local", ".localhost"].iter().any(|ending| host.ends_with(ending))
}
