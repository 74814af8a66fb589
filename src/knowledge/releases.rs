//! Releases that were out of support when this version of the tables was written: October 2026. A release that is missing is taken to
//! be supported; what lotse says depends on its own version, never on today's date.

/// How far the releases of a repository are out of support.
struct Row {
    /// The official repositories.
    repositories: &'static [&'static str],
    /// What people call it.
    name: &'static str,
    /// The last release without support; earlier ones have none either.
    last: (u32, u32),
    /// Whether releases are told apart by two numbers (`3.9`) or by one (`20`).
    two: bool,
    /// Later releases that have none either.
    also: &'static [(u32, u32)],
}

/// Sources: endoflife.date and each project's own page of releases.
static ROWS: &[Row] = &[
    row(&["alpine"], "Alpine", (3, 20), true, &[]),
    row(&["debian"], "Debian", (11, 0), false, &[]),
    row(&["fedora"], "Fedora", (42, 0), false, &[]),
    row(&["golang"], "Go", (1, 24), true, &[]),
    row(&["nginx", "nginxinc/nginx-unprivileged"], "nginx", (1, 27), true, &[]),
    row(&["node"], "Node.js", (21, 0), false, &[(23, 0), (25, 0)]),
    row(&["php"], "PHP", (8, 1), true, &[]),
    row(&["postgres"], "PostgreSQL", (13, 0), false, &[]),
    row(&["python"], "Python", (3, 9), true, &[]),
    row(&["ruby"], "Ruby", (3, 2), true, &[]),
    row(
        &["ubuntu"],
        "Ubuntu",
        (20, 10),
        true,
        &[(21, 4), (21, 10), (22, 10), (23, 4), (23, 10), (24, 10), (25, 4), (25, 10)],
    ),
    row(
        &[
            "mcr.microsoft.com/dotnet/core/aspnet", "mcr.microsoft.com/dotnet/core/runtime",
            "mcr.microsoft.com/dotnet/core/runtime-deps", "mcr.microsoft.com/dotnet/core/sdk",
            "mcr.microsoft.com/dotnet/aspnet", "mcr.microsoft.com/dotnet/runtime",
            "mcr.microsoft.com/dotnet/runtime-deps", "mcr.microsoft.com/dotnet/sdk",
        ],
        ".NET",
        (7, 0),
        false,
        &[],
    ),
];

const fn row(
    repositories: &'static [&'static str],
    name: &'static str,
    last: (u32, u32),
    two: bool,
    also: &'static [(u32, u32)],
) -> Row {
    Row { repositories, name, last, two, also }
}

/// Repositories that get no more images at all, with what came after them.
const RETIRED: &[&str] =
    &["centos", "java", "openjdk", "microsoft/aspnetcore", "microsoft/aspnetcore-build", "microsoft/dotnet"];

/// Code names of releases without support. Sources: debian.org/releases, wiki.ubuntu.com/Releases.
const CODE_NAMES: &[(&str, &str)] = &[
    ("bionic", "Ubuntu 18.04"),
    ("bullseye", "Debian 11"),
    ("buster", "Debian 10"),
    ("eoan", "Ubuntu 19.10"),
    ("focal", "Ubuntu 20.04"),
    ("groovy", "Ubuntu 20.10"),
    ("hirsute", "Ubuntu 21.04"),
    ("impish", "Ubuntu 21.10"),
    ("jessie", "Debian 8"),
    ("kinetic", "Ubuntu 22.10"),
    ("lunar", "Ubuntu 23.04"),
    ("mantic", "Ubuntu 23.10"),
    ("oracular", "Ubuntu 24.10"),
    ("plucky", "Ubuntu 25.04"),
    ("stretch", "Debian 9"),
    ("trusty", "Ubuntu 14.04"),
    ("wheezy", "Debian 7"),
    ("xenial", "Ubuntu 16.04"),
];

/// Whether a repository gets no more images at all.
pub fn is_without_successor(repository: &str) -> bool {
    RETIRED.contains(&repository)
}

/// What in an official image is out of support: the release itself or the system below it. `repository` is its canonical name.
pub fn end_of_life(repository: &str, tag: &str) -> Option<String> {
    if RETIRED.contains(&repository) {
        return Some(format!("`{repository}`"));
    }
    let row = ROWS.iter().find(|row| row.repositories.contains(&repository))?;
    let mut parts = tag.split('-');
    if let Some(release) = parts.next().and_then(version).and_then(|version| row.without_support(version)) {
        return Some(release);
    }
    tag.split('-').find_map(|part| {
        if let Ok(position) = CODE_NAMES.binary_search_by_key(&part, |(code, _)| code) {
            return CODE_NAMES.get(position).map(|(_, release)| (*release).to_owned());
        }
        let alpine = ROWS.iter().find(|row| row.name == "Alpine")?;
        alpine.without_support(part.strip_prefix("alpine").and_then(version)?)
    })
}

impl Row {
    /// The release in words, where it is out of support. With one number of two, the whole line must be.
    fn without_support(&self, (major, minor): (u32, Option<u32>)) -> Option<String> {
        let over = match (self.two, minor) {
            (false, _) => major <= self.last.0 || self.also.contains(&(major, 0)),
            (true, None) => major < self.last.0,
            (true, Some(minor)) => (major, minor) <= self.last || self.also.contains(&(major, minor)),
        };
        over.then(|| match (self.two, minor) {
            (true, Some(minor)) if self.name == "Ubuntu" => {
                format!("{} {major}.{minor:02}", self.name)
            }
            (true, Some(minor)) => format!("{} {major}.{minor}", self.name),
            _ => format!("{} {major}", self.name),
        })
    }
}

/// The first one or two numbers of a version: `3.9.2` is 3 and 9.
fn version(text: &str) -> Option<(u32, Option<u32>)> {
    let mut numbers = text.split('.');
    let major = numbers.next()?.parse().ok()?;
    match numbers.next() {
        None => Some((major, None)),
        Some(minor) => Some((major, Some(minor.parse().ok()?))),
    }
}
