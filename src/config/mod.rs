//! What the user wants: which rules run, how grave their findings are, what comments in the files suppress. Nothing here
//! reads a file or prints.

mod build_check;
mod file;
mod hadolint;
mod image_tools;
mod initial;
pub mod inline;
mod keys;
mod preset;
mod reading;
mod rule_options;
mod schema;
mod selection;
mod settings;
mod yaml;

pub use build_check::BuildCheck;
pub use file::{Config, Problem};
pub use hadolint::Hadolint;
pub use image_tools::{dive_limits, dockle_ignored};
pub use initial::{SCHEMA_LINE, initial};
pub use keys::named;
pub use preset::Preset;
pub use reading::Reading;
pub use schema::{reference, schema};
pub use selection::Selection;
pub use settings::{FailOn, Layer, Settings};
