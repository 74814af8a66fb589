//! Caches of package managers: what a RUN writes and does not take away again.

use foldhash::HashMap;

use super::deeds::{PackageAction, Removal};
use super::directories::Directory;
use super::paths::{is_below, removes, with_tilde};
use super::run::{Piece, RunFacts};
use super::site::Site;
use crate::knowledge::package_managers::{Manager, Verb};
use crate::model::Value;
use crate::shell::Assignment;
use crate::source::{Source, Span, file_name};

/// A cache that is still there when a RUN ends.
#[derive(Clone, Copy, Debug)]
pub struct Leftover<'a> {
    /// The text that the call stands in.
    pub piece: &'a Piece,
    /// The first call that wrote it.
    pub action: &'a PackageAction,
    /// Where the cache of a kindred manager is deleted instead.
    pub missed: Option<Span>,
}

impl Leftover<'_> {
    /// The call from its program to its verb, and where that stands; on one line.
    pub fn call(&self, source: &Source) -> (Span, String) {
        let program = self.piece.script.commands.get(self.action.command).and_then(|command| command.words.first());
        let name = program.map_or("", |word| &*word.text);
        let verb = &*self.action.verb_text;
        let call = if verb == name { name.to_owned() } else { format!("{name} {verb}") };
        let whole = Span::new(self.action.span.start, self.action.verb_span.end.max(self.action.span.start));
        if source.slice(whole).contains('\n') { (self.action.verb_span, call) } else { (whole, call) }
    }
}

