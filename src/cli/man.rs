//! `lotse man [FOLDER]`.

use std::fs;
use std::path::PathBuf;

use clap::CommandFactory;
use clap_mangen::Man;

use super::{FAILED, GOOD, finish, print, say};

/// Arguments of `lotse man`.
#[derive(clap::Args)]
#[command(after_help = "Examples:\n  lotse man | man -l -\n  lotse man /usr/local/share/man/man1")]
pub(super) struct Arguments {
    /// Write the pages of all subcommands to this folder, in place of the first page to standard output
    folder: Option<PathBuf>,
}

impl Arguments {
    pub(super) fn run(&self) -> u8 {
        let command = super::Arguments::command();
        if let Some(folder) = &self.folder {
            let written = fs::create_dir_all(folder).and_then(|()| clap_mangen::generate_to(command, folder));
            return written.map_or_else(
                |error| {
                    say(format_args!("{}: {error}", folder.display()));
                    FAILED
                },
                |()| GOOD,
            );
        }
        let mut page = Vec::new();
        match Man::new(command).render(&mut page) {
            Ok(()) => print(&String::from_utf8_lossy(&page)),
            Err(error) => finish(Err(error)),
        }
    }
}
