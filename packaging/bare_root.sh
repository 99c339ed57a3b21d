#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Runs a verb (make test, if none is named) on a machine that has nothing: a new Debian root with git, make and python3
# only, and a fresh clone of what is committed here. Needs root and debootstrap:
#     sudo packaging/bare_root.sh [VERB]
# The Debian mirror and the way to the package index are those that this machine is set up with.
set -euo pipefail

verb=${1:-test}
release=bookworm
project=$(cd "$(dirname "$0")/.." && pwd)
root=$(mktemp -d --tmpdir guildmark-root.XXXXXX)
chmod 755 "$root" # apt fetches as a user of its own
mounted=()

clean_up() {
    local place
    for place in "${mounted[@]}"; do umount "$place"; done
    rm -rf --one-file-system "$root"
}
trap clean_up EXIT

mount_into_root() { # SOURCE: the same path in the new root, read-only
    mkdir -p "$root$1"
    mount --bind --read-only "$1" "$root$1"
    mounted=("$root$1" "${mounted[@]}")
}

mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' "Suite: $release" | head -n 1)
debootstrap --variant=minbase --include=ca-certificates,git,make,python3 "$release" "$root" "$mirror"

# The certificates that this machine trusts, and its settings of pip with the folders of wheels that they name
cp /etc/ssl/certs/ca-certificates.crt "$root/etc/ssl/certs/ca-certificates.crt"
for settings in /etc/pip.conf "$HOME/.config/pip/pip.conf" "$HOME/.pip/pip.conf"; do
    if [ -f "$settings" ]; then install -D -m 644 "$settings" "$root$settings"; fi
done
for folder in $({ python3 -m pip config list 2>/dev/null || true; } | grep -oE "(file://|[' ])/[^' ]+" | sed -E "s#^(file://|[' ])##" | sort -u); do
    if [ -d "$folder" ]; then mount_into_root "$(realpath "$folder/..")"; fi
done
mount -t proc proc "$root/proc"
mounted=("$root/proc" "${mounted[@]}")

git clone --quiet "$project" "$root/srv/guildmark"
settings=("HOME=$HOME" "PATH=/usr/sbin:/usr/bin:/sbin:/bin" "LANG=C.UTF-8")
while IFS= read -r setting; do settings+=("$setting"); done < <(env | grep -E '^(PIP_|SSL_CERT|https?_proxy=|HTTPS?_PROXY=|no_proxy=|NO_PROXY=)' || true)
chroot "$root" env -i "${settings[@]}" make -C /srv/guildmark "$verb"
