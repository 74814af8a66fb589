//! Who the container runs as: accounts that a stage creates, who uses them, and programs that leave root by themselves.

use std::collections::HashSet;
use std::path::Path;

use super::{Account, Facts, Role, RunFacts};
use crate::knowledge::base_images::Purpose;
use crate::knowledge::passwords::APP_SERVICE_LOGIN;
use crate::knowledge::program_name;
use crate::knowledge::tools::{is_privilege_dropper, is_process_manager, is_ssh_server_package};
use crate::model::{Model, Setting, Stage};
use crate::shell::{Command, Script};
use crate::source::file_name;

/// Programs that start as root and run their work as another user, or start services by a configuration that says which.
/// Sources: the manual of each.
const DROPPING: &[&str] = &[
    "apache2", "apache2-foreground", "apache2ctl", "apachectl", "bird", "chronyd", "clamd", "cron", "crond", "dnsmasq",
    "docker-init", "dockerd", "dovecot", "freeradius", "freshclam", "haproxy", "httpd", "httpd-foreground", "lighttpd",
    "master", "memcached", "mosquitto", "mysqld", "mysqld_safe", "named", "nginx", "ntpd", "openresty", "openvpn",
    "php-fpm", "php-fpm7", "php-fpm8", "postfix", "proftpd", "pure-ftpd", "radiusd", "rsyslogd", "slapd", "smbd",
    "squid", "sshd", "stunnel", "tinyproxy", "tor", "turnserver", "unbound", "varnishd", "vsftpd",
];

/// Whether a RUN sets the password that Azure App Service asks for.
pub fn sets_app_service_login(run: &RunFacts) -> bool {
    run.commands().any(|command| command.words.iter().any(|word| &*word.text == APP_SERVICE_LOGIN))
}

/// Programs that run an application's own code. A start script that calls one runs that code as the user it was started as.
const RUNS_CODE: &[&str] = &["bundle", "composer", "java", "node", "npm", "php", "python", "python3", "rake", "ruby"];

/// Whether what a stage starts leaves root by itself, as far as the text tells: a switcher or such a daemon in ENTRYPOINT, CMD or
/// a start script, a switcher among the installed packages, or a base image whose own start does it.
pub fn leaves_root(facts: &Facts, model: &Model, stage: &Stage) -> bool {
    // The daemon behind the script may leave root; the application's code in the script has run as root by then.
    if start_scripts(facts, stage, model).any(runs_code_as_root) {
        return false;
    }
    let base = model.base_image(stage);
    if base.is_some_and(|base| base.drops_privileges || base.process_manager.is_some()) {
        return true;
    }
    let started = facts.commands_at_end(stage).flat_map(|startup| &startup.piece.script.commands);
    let by_command = |command: &Command| {
        let wrapped = command.wrappers.iter().any(|wrapper| is_privilege_dropper(&wrapper.name));
        // `exec "$@"` of an entrypoint is the CMD; a daemon may be an argument of an entrypoint script.
        wrapped || command.words.iter().any(|word| leaves_root_itself(&word.text))
    };
    started.into_iter().any(by_command)
        || start_scripts(facts, stage, model).any(|script| script.commands.iter().any(by_command))
        || facts.runs_in_chain(model, stage).any(brings_switcher)
}

fn runs_code_as_root(script: &Script) -> bool {
    let switches = |command: &Command| {
        let names = command.wrappers.iter().map(|wrapper| &*wrapper.name);
        names.chain(command.name()).any(|name| is_privilege_dropper(name) || name == "su")
    };
    let runs_code = |command: &Command| command.name().is_some_and(|name| RUNS_CODE.contains(&name));
    script.commands.iter().any(runs_code) && !script.commands.iter().any(switches)
}

/// Whether a stage is built on an image to develop or to run jobs in, where root is what people expect.
pub fn is_workplace(model: &Model, stage: &Stage) -> bool {
    model
        .base_image(stage)
        .is_some_and(|base| matches!(base.purpose, Purpose::Development | Purpose::ContinuousIntegration))
}

/// Whether root runs what a stage starts although it need not, as far as the text tells.
pub fn stays_root(facts: &Facts, model: &Model, stage: &Stage) -> bool {
    !leaves_root(facts, model, stage) && !is_workplace(model, stage)
}

