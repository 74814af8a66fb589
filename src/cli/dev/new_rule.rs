//! `lotse dev new-rule GROUP NAME`: writes the three places that a rule costs.

use std::fs;
use std::io;
use std::path::Path;

use crate::cli::{FAILED, GOOD, say};
use crate::rules::Group;

pub(super) fn run(group: &str, name: &str) -> u8 {
    if !Group::ALL.iter().any(|known| known.name() == group) {
        let groups: Vec<_> = Group::ALL.iter().map(|group| group.name()).collect();
        say(format_args!("no group is called `{group}`; there are {}", groups.join(", ")));
        return FAILED;
    }
    let kebab = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if name.is_empty() || !name.chars().all(kebab) {
        say(format_args!("`{name}` is no name for a rule: lower case, words separated by `-`"));
        return FAILED;
    }
    match write(group, name) {
        Ok(()) => GOOD,
        Err(error) => {
            say(error);
            FAILED
        }
    }
}

fn write(group: &str, name: &str) -> io::Result<()> {
    let module = name.replace('-', "_");
    let capital = group[..1].to_ascii_uppercase() + &group[1..];
    let page = format!("rules/{group}/{name}.md");
    let file = format!("src/rules/{group}/{module}.rs");
    if Path::new(&page).exists() || Path::new(&file).exists() {
        return Err(io::Error::other(format!("there is a rule `{name}`")));
    }
    create(&page, &PAGE.replace("NAME", name))?;
    let text = RULE.replace("NAME", name).replace("GROUP", group).replace("Capital", &capital);
    create(&file, &text)?;
    let room = format!("src/rules/{group}/mod.rs");
    if !Path::new(&room).exists() {
        create(&room, &format!("//! Rules about {group}.\n\n"))?;
        insert("src/rules/mod.rs", "pub mod ", &format!("pub mod {group};"))?;
    }
    insert(&room, "pub mod ", &format!("pub mod {module};"))?;
    insert("src/rules/table.rs", "    &", &format!("    &{group}::{module}::RULE,"))
}

fn create(path: &str, text: &str) -> io::Result<()> {
    if let Some(folder) = Path::new(path).parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(path, text)
}

/// Puts a line among those that begin alike, in alphabetical order.
fn insert(path: &str, alike: &str, line: &str) -> io::Result<()> {
    let text = fs::read_to_string(path)?;
    let mut lines: Vec<&str> = text.lines().collect();
    let kin = |other: &&str| other.starts_with(alike);
    let behind = lines.iter().position(|other| kin(other) && *other > line);
    let last = lines.iter().rposition(kin).map_or(lines.len(), |last| last + 1);
    lines.insert(behind.unwrap_or(last), line);
    fs::write(path, lines.join("\n") + "\n")
}

const PAGE: &str = "\
# NAME

One sentence that says what is wrong.

## Why

What happens because of it, and to whom.

## Bad

```dockerfile
FROM debian:12
RUN true
#   ^^^^ part of the message
```

## Good

```dockerfile
FROM debian:12
```
";

const RULE: &str = "\
//! What the rule is about, in one line.

use super::super::prelude::*;

pub(crate) static RULE: Rule = Rule::new(\"NAME\", Group::Capital, Severity::Warning)
    .recommended()
    .page(include_str!(\"../../../rules/GROUP/NAME.md\"))
    .checks(&[Check::Run(check)]);

fn check(_run: &Run<'_>, _findings: &mut Findings) {}
";