/// The caches that are left at the end of a RUN, one for each manager (and its kin) at most.
pub fn leftovers<'a>(run: &'a RunFacts, site: &Site<'_>) -> Vec<Leftover<'a>> {
    let mut open: Vec<Leftover<'a>> = Vec::new();
    for piece in &run.pieces {
        if open.is_empty() && !piece.deeds.packages.iter().any(writes_cache) {
            continue;
        }
        let settings = Settings::of(piece);
        let places = piece.directories(site);
        // A function may be called at any time; one that cleans is most likely called at the end, one that writes before that.
        let (direct, late): (Vec<_>, Vec<_>) =
            events(piece).partition(|event| event.writes() || !in_function(piece, event.command()));
        for event in direct.into_iter().chain(late) {
            match event {
                Event::Package(action) if action.verb == Verb::Clean => {
                    open.retain(|left| !cleans(action, left.action));
                }
                Event::Package(action) => {
                    let known = open.iter().any(|left| kin(left.action) == kin(action));
                    if !known && writes_cache(action) && !avoided(action, piece, &settings, site) {
                        open.push(Leftover { piece, action, missed: None });
                    }
                }
                Event::Removal(removal) => {
                    let directory = places.get(removal.command).cloned().flatten();
                    let takes = |left: &Leftover<'_>, caches: &[&str]| {
                        takes_away(piece, removal, &directory, left.action, caches, site)
                    };
                    open.retain(|left| !takes(left, left.action.manager.caches));
                    for left in open.iter_mut().filter(|left| kin(left.action) == Manager::Dnf) {
                        if takes(left, RPM_CACHES) {
                            left.missed = removal.paths.first().map(|(_, span)| *span);
                        }
                    }
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

    fn writes(&self) -> bool {
        matches!(self, Self::Package(action) if action.verb != Verb::Clean)
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

/// Where dnf, yum and their kin keep their caches, each in its own place.
const RPM_CACHES: &[&str] = &["/var/cache/dnf", "/var/cache/yum", "/var/cache/libdnf5", "/var/cache/tdnf"];

/// Options that move the cache or the whole installation elsewhere.
const ELSEWHERE: &[&str] = &[
    "--root", "--installroot", "--cache-dir", "--cachedir", "--sysroot", "--pkg-cache-dir", "--cache", "--cache-folder",
];

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

/// Whether mounts, options or variables keep the cache out of the layer.
fn avoided(action: &PackageAction, piece: &Piece, settings: &Settings<'_>, site: &Site<'_>) -> bool {
    let row = action.manager;
    let mounted = |cache: &&str| site.mounts_near(cache) || !row.system && site.mounts_like(cache);
    let setting = |name: &str| settings.before(piece, action.command, name).or_else(|| site.variable(name));
    row.caches.iter().any(mounted)
        || row.no_cache_variables.iter().any(|name| setting(name).is_some_and(|value| is_true(&value)))
        // Who moves the cache knows of it.
        || action.has_flag(ELSEWHERE)
        || row.cache_variables.iter().any(|name| setting(name).is_some())
}

/// Whether a setting switches something on; unknown values count as true.
fn is_true(value: &Value) -> bool {
    const FALSE: &[&str] = &["", "0", "false", "no", "off", "n", "f"];
    value.as_known().is_none_or(|value| !FALSE.iter().any(|word| value.eq_ignore_ascii_case(word)))
}

/// The variables that a text sets for all that follows in it, each with the command that sets it.
struct Settings<'a>(HashMap<&'a str, Vec<(usize, Value)>>);

impl<'a> Settings<'a> {
    fn of(piece: &'a Piece) -> Self {
        let mut all: HashMap<&str, Vec<_>> = HashMap::default();
        for (at, command) in piece.script.commands.iter().enumerate() {
            if command.words.is_empty() || command.name() == Some("export") {
                for assignment in &command.assignments {
                    all.entry(&assignment.name).or_default().push((at, value_of(assignment)));
                }
            }
        }
        Self(all)
    }

    /// The value of a variable when a command runs: `None` where the text does not set it.
    fn before(&self, piece: &Piece, at: usize, name: &str) -> Option<Value> {
        let own = piece.script.commands.get(at)?.assignments.iter().find(|assignment| &*assignment.name == name);
        if let Some(assignment) = own {
            return Some(value_of(assignment));
        }
        let all = self.0.get(name)?;
        all[..all.partition_point(|(set, _)| *set < at)].last().map(|(_, value)| value.clone())
    }
}

fn value_of(assignment: &Assignment) -> Value {
    match &assignment.value {
        Some(word) => word.literal.as_deref().map_or(Value::Unknown, Value::known),
        None => Value::known(""),
    }
}

/// Whether a clean-up call empties the cache that another call filled.
fn cleans(clean: &PackageAction, writer: &PackageAction) -> bool {
    // `microdnf` has a directory of its own in some images, so it cleans up behind itself only.
    let own = |action: &PackageAction| action.is(&[Manager::Microdnf]);
    if kin(clean) != kin(writer) || own(clean) && !own(writer) {
        return false;
    }
    let names = |wanted: &str| clean.packages.iter().any(|package| &*package.text == wanted);
    match kin(clean) {
        // `apt-get clean` leaves the lists.
        Manager::AptGet => matches!(&*clean.verb_text, "distclean" | "dist-clean"),
        Manager::Dnf => {
            names("all") || (names("metadata") && names("packages")) || clean.packages.iter().any(|word| word.variable)
        }
        // It removes old versions of gems, not the archives.
        Manager::Gem | Manager::Bundler => false,
        _ => true,
    }
}

/// Whether a deletion takes the cache away that a call filled.
fn takes_away(
    piece: &Piece,
    removal: &Removal,
    directory: &Directory,
    writer: &PackageAction,
    caches: &[&str],
    site: &Site<'_>,
) -> bool {
    let selective = piece.script.commands.get(removal.command).is_some_and(|command| {
        command.name() == Some("find")
            && command.words.iter().any(|word| {
                matches!(
                    &*word.text,
                    "-name" | "-iname" | "-path" | "-regex" | "-newer" | "-size" | "-empty" | "-user" | "-perm"
                )
            })
    });
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
    let last = |path: &str| file_name(path.trim_end_matches(['/', '*'])).to_owned();
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
