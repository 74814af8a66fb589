//! Daemons: how each stays in the foreground, which signal ends it cleanly, on which ports it listens.
//!
//! Sources: the manual page of each program (nginx(8), httpd(8), sshd(8) …), the STOPSIGNAL and EXPOSE of its official image.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::program_name;

/// One row of the table.
#[derive(Debug)]
pub struct Daemon {
    /// Names of its program, without path.
    pub names: &'static [&'static str],
    /// Whether it puts itself into the background unless told otherwise.
    pub daemonizes: bool,
    /// Words on its command line that keep it in the foreground; one of them is enough, `;` and quotes around it do not count.
    pub foreground: &'static [&'static str],
    /// Words on its command line that put it into the background.
    pub background: &'static [&'static str],
    /// The signal for a clean stop, where it is not `SIGTERM`.
    pub stop_signal: Option<&'static str>,
    /// The ports that it listens on by default.
    pub ports: &'static [u16],
    /// Words with which it starts nothing: `-t` tests the configuration, `stop` talks to a running one.
    pub inert: &'static [&'static str],
    /// What to add so that it stays in the foreground, as words of a command.
    pub stay: &'static [&'static str],
    /// The configuration file that decides about foreground and background as well.
    pub config: Option<&'static str>,
    /// Whether it is a program that runs an application (`gunicorn`) rather than a service of its own.
    pub application_server: bool,
}

const fn row(names: &'static [&'static str]) -> Daemon {
    Daemon {
        names,
        daemonizes: false,
        foreground: &[],
        background: &[],
        stop_signal: None,
        ports: &[],
        inert: &["--version", "--help", "-V", "-v", "-h"],
        stay: &[],
        config: None,
        application_server: false,
    }
}