/// Whether a stage has an ssh server, so that its accounts may be there to log in.
pub fn serves_logins(facts: &Facts, model: &Model, stage: &Stage) -> bool {
    let mut packages =
        facts.runs_in_chain(model, stage).flat_map(RunFacts::packages).flat_map(|action| &action.packages);
    packages.any(|package| is_ssh_server_package(&package.name))
}

/// Whether ENTRYPOINT or CMD is a script that cannot be read, so that nobody knows what it does.
pub fn starts_unseen_script(facts: &Facts, model: &Model, stage: &Stage) -> bool {
    facts.commands_at_end(stage).any(|startup| {
        startup.piece.script.commands.iter().any(|command| {
            let script = command.words.iter().find(|word| is_script(&word.text));
            script.is_some_and(|word| {
                !facts.scripts.iter().any(|seen| seen.named_at == word.span || word.text.ends_with(&*seen.path))
            })
        })
    }) && model.base_image(stage).is_none_or(|base| base.user.is_none())
}

/// Whether a word is named like a start script.
pub fn is_script(text: &str) -> bool {
    let name = file_name(text);
    // Behind an entrypoint, `exec` leaves the rest to a program; without one nothing is known of a name like this.
    Path::new(name).extension().is_some_and(|ending| ending == "sh")
        || name.contains("entrypoint")
        || matches!(name, "run" | "start" | "init" | "boot")
}

fn start_scripts<'a>(
    facts: &'a Facts,
    stage: &'a Stage,
    model: &'a Model,
) -> impl Iterator<Item = &'a crate::shell::Script> {
    let stages: Vec<usize> = model.chain(stage).map(|stage| stage.index).collect();
    facts
        .scripts
        .iter()
        .filter(move |script| script.role == Role::Start && stages.contains(&script.stage))
        .map(|script| &script.piece.script)
}

/// `gosu` and its kind come as a package or as a download; nobody installs them without use.
fn brings_switcher(run: &RunFacts) -> bool {
    const BROUGHT: &[&str] = &["gosu", "su-exec", "s6", "s6-overlay", "runit", "supervisor"];
    let packaged = run.packages().any(|action| action.packages.iter().any(|package| BROUGHT.contains(&&*package.name)));
    packaged
        || run.pieces.iter().flat_map(|piece| &piece.deeds.downloads).any(|download| {
            download
                .url
                .as_ref()
                .is_some_and(|(url, _)| BROUGHT[..4].iter().any(|name| url.contains(&format!("/{name}"))))
        })
}

/// A word may be a whole command, as an argument of an entrypoint script.
fn leaves_root_itself(word: &str) -> bool {
    let name = program_name(word.split_whitespace().next().unwrap_or(""));
    let bare = name.trim_end_matches(|letter: char| letter.is_ascii_digit() || letter == '.');
    is_privilege_dropper(name) || is_process_manager(name) || DROPPING.contains(&name) || DROPPING.contains(&bare)
}

/// The accounts that a stage and the stages below it create, nearest stage first.
pub fn accounts<'a>(facts: &'a Facts, model: &'a Model, stage: &'a Stage) -> impl Iterator<Item = &'a Account> {
    facts.runs_in_chain(model, stage).flat_map(|run| run.pieces.iter().flat_map(|piece| &piece.deeds.accounts))
}

