//! Which reports are written, and where to.

use std::ffi::OsStr;
use std::fs::File;
use std::hash::{BuildHasher as _, Hasher as _, RandomState};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use clap::builder::{EnumValueParser, PossibleValue, TypedValueParser};
use clap::error::ErrorKind;

use super::shared::Shared;
use crate::cli::color::Color;
use crate::cli::{FAILED, GOOD, finish, say};
use crate::report::{Format, Look, PAGES, Report};

/// A form, and the file that it is written to; `FORM` or `FORM=FILE` on the command line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Output {
    format: Format,
    file: Option<PathBuf>,
}

/// Where GitLab's own templates put a Code Quality report.
const GITLAB_REPORT: &str = "gl-code-quality-report.json";

/// The service that lotse runs on, as its environment says.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Service {
    GitHub,
    GitLab,
}

impl Service {
    fn of_environment() -> Option<Self> {
        let is_set = |name| std::env::var_os(name).is_some_and(|value| value == "true");
        match () {
            () if is_set("GITHUB_ACTIONS") => Some(Self::GitHub),
            () if is_set("GITLAB_CI") => Some(Self::GitLab),
            () => None,
        }
    }
}

/// All reports of a run.
pub(super) struct Outputs {
    all: Vec<Output>,
    /// Nobody has chosen a form, and the annotations of this service come with the report.
    service: Option<Service>,
}

impl Shared {
    /// The reports that are asked for, or what is wrong with the wish.
    pub(super) fn outputs(&self) -> Result<Outputs, String> {
        let mut all = self.format.clone();
        let mut service = if all.is_empty() { Service::of_environment() } else { None };
        if all.is_empty() {
            all.push(Output { format: Format::Human, file: None });
        }
        if service == Some(Service::GitLab) {
            all.push(Output { format: Format::Gitlab, file: Some(GITLAB_REPORT.into()) });
        }
        if self.statistics {
            all.iter_mut()
                .filter(|output| output.format == Format::Human)
                .for_each(|output| output.format = Format::Statistics);
        }
        let mut here = all.iter_mut().filter(|output| output.file.is_none());
        let first = here.next();
        if let (Some(first), Some(second)) = (&first, here.next()) {
            let (first, second) = (first.format.name(), second.format.name());
            return Err(format!(
                "two reports in one place, {first} and {second}: give one a file, as in `--format {second}=FILE`"
            ));
        }
        match (first, &self.output_file) {
            (Some(first), Some(file)) => first.file = Some(file.clone()),
            (None, Some(_)) => return Err("--output-file is for a report that has no file of its own".to_owned()),
            (_, None) => {}
        }
        if service == Some(Service::GitHub) && self.output_file.is_some() {
            // The report is elsewhere, so nothing of the input is shown before the annotations.
            all.push(Output { format: Format::Github, file: None });
            service = None;
        }
        Ok(Outputs { all, service })
    }
}

impl Outputs {
    /// Writes the reports. The exit status says whether all could be written.
    pub(super) fn write(&self, report: &Report<'_>, color: Color, quiet: bool) -> u8 {
        let write = |Output { format, file }: &Output| {
            let Some(file) = file else {
                let color = color.is_on();
                let links = PAGES.filter(|_| color && supports_hyperlinks::on(supports_hyperlinks::Stream::Stdout));
                return finish(self.print(report, *format, Look { color, quiet, links }));
            };
            let look = Look { color: color == Color::Always, quiet, links: None };
            write_file(file, |out| report.write(*format, look, out))
        };
        self.all.iter().map(write).max().unwrap_or(GOOD)
    }

    /// Writes a report to standard output, on GitHub Actions with annotations behind it.
    fn print(&self, report: &Report<'_>, format: Format, look: Look) -> io::Result<()> {
        let mut out = BufWriter::new(io::stdout().lock());
        let found = report.files.iter().any(|file| !file.diagnostics.is_empty());
        if self.service == Some(Service::GitHub) && found {
            // A report shows lines of the input, and GitHub obeys commands in what is shown: until the word is said that
            // nobody can know before, it does not.
            let word = format!("lotse-{:016x}", RandomState::new().build_hasher().finish());
            writeln!(out, "::stop-commands::{word}")?;
            report.write(format, look, &mut out)?;
            writeln!(out, "::{word}::\n::group::Annotations")?;
            report.write(Format::Github, look, &mut out)?;
            writeln!(out, "::endgroup::")?;
        } else {
            report.write(format, look, &mut out)?;
        }
        out.flush()
    }
}

fn write_file(path: &Path, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> u8 {
    let written = File::create(path).and_then(|file| {
        let mut out = BufWriter::new(file);
        write(&mut out)?;
        out.flush()
    });
    match written {
        Ok(()) => GOOD,
        Err(error) => {
            say(format_args!("{}: the report could not be written: {error}", path.display()));
            FAILED
        }
    }
}

/// Reads `FORM` and `FORM=FILE`.
#[derive(Clone)]
pub(super) struct OutputParser;

impl TypedValueParser for OutputParser {
    type Value = Output;

    fn parse_ref(
        &self,
        command: &clap::Command,
        arg: Option<&clap::Arg>,
        value: &OsStr,
    ) -> Result<Output, clap::Error> {
        let text = value.to_str().ok_or_else(|| clap::Error::new(ErrorKind::InvalidUtf8).with_cmd(command))?;
        let (format, file) = match text.split_once('=') {
            Some((format, file)) if !file.is_empty() => (format, Some(PathBuf::from(file))),
            _ => (text, None),
        };
        let format = EnumValueParser::<Format>::new().parse_ref(command, arg, OsStr::new(format))?;
        Ok(Output { format, file })
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        Some(Box::new(
            <Format as clap::ValueEnum>::value_variants().iter().filter_map(clap::ValueEnum::to_possible_value),
        ))
    }
}
