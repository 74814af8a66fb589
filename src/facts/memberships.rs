//! Who is put into which further groups.

use std::collections::HashMap;

use super::Facts;
use crate::model::{Model, Stage};
use crate::shell::{Command, Word};
use crate::source::Span;

/// An account that is put into further groups.
#[derive(Debug)]
pub struct Membership {
    /// The account.
    pub user: Box<str>,
    /// The groups.
    pub groups: Vec<Box<str>>,
    /// The word that names the groups.
    pub span: Span,
}

/// What a command says of memberships. Sources: useradd(8), usermod(8), gpasswd(1), Debian's adduser(8), BusyBox addgroup.
pub fn membership(command: &Command) -> Option<Membership> {
    let words = command.words.get(1..)?;
    match command.name()? {
        "useradd" | "usermod" => {
            let (groups, span) = group_option(words)?;
            made(words.last()?, groups, span)
        }
        "gpasswd" => {
            let user = words.windows(2).find(|pair| pair[0].is("-a") || pair[0].is("--add")).map(|pair| &pair[1])?;
            let group = words.last()?;
            made(user, &group.text, group.span)
        }
        "adduser" | "addgroup" => {
            let [user, group] = words else { return None };
            let options = user.text.starts_with('-') || group.text.starts_with('-');
            (!options).then(|| made(user, &group.text, group.span))?
        }
        _ => None,
    }
}

/// The value of `-G`, `-aG`, `--groups`.
fn group_option(words: &[Word]) -> Option<(&str, Span)> {
    words.iter().enumerate().find_map(|(index, word)| {
        if let Some(groups) = word.text.strip_prefix("--groups=") {
            return Some((groups, word.span));
        }
        let bundle = word.text.starts_with('-') && !word.text.starts_with("--") && word.text.ends_with('G');
        let next = words.get(index + 1).filter(|_| bundle || word.is("--groups"))?;
        Some((&*next.text, next.span))
    })
}

fn made(user: &Word, groups: &str, span: Span) -> Option<Membership> {
    let user = user.literal.clone().filter(|user| !user.starts_with('-'))?;
    let groups: Vec<Box<str>> = groups.split(',').filter(|group| !group.is_empty()).map(Into::into).collect();
    (!groups.is_empty()).then_some(Membership { user, groups, span })
}

/// The memberships of all accounts of a file.
#[derive(Debug)]
pub struct Memberships<'a> {
    /// For each stage and account the first membership, and the RUN that makes it.
    by_user: HashMap<(usize, Box<str>), (usize, Membership)>,
    /// For each stage the names of the accounts that are created with a number.
    names: HashMap<(usize, &'a str), &'a str>,
}

impl<'a> Memberships<'a> {
    /// Collects them.
    pub fn of(facts: &'a Facts) -> Self {
        let mut all = Self { by_user: HashMap::new(), names: HashMap::new() };
        for run in facts.runs.iter().filter(|run| !run.onbuild) {
            let Some(stage) = run.stage else { continue };
            for found in run.commands().filter_map(membership) {
                all.by_user.entry((stage, found.user.clone())).or_insert((run.at, found));
            }
            let numbered = run.accounts().filter_map(|account| Some((account.uid.as_deref()?, &*account.name)));
            all.names.extend(numbered.map(|(uid, name)| ((stage, uid), name)));
        }
        all
    }

    /// Whether nobody is put into any group.
    pub fn is_empty(&self) -> bool {
        self.by_user.is_empty()
    }

    /// The membership that an account, by its name or number, has when instruction `at` of a stage runs.
    pub fn before(&self, model: &Model, stage: &Stage, at: usize, user: &str) -> Option<&Membership> {
        let number = user.starts_with(|letter: char| letter.is_ascii_digit());
        let mut chain = model.chain(stage).filter(|_| number);
        let user = chain.find_map(|stage| self.names.get(&(stage.index, user)).copied()).unwrap_or(user);
        model.chain(stage).find_map(|below| {
            let (made_at, found) = self.by_user.get(&(below.index, user.into()))?;
            (below.index != stage.index || *made_at < at).then_some(found)
        })
    }
}
