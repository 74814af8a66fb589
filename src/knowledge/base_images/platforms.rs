//! Images of Java and .NET, and of the tools that build for them.
//!
//! Sources: adoptium/containers, docker-library/openjdk, corretto/corretto-docker, carlossg/docker-maven, gradle/docker-gradle,
//! dotnet/dotnet-docker; each by its Dockerfile.

use super::systems::{AMAZON, AZURE, DEBIAN, DEBIAN_SCM, RHEL, SERVER_CORE, UBUNTU};
use super::{Fact, Row};

const SLIM: Fact = Fact::SlimSystem(&DEBIAN);
const JAVA_SDK: Fact = Fact::Sdk("eclipse-temurin:<version>-jre");

/// What all .NET images for Linux set; aspnet and up define the versions.
const DOTNET_ENV: Fact =
    Fact::Env(&[("APP_UID", "1654"), ("ASPNETCORE_HTTP_PORTS", "8080"), ("DOTNET_RUNNING_IN_CONTAINER", "true")]);
/// runtime-deps:*-chiseled and *-distroless end in `USER $APP_UID`.
const DOTNET_WHEN: &[(&str, &[Fact])] = &[
    ("chiseled", &[Fact::User("1654")]),
    ("distroless", &[Fact::User("1654")]),
    ("10.0", &[Fact::System(&UBUNTU)]),
    ("latest", &[Fact::System(&UBUNTU)]),
];

