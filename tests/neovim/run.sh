#!/usr/bin/env bash
# Neovim, without a window, as a client of the language server: shows the findings of a Dockerfile, makes all safe repairs, and lays
# the text out. `tests/neovim/run.sh [PROGRAM]`; without a program the one of the debug build. Needs Neovim 0.7 or later.
set -euo pipefail
cd "$(dirname "$0")"

program=$(realpath "${1:-${CARGO_TARGET_DIR:-../../target}/debug/lotse}")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cat > "$folder/Dockerfile" <<'DOCKERFILE'
FROM debian:12 AS build
MAINTAINER harbour master
RUN apt-get update && \
  apt-get install -y curl   && \
      echo "ä" > $HOME/x
FROM debian:12
COPY --from=build /root /root
CMD ["true"]
DOCKERFILE

XDG_STATE_HOME="$folder/state" XDG_CACHE_HOME="$folder/cache" PROGRAM=$program \
    timeout 120 nvim --headless --clean -u session.lua "$folder/Dockerfile"
