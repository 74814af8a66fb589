//! Two accounts or groups that are one.

use super::super::prelude::*;
use std::collections::{HashMap, HashSet};

use crate::knowledge::account_files::accounts;

pub(crate) static RULE: Rule = Rule::new("image-duplicate-id", Group::Image, Severity::Warning)
    .recommended()
    .workshop()
    .aliases(&["dockle:DKL-LI-0002"])
    .page(include_str!("../../../rules/image/image-duplicate-id.md"))
    .checks(&[Check::Image(check)]);

fn check(view: &ImageView<'_>, findings: &mut Findings) {
    for (path, noun) in [("etc/passwd", "user"), ("etc/group", "group")] {
        let Some((file, body)) = view.files.read(path) else { continue };
        let mut ids: HashMap<u32, &str> = HashMap::new();
        let mut names: HashSet<&str> = HashSet::new();
        for account in accounts(body) {
            let name = account.name;
            if !names.insert(name) {
                view.find(file.layer, findings, format!("`{path}` has the {noun} `{name}` twice"));
                continue;
            }
            let Some(id) = account.id else { continue };
            if let Some(other) = ids.insert(id, name) {
                let message = format!("the {noun}s `{other}` and `{name}` in `{path}` have the same number, {id}");
                let is_root = id == 0 && noun == "user";
                let severity = if is_root { Severity::Error } else { Severity::Warning };
                view.find(file.layer, findings, message).severity(severity);
            }
        }
    }
}