static ROWS: &[Daemon] = &[
    // nginx.org/en/docs/control.html: QUIT is the graceful stop; `daemon off;`.
    Daemon {
        daemonizes: true,
        foreground: &["daemon off"],
        stop_signal: Some("SIGQUIT"),
        ports: &[80],
        inert: &["-t", "-T", "-s", "-v", "-V", "-h", "-?"],
        stay: &["-g", "daemon off;"],
        config: Some("nginx.conf"),
        ..row(&["nginx", "openresty"])
    },
    // httpd.apache.org/docs/2.4/stopping.html: WINCH.
    Daemon {
        daemonizes: true,
        foreground: &["-DFOREGROUND", "FOREGROUND", "-X", "-DNO_DETACH", "NO_DETACH"],
        background: &["start"],
        stop_signal: Some("SIGWINCH"),
        ports: &[80],
        inert: &[
            "-t", "-v", "-V", "-M", "-S", "-L", "-l", "-h", "configtest", "status", "fullstatus", "stop", "graceful",
            "graceful-stop", "reload",
        ],
        stay: &["-D", "FOREGROUND"],
        ..row(&["apache2", "apache2ctl", "apachectl", "httpd"])
    },
    Daemon { stop_signal: Some("SIGWINCH"), ports: &[80], ..row(&["apache2-foreground", "httpd-foreground"]) },
    // php-fpm(8): the official image's configuration says `daemonize = no`.
    Daemon {
        foreground: &["-F", "--nodaemonize"],
        background: &["-D", "--daemonize"],
        stop_signal: Some("SIGQUIT"),
        ports: &[9000],
        inert: &["-t", "-tt", "-v", "-i", "-m", "-h"],
        config: Some("php-fpm.conf"),
        ..row(&["php-fpm"])
    },
    Daemon {
        daemonizes: true,
        foreground: &["-D"],
        background: &["start"],
        ports: &[80],
        stay: &["-D"],
        ..row(&["lighttpd"])
    },
    Daemon { background: &["start"], ports: &[80, 443], ..row(&["caddy"]) },
    Daemon { ports: &[80], ..row(&["traefik"]) },
    // haproxy(1): SIGUSR1 is the soft stop.
    Daemon { foreground: &["-db"], background: &["-D"], stop_signal: Some("SIGUSR1"), ..row(&["haproxy"]) },
    Daemon { daemonizes: true, foreground: &["-F", "-d"], ports: &[80], stay: &["-F"], ..row(&["varnishd"]) },
    Daemon { daemonizes: true, foreground: &["-N", "--foreground"], ports: &[3128], stay: &["-N"], ..row(&["squid"]) },
    // mysqld(8), mariadbd(8).
    Daemon {
        background: &["-D", "--daemonize"],
        ports: &[3306],
        ..row(&["mysqld", "mariadbd", "mysqld_safe", "mariadbd-safe"])
    },
    // postgres(1): SIGINT is the fast shutdown.
    Daemon { stop_signal: Some("SIGINT"), ports: &[5432], ..row(&["postgres", "postmaster"]) },
    Daemon {
        daemonizes: true,
        background: &["start"],
        stop_signal: Some("SIGINT"),
        ports: &[5432],
        ..row(&["pg_ctl", "pg_ctlcluster"])
    },
    Daemon { background: &["--daemonize"], ports: &[6379], ..row(&["redis-server", "valkey-server"]) },
    Daemon { background: &["--fork"], ports: &[27017], ..row(&["mongod", "mongos"]) },
    Daemon { background: &["-d", "--daemon"], ports: &[11211], ..row(&["memcached"]) },
    Daemon { background: &["-detached"], ports: &[5672], ..row(&["rabbitmq-server"]) },
    Daemon { background: &["-d", "--daemonize"], ports: &[9200], ..row(&["elasticsearch"]) },
    Daemon { background: &["-d", "--daemon"], ports: &[1883], ..row(&["mosquitto"]) },
    Daemon { ports: &[4222], ..row(&["nats-server"]) },
    // sshd(8): -D, or -d for one connection; -e logs to stderr.
    Daemon {
        daemonizes: true,
        foreground: &["-D", "-d", "-ddd", "-De", "-eD", "-Dd"],
        ports: &[22],
        stay: &["-D"],
        ..row(&["sshd"])
    },
    Daemon { daemonizes: true, foreground: &["-F", "-FE", "-EF"], ports: &[22], stay: &["-F"], ..row(&["dropbear"]) },
    // cron(8) of Debian: -f; crond(8) of cronie: -n; of BusyBox: -f.
    Daemon {
        daemonizes: true,
        foreground: &["-f", "-n", "-x", "-d"],
        stay: &["-f"],
        ..row(&["cron", "crond", "anacron", "fcron"])
    },
    Daemon { daemonizes: true, foreground: &["-f"], stay: &["-f"], ..row(&["atd"]) },
    Daemon { daemonizes: true, foreground: &["-n"], ports: &[514], stay: &["-n"], ..row(&["rsyslogd"]) },
    Daemon {
        daemonizes: true,
        foreground: &["-F", "--foreground"],
        ports: &[514],
        stay: &["-F"],
        ..row(&["syslog-ng"])
    },
    Daemon { daemonizes: true, foreground: &["-n"], stay: &["-n"], ..row(&["syslogd", "klogd"]) },
    // Their configuration decides: `nodaemon=true`, `set daemon`, `do-daemonize: no`.
    Daemon { foreground: &["-n", "--nodaemon"], config: Some("supervisord.conf"), ..row(&["supervisord"]) },
    Daemon { foreground: &["-I"], config: Some("monitrc"), ..row(&["monit"]) },
    Daemon { daemonizes: true, foreground: &["-f", "-g"], ports: &[53], stay: &["-f"], ..row(&["named"]) },
    Daemon {
        daemonizes: true,
        foreground: &["-k", "-d", "--keep-in-foreground", "--no-daemon"],
        ports: &[53],
        stay: &["-k"],
        ..row(&["dnsmasq"])
    },
    Daemon { foreground: &["-d", "-dd"], ports: &[53], config: Some("unbound.conf"), ..row(&["unbound"]) },
    Daemon { daemonizes: true, foreground: &["start-fg"], background: &["start"], ports: &[25], ..row(&["postfix"]) },
    Daemon {
        daemonizes: true,
        foreground: &["-bdf"],
        background: &["-bd"],
        ports: &[25],
        stay: &["-bdf"],
        ..row(&["exim", "exim4"])
    },
    Daemon { daemonizes: true, foreground: &["-F"], ports: &[143], stay: &["-F"], ..row(&["dovecot"]) },
    Daemon { daemonizes: true, foreground: &["-d"], ports: &[389], stay: &["-d", "0"], ..row(&["slapd"]) },
    Daemon {
        daemonizes: true,
        foreground: &["-F", "-FS", "--foreground", "-i"],
        ports: &[445],
        stay: &["-F"],
        ..row(&["smbd", "nmbd", "winbindd"])
    },
    Daemon { daemonizes: true, foreground: &["-n", "--nodaemon"], ports: &[21], stay: &["-n"], ..row(&["proftpd"]) },
    Daemon { ports: &[21], config: Some("vsftpd.conf"), ..row(&["vsftpd", "pure-ftpd"]) },
    Daemon {
        daemonizes: true,
        foreground: &["-n", "-d", "--nofork"],
        ports: &[123],
        stay: &["-n"],
        ..row(&["ntpd", "chronyd"])
    },
    Daemon { daemonizes: true, foreground: &["-f"], ports: &[161], stay: &["-f"], ..row(&["snmpd"]) },
    Daemon {
        daemonizes: true,
        foreground: &["-f", "--foreground"],
        ..row(&["zabbix_server", "zabbix_agentd", "zabbix_agent2", "collectd", "fail2ban-server"])
    },
    Daemon { daemonizes: true, foreground: &["-n", "--dont-fork"], stay: &["-n"], ..row(&["keepalived"]) },
    Daemon { daemonizes: true, foreground: &["-dontfork", "-d"], ..row(&["xinetd", "inetd"]) },
    Daemon { daemonizes: true, foreground: &["-f", "-F"], ports: &[631], stay: &["-f"], ..row(&["cupsd"]) },
    Daemon { foreground: &["--nofork"], background: &["--fork"], ..row(&["dbus-daemon"]) },
    Daemon { background: &["-D", "--daemonize"], ..row(&["avahi-daemon"]) },
    Daemon { background: &["--daemon"], ports: &[1194], ..row(&["openvpn"]) },
    Daemon { ports: &[2375], ..row(&["dockerd", "containerd"]) },
    // catalina.sh run | start.
    Daemon { foreground: &["run"], background: &["start"], ports: &[8080], ..row(&["catalina.sh"]) },
    Daemon { stop_signal: Some("SIGRTMIN+3"), ..row(&["systemd", "init"]) },
    // docs.gunicorn.org/en/stable/settings.html, uwsgi-docs, puma and unicorn's command lines.
    Daemon { background: &["-D", "--daemon"], ports: &[8000], application_server: true, ..row(&["gunicorn"]) },
    Daemon {
        background: &["-d", "--daemonize", "--daemonize2"],
        stop_signal: Some("SIGINT"),
        application_server: true,
        ..row(&["uwsgi"])
    },
    Daemon { ports: &[8000], application_server: true, ..row(&["uvicorn", "hypercorn", "daphne"]) },
    Daemon {
        background: &["-d", "--daemon"],
        ports: &[9292],
        application_server: true,
        ..row(&["puma", "unicorn", "thin", "passenger"])
    },
    Daemon { background: &["--detach", "-D", "multi"], application_server: true, ..row(&["celery"]) },
    Daemon { background: &["start"], application_server: true, ..row(&["pm2"]) },
    Daemon {
        inert: &["-e", "-p", "--eval", "--print", "-v", "--version", "install", "add"],
        application_server: true,
        ..row(&["node", "bun", "deno", "pm2-runtime"])
    },
];

