//! Whether standard output is coloured.

use std::io::{self, IsTerminal};

/// When to use colour.
#[derive(Clone, Copy, Default, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Color {
    /// On a terminal, unless `NO_COLOR` is set
    #[default]
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

impl Color {
    /// Whether to colour what is printed now.
    pub(super) fn is_on(self) -> bool {
        let unset = |name| std::env::var_os(name).is_none_or(|value| value.is_empty());
        match self {
            Self::Always => true,
            Self::Never => false,
            Self::Auto => {
                unset("NO_COLOR")
                    && io::stdout().is_terminal()
                    && std::env::var_os("TERM").is_none_or(|terminal| terminal != "dumb")
            }
        }
    }
}
