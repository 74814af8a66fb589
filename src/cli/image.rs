//! `lotse image INPUT…`: from archives of images to a report.

mod reading;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::input::is_stdin;
use super::shared::Shared;
use super::{FAILED, FINDINGS, GOOD, say};
use crate::config::{Layer, Settings, dive_limits, dockle_ignored};
use crate::diagnostic;
use crate::discover;
use crate::image::Image;
use crate::image::attribution::Base;
use crate::image::read::{self, Opened};
use crate::lint::{ImageInput, LintedFile, lint_image};
use crate::project::{Configurations, placed};
use crate::report::Report;
use crate::rules::image::image_not_reproducible;
use crate::rules::options::Options;
use crate::rules::resolve;
use crate::source::Source;
pub(super) use reading::Reading;

/// Arguments of `lotse image`.
#[derive(clap::Args)]
#[command(after_help = "Examples:\n  docker save app:1.2 | lotse image -\n  \
    lotse image app.tar --dockerfile Dockerfile\n  lotse image oci-layout/ --base debian.tar\n  \
    skopeo copy docker://debian:12 oci-archive:debian.tar && lotse image debian.tar\n  \
    lotse image app.tar --format human,html=image.html\n\n\
    Exit status: 0 no findings to fail on, 1 findings, 2 lotse could not do its job.")]
pub(super) struct Arguments {
    /// Archives of `docker save`, `podman save` or `skopeo copy`, OCI layouts, folders of `skopeo copy … dir:`; `-` is standard input
    #[arg(required = true, value_name = "INPUT")]
    inputs: Vec<PathBuf>,

    #[command(flatten)]
    shared: Shared,

    /// The Dockerfile that the image was built from: findings stand in its lines
    #[arg(long, value_name = "FILE", help_heading = "Image")]
    dockerfile: Option<PathBuf>,

    /// The base image, as an archive or a folder: what it brings is told apart
    #[arg(long, value_name = "INPUT", conflicts_with = "base_layers", help_heading = "Image")]
    base: Option<PathBuf>,

    /// How many layers are the base image's
    #[arg(long, value_name = "NUMBER", help_heading = "Image")]
    base_layers: Option<usize>,

    /// Another build of the same Dockerfile: `image-not-reproducible` says what differs
    #[arg(long, value_name = "INPUT", help_heading = "Image")]
    compare: Option<PathBuf>,

    /// Show the findings about the base image as well
    #[arg(long, help_heading = "Image")]
    with_base: bool,

    /// Only the image for this platform
    #[arg(long, value_name = "OS/ARCH", help_heading = "Image")]
    platform: Option<String>,

    /// Pass over content where it can be: faster, and digests and equal files are not looked at
    #[arg(long, help_heading = "Image")]
    no_verify: bool,

    #[command(flatten)]
    reading: Reading,
}

impl Arguments {
    pub(super) fn run(&self) -> u8 {
        let outputs = match self.shared.outputs() {
            Ok(outputs) => outputs,
            Err(message) => {
                say(message);
                return FAILED;
            }
        };
        let mut work = Work { complete: true, failing: false, files: Vec::new() };
        let mut layer = self.shared.layer(&mut work.complete);
        let mut limits = Limits::default();
        self.read_peers(&mut layer, &mut limits, &mut work.complete);
        let dockerfile = self.dockerfile.as_ref().and_then(|path| match discover::read(path) {
            Ok(source) => Some(Arc::new(source)),
            Err(error) => {
                say(format_args!("{}: {error}", path.display()));
                work.complete = false;
                None
            }
        });
        if self.compare.is_some() {
            layer.extend_select.extend(resolve(image_not_reproducible::RULE.name));
        }
        let base = self.other(self.base.as_deref(), &layer, &mut work.complete);
        let compare = self.other(self.compare.as_deref(), &layer, &mut work.complete);
        let builds: Vec<Arc<Image>> = compare.into_iter().flat_map(|opened| opened.images).map(Arc::new).collect();
        for path in &self.inputs {
            let Some(settings) = self.settings(path, &layer, &mut work.complete) else { continue };
            let settings = limits.hold(&settings);
            let opened = self.open(path, &settings, &mut work.complete);
            for image in &opened.images {
                let mut input = self.input(path, &opened, image, dockerfile.clone(), base.as_ref());
                input.other = self.other_build(path, image, &builds);
                work.add(image, &input, &settings, self.with_base);
            }
        }
        let status = work.status();
        let report = Report { files: &work.files, checked: work.files.len(), complete: work.complete };
        status.max(outputs.write(&report, self.shared.color, self.shared.quiet))
    }

    /// What the files of other tools in this folder say.
    fn read_peers(&self, layer: &mut Layer, limits: &mut Limits, complete: &mut bool) {
        if self.shared.isolated {
            return;
        }
        if let Some(Ok(source)) = read_if_there(DOCKLE) {
            layer.ignore.extend(dockle_ignored(source.text()));
        }
        let Some(dive) = read_if_there(DIVE) else { return };
        match dive {
            Ok(source) => {
                for problem in dive_limits(&source, &mut limits.options) {
                    say(placed(&source, Path::new(DIVE), &problem));
                    *complete = false;
                }
            }
            Err(error) => {
                say(format_args!("{DIVE}: {error}"));
                *complete = false;
            }
        }
    }

