//! Images: layers laid over each other, where layers come from, and what is said about images.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

#[path = "image/history.rs"]
mod history;
#[path = "image/replay.rs"]
mod replay;
