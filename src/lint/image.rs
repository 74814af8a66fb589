//! The library call for images: an image in, findings out, shown in its Dockerfile or in the one that its history makes.

use std::sync::Arc;

use super::hidden::without_credentials;
use super::history::lint_history;
use super::{Judge, LintedFile, Picture};
use crate::config::Settings;
use crate::config::inline::Suppressions;
use crate::dockerfile::{self, Dockerfile};
use crate::image::accounts::Accounts;
use crate::image::attribution::{Attribution, Base, BuiltFrom};
use crate::image::{self, Image};
use crate::model::{self, BuildOptions};
use crate::rules::image::image_history_instruction;
use crate::rules::{ImageView, run_on_image};
use crate::source::{Source, Span};

/// What is known of an image besides itself.
#[derive(Clone, Debug, Default)]
pub struct ImageInput {
    /// What it is called in the report where there is no Dockerfile: the path of its archive.
    pub path: String,
    /// The Dockerfile that it was built from.
    pub dockerfile: Option<Arc<Source>>,
    /// What is told of its base image.
    pub base: Base,
    /// Another build of the same thing, to be compared with.
    pub other: Option<Arc<Image>>,
}

/// Lints an image: what was found, in its Dockerfile or in the one that its history makes.
pub fn lint_image(image: &Image, input: &ImageInput, settings: &Settings) -> LintedFile {
    with_view(image, input, settings, |view, dockerfile| {
        let attribution = view.attribution;
        let mut found = run_on_image(view, settings.rules());
        let is_asked = settings.selection().needs(image_history_instruction::RULE.name);
        if is_asked && (input.dockerfile.is_none() || attribution.is_misfit) {
            found.append(&mut lint_history(attribution, &settings.options));
        }
        let (in_base, own) = found.into_iter().partition(|found| found.in_base);
        let mut suppressions = match dockerfile {
            Some(dockerfile) if settings.inline && !attribution.is_misfit => {
                Suppressions::of_dockerfile(&attribution.source, dockerfile, false)
            }
            _ => Suppressions::default(),
        };
        let judge = Judge { settings, selection: settings.selection(), check_errors: false };
        let source = || Arc::clone(&attribution.source);
        let in_base = judge.file(source(), in_base, &mut Suppressions::default()).diagnostics;
        let mut file = judge.file(source(), own, &mut suppressions);
        file.picture = Some(Box::new(Picture::new(image, &input.path, view.files, attribution, in_base)));
        file
    })
}

/// Finds out what rules are asked about, and asks; the syntax of the Dockerfile comes with it, where there is one.
pub(super) fn with_view<T>(
    image: &Image,
    input: &ImageInput,
    settings: &Settings,
    ask: impl FnOnce(&ImageView<'_>, Option<&Dockerfile>) -> T,
) -> T {
    let given = input.dockerfile.as_ref().map(|source| (source, dockerfile::parse(source)));
    let mut attribution = attribute(image, input, given.as_ref().map(|(source, file)| (*source, file)), settings);
    attribution.source = without_credentials(&attribution.source);
    let files = image::replay(&image.layers);
    let (options, accounts) = (&settings.options, Accounts::of(&files));
    let other = input.other.as_deref();
    let view = ImageView { image, files: &files, attribution: &attribution, accounts: &accounts, other, options };
    ask(&view, given.as_ref().map(|(_, file)| file))
}

fn attribute(
    image: &Image,
    input: &ImageInput,
    given: Option<(&Arc<Source>, &Dockerfile)>,
    settings: &Settings,
) -> Attribution {
    let Some((source, file)) = given else { return Attribution::new(image, &input.path, input.base, None) };
    let options = &settings.options;
    let build = BuildOptions { args: &options.build_args, target: options.target.as_deref(), shells: &[] };
    let model = model::build(file, &build);
    let stage = model.final_stage();
    let mut made_of: Vec<usize> =
        stage.iter().flat_map(|stage| model.chain(stage)).flat_map(|stage| stage.instructions.clone()).collect();
    made_of.sort_unstable();
    let from = stage.and_then(|stage| file.instructions.get(stage.from?));
    let from = from.map_or(Span::empty(0), |from| from.keyword_span);
    let built_from = BuiltFrom { source, dockerfile: file, made_of: &made_of, from };
    Attribution::new(image, &input.path, input.base, Some(built_from))
}
