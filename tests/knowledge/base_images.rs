//! Image references in, facts out.

use std::collections::HashSet;

use lotse::knowledge::base_images::{
    ASKED_TOOLS, BaseImage, Family, Purpose, Shell, base_image, base_image_names, canonical_repository,
};
use lotse::knowledge::package_managers::Manager;

/// Reads `registry/owner/name:tag` the way a reference is split, so that the tables below stay short.
fn image(reference: &str) -> BaseImage {
    find(reference).unwrap_or_else(|| panic!("{reference} has no row"))
}

fn find(reference: &str) -> Option<BaseImage> {
    let (name, tag) = reference.split_once(':').map_or((reference, None), |(name, tag)| (name, Some(tag)));
    let (registry, repository) = match name.split_once('/') {
        Some((first, rest)) if first.contains('.') => (first, rest),
        _ => ("", name),
    };
    base_image(registry, repository, tag)
}

#[test]
fn tags_choose_the_system() {
    use Family::*;
    for (reference, family, shell, bash) in [
        ("node:20", Debian, Shell::Dash, Some(true)),
        ("node", Debian, Shell::Dash, Some(true)),
        ("docker.io/library/node:20-bookworm-slim", Debian, Shell::Dash, Some(true)),
        ("node:20-alpine3.20", Alpine, Shell::Ash, Some(false)),
        ("node:${NODE_VERSION}-alpine", Alpine, Shell::Ash, Some(false)),
        ("node:${NODE_VERSION}", Unknown, Shell::Unknown, None),
        ("ubuntu:22.04", Ubuntu, Shell::Dash, Some(true)),
        ("eclipse-temurin:21-jre", Ubuntu, Shell::Dash, Some(true)),
        ("eclipse-temurin:21-jre-ubi9-minimal", Rhel, Shell::Bash, Some(true)),
        ("maven:3.9-eclipse-temurin-21-alpine", Alpine, Shell::Ash, Some(false)),
        ("amazoncorretto:21-al2023-jdk", Amazon, Shell::Bash, Some(true)),
        ("mcr.microsoft.com/dotnet/aspnet:8.0", Debian, Shell::Dash, Some(true)),
        ("mcr.microsoft.com/dotnet/aspnet:10.0", Ubuntu, Shell::Dash, Some(true)),
        ("mcr.microsoft.com/dotnet/aspnet:10.0.1-alpine3.23", Alpine, Shell::Ash, Some(false)),
        ("mcr.microsoft.com/dotnet/aspnet:8.0-jammy-chiseled-extra", Distroless, Shell::None, Some(false)),
        ("mcr.microsoft.com/dotnet/runtime:9.0-azurelinux3.0-distroless", Distroless, Shell::None, Some(false)),
        ("mcr.microsoft.com/dotnet/sdk:8.0-nanoserver-ltsc2022", WindowsNano, Shell::Cmd, Some(false)),
        ("mcr.microsoft.com/windows/servercore:ltsc2022", WindowsServer, Shell::Cmd, Some(false)),
        ("golang:1.24-windowsservercore-ltsc2022", WindowsServer, Shell::Cmd, Some(false)),
        ("openjdk:17-jdk-slim", Debian, Shell::Dash, Some(true)),
        ("openjdk:8", Debian, Shell::Dash, Some(true)),
        ("openjdk:21", Rhel, Shell::Bash, Some(true)),
        ("fedora:40", Fedora, Shell::Bash, Some(true)),
        ("registry.access.redhat.com/ubi9/ubi-minimal:9.4", Rhel, Shell::Bash, Some(true)),
        ("gcr.io/distroless/static-debian12:nonroot", Distroless, Shell::None, Some(false)),
        ("cgr.dev/chainguard/python:latest-dev", Wolfi, Shell::Ash, Some(true)),
        ("cgr.dev/chainguard/python:latest", Distroless, Shell::None, Some(false)),
        ("scratch", Scratch, Shell::None, Some(false)),
        ("busybox:1.36", BusyBox, Shell::Ash, Some(false)),
        ("alpine:edge", Alpine, Shell::Ash, Some(false)),
        ("bash:5", Alpine, Shell::Ash, Some(true)),
        ("ghcr.io/astral-sh/uv:0.5-python3.12-bookworm-slim", Debian, Shell::Dash, Some(true)),
        ("ghcr.io/astral-sh/uv:0.5", Scratch, Shell::None, Some(false)),
    ] {
        let image = image(reference);
        assert_eq!((image.family, image.shell, image.bash), (family, shell, bash), "{reference}");
    }
}

