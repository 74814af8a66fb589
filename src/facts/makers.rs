//! Who makes the image of a Dockerfile, as its labels, its comments and the files beside it tell. An image of the same maker is
//! wanted as new as it is.

use std::collections::{HashMap, HashSet};
use std::path::Path;

use super::images::{ImageUse, split_registry, without_version};
use crate::context::Context;
use crate::dockerfile::{Dockerfile, Kind};
use crate::knowledge::makers::{
    NAMES_MAKER, TOLD_IN, is_shared_registry, maker_of_namespace, tells_of_build, tells_of_run,
};
use crate::source::Source;

/// Those who make the image, by the names under which they publish.
#[derive(Debug, Default)]
pub struct Makers {
    /// Words of the labels that name people and places, in lower case; those with dots also in their parts.
    words: HashSet<String>,
    /// Owners of the images that are said to be built here, in lower case.
    builders: HashSet<String>,
    /// By owner, the names of the images that the files beside the Dockerfile tell how to run, in lower case.
    shown: HashMap<String, HashSet<String>>,
}

impl Makers {
    /// The makers of a Dockerfile's images.
    pub fn of(source: &Source, dockerfile: &Dockerfile, context: Option<&Context>) -> Self {
        let mut makers = Self::default();
        for instruction in &dockerfile.instructions {
            match &instruction.kind {
                Kind::Maintainer(text) => makers.add_words(&text.value),
                Kind::Label(label) => {
                    let telling = label.pairs.iter().filter(|pair| NAMES_MAKER.contains(&pair.key.unquoted()));
                    telling.for_each(|pair| makers.add_words(&pair.value.value));
                }
                _ => {}
            }
        }
        dockerfile.comments.iter().for_each(|comment| makers.add_line(source.slice(comment.text)));
        if let Some(context) = context.filter(|context| context.is_known()) {
            let own = own_names(context.dockerfile());
            for file in TOLD_IN.iter().filter_map(|name| context.file(name)) {
                for line in file.text().lines() {
                    makers.add_line(line);
                    makers.add_shown(line, &own);
                }
            }
            makers.add_services(context, &own);
            makers.add_remotes(context);
        }
        makers
    }

    /// Whether they make an image.
    pub fn make(&self, image: &ImageUse) -> bool {
        let Some(reference) = image.text.as_known() else { return false };
        let Some(owner) = owner(reference) else { return false };
        let is_theirs = |name: &str| name.len() >= SHORTEST && self.words.contains(name);
        // `registry.acme.org` belongs to who is at `acme.org`.
        let domain = owner.rsplit_once('.').map(|(rest, _)| rest.rfind('.').map_or(&*owner, |dot| &owner[dot + 1..]));
        let used = without_version(reference).to_ascii_lowercase();
        let shown = self.shown.get(&owner).is_some_and(|names| names.iter().any(|name| *name != used));
        self.builders.contains(&owner) || shown || is_theirs(&owner) || domain.is_some_and(is_theirs)
    }

    fn add_words(&mut self, text: &str) {
        for word in text.to_lowercase().split(|letter: char| !letter.is_alphanumeric() && !"-_.".contains(letter)) {
            self.words.extend(word.split('.').chain([word]).map(str::to_owned));
        }
    }

    /// A line that tells how an image is built, `docker build -t acme/app .`, names its owner.
    fn add_line(&mut self, line: &str) {
        if tells_of_build(line) {
            let lower = line.to_ascii_lowercase();
            self.builders.extend(names(&lower).filter_map(owner));
        }
    }