static BY_NAME: LazyLock<HashMap<&'static str, &'static Daemon, foldhash::fast::RandomState>> =
    LazyLock::new(|| ROWS.iter().flat_map(|daemon| daemon.names.iter().map(move |name| (*name, daemon))).collect());

/// All rows.
pub fn daemons() -> impl Iterator<Item = &'static Daemon> {
    ROWS.iter()
}

/// The daemon of a program's name; a path and a version behind it (`php-fpm8.2`) are no hindrance.
pub fn daemon(name: &str) -> Option<&'static Daemon> {
    let name = program_name(name);
    let bare = || name.trim_end_matches(|letter: char| letter.is_ascii_digit() || letter == '.');
    BY_NAME.get(name).or_else(|| BY_NAME.get(bare())).copied()
}

/// What becomes of a program once it is started.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// It stays in the foreground.
    Foreground,
    /// It goes into the background and the command ends.
    Background,
    /// Its configuration decides, or a word that only the shell knows.
    Unknown,
    /// It is not started: it tests its configuration, prints its version, talks to a running one.
    NotStarted,
}

impl Daemon {
    /// What becomes of it when it is called with these words, the name first.
    pub fn mode(&self, words: &[&str]) -> Mode {
        let options = words.get(1..).unwrap_or_default();
        if self.goes_to_background(words.iter().copied()) {
            // `apachectl -k start`, `redis-server --daemonize yes`
            let asked = options.iter().any(|word| self.background.contains(word));
            let inert = !asked && options.iter().any(|word| self.inert.contains(word));
            return if inert { Mode::NotStarted } else { Mode::Background };
        }
        let keeps = |word: &&str| {
            let matches = |option: &&&str| word == *option || option.contains(' ') && word.contains(**option);
            self.foreground.iter().any(|option| matches(&option))
        };
        if options.iter().any(keeps) {
            Mode::Foreground
        } else if options.iter().any(|word| self.inert.contains(word)) {
            Mode::NotStarted
        } else if self.config.is_some() || self.daemonizes {
            Mode::Unknown
        } else {
            Mode::Foreground
        }
    }

