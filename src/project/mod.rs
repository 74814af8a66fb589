//! What holds for a file by what lies around it: its configuration and its layout. The command line and the language server ask
//! the same question here, so that they get the same answer.

mod configurations;
mod layout;

pub use configurations::{Choice, ConfigFile, Configurations, placed};
pub use layout::layout;
