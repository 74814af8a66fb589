//! Who is put into which further groups.

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
