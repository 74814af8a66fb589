//! The grammar of tags that the official images share: parts joined by `-`, some of which name the system below.

use super::Family;
use super::systems::{self, System};

/// Code names of Debian releases, and the names of its suites. Source: debian.org/releases.
const DEBIAN: &[&str] = &[
    "bookworm", "bullseye", "buster", "experimental", "forky", "jessie", "oldoldstable", "oldstable", "sid", "stable",
    "stretch", "testing", "trixie", "unstable", "wheezy",
];

/// Code names of Ubuntu releases. Source: wiki.ubuntu.com/Releases.
const UBUNTU: &[&str] = &[
    "bionic", "focal", "jammy", "kinetic", "lunar", "mantic", "noble", "oracular", "plucky", "questing", "resolute",
    "trusty", "xenial",
];

/// Parts that name another system, up to a version behind them (`alpine3.20`, `ubi9`).
const SYSTEMS: &[(&str, &System)] = &[
    ("al", &systems::AMAZON),
    ("alpine", &systems::ALPINE),
    ("amazonlinux", &systems::AMAZON),
    ("amzn", &systems::AMAZON),
    ("azurelinux", &systems::AZURE),
    ("busybox", &systems::BUSYBOX),
    ("cbl", &systems::AZURE),
    ("centos", &systems::RHEL),
    ("chiseled", &systems::DISTROLESS),
    ("debian", &systems::DEBIAN),
    ("distroless", &systems::DISTROLESS),
    ("fedora", &systems::FEDORA),
    ("nanoserver", &systems::NANO_SERVER),
    ("ol", &systems::RHEL_MINIMAL),
    ("oracle", &systems::RHEL_MINIMAL),
    ("oraclelinux", &systems::RHEL_MINIMAL),
    ("photon", &systems::PHOTON),
    ("rockylinux", &systems::RHEL),
    ("ubi", &systems::RHEL),
    ("ubuntu", &systems::UBUNTU),
    ("windowsservercore", &systems::SERVER_CORE),
];

/// The parts of a tag. Dots stay: they belong to versions.
fn parts(tag: &str) -> impl Iterator<Item = &str> {
    tag.split(['-', '_'])
}

/// A part without the version behind it: `alpine3.20` is `alpine`, `php8.3` is `php`.
fn bare(part: &str) -> &str {
    part.trim_end_matches(|letter: char| letter.is_ascii_digit() || letter == '.')
}

/// Whether a part of the tag is this mark, with or without a version behind it.
pub(super) fn has_mark(tag: &str, mark: &str) -> bool {
    let release =
        |part: &str| mark.starts_with(|letter: char| letter.is_ascii_digit()) && starts_with_release(part, mark);
    parts(tag).any(|part| part == mark || bare(part) == mark || release(part))
}

/// Whether a version is this release or one of its patches: `10.0.1` is of `10.0`.
fn starts_with_release(version: &str, release: &str) -> bool {
    version.strip_prefix(release).is_some_and(|rest| rest.starts_with('.'))
}

/// Whether the tag chooses a small variant already.
pub(super) fn is_small(tag: &str) -> bool {
    parts(tag).any(|part| {
        part == "slim" || matches!(bare(part), "alpine" | "busybox" | "chiseled" | "distroless" | "minimal" | "tiny")
    })
}

/// The system that a tag chooses; `own` is that of an image whose tag names none. `None` where a variable hides it.
pub(super) fn system(own: &'static System, slim: Option<&'static System>, tag: &str) -> Option<&'static System> {
    let mut chosen: Option<&'static System> = None;
    let mut small = false;
    for part in parts(tag) {
        small |= part == "slim";
        // The more special part wins: `azurelinux3.0-distroless`, `bookworm-slim`.
        if let Some(system) = named(own, part)
            && !chosen.is_some_and(|before| before.family == Family::Distroless)
        {
            chosen = Some(system);
        }
    }
    match (chosen, small, slim) {
        (Some(system), true, Some(slim)) if system.family == own.family => Some(slim),
        (Some(system), ..) => Some(system),
        (None, true, Some(slim)) => Some(slim),
        (None, ..) if tag.contains('$') && !own.fixed => None,
        (None, ..) => Some(own),
    }
}

fn named(own: &'static System, part: &str) -> Option<&'static System> {
    let of_family = |family: Family, other: &'static System| if own.family == family { own } else { other };
    if DEBIAN.binary_search(&part).is_ok() {
        return Some(of_family(Family::Debian, &systems::DEBIAN));
    }
    if UBUNTU.binary_search(&part).is_ok() {
        return Some(of_family(Family::Ubuntu, &systems::UBUNTU));
    }
    let position = SYSTEMS.binary_search_by_key(&bare(part), |(mark, _)| mark).ok()?;
    let (mark, system) = SYSTEMS.get(position)?;
    // Amazon's short mark and Oracle's need their version: `al2023`, `ol9`.
    (mark.len() > 2 || part.len() > mark.len()).then(|| of_family(system.family, system))
}
