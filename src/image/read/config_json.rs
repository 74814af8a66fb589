//! The configuration of an image, from its JSON.

use super::super::config::{Config, Step};
use super::bounds::Bounds;
use super::json::Json;
use super::problems::Problems;

/// Reads a configuration: what is left out, null or of another type is empty.
pub(super) fn config(json: &Json, bounds: &Bounds, problems: &mut Problems) -> Config {
    let empty = Json::Null;
    let run = json.get("config").unwrap_or(&empty);
    let rootfs = json.get("rootfs").unwrap_or(&empty);
    if !matches!(rootfs.text("type"), "layers" | "") {
        problems.odd(format!("the configuration's `rootfs.type` is `{}` instead of `layers`", rootfs.text("type")));
    }
    Config {
        os: json.text("os").to_owned(),
        architecture: json.text("architecture").to_owned(),
        variant: json.text("variant").to_owned(),
        created: optional(json, "created"),
        user: run.text("User").to_owned(),
        env: run.texts("Env"),
        entrypoint: run.texts("Entrypoint"),
        cmd: run.texts("Cmd"),
        working_dir: run.text("WorkingDir").to_owned(),
        shell: run.texts("Shell"),
        healthcheck: run.get("Healthcheck").map(|check| check.texts("Test")).filter(|test| !test.is_empty()),
        exposed_ports: keys(run, "ExposedPorts"),
        volumes: keys(run, "Volumes"),
        labels: texts(run, "Labels").collect(),
        on_build: run.texts("OnBuild"),
        stop_signal: optional(run, "StopSignal"),
        history: history(json, bounds, problems),
        diff_ids: bounded(rootfs.texts("diff_ids"), bounds.layers, "layers", problems),
    }
}

fn optional(json: &Json, key: &str) -> Option<String> {
    Some(json.text(key)).filter(|text| !text.is_empty()).map(str::to_owned)
}

/// The keys of an object, each once; a list of texts says the same.
fn keys(json: &Json, key: &str) -> Vec<String> {
    let mut keys: Vec<String> = json.members(key).iter().map(|(name, _)| name.clone()).chain(json.texts(key)).collect();
    keys.sort();
    keys.dedup();
    keys
}

/// The texts of an object.
pub(super) fn texts(json: &Json, key: &str) -> impl Iterator<Item = (String, String)> {
    json.members(key).iter().filter_map(|(name, value)| Some((name.clone(), value.as_text()?.to_owned())))
}

fn history(json: &Json, bounds: &Bounds, problems: &mut Problems) -> Vec<Step> {
    let steps = json.list("history").iter().map(|step| Step {
        created: optional(step, "created"),
        created_by: step.text("created_by").to_owned(),
        comment: step.text("comment").to_owned(),
        author: step.text("author").to_owned(),
        is_empty_layer: step.is_true("empty_layer"),
    });
    bounded(steps.collect(), bounds.history, "steps in its history", problems)
}

fn bounded<T>(mut list: Vec<T>, most: usize, what: &str, problems: &mut Problems) -> Vec<T> {
    if list.len() > most {
        problems.incomplete(format!("the configuration has {} {what}; more than {most} are not read", list.len()));
        list.truncate(most);
    }
    list
}
