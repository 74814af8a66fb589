//! Any text as the steps of a history, one in each line.
#![no_main]

#[path = "../../tests/crafter/mod.rs"]
mod crafter;
mod shared;

use crafter::{Craft, Tar, archive};
use serde_json::json;

libfuzzer_sys::fuzz_target!(|text: &str| {
    let mut craft = Craft::of(vec![Tar::new().file("a", b"x").end(), Tar::new().file("b", b"x").end()]);
    let steps = text.lines().take(64).enumerate();
    let steps: Vec<_> = steps.map(|(at, step)| json!({"created_by": step, "empty_layer": at > 1})).collect();
    craft.config["history"] = json!(steps);
    shared::read(&archive(&craft.docker_archive()));
});
