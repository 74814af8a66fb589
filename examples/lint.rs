//! Lints files with the library and writes a report: `cargo run --example lint -- Dockerfile`.

use std::error::Error;
use std::fs;
use std::io;

use lotse::config::Settings;
use lotse::report::{Format, Look, Report};
use lotse::source::Source;

fn main() -> Result<(), Box<dyn Error>> {
    let settings = Settings::default();
    let mut files = Vec::new();
    let mut checked = 0;
    for path in std::env::args().skip(1) {
        let source = Source::from_bytes(&path, fs::read(&path)?);
        files.extend(lotse::lint(source, &settings).files);
        checked += 1;
    }
    let report = Report { files: &files, checked, complete: true };
    report.write(Format::Human, Look::default(), &mut io::stdout().lock())?;
    Ok(())
}
