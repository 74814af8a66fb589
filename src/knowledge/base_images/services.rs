//! Images of web servers, proxies, applications and monitoring.
//!
//! Sources: the Dockerfiles of docker-library/* and of the vendors that the official images' list names; ports are their EXPOSE.

use super::systems::{ALPINE, DEBIAN, DISTROLESS, RHEL, RHEL_MINIMAL, UBUNTU};
use super::{Fact, Purpose, Row};

use Fact::{
    Command, Defines, DropsPrivileges, Env, Healthcheck, MoreTools, Service, Slimmer, StopSignal, Tools, User, Volumes,
    Workdir,
};

pub(super) static ROWS: &[Row] = &[
    // nginx/docker-nginx: curl since 1.19; workers run as nginx.
    Row {
        names: &["nginx", "public.ecr.aws/nginx/nginx"],
        system: &DEBIAN,
        facts: &[
            Service(&[80]),
            DropsPrivileges,
            StopSignal("SIGQUIT"),
            Slimmer("alpine-slim"),
            Defines(&["NGINX_VERSION", "NJS_VERSION", "PKG_RELEASE"]),
            Tools(&["curl", "nginx"]),
        ],
        when: &[("otel", &[MoreTools]), ("perl", &[MoreTools])],
    },
    // nginxinc/docker-nginx-unprivileged: USER $UID, 101.
    Row {
        names: &[
            "nginxinc/nginx-unprivileged", "ghcr.io/nginxinc/nginx-unprivileged",
            "public.ecr.aws/nginx/nginx-unprivileged", "quay.io/nginx/nginx-unprivileged",
        ],
        system: &DEBIAN,
        facts: &[
            Service(&[8080]),
            User("101"),
            StopSignal("SIGQUIT"),
            Slimmer("alpine-slim"),
            Defines(&["NGINX_VERSION", "NJS_VERSION", "PKG_RELEASE"]),
            Tools(&["curl", "nginx"]),
        ],
        when: &[],
    },
    Row {
        names: &["openresty/openresty"],
        system: &DEBIAN,
        facts: &[Command, DropsPrivileges, StopSignal("SIGQUIT"), MoreTools],
        when: &[],
    },
    Row {
        names: &["unit"],
        system: &DEBIAN,
        facts: &[Service(&[80]), DropsPrivileges, StopSignal("SIGTERM"), Tools(&["curl", "unitd"]), MoreTools],
        when: &[],
    },
    Row {
        names: &["httpd"],
        system: &DEBIAN,
        facts: &[
            Service(&[80]),
            DropsPrivileges,
            StopSignal("SIGWINCH"),
            Workdir("/usr/local/apache2"),
            Slimmer("alpine"),
            Env(&[("HTTPD_PREFIX", "/usr/local/apache2")]),
            Defines(&["HTTPD_VERSION", "HTTPD_SHA256", "HTTPD_PATCHES"]),
        ],
        when: &[],
    },
    Row {
        names: &["haproxy"],
        system: &DEBIAN,
        facts: &[
            Command,
            User("haproxy"),
            Workdir("/var/lib/haproxy"),
            StopSignal("SIGUSR1"),
            Slimmer("alpine"),
            Defines(&["HAPROXY_VERSION"]),
        ],
        when: &[],
    },
    Row { names: &["traefik"], system: &ALPINE, facts: &[Service(&[80]), MoreTools], when: &[] },
    Row {
        names: &["caddy"],
        system: &ALPINE,
        facts: &[
            Service(&[80, 443, 2019]),
            Workdir("/srv"),
            Env(&[("XDG_CONFIG_HOME", "/config"), ("XDG_DATA_HOME", "/data")]),
            Defines(&["CADDY_VERSION"]),
        ],
        when: &[("builder", &[Fact::Sdk("caddy"), MoreTools])],
    },
    Row {
        names: &["envoyproxy/envoy"],
        system: &UBUNTU,
        facts: &[Service(&[10000]), DropsPrivileges, MoreTools],
        when: &[("distroless", &[Fact::System(&DISTROLESS)])],
    },
    Row {
        names: &["varnish"],
        system: &DEBIAN,
        facts: &[Service(&[80, 8443]), User("varnish"), Workdir("/etc/varnish"), MoreTools],
        when: &[],
    },
    Row {
        names: &["kong"],
        system: &UBUNTU,
        facts: &[Service(&[8000, 8443, 8001, 8444]), User("kong"), Healthcheck, StopSignal("SIGQUIT"), MoreTools],
        when: &[],
    },
    Row {
        names: &["registry"],
        system: &ALPINE,
        facts: &[Service(&[5000]), Volumes(&["/var/lib/registry"])],
        when: &[],
    },
    Row {
        names: &["sonarqube"],
        system: &UBUNTU,
        facts: &[Service(&[9000]), User("sonarqube"), StopSignal("SIGINT"), Workdir("/opt/sonarqube"), MoreTools],
        when: &[],
    },
    // docker-library/tomcat: on eclipse-temurin.
    Row {
        names: &["tomcat"],
        system: &UBUNTU,
        facts: &[
            Service(&[8080]),
            Workdir("/usr/local/tomcat"),
            Env(&[("CATALINA_HOME", "/usr/local/tomcat")]),
            Defines(&["JAVA_HOME", "TOMCAT_VERSION", "TOMCAT_MAJOR", "TOMCAT_NATIVE_LIBDIR", "LD_LIBRARY_PATH"]),
            MoreTools,
        ],
        when: &[],
    },
    Row {
        names: &["tomee"],
        system: &UBUNTU,
        facts: &[Service(&[8080]), Workdir("/usr/local/tomee"), Defines(&["JAVA_HOME"]), MoreTools],
        when: &[],
    },
    Row {
        names: &["jetty"],
        system: &UBUNTU,
        facts: &[
            Service(&[8080]),
            User("jetty"),
            Workdir("/var/lib/jetty"),
            Env(&[("JETTY_HOME", "/usr/local/jetty"), ("JETTY_BASE", "/var/lib/jetty")]),
            Defines(&["JAVA_HOME", "JETTY_VERSION"]),
            MoreTools,
        ],
        when: &[],
    },
    Row {
        names: &["open-liberty", "websphere-liberty", "icr.io/appcafe/open-liberty"],
        system: &RHEL,
        facts: &[Service(&[9080, 9443]), User("1001"), MoreTools],
        when: &[],
    },
    Row {
        names: &["quay.io/wildfly/wildfly"],
        system: &RHEL,
        facts: &[Service(&[8080]), User("jboss"), Workdir("/opt/jboss"), MoreTools],
        when: &[],
    },
    Row {
        names: &["quay.io/keycloak/keycloak", "keycloak/keycloak"],
        system: &RHEL_MINIMAL,
        facts: &[Service(&[8080, 8443, 9000]), User("1000"), MoreTools],
        when: &[],
    },
    // PHP applications on php:*-apache and php:*-fpm.
    Row {
        names: &[
            "wordpress", "drupal", "joomla", "nextcloud", "matomo", "mediawiki", "phpmyadmin", "backdrop", "friendica",
            "monica", "yourls", "espocrm",
        ],
        system: &DEBIAN,
        facts: &[
            Service(&[80]),
            DropsPrivileges,
            StopSignal("SIGWINCH"),
            Workdir("/var/www/html"),
            Env(&[("PHP_INI_DIR", "/usr/local/etc/php")]),
            Defines(&["PHPIZE_DEPS", "PHP_VERSION"]),
            Tools(&["curl", "php"]),
            MoreTools,
        ],
        when: &[("fpm", &[Service(&[9000]), StopSignal("SIGQUIT")]), ("cli", &[User("www-data")])],
    },
    Row {
        names: &["adminer"],
        system: &ALPINE,
        facts: &[Service(&[8080]), User("adminer"), Workdir("/var/www/html"), MoreTools],
        when: &[],
    },
    Row {
        names: &["ghost"],
        system: &DEBIAN,
        facts: &[
            Service(&[2368]),
            DropsPrivileges,
            Workdir("/var/lib/ghost"),
            Volumes(&["/var/lib/ghost/content"]),
            Env(&[("NODE_ENV", "production")]),
            Defines(&["NODE_VERSION", "GHOST_VERSION", "GHOST_INSTALL", "GHOST_CONTENT"]),
            Tools(&["node", "npm"]),
            MoreTools,
        ],
        when: &[],
    },
    Row {
        names: &["redmine"],
        system: &DEBIAN,
        facts: &[Service(&[3000]), DropsPrivileges, Workdir("/usr/src/redmine"), MoreTools],
        when: &[],
    },
    Row {
        names: &["odoo"],
        system: &UBUNTU,
        facts: &[
            Service(&[8069, 8071, 8072]),
            User("odoo"),
            Volumes(&["/var/lib/odoo", "/mnt/extra-addons"]),
            MoreTools,
        ],
        when: &[],
    },
    Row {
        names: &["rocket.chat"],
        system: &DEBIAN,
        facts: &[Service(&[3000]), User("rocketchat"), MoreTools],
        when: &[],
    },
    Row {
        names: &["telegraf", "chronograf", "kapacitor"],
        system: &DEBIAN,
        facts: &[Command, DropsPrivileges, MoreTools],
        when: &[],
    },
    Row {
        names: &["fluentd", "fluent/fluentd"],
        system: &DEBIAN,
        facts: &[Service(&[24224, 5140]), User("fluent"), MoreTools],
        when: &[],
    },
    Row { names: &["fluent/fluent-bit"], system: &DISTROLESS, facts: &[Service(&[2020]), MoreTools], when: &[] },
    Row { names: &["flink", "storm"], system: &UBUNTU, facts: &[Command, DropsPrivileges, MoreTools], when: &[] },
    Row {
        names: &["spark", "apache/spark"],
        system: &UBUNTU,
        facts: &[Command, User("spark"), Workdir("/opt/spark/work-dir"), MoreTools],
        when: &[],
    },
    // apache/airflow: USER ${AIRFLOW_UID} = 50000.
    Row {
        names: &["apache/airflow"],
        system: &DEBIAN,
        facts: &[
            Service(&[8080]),
            User("50000"),
            Workdir("/opt/airflow"),
            Env(&[("AIRFLOW_HOME", "/opt/airflow")]),
            MoreTools,
        ],
        when: &[],
    },
    // docker-library/docker: the command line on Alpine; dind starts the daemon.
    Row {
        names: &["docker"],
        system: &ALPINE,
        facts: &[
            Command,
            Defines(&["DOCKER_VERSION", "DOCKER_BUILDX_VERSION", "DOCKER_COMPOSE_VERSION"]),
            Tools(&["docker", "git", "openssl"]),
            MoreTools,
            Fact::Purpose(Purpose::ContinuousIntegration),
        ],
        when: &[("dind", &[Service(&[2375, 2376])]), ("rootless", &[User("rootless")])],
    },
    // grafana/grafana packaging/docker: USER 472; loki and the others 10001 or 65532.
    Row {
        names: &["grafana/grafana", "grafana/grafana-oss", "grafana/grafana-enterprise"],
        system: &ALPINE,
        facts: &[Service(&[3000]), User("472"), Workdir("/usr/share/grafana"), Fact::Bash, Tools(&["curl"]), MoreTools],
        when: &[],
    },
    Row {
        names: &["grafana/loki"],
        system: &DISTROLESS,
        facts: &[Service(&[3100]), User("10001"), MoreTools],
        when: &[],
    },
    Row {
        names: &["grafana/tempo", "grafana/mimir"],
        system: &DISTROLESS,
        facts: &[Command, User("10001"), MoreTools],
        when: &[],
    },
    Row {
        names: &["grafana/k6"],
        system: &ALPINE,
        facts: &[Command, User("12345"), Workdir("/home/k6"), MoreTools],
        when: &[],
    },
    // prometheus/prometheus: on quay.io/prometheus/busybox, USER nobody.
    Row {
        names: &["prom/*", "quay.io/prometheus/*"],
        system: &super::systems::BUSYBOX,
        facts: &[Command, User("nobody"), MoreTools],
        when: &[],
    },
    // jenkinsci/docker: USER jenkins (1000), on Debian.
    Row {
        names: &["jenkins/jenkins"],
        system: &DEBIAN,
        facts: &[
            Service(&[8080, 50000]),
            User("jenkins"),
            Volumes(&["/var/jenkins_home"]),
            Env(&[("JENKINS_HOME", "/var/jenkins_home")]),
            Defines(&["JENKINS_VERSION", "JAVA_HOME", "REF", "COPY_REFERENCE_FILE_LOG"]),
            Tools(&["curl", "git", "java", "unzip"]),
            MoreTools,
            Fact::ProcessManager("tini"),
        ],
        when: &[],
    },
    Row {
        names: &["jenkins/agent", "jenkins/inbound-agent", "jenkins/ssh-agent"],
        system: &DEBIAN,
        facts: &[
            Command,
            User("jenkins"),
            Workdir("/home/jenkins/agent"),
            MoreTools,
            Fact::Purpose(Purpose::ContinuousIntegration),
        ],
        when: &[],
    },
    Row { names: &["jenkins/*"], system: &DEBIAN, facts: &[Command, User("jenkins"), MoreTools], when: &[] },
    // SeleniumHQ/docker-selenium: supervisord, user 1200.
    Row {
        names: &["selenium/*"],
        system: &UBUNTU,
        facts: &[
            Service(&[4444]),
            User("1200"),
            Fact::ProcessManager("supervisord"),
            MoreTools,
            Fact::Purpose(Purpose::ContinuousIntegration),
        ],
        when: &[],
    },
    Row {
        names: &["hashicorp/vault", "hashicorp/consul"],
        system: &ALPINE,
        facts: &[Command, DropsPrivileges, MoreTools],
        when: &[],
    },
    Row {
        names: &["hashicorp/terraform", "hashicorp/packer"],
        system: &ALPINE,
        facts: &[Command, Tools(&["git"]), MoreTools],
        when: &[],
    },
    Row {
        names: &["vaultwarden/server"],
        system: &DEBIAN,
        facts: &[Service(&[80]), Healthcheck, Tools(&["curl"]), MoreTools],
        when: &[],
    },
    Row {
        names: &["nodered/node-red"],
        system: &ALPINE,
        facts: &[Service(&[1880]), User("node-red"), Healthcheck, Workdir("/usr/src/node-red"), MoreTools],
        when: &[],
    },
    Row {
        names: &["louislam/uptime-kuma"],
        system: &DEBIAN,
        facts: &[Service(&[3001]), Healthcheck, MoreTools],
        when: &[],
    },
    Row {
        names: &["pihole/pihole"],
        system: &ALPINE,
        facts: &[Command, Healthcheck, DropsPrivileges, MoreTools],
        when: &[],
    },
    Row {
        names: &["gitlab/gitlab-ce", "gitlab/gitlab-ee"],
        system: &UBUNTU,
        facts: &[Service(&[22, 80, 443]), Healthcheck, DropsPrivileges, MoreTools],
        when: &[],
    },
    Row {
        names: &["dpage/pgadmin4"],
        system: &ALPINE,
        facts: &[Service(&[80, 443]), User("5050"), MoreTools],
        when: &[],
    },
];
