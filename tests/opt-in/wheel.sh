#!/usr/bin/env bash
# Builds the wheel, installs it into a fresh virtual environment and lints with it. Needs maturin and python3.
#   tests/opt-in/wheel.sh            as it is published, which takes minutes
#   tests/opt-in/wheel.sh --debug    in debug form: for a quick look
set -euo pipefail
project="$(cd "$(dirname "$0")/../.." && pwd)"
scratch="$(mktemp -d)"
trap 'rm -rf "$scratch"' EXIT
form=()
[ "${1:-}" = --debug ] && form=(--profile dev)

maturin build --quiet --manifest-path "$project/Cargo.toml" --out "$scratch/wheels" "${form[@]}"
ls -l "$scratch/wheels"
python3 -m venv "$scratch/environment"
"$scratch/environment/bin/pip" install --quiet --no-index "$scratch"/wheels/lotse-*.whl
cd "$scratch"
"$scratch/environment/bin/lotse" --version
printf 'FROM debian:12\nRUNN true\n' > Dockerfile
report="$("$scratch/environment/bin/lotse" check --isolated --format concise Dockerfile || [ $? = 1 ])"
grep -F 'Dockerfile:2:1: error[unknown-instruction]' <<< "$report"
