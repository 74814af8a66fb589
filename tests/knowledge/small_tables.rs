//! Credentials, daemons, tools, ports and file names.

use std::collections::HashSet;

use lotse::knowledge::credentials::{SecretKind, is_credential_name, is_placeholder, secret_value};
use lotse::knowledge::daemons::{canonical_signal, daemon, daemons};
use lotse::knowledge::{files, ports, tools};

#[test]
fn names_that_promise_a_credential() {
    for name in [
        "PASSWORD", "DB_PASSWORD", "db_password", "PASSWORD_DB", "MYSQL_ROOT_PASSWORD", "PGPASSWORD", "MYSQL_PWD",
        "API_KEY", "APIKEY", "STRIPE_API_KEY", "AWS_SECRET_ACCESS_KEY", "AWS_ACCESS_KEY", "GITHUB_TOKEN", "NPM_TOKEN",
        "TOKEN2", "SECRET_KEY_BASE", "CLIENT_SECRET", "AUTH_TOKEN", "SSH_PRIVATE_KEY", "COMPOSER_AUTH", "SSHPASS",
        "GITHUB_PAT", "DB_PSW", "REGISTRY_CREDENTIALS", "NPM_CONFIG__AUTH",
    ] {
        assert!(is_credential_name(name), "{name}");
    }
    for name in [
        "", "_", "USERNAME", "USER", "DB_PASSWORD_FILE", "SECRET_PATH", "TOKEN_URL", "AWS_ACCESS_KEY_ID", "KEY_NAME",
        "KEY", "GPG_KEY", "PUBLIC_KEY", "SSH_PUBLIC_KEY", "TOKEN_TTL", "SECRET_NAME", "PASSWORD_ENABLED", "GOPRIVATE",
        "TRAVIS_OS_NAME", "TOKENIZERS_PARALLELISM", "PWD", "OLDPWD", "AUTHOR", "MYSQL_ALLOW_EMPTY_PASSWORD",
        "ALLOW_EMPTY_PASSWORD", "SSH_AUTH_SOCK", "PASSENGER_VERSION", "COMPASS", "GOOGLE_APPLICATION_CREDENTIALS",
        "SECRETARY", "KEYBOARD", "TOKEN_VERSION",
    ] {
        assert!(!is_credential_name(name), "{name}");
    }
}

/// Values are put together here, so that no scanner takes this file for a leak.
fn fake(prefix: &str, length: usize) -> String {
    prefix.chars().chain("a1B2c3D4e5F6g7H8i9J0".chars().cycle().take(length)).collect()
}

#[test]
fn values_that_are_credentials() {
    let aws = format!("AKIA{}", "A1B2C3D4E5F6G7H8");
    let github = fake("ghp_", 36);
    for (text, kind, found) in [
        (aws.clone(), SecretKind::Vendor("AWS access key"), aws.clone()),
        (format!("--token={github} x"), SecretKind::Vendor("GitHub token"), github.clone()),
        (format!("é\"{github}\""), SecretKind::Vendor("GitHub token"), github.clone()),
        (format!("https://{github}@github.com/a/b"), SecretKind::Vendor("GitHub token"), github.clone()),
        (fake("glpat-", 20), SecretKind::Vendor("GitLab token"), fake("glpat-", 20)),
        (fake("npm_", 36), SecretKind::Vendor("npm token"), fake("npm_", 36)),
        (fake("sk_live_", 30), SecretKind::Vendor("Stripe key"), fake("sk_live_", 30)),
        ("git clone https://me:hunter2@example.org/x".to_owned(), SecretKind::UrlPassword, "hunter2".to_owned()),
        ("postgres://app:s3:cr@t@db:5432/x".to_owned(), SecretKind::UrlPassword, "s3:cr@t".to_owned()),
        (
            "a -----BEGIN OPENSSH PRIVATE KEY-----\nb".to_owned(),
            SecretKind::PrivateKey,
            "-----BEGIN OPENSSH PRIVATE KEY-----".to_owned(),
        ),
        (
            format!("{}.{}.{}", fake("eyJ", 20), fake("eyJ", 20), fake("", 43)),
            SecretKind::JsonWebToken,
            format!("{}.{}.{}", fake("eyJ", 20), fake("eyJ", 20), fake("", 43)),
        ),
    ] {
        let value = secret_value(&text).unwrap_or_else(|| panic!("nothing in {text}"));
        assert_eq!((value.kind, &text[value.range]), (kind, found.as_str()), "{text}");
    }
    for text in [
        "",
        "AKIAIOSFODNN7EXAMPLE",
        "AKIAA1B2C3D4E5F6G7H8I9",
        "ghp_short",
        "ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "0D96DF4D4110E5C43FBFB17F2D347EA6AA65421D",
        "-----BEGIN PUBLIC KEY-----",
        "-----BEGIN CERTIFICATE-----",
        "https://example.org:8080/x@y",
        "https://$USER:$PASSWORD@example.org",
        "https://user:${TOKEN}@example.org",
        "https://user:<token>@example.org",
        "https://user:changeme@example.org",
        "https://user@example.org",
        "git@github.com:a/b",
        "http://é:",
        "://",
    ] {
        assert_eq!(secret_value(text), None, "{text}");
    }
}

