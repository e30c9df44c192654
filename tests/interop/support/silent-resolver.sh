#!/bin/sh
# silent-resolver.sh NODE PROGRAM...: runs the program where every name look-up hangs: in namespaces of its own, whose
# resolver takes questions and never answers. For `unshare --map-root-user --mount --net`.
set -eu
node="$1"
shift
folder="$(mktemp -d)"
printf 'nameserver 127.0.0.1\noptions timeout:30 attempts:5\n' >"$folder/resolv.conf"
mount --bind "$folder/resolv.conf" /etc/resolv.conf
ip link set lo up
# The listener dies with the namespaces' only other process: with its parent.
"$node" -e '
    const { writeFileSync } = require("node:fs");
    const parent = process.ppid;
    require("node:dgram").createSocket("udp4").bind(53, "127.0.0.1", () => writeFileSync(process.argv[1], ""))
        .on("message", () => writeFileSync(process.argv[2], ""));
    setInterval(() => process.ppid === parent || process.exit(), 100);
' "$folder/bound" "$LOOKED_UP" </dev/null >/dev/null 2>&1 &
while [ ! -e "$folder/bound" ]; do sleep 0.05; done
rm -r "$folder"
exec "$@"
