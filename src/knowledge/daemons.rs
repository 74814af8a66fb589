//! Servers and other programs that run until they are stopped: how each is kept in the foreground, which port it listens on
//! and which signal stops it cleanly.
//!
//! Sources: the manual page of each program, as packaged in Debian 12 and Alpine 3.20; ports from IANA or the program's
//! own default configuration.

use super::program_name;

/// A long-running program.
#[derive(Debug)]
pub struct Daemon {
    /// Names of its executable; the first is also what it is called.
    pub names: &'static [&'static str],
    /// What it does when it is started without further options.
    default: Default,
    /// Words, or beginnings of words, that keep it in the foreground: `-D`, `daemon off`.
    foreground: &'static [&'static str],
    /// Words that send it into the background.
    background: &'static [&'static str],
    /// Words with which it does something else and ends: `-t` tests the configuration.
    other: &'static [&'static str],
    /// What to add so that it stays in the foreground, as words of a command.
    pub stay: &'static [&'static str],
    /// The configuration file that may keep it in the foreground as well.
    pub config: Option<&'static str>,
    /// The port that it listens on unless told otherwise.
    pub port: Option<u16>,
    /// Whether it serves other machines or processes, so that two of them in a container are two services.
    pub service: bool,
    /// The signal that makes it finish its work and stop, where that is not SIGTERM.
    pub stop_signal: Option<&'static str>,
}

/// What a program does without options.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Default {
    Foreground,
    Background,
    /// The configuration decides.
    Unknown,
}

/// What becomes of a program once it is started.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// It stays in the foreground.
    Foreground,
    /// It goes into the background and the command ends.
    Background,
    /// Its configuration decides.
    Unknown,
    /// It is not started: it tests its configuration, prints its version, talks to a running one.
    NotStarted,
}

const fn daemon(names: &'static [&'static str]) -> Daemon {
    Daemon {
        names,
        default: Default::Foreground,
        foreground: &[],
        background: &[],
        other: &["--version", "--help", "-V", "-v"],
        stay: &[],
        config: None,
        port: None,
        service: true,
        stop_signal: None,
    }
}

/// A program that goes into the background unless one of these words is there.
const fn forking(
    names: &'static [&'static str],
    foreground: &'static [&'static str],
    stay: &'static [&'static str],
) -> Daemon {
    Daemon { default: Default::Background, foreground, stay, ..daemon(names) }
}

/// A program that stays in the foreground unless one of these words is there.
const fn staying(names: &'static [&'static str], background: &'static [&'static str]) -> Daemon {
    Daemon { background, ..daemon(names) }
}

impl Daemon {
    const fn on(mut self, port: u16) -> Self {
        self.port = Some(port);
        self
    }
}