    fn settings(&self, path: &Path, layer: &Layer, complete: &mut bool) -> Option<Arc<Settings>> {
        // Of a stream and of an archive anywhere the folder's configuration holds.
        let near = self.dockerfile.as_deref().unwrap_or(if is_stdin(path) { Path::new("image.tar") } else { path });
        let (settings, file) = Configurations::new(self.shared.choice(), layer.clone()).of(near);
        if self.shared.verbose {
            let config = file.as_ref().map_or("no configuration file".to_owned(), |file| file.shown());
            say(format_args!("{}: {config}", path.display()));
        }
        file.iter().flat_map(|file| file.messages()).for_each(say);
        *complete &= settings.is_some();
        settings
    }

    /// An image that is asked for its likeness to the inputs.
    fn other(&self, path: Option<&Path>, layer: &Layer, complete: &mut bool) -> Option<Opened> {
        let path = path?;
        let settings = self.settings(path, layer, complete)?;
        Some(self.open(path, &settings, complete))
    }

    /// The build for the same platform that an image is compared with.
    fn other_build(&self, path: &Path, image: &Image, builds: &[Arc<Image>]) -> Option<Arc<Image>> {
        let compare = self.compare.as_deref()?;
        let platform = |image: &Image| {
            let config = &image.config;
            (config.os.clone(), config.architecture.clone(), config.variant.clone())
        };
        let found = builds.iter().find(|build| platform(build) == platform(image));
        if found.is_none() && !builds.is_empty() {
            let (path, compare) = (path.display(), compare.display());
            say(format_args!("{path}: there is no image for its platform in {compare}, so it is not compared"));
        }
        found.cloned()
    }

    fn open(&self, path: &Path, settings: &Settings, complete: &mut bool) -> Opened {
        let options =
            read::Options { verify: !self.no_verify, platform: self.platform.clone(), ..read::Options::default() };
        self.reading.open(path, settings.reading.clone(), options, complete)
    }

    fn input(
        &self,
        path: &Path,
        opened: &Opened,
        image: &Image,
        dockerfile: Option<Arc<Source>>,
        base: Option<&Opened>,
    ) -> ImageInput {
        let told = Base { layers: self.base_layers, steps: None };
        let base = base.map_or(told, |base| {
            let below = base.images.iter().filter(|base| is_below(base, image)).max_by_key(|base| base.layers.len());
            if below.is_none() {
                say(format_args!("{}: it is not built on the image given with --base", path.display()));
            }
            below.map_or(told, |below| Base {
                layers: Some(below.layers.len()),
                steps: Some(below.config.history.len()),
            })
        });
        let name = if is_stdin(path) { "<stdin>".to_owned() } else { path.display().to_string() };
        // Several images of one archive are told apart by their names.
        let part = image.names.first().or(image.platform.as_ref()).filter(|_| opened.images.len() > 1);
        let name = part.map_or(name.clone(), |part| format!("{name}:{part}"));
        ImageInput { path: name, dockerfile, base, other: None }
    }
}

/// The ignore list of dockle.
const DOCKLE: &str = ".dockleignore";
/// The limits of dive.
const DIVE: &str = ".dive-ci";

/// The file of that name in the current folder.
fn read_if_there(name: &str) -> Option<Result<Source, discover::ReadError>> {
    let path = Path::new(name);
    path.is_file().then(|| discover::read(path))
}

/// Limits that another tool's file gives: they hold where no configuration of lotse says otherwise.
#[derive(Default)]
struct Limits {
    options: Options,
}

impl Limits {
    fn hold(&self, settings: &Settings) -> Settings {
        let (mut settings, usual) = (settings.clone(), Options::default());
        let options = &mut settings.options;
        let hold = |limit: &mut u64, usual: u64, of_peer: u64| *limit = if *limit == usual { of_peer } else { *limit };
        hold(&mut options.efficiency, usual.efficiency, self.options.efficiency);
        hold(&mut options.dead_percent, usual.dead_percent, self.options.dead_percent);
        hold(&mut options.dead_bytes, usual.dead_bytes, self.options.dead_bytes);
        settings
    }
}

/// Whether an image's layers are the lowest of another's.
fn is_below(base: &Image, image: &Image) -> bool {
    let id = |layer: &crate::image::layer::Layer| layer.diff_id.clone();
    base.layers.len() <= image.layers.len()
        && base.layers.iter().zip(&image.layers).all(|(base, own)| !id(base).is_empty() && id(base) == id(own))
}

/// What has come of all images.
struct Work {
    complete: bool,
    failing: bool,
    files: Vec<LintedFile>,
}

impl Work {
    fn add(&mut self, image: &Image, input: &ImageInput, settings: &Settings, with_base: bool) {
        let mut file = lint_image(image, input, settings);
        if let Some(picture) = file.picture.as_mut().filter(|_| with_base) {
            file.diagnostics.append(&mut picture.in_base);
            diagnostic::sort(&mut file.diagnostics);
        }
        self.failing |= file.diagnostics.iter().any(|finding| settings.fail_on.reached_by(finding.severity));
        self.files.push(file);
    }

    fn status(&self) -> u8 {
        match (self.complete, self.failing) {
            (false, _) => FAILED,
            (true, true) => FINDINGS,
            (true, false) => GOOD,
        }
    }
}
