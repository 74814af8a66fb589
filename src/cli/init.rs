//! `lotse init`: the configuration to begin with.

use std::fs::OpenOptions;
use std::io::{ErrorKind, Write as _};
use std::path::Path;

use super::{FAILED, print, say};
use crate::config::{Hadolint, initial};
use crate::discover::{self, CONFIG, HADOLINT};

/// Arguments of `lotse init`.
#[derive(clap::Args)]
#[command(after_help = "A .hadolint.yaml in this folder is taken over.")]
pub(super) struct Arguments {}

impl Arguments {
    #[allow(clippy::unused_self, reason = "as every subcommand")]
    pub(super) fn run(&self) -> u8 {
        let taken = match HADOLINT.iter().map(Path::new).find(|path| path.is_file()) {
            Some(path) => match take_over(path) {
                Ok(hadolint) => Some((path, hadolint)),
                Err(message) => {
                    say(message);
                    return FAILED;
                }
            },
            None => None,
        };
        let text = initial(taken.as_ref().map(|(_, hadolint)| hadolint));
        // What is there is never written over, also not in a race.
        let written = OpenOptions::new().write(true).create_new(true).open(CONFIG);
        if let Err(error) = written.and_then(|mut file| file.write_all(text.as_bytes())) {
            say(match error.kind() {
                ErrorKind::AlreadyExists => {
                    format!("{CONFIG} is there already and was left alone; remove it first to begin anew")
                }
                _ => format!("{CONFIG}: {error}"),
            });
            return FAILED;
        }
        let from = taken.map_or_else(String::new, |(path, _)| {
            let path = path.display();
            format!(" with what {path} says, which lotse reads no longer")
        });
        print(&format!("Wrote {CONFIG}{from}.\nNext: `lotse check`\n"))
    }
}

fn take_over(path: &Path) -> Result<Hadolint, String> {
    let source = discover::read(path).map_err(|error| format!("{}: {error}", path.display()))?;
    Hadolint::parse(&source).map_err(|problems| {
        let placed = problems.iter().map(|problem| crate::project::placed(&source, path, problem));
        placed.collect::<Vec<_>>().join("\n")
    })
}