static DAEMONS: &[Daemon] = &[
    Daemon {
        other: &["-t", "-T", "-s", "-v", "-V", "-h", "-?"],
        config: Some("nginx.conf"),
        port: Some(80),
        stop_signal: Some("SIGQUIT"),
        ..forking(&["nginx", "openresty"], &["daemon off"], &["-g", "daemon off;"])
    },
    Daemon {
        other: &[
            "-t",
            "-v",
            "-V",
            "-M",
            "-S",
            "-L",
            "-l",
            "-h",
            "configtest",
            "status",
            "fullstatus",
            "stop",
            "graceful",
            "graceful-stop",
            "reload",
            "-k",
        ],
        port: Some(80),
        stop_signal: Some("SIGWINCH"),
        ..forking(
            &["apache2", "httpd", "apachectl", "apache2ctl"],
            &["-DFOREGROUND", "FOREGROUND", "-X", "-DNO_DETACH", "NO_DETACH"],
            &["-D", "FOREGROUND"],
        )
    },
    Daemon {
        port: Some(80),
        stop_signal: Some("SIGWINCH"),
        ..daemon(&["apache2-foreground", "httpd-foreground"])
    },
    Daemon {
        // Debian's configuration daemonizes, that of the official image does not.
        default: Default::Unknown,
        foreground: &["-F", "--nodaemonize"],
        background: &["-D", "--daemonize"],
        other: &["-t", "-tt", "-v", "-i", "-m", "-h"],
        stay: &["-F"],
        port: Some(9000),
        stop_signal: Some("SIGQUIT"),
        ..daemon(&["php-fpm"])
    },
    Daemon {
        port: Some(22),
        other: &["-t", "-T"],
        ..forking(&["sshd"], &["-D", "-d", "-i", "-De", "-eD", "-ddd", "-dd"], &["-D"])
    },
    Daemon { service: true, ..forking(&["cron"], &["-f"], &["-f"]) },
    forking(&["crond"], &["-f", "-d", "-n", "-x", "-s"], &["-f"]),
    staying(&["redis-server", "valkey-server", "keydb-server"], &["--daemonize yes"]).on(6379),
    staying(&["mysqld", "mariadbd", "mysqld_safe", "mariadbd-safe"], &["--daemonize", "-D"])
        .on(3306),
    Daemon { port: Some(5432), stop_signal: Some("SIGINT"), ..daemon(&["postgres", "postmaster"]) },
    staying(&["mongod", "mongos"], &["--fork"]).on(27017),
    staying(&["memcached"], &["-d", "--daemon"]).on(11211),
    forking(&["rsyslogd"], &["-n"], &["-n"]),
    forking(&["syslogd"], &["-n"], &["-n"]),
    forking(&["syslog-ng"], &["-F", "--foreground"], &["-F"]),
    Daemon {
        default: Default::Unknown,
        foreground: &["start-fg"],
        background: &["start"],
        other: &["stop", "reload", "check", "status"],
        port: Some(25),
        ..daemon(&["postfix"])
    },
    forking(&["exim", "exim4"], &["-bdf"], &["-bdf"]),
    forking(&["dovecot"], &["-F"], &["-F"]).on(143),
    forking(&["dnsmasq"], &["-k", "--keep-in-foreground", "-d", "--no-daemon"], &["-k"]).on(53),
    forking(&["named"], &["-f", "-g"], &["-f"]).on(53),
    forking(&["slapd"], &["-d", "-d0"], &["-d", "0"]).on(389),
    Daemon { other: &["-v", "-vv", "-c"], ..staying(&["haproxy"], &["-D"]) },
    forking(&["squid", "squid3"], &["-N", "--foreground"], &["-N"]).on(3128),
    forking(&["varnishd"], &["-F", "-d"], &["-F"]),
    forking(&["smbd"], &["-F", "--foreground", "-i", "-FS"], &["-F"]).on(445),
    forking(&["nmbd"], &["-F", "--foreground", "-i", "-FS"], &["-F"]),
    forking(&["lighttpd"], &["-D"], &["-D"]).on(80),
    forking(&["proftpd"], &["-n", "--nodaemon"], &["-n"]).on(21),
    forking(&["xinetd"], &["-dontfork"], &["-dontfork"]),
    forking(&["opendkim"], &["-f"], &["-f"]),
    forking(&["ntpd"], &["-n", "-d"], &["-n"]).on(123),
    forking(&["chronyd"], &["-d", "-n"], &["-d"]).on(123),
    forking(&["rpcbind"], &["-f", "-d"], &["-f"]),
    Daemon { default: Default::Unknown, port: Some(21), ..daemon(&["vsftpd", "pure-ftpd"]) },
    Daemon {
        default: Default::Unknown,
        ..daemon(&["clamd", "freshclam", "stunnel", "stunnel4", "uwsgi"])
    },
    staying(&["gunicorn"], &["-D", "--daemon"]),
    staying(&["uvicorn", "hypercorn", "daphne", "waitress-serve"], &[]),
    staying(&["puma", "unicorn", "thin", "passenger"], &["-D", "-d", "--daemon", "--daemonize"]),
    Daemon {
        foreground: &["run"],
        background: &["start"],
        other: &["stop", "version", "configtest"],
        port: Some(8080),
        ..daemon(&["catalina.sh"])
    },
    staying(&["rabbitmq-server"], &["-detached"]).on(5672),
    staying(&["elasticsearch"], &["-d", "--daemonize"]).on(9200),
    Daemon {
        default: Default::Unknown,
        foreground: &["start-foreground"],
        background: &["start"],
        port: Some(2181),
        ..daemon(&["zkServer.sh"])
    },
    staying(&["caddy", "traefik", "envoy"], &[]),
    daemon(&["grafana-server"]).on(3000),
    daemon(&["prometheus"]).on(9090),
    daemon(&["minio"]).on(9000),
    daemon(&["etcd"]).on(2379),
    daemon(&[
        "dockerd",
        "containerd",
        "consul",
        "influxd",
        "haveged",
        "tor",
        "mosquitto",
        "coturn",
        "turnserver",
    ]),
];

/// Programs that start and watch other programs.
const PROCESS_MANAGERS: &[&str] = &[
    "supervisord",
    "s6-svscan",
    "s6-overlay-init",
    "runsvdir",
    "runsvdir-start",
    "runit",
    "runit-init",
    "my_init",
    "systemd",
    "circusd",
    "monit",
    "multirun",
    "foreman",
    "honcho",
    "overmind",
    "hivemind",
    "pm2-runtime",
    "pm2-docker",
    "init",
];

/// Small programs whose only work is to be the first process: they pass signals on and reap.
const INITS: &[&str] = &[
    "tini",
    "tini-static",
    "dumb-init",
    "catatonit",
    "docker-init",
    "my_init",
    "s6-svscan",
    "init",
    "systemd",
];