#[test]
fn users_are_known() {
    for (reference, user, drops) in [
        ("nginx:1.27", None, true),
        ("nginxinc/nginx-unprivileged:1.27-alpine", Some("101"), false),
        ("postgres:16", None, true),
        ("jenkins/jenkins:lts", Some("jenkins"), false),
        ("grafana/grafana:11.0.0", Some("472"), false),
        ("bitnami/redis", Some("1001"), false),
        ("public.ecr.aws/bitnami/redis", Some("1001"), false),
        ("gcr.io/distroless/static:nonroot", Some("65532"), false),
        ("gcr.io/distroless/static:debug-nonroot", Some("65532"), false),
        ("gcr.io/distroless/static", None, false),
        ("mcr.microsoft.com/dotnet/aspnet:9.0", None, false),
        ("mcr.microsoft.com/dotnet/aspnet:9.0-noble-chiseled", Some("1654"), false),
        ("cgr.dev/chainguard/static", Some("65532"), false),
        ("debian:12", None, false),
        ("node:20", None, false),
        ("php:8.3-fpm", None, true),
        ("php:8.3-cli", None, false),
        ("docker:27-dind-rootless", Some("rootless"), false),
        ("linuxserver/plex", None, true),
    ] {
        let image = image(reference);
        assert_eq!(
            (image.user, image.drops_privileges, image.non_root()),
            (user, drops, user.is_some()),
            "{reference}"
        );
    }
}

#[test]
fn tools_are_known_where_the_row_is_complete() {
    for (reference, tool, there) in [
        ("debian:12", "curl", Some(false)),
        ("debian:12", "wget", Some(false)),
        ("debian:12", "bash", Some(true)),
        ("debian:12", "some-tool", None),
        ("alpine", "wget", Some(true)),
        ("alpine", "curl", Some(false)),
        ("alpine", "bash", Some(false)),
        ("node:20", "git", Some(true)),
        ("node:20-slim", "git", Some(false)),
        ("node:20-slim", "npm", Some(true)),
        ("node:20-alpine", "curl", Some(false)),
        ("node:$V", "curl", None),
        ("node:$V", "node", Some(true)),
        ("python:3.12", "gcc", Some(true)),
        ("python:3.12-slim", "gcc", Some(false)),
        ("php:8.3-fpm", "gcc", Some(true)),
        ("php:8.3-fpm-alpine", "gcc", Some(false)),
        ("php:8.3-fpm-alpine", "curl", Some(true)),
        ("golang:1.24", "git", Some(true)),
        ("golang:1.24-alpine", "git", Some(false)),
        ("nginx", "curl", Some(true)),
        ("mcr.microsoft.com/dotnet/aspnet:8.0", "curl", Some(false)),
        ("mcr.microsoft.com/dotnet/sdk:8.0", "curl", Some(true)),
        ("postgres:16", "curl", None),
        ("scratch", "curl", Some(false)),
    ] {
        assert_eq!(image(reference).has(tool), there, "{reference} {tool}");
    }
}

#[test]
fn variables_and_directories_are_known() {
    let value = |reference: &str, name: &str| image(reference).variable(name).map(|variable| variable.value);
    assert_eq!(value("debian", "PATH"), Some(Some("/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin")));
    assert_eq!(value("golang:1.24", "GOPATH"), Some(Some("/go")));
    assert!(value("golang:1.24", "PATH").flatten().is_some_and(|path| path.starts_with("/go/bin:")));
    assert_eq!(value("node:20", "NODE_VERSION"), Some(None));
    assert_eq!(value("php:8.3-apache", "PHP_INI_DIR"), Some(Some("/usr/local/etc/php")));
    assert_eq!(value("mcr.microsoft.com/dotnet/aspnet:8.0-alpine", "APP_UID"), Some(Some("1654")));
    assert_eq!(value("debian", "NODE_VERSION"), None);
    assert!(image("debian").env_complete && !image("postgres").env_complete);
    assert_eq!(image("golang").workdir, Some("/go"));
    assert_eq!(image("golang:windowsservercore").workdir, None);
    assert_eq!(image("php:8.3-fpm").workdir, Some("/var/www/html"));
    assert_eq!(image("php:8.3").workdir, None);
    assert_eq!(image("gcr.io/distroless/base:nonroot").workdir, Some("/home/nonroot"));
}

