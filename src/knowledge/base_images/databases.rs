//! Images of databases, search engines, caches and message brokers.
//!
//! Sources: the Dockerfiles of docker-library/* and of the vendors that the official images' list names; ports are their EXPOSE.

use super::systems::{ALPINE, DEBIAN, RHEL, RHEL_MINIMAL, SCRATCH, UBUNTU};
use super::{Fact, Row};

use Fact::{
    Command, Defines, DropsPrivileges, Env, Healthcheck, MoreTools, Service, Slimmer, StopSignal, Tools, User, Volumes,
    Workdir,
};

pub(super) static ROWS: &[Row] = &[
    Row {
        names: &["postgres"],
        system: &DEBIAN,
        facts: &[
            Service(&[5432]),
            DropsPrivileges,
            StopSignal("SIGINT"),
            Slimmer("alpine"),
            Volumes(&["/var/lib/postgresql/data"]),
            Env(&[("PGDATA", "/var/lib/postgresql/data"), ("LANG", "en_US.utf8")]),
            Defines(&["PG_MAJOR", "PG_VERSION", "GOSU_VERSION"]),
            Tools(&["gosu", "pg_isready", "psql"]),
            MoreTools,
        ],
        when: &[],
    },
    Row {
        names: &["postgis/postgis", "pgvector/pgvector", "timescale/timescaledb"],
        system: &DEBIAN,
        facts: &[
            Service(&[5432]),
            DropsPrivileges,
            StopSignal("SIGINT"),
            Volumes(&["/var/lib/postgresql/data"]),
            Env(&[("PGDATA", "/var/lib/postgresql/data")]),
            MoreTools,
        ],
        when: &[],
    },
    Row {
        names: &["mysql"],
        system: &RHEL_MINIMAL,
        facts: &[
            Service(&[3306, 33060]),
            DropsPrivileges,
            Volumes(&["/var/lib/mysql"]),
            Defines(&["MYSQL_MAJOR", "MYSQL_VERSION", "MYSQL_SHELL_VERSION", "GOSU_VERSION"]),
            Tools(&["gosu", "mysql", "mysqladmin"]),
            MoreTools,
        ],
        when: &[],
    },
    Row {
        names: &["mariadb"],
        system: &UBUNTU,
        facts: &[
            Service(&[3306]),
            DropsPrivileges,
            Volumes(&["/var/lib/mysql"]),
            Defines(&["MARIADB_VERSION", "GOSU_VERSION", "LANG"]),
            Tools(&["gosu", "healthcheck.sh", "mariadb"]),
            MoreTools,
        ],
        when: &[],
    },
    Row {
        names: &["percona", "percona/percona-server"],
        system: &RHEL,
        facts: &[Service(&[3306]), User("mysql"), Volumes(&["/var/lib/mysql"]), MoreTools],
        when: &[],
    },
    Row {
        names: &["mongo"],
        system: &UBUNTU,
        facts: &[
            Service(&[27017]),
            DropsPrivileges,
            Volumes(&["/data/db", "/data/configdb"]),
            Defines(&["MONGO_MAJOR", "MONGO_VERSION", "GOSU_VERSION", "HOME"]),
            Tools(&["gosu", "mongosh"]),
            MoreTools,
        ],
        when: &[],
    },
    Row {
        names: &["redis", "valkey/valkey"],
        system: &DEBIAN,
        facts: &[
            Service(&[6379]),
            DropsPrivileges,
            Workdir("/data"),
            Slimmer("alpine"),
            Volumes(&["/data"]),
            Defines(&["REDIS_VERSION", "REDIS_DOWNLOAD_URL", "REDIS_DOWNLOAD_SHA", "GOSU_VERSION"]),
            Tools(&["redis-cli", "redis-server"]),
            MoreTools,
        ],
        when: &[],
    },
    Row {
        names: &["memcached"],
        system: &DEBIAN,
        facts: &[
            Service(&[11211]),
            User("memcache"),
            Slimmer("alpine"),
            Defines(&["MEMCACHED_VERSION", "MEMCACHED_URL", "MEMCACHED_SHA1"]),
        ],
        when: &[],
    },
    Row {
        names: &["rabbitmq"],
        system: &UBUNTU,
        facts: &[
            Service(&[5672]),
            DropsPrivileges,
            Slimmer("alpine"),
            Volumes(&["/var/lib/rabbitmq"]),
            Defines(&["RABBITMQ_VERSION", "RABBITMQ_HOME", "RABBITMQ_DATA_DIR", "HOME"]),
            Tools(&["rabbitmq-diagnostics"]),
            MoreTools,
        ],
        when: &[],
    },
    Row {
        names: &["cassandra"],
        system: &UBUNTU,
        facts: &[
            Service(&[7000, 7001, 7199, 9042, 9160]),
            DropsPrivileges,
            Volumes(&["/var/lib/cassandra"]),
            Defines(&["JAVA_HOME", "CASSANDRA_VERSION"]),
            MoreTools,
        ],
        when: &[],
    },
    Row {
        names: &["couchdb"],
        system: &DEBIAN,
        facts: &[
            Service(&[5984, 4369, 9100]),
            DropsPrivileges,
            Volumes(&["/opt/couchdb/data"]),
            Tools(&["curl"]),
            MoreTools,
        ],
        when: &[],
    },
    Row {
        names: &["neo4j"],
        system: &DEBIAN,
        facts: &[
            Service(&[7474, 7473, 7687]),
            DropsPrivileges,
            Workdir("/var/lib/neo4j"),
            Volumes(&["/data", "/logs"]),
            MoreTools,
        ],
        when: &[],
    },
    Row { names: &["influxdb"], system: &DEBIAN, facts: &[Service(&[8086]), DropsPrivileges, MoreTools], when: &[] },
    Row {
        names: &["clickhouse", "clickhouse/clickhouse-server"],
        system: &UBUNTU,
        facts: &[
            Service(&[9000, 8123, 9009]),
            DropsPrivileges,
            Volumes(&["/var/lib/clickhouse"]),
            Tools(&["wget"]),
            MoreTools,
        ],
        when: &[],
    },
    Row {
        names: &["elasticsearch", "docker.elastic.co/elasticsearch/elasticsearch"],
        system: &UBUNTU,
        facts: &[
            Service(&[9200, 9300]),
            User("1000:0"),
            Workdir("/usr/share/elasticsearch"),
            Defines(&["ELASTIC_CONTAINER", "SHELL"]),
            Tools(&["curl"]),
            MoreTools,
        ],
        when: &[],
    },
    Row {
        names: &["kibana", "docker.elastic.co/kibana/kibana"],
        system: &UBUNTU,
        facts: &[Service(&[5601]), User("1000"), Workdir("/usr/share/kibana"), Tools(&["curl"]), MoreTools],
        when: &[],
    },
    Row {
        names: &["logstash", "docker.elastic.co/logstash/logstash"],
        system: &UBUNTU,
        facts: &[Service(&[9600, 5044]), User("1000"), Workdir("/usr/share/logstash"), MoreTools],
        when: &[],
    },
    Row {
        names: &["docker.elastic.co/beats/*"],
        system: &UBUNTU,
        facts: &[Command, User("1000"), MoreTools],
        when: &[],
    },
    Row {
        names: &["opensearchproject/opensearch", "opensearchproject/opensearch-dashboards"],
        system: &RHEL,
        facts: &[Command, User("1000"), MoreTools],
        when: &[],
    },
    Row {
        names: &["solr"],
        system: &UBUNTU,
        facts: &[Service(&[8983]), User("8983"), Workdir("/opt/solr"), Volumes(&["/var/solr"]), MoreTools],
        when: &[],
    },
    Row {
        names: &["zookeeper"],
        system: &UBUNTU,
        facts: &[Service(&[2181, 2888, 3888, 8080]), DropsPrivileges, MoreTools],
        when: &[],
    },
    Row {
        names: &["apache/kafka"],
        system: &ALPINE,
        facts: &[Service(&[9092]), User("appuser"), Fact::Bash, MoreTools],
        when: &[],
    },
    Row { names: &["nats"], system: &SCRATCH, facts: &[Service(&[4222, 8222, 6222])], when: &[] },
    Row {
        names: &["eclipse-mosquitto"],
        system: &ALPINE,
        facts: &[Service(&[1883]), DropsPrivileges, Volumes(&["/mosquitto/data", "/mosquitto/log"])],
        when: &[],
    },
    Row {
        names: &["emqx", "emqx/emqx"],
        system: &DEBIAN,
        facts: &[Service(&[1883, 8083, 8084, 8883, 18083]), User("emqx"), Workdir("/opt/emqx"), MoreTools],
        when: &[],
    },
    Row {
        names: &["minio/minio", "quay.io/minio/minio"],
        system: &RHEL_MINIMAL,
        facts: &[Service(&[9000]), MoreTools],
        when: &[],
    },
    Row {
        names: &["gvenzl/oracle-xe", "gvenzl/oracle-free"],
        system: &RHEL_MINIMAL,
        facts: &[Service(&[1521]), User("oracle"), Healthcheck, MoreTools],
        when: &[],
    },
    // microsoft/mssql-docker: user mssql (10001) since 2019.
    Row {
        names: &["mcr.microsoft.com/mssql/server"],
        system: &UBUNTU,
        facts: &[Service(&[1433]), User("mssql"), MoreTools],
        when: &[],
    },
];