/// Whether a program only is the first process, and passes signals on to what it starts.
pub fn is_init(name: &str) -> bool {
    INITS.contains(&program_name(name))
}

/// Whether a program starts and watches several others.
pub fn is_process_manager(name: &str) -> bool {
    PROCESS_MANAGERS.contains(&program_name(name))
}

/// The long-running program of that name; a version behind it does not matter: `php-fpm8.2`.
pub fn daemon_named(name: &str) -> Option<&'static Daemon> {
    let name = program_name(name);
    let exact = |name: &str| DAEMONS.iter().find(|daemon| daemon.names.contains(&name));
    exact(name).or_else(|| {
        let bare = name.trim_end_matches(|last: char| last.is_ascii_digit() || last == '.');
        (bare.starts_with("php-fpm") || bare.starts_with("exim")).then(|| exact(bare)).flatten()
    })
}

impl Daemon {
    /// What becomes of it when it is started with these words, its name excluded.
    pub fn mode(&self, words: &[&str]) -> Mode {
        let has = |wanted: &[&str]| {
            wanted.iter().any(|wanted| match wanted.split_once(' ') {
                // `--daemonize yes` as two words, `daemon off` within one.
                Some((option, value)) if option.starts_with('-') => {
                    words.windows(2).any(|pair| pair[0] == option && pair[1] == value)
                }
                Some(_) => words.iter().any(|word| word.contains(wanted)),
                None => words.contains(wanted),
            })
        };
        if has(self.foreground) {
            return Mode::Foreground;
        }
        if has(self.background) {
            return Mode::Background;
        }
        if has(self.other) {
            // `apachectl -k start` starts; what else stands behind `-k` does not.
            let starts = words.windows(2).any(|pair| pair[0] == "-k" && pair[1] == "start");
            return if starts { Mode::Background } else { Mode::NotStarted };
        }
        match self.default {
            Default::Foreground => Mode::Foreground,
            Default::Background => Mode::Background,
            Default::Unknown => Mode::Unknown,
        }
    }
}

/// The service that a command of the init system starts, by the words of the command, its name first: `service cron start`,
/// `systemctl start cron`, `/etc/init.d/cron start`, `pg_ctlcluster 15 main start`.
pub fn service_started<'a>(words: &[&'a str]) -> Option<&'a str> {
    match words {
        ["service" | "invoke-rc.d" | "rc-service", name, "start" | "restart", ..] => Some(name),
        ["systemctl", verb, rest @ ..] if matches!(*verb, "start" | "restart") => {
            rest.iter().copied().find(|word| !word.starts_with('-'))
        }
        [script, "start" | "restart", ..] if script.starts_with("/etc/init.d/") => {
            Some(program_name(script))
        }
        [first, .., "start"] if matches!(program_name(first), "pg_ctlcluster" | "pg_ctl") => {
            Some("postgresql")
        }
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
        ["systemctl", "stop", rest @ ..] => {
            rest.iter().copied().find(|word| !word.starts_with('-'))
        }
        [script, "stop", ..] if script.starts_with("/etc/init.d/") => Some(program_name(script)),
        [first, .., "stop"] if matches!(program_name(first), "pg_ctlcluster" | "pg_ctl") => {
            Some("postgresql")
        }
        [first, "stop", ..] if matches!(program_name(first), "pg_ctl" | "pm2" | "forever") => {
            Some(program_name(first))
        }
        _ => None,
    }
}

/// Files and words that run an application: an interpreter with a program, a start command of a package manager.
pub fn runs_application(words: &[&str]) -> bool {
    let Some((first, rest)) = words.split_first() else { return false };
    let has_operand = rest.iter().any(|word| !word.starts_with('-'));
    match program_name(first) {
        "node" | "nodejs" | "deno" | "bun" | "python" | "python2" | "python3" | "ruby" | "perl"
        | "dotnet" | "beam.smp" | "mono" | "php" => {
            has_operand
                && !rest.iter().any(|word| {
                    matches!(*word, "-c" | "-e" | "-p" | "-r" | "--version" | "-V" | "-v")
                })
        }
        "java" => {
            rest.iter().any(|word| *word == "-jar" || *word == "-cp" || *word == "-classpath")
                || has_operand
        }
        "npm" | "yarn" | "pnpm" => {
            let verb = rest.iter().find(|word| !word.starts_with('-') && **word != "run");
            verb.is_some_and(|verb| {
                ["start", "serve", "dev", "server", "prod", "preview"]
                    .iter()
                    .any(|word| verb.starts_with(word))
            })
        }
        "pm2" => rest.contains(&"--no-daemon"),
        "flask" => rest.contains(&"run"),
        "rails" => rest.contains(&"server") || rest.contains(&"s"),
        "streamlit" | "celery" | "sidekiq" | "jupyter" | "nodemon" | "next" | "air" | "uwsgi"
        | "rackup" => true,
        _ => false,
    }
}
