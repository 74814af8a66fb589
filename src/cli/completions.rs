//! `lotse completions SHELL`.

use clap::CommandFactory;
use clap_complete::Shell;

/// Arguments of `lotse completions`.
#[derive(clap::Args)]
#[command(after_help = "Example:\n  lotse completions bash > /etc/bash_completion.d/lotse")]
pub(super) struct Arguments {
    /// The shell to write them for
    shell: Shell,
}

impl Arguments {
    pub(super) fn run(&self) -> u8 {
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut super::Arguments::command(), "lotse", &mut script);
        super::print(&String::from_utf8_lossy(&script))
    }
}
