#!/usr/bin/env bash
# Builds an image with real tools, brings it into every form that they write, and compares what lotse says of each. As root:
#   apt-get install --no-install-recommends buildah skopeo umoci busybox-static
#   tests/opt-in/images.sh [LOTSE]        LOTSE is the program; without it target/debug/lotse
set -euo pipefail
project="$(cd "$(dirname "$0")/../.." && pwd)"
lotse="$(realpath "${1:-${CARGO_TARGET_DIR:-$project/target}/debug/lotse}")"
scratch="$(mktemp -d)"
tag="localhost/lotse-forms:1.2"
trap 'rm -rf "$scratch"; buildah rmi -f "$tag" >/dev/null 2>&1 || true' EXIT
cd "$scratch"

mkdir context
cp "$(command -v busybox)" context/busybox
cat > context/Dockerfile <<'EOF'
FROM scratch
COPY busybox /bin/busybox
RUN ["/bin/busybox", "--install", "-s", "/bin"]
RUN mkdir -p /etc /root && echo 'root:x:0:0::/root:/bin/sh' > /etc/passwd && dd if=/dev/urandom of=/big bs=1M count=3
RUN rm /big && ln /bin/busybox /bin/other && echo 'machine example.org password hunter2' > /root/.netrc
RUN rm /root/.netrc
ENV API_TOKEN=ghp_0123456789abcdefghijABCDEFGHIJ012345
EXPOSE 22
ENTRYPOINT ["/bin/sh"]
EOF
buildah bud --quiet --isolation chroot --layers --format docker -t "$tag" context

# What no form changes: whether HEALTHCHECK can be stored at all, and the name, are the form's own.
said() {
    "$lotse" image --isolated --fail-on never --format json "$@" |
        python3 -c '
import json, sys
for one in json.load(sys.stdin)["diagnostics"]:
    start = one["range"]["start"]
    if one["rule"] not in ("image-no-healthcheck", "image-latest-tag"):
        print(one["rule"], one["severity"], start["line"], start["column"], one["message"])' | sort
}

export_as() { skopeo copy --quiet "containers-storage:$tag" "$@" 2> skopeo.log || { cat skopeo.log >&2; exit 1; }; }
export_as docker-archive:docker.tar:app:1.2
export_as oci-archive:oci.tar:app:1.2
export_as oci:layout:app:1.2
export_as dir:flat
export_as --dest-compress --dest-compress-format zstd oci:zstd:app:1.2
export_as --dest-decompress dir:plain
umoci unpack --image layout:app:1.2 bundle >/dev/null 2>&1
umoci repack --image layout:again bundle >/dev/null 2>&1
gzip --keep --stdout docker.tar > docker.tar.gz
mkdir whole && tar -xf docker.tar -C whole
(cd whole && tar -cf ../reordered.tar $(ls -A | sort -r))
(cd zstd && tar -cf ../zstd.tar .)

wanted="$(said docker.tar)"
[ -n "$wanted" ] || { echo "nothing is said of docker.tar" >&2; exit 1; }
printf '%s\n\n' "$wanted"
failed=0
same() {
    if found="$(said "${@:2}")" && [ "$found" = "$wanted" ]; then
        echo "same: $1"
    else
        echo "different: $1" >&2
        diff <(echo "$wanted") <(echo "$found") >&2 || true
        failed=1
    fi
}
for form in docker.tar.gz oci.tar flat zstd plain whole reordered.tar zstd.tar; do same "$form" "$form"; done
same "docker.tar, from a pipe" - < docker.tar
same "docker.tar.gz, from a pipe" - < docker.tar.gz

# An image that umoci packed again, beside the first one in its layout, and one with a layer without end blocks.
[ "$("$lotse" image --isolated --fail-on never --format concise layout | grep -c layer-deleted-bytes)" -ge 2 ]
umoci insert --image layout:app:1.2 --tag inserted context/Dockerfile /Dockerfile >/dev/null 2>&1
"$lotse" image --isolated --fail-on never --format concise layout | tail -n 20
exit "$failed"
