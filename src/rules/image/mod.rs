//! Rules about images that were built. How their pages show images is written in `docs/design.md`.

pub mod layer_deleted_bytes;
