//! The image has no version file, or one that contradicts its labels.

use super::super::prelude::*;
use crate::image::files::File;
use crate::image::shown;
use crate::source::file_name;

pub(crate) static RULE: Rule = Rule::new("image-version-file", Group::Image, Severity::Info)
    .workshop()
    .page(include_str!("../../../rules/image/image-version-file.md"))
    .checks(&[Check::Image(check)]);

const ENDING: &str = ".version";

fn check(view: &ImageView<'_>, findings: &mut Findings) {
    let name = view.image.names.first().map(|name| name.rsplit('/').next().unwrap_or(name));
    let wanted = name.map(|name| format!("{}{ENDING}", name.split(':').next().unwrap_or(name)));
    let name_of = |file: &File<'_>| file_name(&shown(&file.entry.path)).to_owned();
    let files: Vec<File<'_>> =
        view.files.visible().filter(|file| file.is_regular() && name_of(file).ends_with(ENDING)).collect();
    let own = files.iter().find(|file| wanted.as_ref().is_none_or(|wanted| name_of(file) == *wanted));
    let Some(own) = own else {
        let wanted = wanted.map_or_else(|| "`.version` file".to_owned(), |wanted| format!("file `{wanted}`"));
        view.find_whole(findings, format!("the image has no {wanted} that tells its name, date, commit and build"));
        return;
    };
    let revision = view.label("org.opencontainers.image.revision");
    if let (Some(revision), Some(body)) = (revision, own.content.body.as_deref())
        && !String::from_utf8_lossy(body).contains(revision)
    {
        let message =
            format!("`/{}` does not tell the commit `{revision}` of the image's label", shown(&own.entry.path));
        view.find(own.layer, findings, message);
    }
}
