#!/usr/bin/env bash
# Runs the hooks of .pre-commit-hooks.yaml for real, on a scratch repository. Needs pre-commit, git and cargo.
#   tests/opt-in/pre-commit.sh            builds as users do, in release form
#   tests/opt-in/pre-commit.sh --debug    builds in debug form, into CARGO_TARGET_DIR: for a quick look
set -euo pipefail
project="$(cd "$(dirname "$0")/../.." && pwd)"
scratch="$(mktemp -d)"
trap 'rm -rf "$scratch"' EXIT
export PRE_COMMIT_HOME="$scratch/cache" GIT_CONFIG_GLOBAL=/dev/null

if [ "${1:-}" = --debug ]; then
    cargo="$(command -v cargo)"
    mkdir "$scratch/bin"
    printf '#!/bin/sh\nif [ "$1" = install ]; then shift; exec "%s" install --debug "$@"; fi\nexec "%s" "$@"\n' "$cargo" "$cargo" \
        > "$scratch/bin/cargo"
    chmod +x "$scratch/bin/cargo"
    export PATH="$scratch/bin:$PATH"
fi

git init --quiet "$scratch/repository"
cd "$scratch/repository"
printf 'FROM debian:12 as base\nRUNN true\n' > Dockerfile
printf 'from debian:12\n' > web.Dockerfile
printf 'no Dockerfile' > Dockerfile.md
git add .

fails_with() {
    local hook="$1" expected="$2" output
    if output="$(pre-commit try-repo "$project" "$hook" --all-files --verbose 2>&1)"; then
        echo "$hook: passed, and should have failed" >&2
        exit 1
    fi
    if ! grep -qF -- "$expected" <<< "$output"; then
        printf '%s: without `%s`:\n%s\n' "$hook" "$expected" "$output" >&2
        exit 1
    fi
    echo "$hook: as expected"
}
fails_with lotse '`RUNN` is not an instruction'
fails_with lotse-fix 'made '
grep -q 'FROM debian:12 AS base' Dockerfile
fails_with lotse-format 'files were modified by this hook'
grep -q '^FROM debian:12$' web.Dockerfile
grep -q '^no Dockerfile$' Dockerfile.md || [ "$(cat Dockerfile.md)" = 'no Dockerfile' ]
printf 'FROM scratch\nUSER 65532\n' | tee Dockerfile > web.Dockerfile
pre-commit try-repo "$project" lotse --all-files --verbose > /dev/null
echo 'lotse: passes where there is nothing to say'
