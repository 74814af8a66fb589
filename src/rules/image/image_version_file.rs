//! The image has no version file, or one that contradicts its labels.

use super::super::prelude::*;
use crate::image::shown;
use crate::image::time::seconds;
use crate::image::versions::{ENDING, VersionFile, chain, version_files};

pub(crate) static RULE: Rule = Rule::new("image-version-file", Group::Image, Severity::Info)
    .workshop()
    .page(include_str!("../../../rules/image/image-version-file.md"))
    .checks(&[Check::Image(check)]);

/// So many seconds between two dates are the time of a build and of the zones.
const SLACK: i64 = 2 * 86_400;
/// Up to here, a day behind the beginning of 1980, times were set to nothing so that builds are alike.
const NO_TIME: i64 = 315_619_200;

fn check(view: &ImageView<'_>, findings: &mut Findings) {
    let files = version_files(view.files);
    let name = view.image.names.first().map(|name| name.rsplit('/').next().unwrap_or(name));
    let name = name.map(|name| name.split([':', '@']).next().unwrap_or(name));
    let own = files.iter().find(|file| name.is_none_or(|name| file.name == name));
    let (place, message) = match own {
        None => {
            let wanted = name.map_or_else(|| format!("`{ENDING}` file"), |name| format!("file `{name}{ENDING}`"));
            (None, format!("the image has no {wanted} that tells its name, date, commit and build"))
        }
        Some(own) => {
            let Some(wrong) = wrong_commit(view, own).or_else(|| wrong_date(view, own)) else { return };
            (Some(own.file.layer), format!("`/{}` {wrong}", shown(&own.file.entry.path)))
        }
    };
    let finding = match place {
        Some(layer) => view.find(layer, findings, message),
        None => view.find_whole(findings, message),
    };
    if let Some(chain) = chain(&files) {
        finding.help(format!("the version files tell of {chain}"));
    }
}

/// What is wrong with its commit, as the labels have it.
fn wrong_commit(view: &ImageView<'_>, own: &VersionFile<'_>) -> Option<String> {
    let revision = view.label("org.opencontainers.image.revision")?;
    let is_wrong = own.text.is_some() && !own.tells(revision);
    is_wrong.then(|| format!("does not tell the commit `{revision}` of the image's label"))
}

/// What is wrong with its date, as the labels have it, or else the configuration.
fn wrong_date(view: &ImageView<'_>, own: &VersionFile<'_>) -> Option<String> {
    let (date, at) = (own.date()?, own.seconds()?);
    let label = view.label("org.opencontainers.image.created").map(|created| (created, "the image's label"));
    let configured = || view.config().created.as_deref().map(|created| (created, "the configuration"));
    let (created, whose) = label.or_else(configured)?;
    let made = seconds(created).filter(|made| *made > NO_TIME)?;
    (made.abs_diff(at) > SLACK.unsigned_abs()).then(|| format!("tells the date `{date}`, and {whose} says {created}"))
}
