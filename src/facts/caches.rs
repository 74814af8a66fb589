//! Caches of package managers: what a RUN writes and does not take away again.

use super::deeds::{PackageAction, Removal};
use super::directories::{Directory, directories};
use super::paths::{is_below, removes, with_tilde};
use super::run::{Piece, RunFacts};
use super::site::Site;
use crate::knowledge::package_managers::{Manager, Verb};

/// A cache that is still there when a RUN ends.
#[derive(Clone, Copy, Debug)]
pub struct Leftover<'a> {
    /// The text that the call stands in.
    pub piece: &'a Piece,
    /// The first call that wrote it.
    pub action: &'a PackageAction,
}

/// The caches that are left at the end of a RUN, one for each manager (and its kin) at most.
pub fn leftovers<'a>(run: &'a RunFacts, site: &Site<'_>) -> Vec<Leftover<'a>> {
    let mut open: Vec<Leftover<'a>> = Vec::new();
    for piece in &run.pieces {
        let places = directories(&piece.script, site.directory());
        let (direct, late): (Vec<_>, Vec<_>) = events(piece).partition(|event| !in_function(piece, event.command()));
        // A function may be called at any time; one that cleans is most likely called at the end.
        for event in direct.into_iter().chain(late) {
            match event {
                Event::Package(action) if action.verb == Verb::Clean => {
                    open.retain(|left| !cleans(action, left.action));
                }
                Event::Package(action) => {
                    let known = open.iter().any(|left| kin(left.action) == kin(action));
                    if !known && writes_cache(action) && !avoided(piece, action, site) {
                        open.push(Leftover { piece, action });
                    }
                }
                Event::Removal(removal) => {
                    let directory = places.get(removal.command).cloned().flatten();
                    open.retain(|left| !takes_away(piece, removal, &directory, left.action, site));
                }
                Event::Cleaner(_) => open.clear(),
            }
        }
    }
    open
}

enum Event<'a> {
    Package(&'a PackageAction),
    Removal(&'a Removal),
    /// A program that cleans up by its name: `./cleanup.sh`, `docker-clean`.
    Cleaner(usize),
}

impl Event<'_> {
    fn command(&self) -> usize {
        match self {
            Self::Package(action) => action.command,
            Self::Removal(removal) => removal.command,
            Self::Cleaner(command) => *command,
        }
    }
}

/// What matters to caches, in the order of the text.
fn events(piece: &Piece) -> impl Iterator<Item = Event<'_>> {
    let cleaners = piece.script.commands.iter().enumerate().filter_map(|(at, command)| {
        let name = command.words.first().map_or("", |word| &*word.text);
        name.rsplit('/').next().is_some_and(|name| name.contains("clean")).then_some(Event::Cleaner(at))
    });
    let mut all: Vec<Event<'_>> = piece.deeds.packages.iter().map(Event::Package).collect();
    all.extend(piece.deeds.removals.iter().map(Event::Removal));
    all.extend(cleaners);
    all.sort_by_key(Event::command);
    all.into_iter()
}

fn in_function(piece: &Piece, command: usize) -> bool {
    piece.script.commands.get(command).is_some_and(|command| command.in_function.is_some())
}

/// Managers that share a cache.
fn kin(action: &PackageAction) -> Manager {
    match action.manager.manager {
        Manager::Apt | Manager::Aptitude => Manager::AptGet,
        Manager::Yum | Manager::Microdnf | Manager::Tdnf => Manager::Dnf,
        Manager::Mamba => Manager::Conda,
        manager => manager,
    }
}

/// Options that move the cache or the whole installation elsewhere.
const ELSEWHERE: &[&str] = &["--root", "-p", "--installroot", "--cache-dir", "--cachedir", "--sysroot", "--pkg-cache-dir", "--cache", "--cache-folder"];

/// Whether a call leaves something in the manager's cache.
fn writes_cache(action: &PackageAction) -> bool {
    let row = action.manager;
    if row.caches.is_empty() || action.has_flag(row.no_cache_flags) || action.has_flag(row.dry_run_flags) {
        return false;
    }
    let moved = row.system && action.has_flag(ELSEWHERE)
        || action.flags.iter().any(|flag| flag.value.as_deref().is_some_and(|value| value.starts_with("Dir::")));
    let fetches = matches!(action.verb, Verb::Install | Verb::Upgrade | Verb::ReleaseUpgrade);
    !moved
        && match kin(action) {
            // Packages themselves are deleted by the images' own hook.
            Manager::AptGet => action.refreshes,
            Manager::Pacman => fetches,
            _ if row.system => fetches || action.refreshes,
            _ => fetches || action.verb == Verb::Sync,
        }
}

