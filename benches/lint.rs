//! How long linting takes: real-shaped Dockerfiles, and generated ones that grow, to see that time is linear in size.
//!
//! `cargo bench`, or `cargo bench -- shell` for the ones whose name has `shell` in it.

#![allow(missing_docs, reason = "the macro of criterion makes a public function")]

use std::fmt::Write as _;
use std::hint::black_box;
use std::sync::Arc;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use lotse::config::Settings;
use lotse::lint::lint;
use lotse::rules::options::Options;
use lotse::source::Source;

/// An application image as people write them: two stages, packages, a user, a health check.
const APPLICATION: &str = r#"# syntax=docker/dockerfile:1
ARG NODE_VERSION=22
FROM node:${NODE_VERSION}-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN --mount=type=cache,target=/root/.npm npm ci
COPY . .
RUN npm run build && npm prune --omit=dev

FROM node:${NODE_VERSION}-bookworm-slim
ENV NODE_ENV=production PORT=3000
RUN apt-get update \
    && apt-get install -y --no-install-recommends \
        ca-certificates \
        curl \
        tini \
    && rm -rf /var/lib/apt/lists/* \
    && groupadd --gid 10001 app \
    && useradd --uid 10001 --gid app --create-home app
WORKDIR /app
COPY --from=build --chown=app:app /app/dist ./dist
COPY --from=build --chown=app:app /app/node_modules ./node_modules
USER 10001
EXPOSE 3000
HEALTHCHECK --interval=30s CMD curl --fail http://localhost:3000/health || exit 1
ENTRYPOINT ["tini", "--"]
CMD ["node", "dist/server.js"]
"#;

/// A service image with one long RUN that builds from source, as official images have them.
const SERVICE: &str = r#"FROM debian:bookworm-slim
ENV VERSION=1.2.3
RUN set -eux; \
    savedAptMark="$(apt-mark showmanual)"; \
    apt-get update; \
    apt-get install -y --no-install-recommends ca-certificates gcc libc6-dev make wget; \
    wget -O service.tar.gz "https://example.org/service-$VERSION.tar.gz"; \
    echo "0123456789abcdef *service.tar.gz" | sha256sum -c -; \
    mkdir -p /usr/src/service; \
    tar -xzf service.tar.gz -C /usr/src/service --strip-components=1; \
    rm service.tar.gz; \
    # only what the machine can do
    case "$(dpkg --print-architecture)" in amd64) extra='--with-fast' ;; *) extra='' ;; esac; \
    cd /usr/src/service; \
    ./configure $extra; \
    make -j "$(nproc)"; \
    make install; \
    cd /; \
    rm -r /usr/src/service; \
    apt-mark auto '.*' > /dev/null; \
    [ -z "$savedAptMark" ] || apt-mark manual $savedAptMark > /dev/null; \
    find /usr/local -type f -executable -exec ldd '{}' ';' | awk '/=>/ { print $(NF-1) }' | sort -u | xargs -r dpkg-query --search | cut -d: -f1 | sort -u | xargs -r apt-mark manual; \
    apt-get purge -y --auto-remove; \
    rm -rf /var/lib/apt/lists/*
VOLUME /data
WORKDIR /data
COPY docker-entrypoint.sh /usr/local/bin/
ENTRYPOINT ["docker-entrypoint.sh"]
EXPOSE 6000
CMD ["service"]
"#;

/// A file of `count` RUNs.
fn generated(count: usize) -> String {
    let mut text = String::from("FROM debian:bookworm AS base\n");
    for number in 0..count {
        let _ = writeln!(
            text,
            "ENV NAME_{number}=value\nRUN apt-get update && apt-get install -y package-{number} | tee $NAME_{number}"
        );
    }
    text
}

fn settings(shell: bool) -> Settings {
    Settings::new(&[], Options { shell, ..Options::default() })
}

fn shapes(criterion: &mut Criterion) {
    for (with, shell) in [("shell", true), ("plain", false)] {
        let settings = settings(shell);
        let mut group = criterion.benchmark_group(with);
        for (name, text) in [("application", APPLICATION), ("service", SERVICE)] {
            let source = Arc::new(Source::new("Dockerfile", text));
            group.throughput(Throughput::Bytes(text.len() as u64));
            group.bench_function(name, |bench| {
                bench.iter(|| black_box(lint(Arc::clone(&source), None, &settings)));
            });
        }
        group.finish();
    }
}

fn growth(criterion: &mut Criterion) {
    let settings = settings(false);
    let mut group = criterion.benchmark_group("growth");
    group.sample_size(10);
    for count in [10, 100, 1000, 10_000] {
        let text = generated(count);
        group.throughput(Throughput::Bytes(text.len() as u64));
        let source = Arc::new(Source::new("Dockerfile", text));
        group.bench_with_input(BenchmarkId::from_parameter(count), &source, |bench, source| {
            bench.iter(|| black_box(lint(Arc::clone(source), None, &settings)));
        });
    }
    group.finish();
}

criterion_group!(benches, shapes, growth);
criterion_main!(benches);
