#!/usr/bin/env bash
# Times the release binary on a large archive against `sha256sum` on the same file in one run, and tells its peak memory.
#
#     benches/image.sh [ARCHIVE]
#
# Without an archive one of 800 MB is made, of seven layers with some ten thousand files, as `docker save` writes it. Each
# program is run several times and the fastest run counts. lotse makes every digest anew; the bars are 1.5 times the time of
# sha256sum and 150 MB.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
lotse=${CARGO_TARGET_DIR:-$root/target}/release/lotse
[ -x "$lotse" ] || { echo "no $lotse: cargo build --release" >&2; exit 2; }
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
archive=${1:-$scratch/image.tar}

[ -n "${1:-}" ] || python3 - "$archive" <<'EOF'
import hashlib, io, json, os, random, sys, tarfile

random.seed(1)
noise = os.urandom(1 << 22)

def add(tar, name, content, mode=0o644):
    info = tarfile.TarInfo(name)
    info.size, info.mode, info.mtime = len(content), mode, 1700000000
    tar.addfile(info, io.BytesIO(content))

with tarfile.open(sys.argv[1], "w") as outer:
    ids, names = [], []
    # One layer is the largest by far, as that of a base image is.
    for layer, megabytes in enumerate([300, 150, 120, 100, 70, 40, 20]):
        buffer = io.BytesIO()
        with tarfile.open(fileobj=buffer, mode="w") as tar:
            left, count = megabytes << 20, 0
            while left > 0:
                size = min(left, int(random.paretovariate(0.6) * 2000), 4 << 20)
                start = random.randrange(len(noise) - size) if size < len(noise) else 0
                mode = 0o755 if count % 9 == 0 else 0o644
                add(tar, f"usr/lib/part{layer}/folder{count % 50}/file{count}", noise[start:start + size], mode)
                left, count = left - size, count + 1
        content = buffer.getvalue()
        digest = hashlib.sha256(content).hexdigest()
        ids.append("sha256:" + digest)
        names.append(f"{digest}/layer.tar")
        add(outer, names[-1], content)
    history = [{"created_by": f"RUN step {layer}"} for layer in range(len(ids))]
    config = json.dumps({"architecture": "amd64", "os": "linux", "config": {"Cmd": ["/bin/sh"]},
                         "rootfs": {"type": "layers", "diff_ids": ids}, "history": history}).encode()
    name = hashlib.sha256(config).hexdigest() + ".json"
    add(outer, name, config)
    add(outer, "manifest.json", json.dumps([{"Config": name, "RepoTags": ["bench:1"], "Layers": names}]).encode())
EOF

# The fastest of five runs, in milliseconds.
fastest() {
    local best= start taken
    for _ in 1 2 3 4 5; do
        start=$(date +%s%N)
        "$@" >/dev/null 2>&1 || true
        taken=$((($(date +%s%N) - start) / 1000000))
        [ -n "$best" ] && [ "$best" -le "$taken" ] || best=$taken
    done
    echo "$best"
}

cat "$archive" > /dev/null
sum=$(fastest sha256sum "$archive")
whole=$(fastest "$lotse" image --isolated --fail-on never --format json "$archive")
quick=$(fastest "$lotse" image --isolated --fail-on never --format json --no-verify "$archive")
memory=$(python3 - "$lotse" "$archive" <<'EOF'
import resource, subprocess, sys
command = [sys.argv[1], "image", "--isolated", "--fail-on", "never", "--format", "json", sys.argv[2]]
subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024)
EOF
)
size=$(($(stat -c %s "$archive") >> 20))
echo "archive: $size MiB, processors: $(nproc)"
echo "sha256sum:             $sum ms"
echo "lotse image:           $whole ms, $((whole * 100 / (sum > 0 ? sum : 1))) % of it (bar: 150 %)"
echo "lotse image, no digests: $quick ms"
echo "peak memory:           $memory MiB (bar: 150)"
[ $((whole * 100)) -le $((sum * 150)) ] && [ "$memory" -le 150 ]