#[test]
fn secret_scan_is_linear() {
    for pattern in ["glpat-", "eyJ.", "-----BEGIN ", "://a:@", "sk-ant-example", "eyJ-", "AKIA"] {
        // A quadratic scan of a text of this length takes minutes in a test build.
        let _ = secret_value(&pattern.repeat(400_000 / pattern.len()));
    }
}

#[test]
fn placeholders_are_no_credentials() {
    for value in [
        "", "\"\"", "xxx", "XXXXXX", "changeme", "<token>", "${TOKEN}", "{{ token }}", "your_password", "example",
        "****", "none",
    ] {
        assert!(is_placeholder(value), "{value}");
    }
    for value in ["hunter2", "root", "s3cr3t", "password1"] {
        assert!(!is_placeholder(value), "{value}");
    }
}

#[test]
fn daemons_and_their_foreground() {
    for (line, background) in [
        ("nginx", true),
        ("nginx|-g|daemon off;", false),
        ("nginx|-g|'daemon off;'", false),
        ("nginx|$NGINX_OPTIONS", false),
        ("/usr/sbin/sshd", true),
        ("/usr/sbin/sshd|-D|-e", false),
        ("php-fpm|-D", true),
        ("php-fpm", false),
        ("php-fpm8.2|-F", false),
        ("cron", true),
        ("cron|-f", false),
        ("crond|-n", false),
        ("apachectl|start", true),
        ("apachectl|-D|FOREGROUND", false),
        ("apache2-foreground", false),
        ("redis-server|--daemonize|yes", true),
        ("redis-server|--daemonize|no", false),
        ("redis-server", false),
        ("mongod|--fork", true),
        ("gunicorn|-D|app", true),
        ("gunicorn|app", false),
        ("supervisord|-n", false),
        ("postgres", false),
    ] {
        let words: Vec<&str> = line.split('|').collect();
        let daemon = daemon(words[0]).unwrap_or_else(|| panic!("{line}"));
        assert_eq!(daemon.goes_to_background(words.iter().copied()), background, "{line}");
    }
    assert!(daemon("my-app").is_none());
    assert_eq!(daemon("nginx").and_then(|row| row.stop_signal), Some("SIGQUIT"));
    let mut names = HashSet::new();
    for row in daemons() {
        assert!(!row.names.is_empty());
        assert!(row.names.iter().all(|name| names.insert(*name)), "{:?} is in two rows", row.names);
        assert!(
            row.stop_signal.is_none_or(|signal| canonical_signal(signal).as_deref() == Some(signal)),
            "{:?}",
            row.names
        );
        assert!(row.foreground.iter().all(|option| !row.background.contains(option)), "{:?}", row.names);
    }
}

#[test]
fn signals_have_one_spelling() {
    for (spelling, canonical) in [
        ("9", Some("SIGKILL")),
        ("kill", Some("SIGKILL")),
        ("SIGTERM", Some("SIGTERM")),
        ("term", Some("SIGTERM")),
        ("SIGRTMIN+3", Some("SIGRTMIN+3")),
        ("rtmin+3", Some("SIGRTMIN+3")),
        ("37", Some("SIGRTMIN+3")),
        ("SIGRTMAX-2", Some("SIGRTMAX-2")),
        ("SIGRTMIN+99", None),
        ("SIGNOPE", None),
        ("0", None),
        ("200", None),
        ("", None),
    ] {
        assert_eq!(canonical_signal(spelling).as_deref(), canonical, "{spelling}");
    }
}