/// Whether mounts or variables keep the cache out of the layer.
fn avoided(piece: &Piece, action: &PackageAction, site: &Site<'_>) -> bool {
    let row = action.manager;
    if row.caches.iter().any(|cache| site.mounts_near(cache) || !row.system && site.mounts_like(cache)) {
        return true;
    }
    let given = action.flag_value(ELSEWHERE);
    given.is_some_and(|path| site.path(path, site.directory()).is_none_or(|path| site.is_mounted(&path)))
        || row.no_cache_variables.iter().any(|name| is_switched_on(piece, action, site, name))
        || row.cache_variables.iter().any(|name| match setting(piece, action, site, name) {
            None => false,
            Some(None) => true,
            Some(Some(path)) => path == "/dev/null" || site.path(&path, None).is_none_or(|path| site.is_mounted(&path)),
        })
}

/// Whether a variable has a true value when the call runs; unknown values count as true.
fn is_switched_on(piece: &Piece, action: &PackageAction, site: &Site<'_>, name: &str) -> bool {
    match setting(piece, action, site, name) {
        None => false,
        Some(None) => true,
        Some(Some(value)) => !matches!(value.to_ascii_lowercase().as_str(), "" | "0" | "false" | "no" | "off" | "n" | "f"),
    }
}

/// What a variable is when a call runs: set by the call, by the text before it, or by the Dockerfile.
fn setting(piece: &Piece, action: &PackageAction, site: &Site<'_>, name: &str) -> Option<Option<String>> {
    let here = piece.script.commands.get(..=action.command).unwrap_or_default();
    let assignment = here
        .iter()
        .enumerate()
        .rev()
        .filter(|(at, command)| *at == action.command || command.words.is_empty() || command.name() == Some("export"))
        .flat_map(|(_, command)| &command.assignments)
        .find(|assignment| &*assignment.name == name);
    match assignment {
        Some(assignment) => Some(match &assignment.value {
            Some(word) => word.literal.as_deref().map(str::to_owned),
            None => Some(String::new()),
        }),
        None => site.variable(name),
    }
}

/// Whether a clean-up call empties the cache that another call filled.
fn cleans(clean: &PackageAction, writer: &PackageAction) -> bool {
    if kin(clean) != kin(writer) {
        return false;
    }
    let names = |wanted: &str| clean.packages.iter().any(|package| &*package.text == wanted);
    match kin(clean) {
        // `apt-get clean` leaves the lists.
        Manager::AptGet => clean.verb_is(&["distclean", "dist-clean"]),
        Manager::Dnf => names("all") || (names("metadata") && names("packages")) || clean.packages.iter().any(|word| word.variable),
        // It removes old versions of gems, not the archives.
        Manager::Gem | Manager::Bundler => false,
        _ => true,
    }
}

/// Whether a deletion takes the cache away that a call filled.
fn takes_away(piece: &Piece, removal: &Removal, directory: &Directory, writer: &PackageAction, site: &Site<'_>) -> bool {
    let selective = piece.script.commands.get(removal.command).is_some_and(|command| {
        command.name() == Some("find")
            && command.words.iter().any(|word| {
                matches!(&*word.text, "-name" | "-iname" | "-path" | "-regex" | "-newer" | "-size" | "-empty" | "-user" | "-perm")
            })
    });
    let caches = writer.manager.caches;
    removal.paths.iter().any(|(text, _)| {
        let choices = choices(text);
        choices.iter().any(|text| match site.path(text, directory.as_deref()) {
            Some(path) if selective => caches.iter().any(|cache| is_below(&path, cache)),
            Some(path) => caches.iter().any(|cache| removes(&path, cache)),
            // `${BUNDLE_PATH}/ruby/*/cache`: what it begins with is not known, what it ends with is.
            None => !writer.manager.system && ends_like(text, caches),
        })
    })
}

/// Whether a path with an unknown beginning ends like one of the caches, or says that it is one.
fn ends_like(text: &str, caches: &[&str]) -> bool {
    let text = with_tilde(text);
    let last = |path: &str| path.trim_end_matches(['/', '*']).rsplit('/').next().unwrap_or("").to_owned();
    let own = last(&text);
    text.to_ascii_lowercase().contains("cache") || caches.iter().any(|cache| last(cache) == own)
}

/// The paths that a pattern with one `{a,b}` stands for, as the shell makes them.
fn choices(text: &str) -> Vec<String> {
    const MOST: usize = 16;
    let Some((before, rest)) = text.split_once('{').filter(|(before, _)| !before.ends_with('$')) else {
        return vec![text.to_owned()];
    };
    let Some((inside, behind)) = rest.split_once('}').filter(|(inside, _)| inside.contains(',')) else {
        return vec![text.to_owned()];
    };
    inside.split(',').take(MOST).map(|choice| format!("{before}{choice}{behind}")).collect()
}