#[test]
fn services_and_build_images_are_told_apart() {
    assert_eq!(image("php:8.3-fpm").service, Some(&[9000][..]));
    assert_eq!(image("php:8.3-fpm").stop_signal, Some("SIGQUIT"));
    assert_eq!(image("php:8.3-apache").stop_signal, Some("SIGWINCH"));
    assert_eq!(image("php:8.3").service, None);
    assert!(image("maven:3").command && !image("node:20").command);
    assert!(image("jupyter/base-notebook").healthcheck && !image("nginx").healthcheck);
    for (reference, build) in [
        ("golang:1.24", true),
        ("eclipse-temurin:21", true),
        ("eclipse-temurin:21-jdk-alpine", true),
        ("eclipse-temurin:21-jre-alpine", false),
        ("nvidia/cuda:12.4.1-devel-ubuntu22.04", true),
        ("nvidia/cuda:12.4.1-runtime-ubuntu22.04", false),
        ("swift:5.10", true),
        ("swift:5.10-slim", false),
        ("mcr.microsoft.com/dotnet/sdk:9.0", true),
        ("mcr.microsoft.com/dotnet/aspnet:9.0", false),
        ("buildpack-deps:bookworm", true),
        ("buildpack-deps:bookworm-curl", false),
    ] {
        assert_eq!(image(reference).sdk.is_some(), build, "{reference}");
    }
    for (reference, smaller) in [
        ("python:3.12", Some("slim")),
        ("python:3.12-slim-bookworm", None),
        ("python:3.12-alpine", None),
        ("python:${V}", None),
        ("postgres:16", Some("alpine")),
        ("alpine", None),
    ] {
        assert_eq!(image(reference).slimmer, smaller, "{reference}");
    }
    assert_eq!(image("tonistiigi/xx:1.5").purpose, Purpose::Helper);
    assert_eq!(image("public.ecr.aws/lambda/python:3.12").purpose, Purpose::Function);
    assert_eq!(image("mcr.microsoft.com/devcontainers/base:ubuntu").purpose, Purpose::Development);
    assert_eq!(image("mcr.microsoft.com/devcontainers/base:ubuntu").family, Family::Ubuntu);
}

#[test]
fn mirrors_of_official_images_are_the_official_images() {
    for reference in [
        "nginx", "library/nginx", "docker.io/nginx", "docker.io/library/nginx", "public.ecr.aws/docker/library/nginx",
        "mirror.gcr.io/library/nginx", "arm64v8/nginx",
    ] {
        assert_eq!(find(reference), find("nginx"), "{reference}");
        assert!(find(reference).is_some());
    }
    assert_eq!(find("ghcr.io/library/nginx"), None);
    assert_eq!(find("example.org/node:20"), None);
    assert_eq!(find("my-own-image"), None);
    assert_eq!(find(""), None);
    assert_eq!(canonical_repository("gcr.io", "distroless/static"), "gcr.io/distroless/static");
}

#[test]
fn package_managers_follow_the_system() {
    let managers = |reference: &str| image(reference).packaging.to_vec();
    assert_eq!(managers("debian"), [Manager::AptGet, Manager::Apt]);
    assert_eq!(managers("rockylinux:9"), [Manager::Dnf, Manager::Yum]);
    assert_eq!(managers("rockylinux:9-minimal"), [Manager::Microdnf]);
    assert_eq!(managers("gcr.io/distroless/static"), []);
    assert!(image("debian").index_empty && !image("fedora").index_empty);
}

/// What the lookups rely on.
#[test]
fn rows_are_consistent() {
    let mut seen = HashSet::new();
    for name in base_image_names() {
        assert!(seen.insert(name), "{name} has two rows");
        assert_eq!(name, name.to_lowercase());
        assert!(!name.starts_with("library/") && !name.starts_with("docker.io/") && !name.contains(':'), "{name}");
        assert!(!name.contains('*') || name.ends_with("/*"), "{name}");
        // Every row is reached by its own name, and no tag makes it panic.
        let reference = name.replace('*', "something");
        for tag in
            ["latest", "", "-", "alpine", "slim", "3-slim-bookworm", "windowsservercore-ltsc2022", "${A}-${B}", "é"]
        {
            let image = find(&format!("{reference}:{tag}")).unwrap_or_else(|| panic!("{reference} is not found"));
            assert!(image.tools.is_sorted(), "{reference}:{tag}");
            assert!(image.variable("PATH").is_some() || image.family == Family::Unknown, "{reference}:{tag}");
            assert!(image.service.is_none() || image.command, "{reference}:{tag}");
            assert!(image.workdir.is_none_or(|path| path.starts_with('/')), "{reference}:{tag}");
            assert!(image.volumes.iter().all(|path| path.starts_with('/')), "{reference}:{tag}");
        }
    }
    assert!(ASKED_TOOLS.is_sorted());
}
