//! What an image says about findings that were made in its Dockerfile alone: some only suspect what can be looked up in it.

use std::fmt::Write as _;
use std::sync::Arc;

use super::image::{ImageInput, with_view};
use super::{Linted, LintedFile};
use crate::config::Settings;
use crate::diagnostic::Diagnostic;
use crate::image::Image;
use crate::image::files::How;
use crate::rules::ImageView;
use crate::rules::wording::size;

/// What an image says of a finding.
enum Verdict {
    /// It is so, and this is what can be seen of it.
    Confirmed(String),
    /// It is not so.
    Refuted,
    /// It says nothing.
    Silent,
}

/// What an image has said of a Dockerfile's findings.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Confirmation {
    /// So many it confirms.
    pub confirmed: usize,
    /// So many it refutes: they are left out.
    pub refuted: usize,
    /// The image was not built from this Dockerfile, so it was not asked.
    pub is_misfit: bool,
}

/// What is asked about a finding.
type Ask = fn(&ImageView<'_>, &Diagnostic) -> Verdict;

/// Which findings an image is asked about.
static ASKED: &[(&str, Ask)] = &[
    ("cleanup-in-later-layer", |view, finding| bytes(hidden_by(view, finding, How::Deleted), "cannot be seen")),
    ("healthcheck-command-not-installed", program),
    ("missing-user", user),
    ("package-cache-not-removed", |view, finding| bytes(caches(view, finding), "of caches are in this layer")),
    ("recursive-chown-in-own-layer", |view, finding| {
        bytes(hidden_by(view, finding, How::MetadataOnly), "are in it twice")
    }),
    ("root-user-in-final-stage", user),
    ("shell-not-in-image", program),
];

/// Asks the image that was built from a Dockerfile: what it refutes is left out, what it confirms says so.
pub fn confirm(linted: &mut Linted, image: &Image, settings: &Settings) -> Confirmation {
    let mut confirmation = Confirmation::default();
    let Some(LintedFile { source, diagnostics, .. }) = linted.files.first_mut() else { return confirmation };
    let input = ImageInput { dockerfile: Some(Arc::clone(source)), ..ImageInput::default() };
    with_view(image, &input, settings, |view, _| {
        confirmation.is_misfit = view.attribution.is_misfit;
        if confirmation.is_misfit || !view.is_whole() || view.is_windows() {
            return;
        }
        diagnostics.retain_mut(|finding| {
            let asked = ASKED.iter().find(|(rule, _)| *rule == finding.rule);
            match asked.map_or(Verdict::Silent, |(_, ask)| ask(view, finding)) {
                Verdict::Silent => true,
                Verdict::Refuted => {
                    confirmation.refuted += 1;
                    false
                }
                Verdict::Confirmed(what) => {
                    confirmation.confirmed += 1;
                    let _ = write!(finding.message, " (in the image: {what})");
                    true
                }
            }
        });
    });
    confirmation
}

fn user(view: &ImageView<'_>, _: &Diagnostic) -> Verdict {
    if view.runs_as_root() { Verdict::Confirmed("containers run as root".to_owned()) } else { Verdict::Refuted }
}

/// The program that the message names first.
fn program(view: &ImageView<'_>, finding: &Diagnostic) -> Verdict {
    match finding.message.split('`').nth(1) {
        None | Some("") => Verdict::Silent,
        Some(name) if view.program(name).is_some() => Verdict::Refuted,
        Some(name) => Verdict::Confirmed(format!("there is no `{name}`")),
    }
}

/// Bytes that are there or not; silent where they are not known.
fn bytes(bytes: Option<u64>, what: &str) -> Verdict {
    match bytes {
        None => Verdict::Silent,
        Some(0) => Verdict::Refuted,
        Some(bytes) => Verdict::Confirmed(format!("{} {what}", size(bytes))),
    }
}

/// The layer of the instruction that a finding stands in.
fn layer(view: &ImageView<'_>, finding: &Diagnostic) -> Option<usize> {
    let steps = view.attribution.steps.iter().filter_map(|step| Some((step.keyword?, step.layer)));
    steps.filter(|(keyword, _)| keyword.start <= finding.span.start).max_by_key(|(keyword, _)| keyword.start)?.1
}

fn hidden_by(view: &ImageView<'_>, finding: &Diagnostic, how: How) -> Option<u64> {
    let layer = layer(view, finding)?;
    let dead = view.files.dead().iter().filter(|dead| dead.killed_by == layer && dead.how == how);
    Some(dead.map(|dead| dead.bytes).sum())
}

/// Where package managers keep what they have downloaded.
const CACHES: &[&str] = &[
    "var/lib/apt/lists/", "var/cache/apt/", "var/cache/apk/", "etc/apk/cache/", "lib/apk/cache/", "var/cache/yum/",
    "var/cache/dnf/", "var/cache/libdnf5/", "var/cache/zypp/", "var/cache/pacman/", "root/.cache/", "root/.npm/",
    "usr/local/share/.cache/",
];

fn caches(view: &ImageView<'_>, finding: &Diagnostic) -> Option<u64> {
    let layer = view.files.layers().get(layer(view, finding)?)?;
    let is_cache = |path: &[u8]| CACHES.iter().any(|folder| path.starts_with(folder.as_bytes()));
    Some(layer.entries.iter().filter(|entry| is_cache(&entry.path)).map(|entry| entry.size).sum())
}
