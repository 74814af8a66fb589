//! Accounts to run a program as: those that images bring, and how one is made.

use super::base_images::{BaseImage, Family};
use super::package_managers::Manager;

/// Images with an account for the program that runs in them. Sources: their Dockerfiles.
const BROUGHT: &[(&str, &str)] = &[("denoland/deno", "deno"), ("node", "node"), ("oven/bun", "bun")];

/// The number of an account that is made: high enough to be nobody's on the host.
const NUMBER: u32 = 10001;

/// A way to leave root.
#[derive(Debug, PartialEq, Eq)]
pub struct Account {
    /// Commands that make the account; none where it is there, or where a number alone does.
    pub commands: &'static [&'static str],
    /// What USER is to name.
    pub user: String,
}

/// The account that a program in an image of that repository is to run as. Where no command is known to make one, a number
/// alone is a user as well.
pub fn account_for(repository: &str, base: &BaseImage) -> Account {
    let there = |user: &str| Account { commands: &[], user: user.to_owned() };
    if let Some((_, name)) = BROUGHT.iter().find(|(image, _)| *image == repository) {
        return there(name);
    }
    if base.variable("APP_UID").is_some() {
        return there("$APP_UID");
    }
    if repository.starts_with("gcr.io/distroless/") {
        return there("nonroot");
    }
    Account { commands: making(base), user: NUMBER.to_string() }
}

/// The commands that make the account `app` with the number 10001. UBI's minimal images, Amazon Linux and others lack `useradd`.
fn making(base: &BaseImage) -> &'static [&'static str] {
    match base.family {
        Family::Debian | Family::Ubuntu => USERADD,
        Family::Fedora | Family::Rhel if !base.packaging.contains(&Manager::Microdnf) => USERADD,
        Family::Alpine | Family::Wolfi => &["addgroup -S -g 10001 app", "adduser -S -D -H -u 10001 -G app app"],
        _ => &[],
    }
}

const USERADD: &[&str] =
    &["groupadd --gid 10001 app", "useradd --uid 10001 --gid app --no-create-home --shell /usr/sbin/nologin app"];