/// The accounts of the chain that nothing runs as, as far as the text tells: no USER, no switch of user, no start command and no
/// start script names them.
pub fn unused_accounts<'a>(facts: &'a Facts, model: &'a Model, stage: &'a Stage) -> Vec<&'a Account> {
    let mut unused: Vec<&Account> = accounts(facts, model, stage).collect();
    if unused.is_empty() {
        return unused;
    }
    let users: Vec<&Setting> = users_in_chain(model, stage).collect();
    let known = |setting: &Setting| setting.value.as_known().map(str::to_owned);
    // A number or a variable may be any account.
    if users
        .iter()
        .any(|user| known(user).is_none_or(|name| name.starts_with(|c: char| c.is_ascii_digit() && c != '0')))
    {
        return Vec::new();
    }
    let names: HashSet<String> = users
        .iter()
        .filter_map(|user| known(user))
        .filter_map(|user| user.split(':').next().map(str::to_owned))
        .collect();
    unused.retain(|account| {
        let is_user = names.contains(&*account.name);
        !is_user
            && !account.name.starts_with('_')
            && account.name.bytes().all(|byte| byte != b'$')
            && !SERVICES.contains(&&*account.name)
    });
    if unused.is_empty() {
        return unused;
    }
    let mut mentioned = HashSet::new();
    let runs = facts.runs_in_chain(model, stage).flat_map(|run| &run.pieces).flat_map(|piece| &piece.script.commands);
    let starts = facts.commands_at_end(stage).flat_map(|startup| &startup.piece.script.commands);
    let scripts = start_scripts(facts, stage, model).flat_map(|script| &script.commands);
    for command in runs.filter(|command| !is_preparation(command)).chain(starts).chain(scripts) {
        let wrapped = command.wrappers.iter().flat_map(|wrapper| &wrapper.words);
        for word in command.words.iter().skip(1).chain(wrapped) {
            mentioned.extend(
                word.text
                    .split(|letter: char| !letter.is_ascii_alphanumeric() && !matches!(letter, '_' | '-' | '.' | '/')),
            );
        }
    }
    unused.retain(|account| !mentioned.contains(&*account.name));
    unused
}

/// Accounts that a daemon looks for by itself, besides those whose name begins with `_`.
const SERVICES: &[&str] = &[
    "apache", "bin", "bind", "clamav", "daemon", "dnsmasq", "dovecot", "ftp", "git", "haproxy", "http", "ldap",
    "lighttpd", "mail", "memcache", "memcached", "messagebus", "mongodb", "mosquitto", "mysql", "named", "nginx",
    "ntp", "openldap", "postfix", "postgres", "rabbitmq", "redis", "rtkit", "smmsp", "squid", "sshd", "sync", "syslog",
    "tor", "unbound", "varnish", "vmail", "www", "www-data", "xfs",
];

/// Commands that name an account without running anything as it.
fn is_preparation(command: &Command) -> bool {
    let prepares = |name: &str| {
        matches!(
            name,
            "useradd"
                | "adduser"
                | "usermod"
                | "groupadd"
                | "addgroup"
                | "groupmod"
                | "gpasswd"
                | "passwd"
                | "chpasswd"
                | "chown"
                | "chgrp"
                | "chmod"
                | "mkdir"
                | "install"
                | "id"
                | "touch"
                | "rm"
                | "cp"
                | "mv"
                | "cd"
                | "userdel"
                | "deluser"
        )
    };
    command.name().is_some_and(prepares)
}

/// The arguments of every USER of the chain.
fn users_in_chain<'a>(model: &'a Model, stage: &'a Stage) -> impl Iterator<Item = &'a Setting> {
    model.chain(stage).flat_map(|stage| {
        let states = model.states.get(stage.instructions.clone()).unwrap_or_default();
        let mut last = None;
        states.iter().chain(model.last_state(stage)).filter_map(move |state| {
            let setting = state.user.as_deref()?;
            let at = setting.at?;
            (last.replace(at) != Some(at)).then_some(setting)
        })
    })
}

/// The number of an account of that name: one that the chain creates with it, or one of a well-known image.
pub fn uid_of(facts: &Facts, model: &Model, stage: &Stage, name: &str) -> Option<String> {
    let created =
        accounts(facts, model, stage).find(|account| &*account.name == name).and_then(|account| account.uid.as_deref());
    created.filter(|uid| is_number(uid)).map(str::to_owned)
}

/// The number that the first account of that name in the file is created with, whatever the stage.
pub fn uid_in_any_stage<'a>(facts: &'a Facts, name: &str) -> Option<&'a str> {
    let mut accounts = facts.runs.iter().flat_map(RunFacts::accounts);
    accounts.find(|account| &*account.name == name)?.uid.as_deref().filter(|uid| is_number(uid))
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether a user is root: by name, by number, with or without group.
pub fn is_root(user: &str) -> bool {
    let name = user.split(':').next().unwrap_or(user);
    name == "root" || (!name.is_empty() && name.bytes().all(|byte| byte == b'0'))
}