pub(super) static ROWS: &[Row] = &[
    Row {
        names: &["clojure"],
        system: &DEBIAN,
        facts: &[Fact::Defines(&["JAVA_HOME", "CLOJURE_VERSION"]), Fact::Workdir("/tmp"), Fact::MoreTools, JAVA_SDK],
        when: &[],
    },
    // adoptium/containers: 21/jdk/ubuntu and 21/jre/ubuntu have curl, wget, ca-certificates.
    Row {
        names: &["eclipse-temurin"],
        system: &UBUNTU,
        facts: &[
            Fact::Env(&[
                ("JAVA_HOME", "/opt/java/openjdk"),
                ("PATH", "/opt/java/openjdk/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"),
                ("LANG", "en_US.UTF-8"),
                ("LANGUAGE", "en_US:en"),
                ("LC_ALL", "en_US.UTF-8"),
            ]),
            Fact::Defines(&["JAVA_VERSION"]),
            Fact::Tools(&["java"]),
            Fact::MoreTools,
            JAVA_SDK,
        ],
        when: &[("jre", &[Fact::NotSdk])],
    },
    // docker-library/openjdk: on Oracle Linux since 12, slim and named releases on Debian.
    Row {
        names: &["openjdk", "java"],
        system: &RHEL,
        facts: &[
            SLIM,
            Fact::Defines(&["JAVA_HOME", "JAVA_VERSION", "LANG"]),
            Fact::Tools(&["java"]),
            Fact::MoreTools,
            JAVA_SDK,
        ],
        when: &[("jre", &[Fact::NotSdk]), ("8", &[Fact::System(&DEBIAN_SCM)]), ("11", &[Fact::System(&DEBIAN_SCM)])],
    },
    Row {
        names: &["amazoncorretto"],
        system: &AMAZON,
        facts: &[Fact::Defines(&["JAVA_HOME", "LANG"]), Fact::Tools(&["java"]), Fact::MoreTools, JAVA_SDK],
        when: &[("headless", &[Fact::NotSdk])],
    },
    Row {
        names: &[
            "azul/zulu-openjdk", "bellsoft/liberica-openjdk-debian", "ibm-semeru-runtimes", "ibmjava", "sapmachine",
        ],
        system: &UBUNTU,
        facts: &[Fact::Defines(&["JAVA_HOME", "JAVA_VERSION"]), Fact::Tools(&["java"]), Fact::MoreTools],
        when: &[],
    },
    // carlossg/docker-maven: latest lies on eclipse-temurin (Ubuntu).
    Row {
        names: &["maven"],
        system: &UBUNTU,
        facts: &[
            Fact::Env(&[
                ("MAVEN_HOME", "/usr/share/maven"),
                ("MAVEN_CONFIG", "/root/.m2"),
                ("JAVA_HOME", "/opt/java/openjdk"),
            ]),
            Fact::Defines(&["JAVA_VERSION"]),
            Fact::Tools(&["java", "mvn"]),
            Fact::MoreTools,
            Fact::Command,
            JAVA_SDK,
        ],
        when: &[],
    },
    // keeganwitt/docker-gradle: user `gradle` (1000) exists, root is the default.
    Row {
        names: &["gradle"],
        system: &UBUNTU,
        facts: &[
            Fact::Env(&[("GRADLE_HOME", "/opt/gradle")]),
            Fact::Defines(&["GRADLE_VERSION", "JAVA_HOME", "JAVA_VERSION"]),
            Fact::Workdir("/home/gradle"),
            Fact::Tools(&["git", "gradle", "java", "unzip", "wget"]),
            Fact::MoreTools,
            Fact::Command,
            JAVA_SDK,
        ],
        when: &[],
    },
    Row {
        names: &["groovy"],
        system: &UBUNTU,
        facts: &[
            Fact::User("groovy"),
            Fact::Workdir("/home/groovy"),
            Fact::Defines(&["GROOVY_HOME", "JAVA_HOME"]),
            Fact::MoreTools,
        ],
        when: &[],
    },
    // dotnet/dotnet-docker: runtime-deps, runtime, aspnet; 8.0 and 9.0 on Debian, 10.0 on Ubuntu. Root is the default, user app exists.
    Row {
        names: &[
            "mcr.microsoft.com/dotnet/runtime-deps", "mcr.microsoft.com/dotnet/core/runtime-deps",
            "mcr.microsoft.com/dotnet/nightly/runtime-deps",
        ],
        system: &DEBIAN,
        facts: &[SLIM, DOTNET_ENV],
        when: DOTNET_WHEN,
    },
    Row {
        names: &[
            "mcr.microsoft.com/dotnet/runtime", "mcr.microsoft.com/dotnet/core/runtime",
            "mcr.microsoft.com/dotnet/nightly/runtime",
        ],
        system: &DEBIAN,
        facts: &[SLIM, DOTNET_ENV, Fact::Defines(&["DOTNET_VERSION"]), Fact::Tools(&["dotnet"])],
        when: DOTNET_WHEN,
    },
    Row {
        names: &[
            "mcr.microsoft.com/dotnet/aspnet", "mcr.microsoft.com/dotnet/core/aspnet",
            "mcr.microsoft.com/dotnet/nightly/aspnet",
        ],
        system: &DEBIAN,
        facts: &[SLIM, DOTNET_ENV, Fact::Defines(&["DOTNET_VERSION", "ASPNET_VERSION"]), Fact::Tools(&["dotnet"])],
        when: DOTNET_WHEN,
    },
    // src/sdk/9.0/bookworm-slim: curl, git, wget, pwsh.
    Row {
        names: &[
            "mcr.microsoft.com/dotnet/sdk", "mcr.microsoft.com/dotnet/core/sdk", "mcr.microsoft.com/dotnet/nightly/sdk",
        ],
        system: &DEBIAN,
        facts: &[
            SLIM,
            DOTNET_ENV,
            Fact::Env(&[
                ("DOTNET_GENERATE_ASPNET_CERTIFICATE", "false"),
                ("DOTNET_NOLOGO", "true"),
                ("DOTNET_USE_POLLING_FILE_WATCHER", "true"),
                ("NUGET_XMLDOC_MODE", "skip"),
            ]),
            Fact::Defines(&[
                "DOTNET_VERSION", "ASPNET_VERSION", "DOTNET_SDK_VERSION", "POWERSHELL_DISTRIBUTION_CHANNEL",
            ]),
            Fact::Tools(&["curl", "dotnet", "git", "pwsh", "wget"]),
            Fact::Sdk("mcr.microsoft.com/dotnet/aspnet or mcr.microsoft.com/dotnet/runtime"),
        ],
        when: &[("10.0", &[Fact::System(&UBUNTU)]), ("latest", &[Fact::System(&UBUNTU)])],
    },
    Row {
        names: &["mcr.microsoft.com/dotnet/framework/*"],
        system: &SERVER_CORE,
        facts: &[Fact::MoreTools],
        when: &[],
    },
    Row {
        names: &["mcr.microsoft.com/powershell"],
        system: &UBUNTU,
        facts: &[Fact::Tools(&["pwsh"]), Fact::MoreTools],
        when: &[],
    },
    // MicrosoftDocs: Java images of Microsoft on Azure Linux.
    Row {
        names: &["mcr.microsoft.com/openjdk/jdk"],
        system: &AZURE,
        facts: &[Fact::Defines(&["JAVA_HOME"]), Fact::MoreTools, JAVA_SDK],
        when: &[],
    },
];
