# The static program and nothing else. From a checkout:
#   docker build --build-arg REVISION="$(git rev-parse HEAD)" --tag lotse .
#   docker run --rm --network none --volume "$PWD:/work:ro" lotse

FROM rust:1.95.0-alpine@sha256:606fd313a0f49743ee2a7bd49a0914bab7deedb12791f3a846a34a4711db7ed2 AS build
WORKDIR /lotse
COPY Cargo.toml Cargo.lock build.rs README.md ./
COPY benches/ benches/
COPY rules/ rules/
COPY src/ src/
ARG REVISION
RUN --mount=type=cache,target=/usr/local/cargo/registry \
    LOTSE_COMMIT="$REVISION" cargo build --locked --profile dist --bin lotse

FROM scratch
ARG REVISION
LABEL org.opencontainers.image.title="lotse" \
      org.opencontainers.image.licenses="MIT OR Apache-2.0" \
      org.opencontainers.image.version="0.1.0" \
      org.opencontainers.image.revision="$REVISION"
COPY --from=build /lotse/target/dist/lotse /lotse
USER 65532:65532
WORKDIR /work
ENTRYPOINT ["/lotse"]
CMD ["check"]