#[test]
fn tools_are_sorted_into_drawers() {
    assert!(tools::is_debug_package("vim") && tools::is_debug_package("tcpdump") && !tools::is_debug_package("curl"));
    for package in ["gcc", "g++-12", "libpq-dev", "openssl-devel", "build-base", "make", "linux-headers"] {
        assert!(tools::is_build_package(package), "{package}");
    }
    for package in ["curl", "gcc-libs", "libgcc-s1", "nginx", "gcc-"] {
        assert!(!tools::is_build_package(package), "{package}");
    }
    assert!(tools::is_privilege_dropper("/usr/local/bin/gosu") && tools::is_privilege_dropper("su-exec"));
    assert!(tools::is_init("tini") && tools::is_process_manager("supervisord") && !tools::is_process_manager("nginx"));
    assert!(
        tools::is_connectivity_probe("pg_isready")
            && tools::is_harmless_producer("echo")
            && !tools::is_harmless_producer("cat")
    );
    assert!(tools::is_volatile_argument("git_commit"));
    assert_eq!(tools::purpose_word("Dockerfile.dev"), Some("dev"));
    assert_eq!(tools::purpose_word("app-Test"), Some("Test"));
    assert_eq!(tools::purpose_word("developer-portal"), None);
    assert!(
        tools::package_brings("netcat-openbsd", "nc")
            && tools::package_brings("jq", "jq")
            && !tools::package_brings("curl", "wget")
    );
}

#[test]
fn files_are_sorted_into_drawers() {
    for path in [
        ".env", "app/.env.production", "id_rsa", "certs/server.key", "server.pem", "keystore.jks", ".aws/credentials",
        "/root/.ssh", ".ssh/", ".npmrc", ".docker/config.json", "prod-service-account.json", "KUBECONFIG",
    ] {
        assert!(files::is_sensitive_file(path), "{path}");
    }
    for path in [
        "", "/", ".env.example", ".env.sample", "id_rsa.pub", "ca.pem", "ca-bundle.pem", "fullchain.pem", "ca.crt",
        "config.json", ".ssh/known_hosts", "src", "keyboard.ts",
    ] {
        assert!(!files::is_sensitive_file(path), "{path}");
    }
    assert!(
        files::is_tar_archive("a/x.TAR.GZ")
            && files::is_tar_archive("x.tgz")
            && !files::is_tar_archive("x.zip")
            && !files::is_tar_archive("x.gz")
    );
    assert!(files::is_archive("x.zip") && files::is_archive("x.deb") && !files::is_archive("x.txt"));
    assert!(
        files::is_lock_file("package-lock.json")
            && files::is_lock_file("Cargo.lock")
            && !files::is_lock_file("package.json")
    );
    assert!(
        files::is_context_litter("node_modules")
            && files::is_context_litter(".DS_Store")
            && files::is_context_litter("x.pyc")
    );
    assert!(!files::is_context_litter("src"));
    assert!(files::is_expected_at_any_depth("node_modules/") && !files::is_expected_at_any_depth("src"));
    assert_eq!(files::system_folder("/proc/1"), Some("/proc"));
    assert_eq!(files::system_folder("/dev/shm/x"), None);
    assert_eq!(files::system_folder("/devices"), None);
    assert!(ports::risky_port(5005).is_some() && ports::risky_port(8080).is_none());
}

#[test]
fn lists_are_sorted_and_without_repetition() {
    for (name, list) in tools::lists().chain(files::lists()) {
        assert!(!list.is_empty(), "{name}");
        for pair in list.windows(2) {
            assert!(pair[0] < pair[1], "{name}: {} stands before {}", pair[0], pair[1]);
        }
    }
    let ports: Vec<u16> = ports::risky_ports().collect();
    assert!(ports.is_sorted_by(|before, after| before < after));
}
