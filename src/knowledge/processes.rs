//! Programs that start other programs: inits, process managers, the commands of init systems, interpreters with an
//! application.
//!
//! Sources: the programs' own manuals, as packaged in Debian 12 and Alpine 3.20.

use super::names::Names;
use super::program_name;

/// Programs that start and watch other programs.
const PROCESS_MANAGERS: &[&str] = &[
    "supervisord", "s6-svscan", "s6-overlay-init", "runsvdir", "runsvdir-start", "runit", "runit-init", "my_init",
    "systemd", "circusd", "monit", "multirun", "foreman", "honcho", "overmind", "hivemind", "pm2-runtime",
    "pm2-docker", "init",
];

/// Small programs whose only work is to be the first process: they pass signals on and reap.
const INITS: &[&str] =
    &["tini", "tini-static", "dumb-init", "catatonit", "docker-init", "my_init", "s6-svscan", "init", "systemd"];

/// Whether a program only is the first process, and passes signals on to what it starts.
pub fn is_init(name: &str) -> bool {
    INITS.contains(&program_name(name))
}

/// Whether a program starts and watches several others.
pub fn is_process_manager(name: &str) -> bool {
    PROCESS_MANAGERS.contains(&program_name(name))
}

/// Whether a command, by the first of its words, may start or stop services.
pub fn may_control_services(first: &str) -> bool {
    static CONTROLS: Names =
        Names::new(&["forever", "invoke-rc.d", "pg_ctl", "pg_ctlcluster", "pm2", "rc-service", "service", "systemctl"]);
    CONTROLS.has_program(first) || first.starts_with("/etc/init.d/")
}

/// The service that a command of the init system starts, by the words of the command, its name first: `service cron start`,
/// `systemctl start cron`, `/etc/init.d/cron start`, `pg_ctlcluster 15 main start`.
pub fn service_started<'a>(words: &[&'a str]) -> Option<&'a str> {
    match words {
        ["service" | "invoke-rc.d" | "rc-service", name, "start" | "restart", ..] => Some(name),
        ["systemctl", verb, rest @ ..] if matches!(*verb, "start" | "restart") => {
            rest.iter().copied().find(|word| !word.starts_with('-'))
        }
        [script, "start" | "restart", ..] if script.starts_with("/etc/init.d/") => Some(program_name(script)),
        [first, .., "start"] if matches!(program_name(first), "pg_ctlcluster" | "pg_ctl") => Some("postgresql"),
        [first, "start", ..] if matches!(program_name(first), "pg_ctl" | "pm2" | "forever") => {
            Some(program_name(first))
        }
        _ => None,
    }
}

/// The same for a command that stops a service.
pub fn service_stopped<'a>(words: &[&'a str]) -> Option<&'a str> {
    match words {
        ["service" | "invoke-rc.d" | "rc-service", name, "stop", ..] => Some(name),
        ["systemctl", "stop", rest @ ..] => rest.iter().copied().find(|word| !word.starts_with('-')),
        [script, "stop", ..] if script.starts_with("/etc/init.d/") => Some(program_name(script)),
        [first, .., "stop"] if matches!(program_name(first), "pg_ctlcluster" | "pg_ctl") => Some("postgresql"),
        [first, "stop", ..] if matches!(program_name(first), "pg_ctl" | "pm2" | "forever") => Some(program_name(first)),
        _ => None,
    }
}

/// Files and words that run an application: an interpreter with a program, a start command of a package manager.
pub fn runs_application(words: &[&str]) -> bool {
    let Some((first, rest)) = words.split_first() else { return false };
    let has_operand = rest.iter().any(|word| !word.starts_with('-'));
    match program_name(first) {
        "node" | "nodejs" | "deno" | "bun" | "python" | "python2" | "python3" | "ruby" | "perl" | "dotnet"
        | "beam.smp" | "mono" | "php" => {
            has_operand
                && !rest.iter().any(|word| matches!(*word, "-c" | "-e" | "-p" | "-r" | "--version" | "-V" | "-v"))
        }
        "java" => rest.iter().any(|word| *word == "-jar" || *word == "-cp" || *word == "-classpath") || has_operand,
        "npm" | "yarn" | "pnpm" => {
            let verb = rest.iter().find(|word| !word.starts_with('-') && **word != "run");
            verb.is_some_and(|verb| {
                ["start", "serve", "dev", "server", "prod", "preview"].iter().any(|word| verb.starts_with(word))
            })
        }
        "pm2" => rest.contains(&"--no-daemon"),
        "flask" => rest.contains(&"run"),
        "rails" => rest.contains(&"server") || rest.contains(&"s"),
        "streamlit" | "celery" | "sidekiq" | "jupyter" | "nodemon" | "next" | "air" | "uwsgi" | "rackup" => true,
        _ => false,
    }
}

/// Commands that have no meaning in a build, and why. Those of `systemctl` are verbs that ask for a running system.
pub fn pointless_in_build(name: &str, argument: Option<&str>) -> Option<&'static str> {
    const INTERACTIVE: &[&str] = &["vi", "vim", "nano", "emacs", "top", "htop", "ssh"];
    Some(match (name, argument) {
        (name, _) if INTERACTIVE.contains(&name) => "waits for a person, and nobody is there in a build",
        ("shutdown" | "reboot" | "halt" | "poweroff", _) => "has no machine to stop in a build",
        ("service", _) => "starts what ends with this RUN",
        ("systemctl", Some("start" | "restart" | "status" | "daemon-reload" | "reload")) => {
            "has no init system to talk to in a build"
        }
        ("ps" | "free" | "ifconfig", _) => "shows the machine that builds, not the container",
        ("mount", _) => "mounts what is gone when this RUN ends",
        ("kill", _) => "has no process to end in a build",
        _ => return None,
    })
}

/// Words that only a shell knows as commands. Source: the POSIX shell command language.
const BUILTINS: &[&str] = &[
    ".", ":", "alias", "bg", "cd", "command", "eval", "exec", "exit", "export", "fg", "read", "set", "source", "time",
    "trap", "type", "ulimit", "umask", "unset", "wait",
];

/// Whether only a shell knows a word as a command.
pub fn is_builtin(word: &str) -> bool {
    BUILTINS.contains(&word)
}