    /// Whether a call with these words (the name first) leaves for the background.
    ///
    /// `redis-server --daemonize no` stays; so does a call with words that only the shell knows, as they may hold the option.
    pub fn goes_to_background<'w>(&self, words: impl IntoIterator<Item = &'w str>) -> bool {
        let (mut foreground, mut background, mut unknown) = (false, false, false);
        let mut words = words.into_iter().skip(1).peekable();
        while let Some(word) = words.next() {
            let word = word.trim_matches(['"', '\'', ';', ' ']);
            let no = words.peek().is_some_and(|next| matches!(*next, "no" | "false" | "0"));
            // `-NYC` is `-N -Y -C`.
            let is = |option: &str| {
                word == option
                    || option.contains(' ') && word.contains(option)
                    || option.len() == 2 && option.starts_with('-') && word.starts_with(option)
            };
            foreground |= self.foreground.iter().any(|option| is(option));
            background |= self.background.contains(&word) && !no;
            unknown |= word.contains(['$', '`']);
        }
        !foreground && (background || self.daemonizes && !unknown)
    }
}

/// Signals that a process cannot catch: as STOPSIGNAL they allow no clean stop. Source: signal(7).
pub const UNGRACEFUL_SIGNALS: &[&str] = &["SIGKILL", "SIGSTOP"];

/// Linux signals on amd64 and arm64 with their numbers. Source: signal(7).
const SIGNALS: &[(&str, u8)] = &[
    ("SIGABRT", 6),
    ("SIGALRM", 14),
    ("SIGBUS", 7),
    ("SIGCHLD", 17),
    ("SIGCLD", 17),
    ("SIGCONT", 18),
    ("SIGFPE", 8),
    ("SIGHUP", 1),
    ("SIGILL", 4),
    ("SIGINT", 2),
    ("SIGIO", 29),
    ("SIGIOT", 6),
    ("SIGKILL", 9),
    ("SIGPIPE", 13),
    ("SIGPOLL", 29),
    ("SIGPROF", 27),
    ("SIGPWR", 30),
    ("SIGQUIT", 3),
    ("SIGSEGV", 11),
    ("SIGSTKFLT", 16),
    ("SIGSTOP", 19),
    ("SIGSYS", 31),
    ("SIGTERM", 15),
    ("SIGTRAP", 5),
    ("SIGTSTP", 20),
    ("SIGTTIN", 21),
    ("SIGTTOU", 22),
    ("SIGURG", 23),
    ("SIGUSR1", 10),
    ("SIGUSR2", 12),
    ("SIGVTALRM", 26),
    ("SIGWINCH", 28),
    ("SIGXCPU", 24),
    ("SIGXFSZ", 25),
];

/// The canonical name of a signal however it is spelt: `9`, `kill`, `SIGKILL`; real-time signals as `SIGRTMIN+3`.
pub fn canonical_signal(spelling: &str) -> Option<String> {
    if let Ok(number) = spelling.parse::<u8>() {
        let named = SIGNALS.iter().find(|(_, of)| *of == number).map(|(name, _)| (*name).to_owned());
        // signal(7): the C library takes 32 and 33 for itself, SIGRTMIN is 34.
        return named.or_else(|| match number {
            34 => Some("SIGRTMIN".to_owned()),
            35..=64 => Some(format!("SIGRTMIN+{}", number - 34)),
            _ => None,
        });
    }
    let upper = spelling.to_ascii_uppercase();
    let name = if upper.starts_with("SIG") { upper } else { format!("SIG{upper}") };
    if SIGNALS.binary_search_by_key(&name.as_str(), |(known, _)| known).is_ok() {
        return Some(name);
    }
    let offset = name
        .strip_prefix("SIGRTMIN")
        .map(|rest| (rest, '+'))
        .or_else(|| name.strip_prefix("SIGRTMAX").map(|rest| (rest, '-')));
    let (rest, sign) = offset?;
    let in_range = |digits: &str| digits.parse::<u8>().is_ok_and(|number| number <= 30);
    (rest.is_empty() || rest.strip_prefix(sign).is_some_and(in_range)).then_some(name)
}

/// Other names of services, as init systems and packages have them.
const SERVICES: &[(&str, &str)] = &[
    ("apache", "apache2"),
    ("mariadb", "mysqld"),
    ("mysql", "mysqld"),
    ("postgresql", "postgres"),
    ("redis", "redis-server"),
    ("rsyslog", "rsyslogd"),
    ("ssh", "sshd"),
];

/// One name for a service however it is started: `php8.2-fpm` and `php-fpm`, `mysql` and `mysqld`.
pub fn service_family(name: &str) -> &str {
    if let Some(daemon) = daemon(name) {
        return daemon.names[0];
    }
    if name.starts_with("php") && name.ends_with("fpm") {
        return "php-fpm";
    }
    SERVICES.iter().find(|(other, _)| *other == name).map_or(name, |(_, daemon)| daemon)
}
