//! Ports: the ones that should not be exposed, and the defaults of servers.

/// Ports of debugging and administration with what listens there, sorted. Source: IANA's registry of service names, and the
/// documentation of Docker, the JDK, Node.js and the other debuggers for their defaults.
const RISKY: &[(u16, &str)] = &[
    (21, "FTP"),
    (22, "SSH"),
    (23, "Telnet"),
    (512, "rexec"),
    (513, "rlogin"),
    (514, "rsh or syslog"),
    (873, "rsync"),
    (2345, "the Delve debugger"),
    (2375, "the Docker daemon, unprotected"),
    (2376, "the Docker daemon"),
    (2377, "Docker Swarm's management"),
    (3389, "remote desktop"),
    (4369, "Erlang's port mapper"),
    (5005, "the JVM's debugger"),
    (5678, "Python's debugpy"),
    (5858, "Node.js' old debugger"),
    (5900, "VNC"),
    (5901, "VNC"),
    (5985, "WinRM"),
    (5986, "WinRM over TLS"),
    (6000, "X11"),
    (8787, "the JVM's debugger on JBoss"),
    (9003, "Xdebug"),
    (9010, "JMX"),
    (9229, "the Node.js inspector"),
    (10250, "the kubelet"),
];

/// What listens on a port that should not be exposed; SSH is among them, as a rule of its own speaks of it.
pub fn risky_port(port: u16) -> Option<&'static str> {
    let position = RISKY.binary_search_by_key(&port, |(risky, _)| *risky).ok()?;
    RISKY.get(position).map(|(_, what)| *what)
}

/// From this many ports on, a range exposes more than a service can mean.
pub const WIDE_RANGE: u16 = 100;

/// All risky ports, for tests of the table.
pub fn risky_ports() -> impl Iterator<Item = u16> {
    RISKY.iter().map(|(port, _)| *port)
}

/// The port of ssh.
pub const SSH: u16 = 22;

/// Words in the name of an image whose service is at a port, so that it may be exposed.
pub fn names_of_service(port: u16) -> &'static [&'static str] {
    match port {
        21 => &["ftp", "ftpd", "proftpd", "vsftpd"],
        SSH => {
            &["bastion", "git", "gitea", "gitlab", "gitserver", "jump", "jumphost", "openssh", "sftp", "ssh", "sshd"]
        }
        23 => &["telnet", "telnetd"],
        514 => &["rsyslog", "syslog"],
        873 => &["rsync", "rsyncd"],
        2375..=2377 => &["dind", "docker"],
        3389 => &["rdp", "xrdp"],
        4369 => &["erlang", "rabbitmq"],
        5900 | 5901 => &["desktop", "novnc", "vnc"],
        6000 => &["x11", "xserver"],
        _ => &[],
    }
}

/// Ports of services that also, or only, use UDP, or that are used as clients as often.
const AMBIGUOUS: &[u16] = &[53, 123, 161, 514, 1194];

/// Whether a server's port says little about what an image should expose.
pub fn is_ambiguous(port: u16) -> bool {
    AMBIGUOUS.contains(&port)
}
