#!/usr/bin/env bash
# Installs the program as its users do, and builds the static one where Rust's target for musl is installed; lints with each.
#   tests/opt-in/programs.sh            in release form, which takes minutes
#   tests/opt-in/programs.sh --debug    in debug form: for a quick look
set -euo pipefail
project="$(cd "$(dirname "$0")/../.." && pwd)"
scratch="$(mktemp -d)"
trap 'rm -rf "$scratch"' EXIT
install=() build=(--release) kind=release
[ "${1:-}" = --debug ] && install=(--debug) build=() kind=debug

# lints PROGRAM
lints() {
    "$1" --version
    printf 'FROM debian:12\nRUNN true\n' > "$scratch/Dockerfile"
    local report
    report="$(cd "$scratch" && "$1" check --isolated --format concise Dockerfile || [ $? = 1 ])"
    grep -F 'Dockerfile:2:1: error[unknown-instruction]' <<< "$report"
}

cargo install --quiet --locked --path "$project" --root "$scratch/installed" "${install[@]}"
lints "$scratch/installed/bin/lotse"

target="$(uname -m)-unknown-linux-musl"
if [ ! -d "$(rustc --print sysroot)/lib/rustlib/$target/lib" ]; then
    echo "no static program: rustup target add $target"
    exit
fi
cargo build --quiet --locked --manifest-path "$project/Cargo.toml" --target "$target" --bin lotse "${build[@]}"
static="${CARGO_TARGET_DIR:-$project/target}/$target/$kind/lotse"
lints "$static"
# The loader takes no program that needs no loader.
if ldd "$static" 2> "$scratch/loader" | grep -q '=>'; then
    echo "$static needs libraries" >&2
    exit 1
fi