    /// A line that tells how an image is run names its owner as well, unless that image is the one it is built on: `own` are names of
    /// the Dockerfile's folder, which may be its tag.
    fn add_shown(&mut self, line: &str, own: &[String]) {
        if !tells_of_run(line) {
            return;
        }
        let lower = line.to_ascii_lowercase();
        for reference in names(&lower) {
            let Some(owner) = owner(reference) else { continue };
            let name = without_version(reference);
            let tag = reference.strip_prefix(name).map_or("", |tag| tag.trim_start_matches(':'));
            if own.iter().any(|own| own == tag) {
                self.builders.insert(owner);
            } else {
                self.shown.entry(owner).or_default().insert(name.to_owned());
            }
        }
    }

    /// The images of Compose files: of services that are built, or that are called like the Dockerfile's folder.
    fn add_services(&mut self, context: &Context, own: &[String]) {
        for file in COMPOSE_FILES.iter().filter_map(|name| context.file(name)) {
            let (mut depth, mut builds, mut image) = (0, false, None);
            for line in file.text().lines().filter(|line| !line.trim().is_empty()) {
                let indent = line.len() - line.trim_start().len();
                if indent < depth {
                    (builds, image) = (false, None);
                }
                let Some((key, value)) = line.trim().split_once(':') else { continue };
                match key {
                    "build" => (depth, builds) = (indent, true),
                    "image" => (depth, image) = (indent, Some(value.trim().trim_matches(['"', '\'']))),
                    _ => {}
                }
                let Some(reference) = image else { continue };
                let name = without_version(reference).rsplit('/').next().unwrap_or("");
                if builds || own.iter().any(|own| own == name) {
                    self.builders.extend(owner(reference));
                }
            }
        }
    }

    /// The owners of the repository's remotes; `acme-io` and `acmeinc` publish as `acme` as well.
    fn add_remotes(&mut self, context: &Context) {
        let Some(settings) = context.repository_settings() else { return };
        for line in settings.lines() {
            let Some(("url", address)) = line.split_once('=').map(|(key, value)| (key.trim(), value.trim())) else {
                continue;
            };
            let mut parts = address.trim_end_matches('/').rsplit(['/', ':']).skip(1);
            let Some(owner) = parts.next().filter(|part| !part.is_empty()).map(str::to_lowercase) else { continue };
            let short = FORMS.iter().find_map(|form| owner.strip_suffix(form));
            self.builders.extend(short.filter(|name| name.len() >= SHORTEST).map(str::to_owned));
            self.builders.insert(owner);
        }
    }
}

/// Files in which Compose is told what to build.
const COMPOSE_FILES: &[&str] = &["compose.yaml", "compose.yml", "docker-compose.yaml", "docker-compose.yml"];

/// What owners on a forge append to their name where the name itself is taken.
const FORMS: &[&str] = &["-inc", "-io", "-org", "hq", "inc"];

/// Shorter names are words of any text.
const SHORTEST: usize = 3;

/// The names that an image of the Dockerfile's folder may have: `arm` and `app-arm` for `app/arm/Dockerfile`.
fn own_names(dockerfile: &Path) -> Vec<String> {
    let folder = dockerfile.parent().unwrap_or(Path::new(""));
    let mut name = String::new();
    let parts = folder.components().rev().take(2).map(|part| part.as_os_str().to_string_lossy().into_owned());
    parts
        .map(|part| {
            name = if name.is_empty() { part } else { format!("{part}-{name}") };
            name.clone()
        })
        .collect()
}

/// The words of a line that may be names of images.
fn names(line: &str) -> impl Iterator<Item = &str> {
    line.split(|letter: char| letter.is_whitespace() || "`'\"()".contains(letter)).filter(|name| name.contains('/'))
}

/// Who publishes an image: the first part of its name, or the registry where that serves one owner only. In lower case.
fn owner(reference: &str) -> Option<String> {
    let (registry, repository) = split_registry(without_version(reference));
    let name = if is_shared_registry(registry) { repository.split_once('/')?.0 } else { registry };
    let plain = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.:".contains(&byte));
    let name = maker_of_namespace(name).unwrap_or(name);
    (plain && !name.is_empty()).then(|| name.to_ascii_lowercase())
}
