//! Files of other tools for images: the limits of `.dive-ci`, the ignore list of `.dockleignore`.

use super::Problem;
use super::yaml::{Document, Yaml};
use crate::rules::options::Options;
use crate::rules::{Meant, by_peer};
use crate::source::Source;

/// What dive's limits mean for lotse's options; what is wrong with the file.
pub fn dive_limits(source: &Source, options: &mut Options) -> Vec<Problem> {
    let document = match Document::read(source) {
        Ok(document) => document,
        Err(problem) => return vec![problem],
    };
    let mut problems = Vec::new();
    let rules = document.root().and_then(|root| entry(root, "rules"));
    for (key, value) in rules.and_then(Yaml::entries).into_iter().flatten() {
        let Some(text) = value.text() else { continue };
        let is_understood = match key.text().unwrap_or("") {
            _ if text == "disabled" => true,
            "lowestEfficiency" => percent(text).map(|percent| options.efficiency = percent).is_some(),
            "highestUserWastedPercent" => percent(text).map(|percent| options.dead_percent = percent).is_some(),
            "highestWastedBytes" => bytes(text).map(|bytes| options.dead_bytes = bytes).is_some(),
            _ => true,
        };
        if !is_understood {
            let message = format!("`{text}` is no limit that dive knows: a part of 1, a size, or `disabled`");
            problems.push(Problem { span: value.span(), message });
        }
    }
    problems
}

fn entry<'a>(of: Yaml<'a>, name: &str) -> Option<Yaml<'a>> {
    of.entries()?.find(|(key, _)| key.text() == Some(name)).map(|(_, value)| value)
}

/// `0.95` in percent.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "from 0 to 100")]
fn percent(text: &str) -> Option<u64> {
    let part: f64 = text.trim_end_matches('%').parse().ok()?;
    let part = if text.ends_with('%') { part / 100.0 } else { part };
    (0.0..=1.0).contains(&part).then(|| (part * 100.0).round() as u64)
}

/// `20MB`, `1.5 GiB`, `1000`.
#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "a limit is no exact number"
)]
fn bytes(text: &str) -> Option<u64> {
    let number = text.trim_end_matches(|c: char| c.is_ascii_alphabetic() || c == ' ');
    let factor: u64 = match text[number.len()..].trim().to_ascii_lowercase().as_str() {
        "" | "b" => 1,
        "k" | "kb" => 1_000,
        "m" | "mb" => 1_000_000,
        "g" | "gb" => 1_000_000_000,
        "kib" => 1 << 10,
        "mib" => 1 << 20,
        "gib" => 1 << 30,
        _ => return None,
    };
    let number: f64 = number.parse().ok()?;
    (number >= 0.0).then_some((number * factor as f64) as u64)
}

/// The rules that the codes of a `.dockleignore` stand for, one on a line. Codes that no rule has mean nothing.
pub fn dockle_ignored(text: &str) -> Vec<Meant> {
    let codes: Vec<&str> = text.lines().map(|line| line.split('#').next().unwrap_or("").trim()).collect();
    let known = by_peer("dockle").into_iter();
    known.filter(|(code, _)| codes.contains(code)).map(|(_, meant)| meant).collect()
}
