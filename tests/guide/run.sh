#!/usr/bin/env bash
# docs/plugin-guide.md, done as it says: its plugin is built against the installed headers, its commands are run with the
# installed program, and their output is what the page shows. Part of `make installcheck`.
#   GUIDE    the page                SRCDIR   of the project
#   DESTDIR, bindir, libdir, pkgconfigdir, CC, PKG_CONFIG   as installed
#   UPDATE=1 writes a page with the present output to standard output instead.
set -u
umask 022
: "${GUIDE:?}" "${SRCDIR:?}" "${bindir:?}" "${libdir:?}" "${pkgconfigdir:?}" "${CC:=cc}" "${PKG_CONFIG:=pkg-config}"
DESTDIR=${DESTDIR-}
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
work=$(cd "$work" && pwd -P)
mkdir "$work/bin" "$work/tank"

# The commands of the page by the names that it uses; they themselves see the PATH that we were called with.
export GUIDE_PATH=$PATH
tool() {
    # shellcheck disable=SC2016 # for the script that is written
    printf '#!/bin/sh\nPATH=$GUIDE_PATH exec %s "$@"\n' "$2" >"$work/bin/$1"
    chmod +x "$work/bin/$1"
}
tool cc "$CC"
tool pkg-config "$PKG_CONFIG"
tool wirespeak "$DESTDIR$bindir/wirespeak"
export PATH=$work/bin:$PATH LC_ALL=C.UTF-8 TZ=UTC
export PKG_CONFIG_PATH=$DESTDIR$pkgconfigdir LD_LIBRARY_PATH=$DESTDIR$libdir${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}
[ -z "$DESTDIR" ] || export PKG_CONFIG_SYSROOT_DIR=$DESTDIR
unset WIRESPEAK_PLUGIN_PATH NO_COLOR

for need in xxd jq; do
    command -v "$need" >/dev/null || {
        echo "installcheck: SKIP: $need is not installed"
        exit 0
    }
done

awk -f "$SRCDIR/tests/guide/blocks" -v into="$work/tank" "$GUIDE" >"$work/commands" || exit 1
cd "$work/tank" || exit 1

# The same lines with the output that comes now.
while IFS= read -r line; do
    case $line in
    '> '*) ;;
    '$ '*)
        printf '%s\n' "$line"
        { bash -c "${line#??}" </dev/null 2>&1 || echo "exit status $?"; } | sed "s|$work|/home/you|g; s/^/> /"
        ;;
    *) printf '%s\n' "$line" ;;
    esac
done <"$work/commands" >"$work/now"

if [ -n "${UPDATE-}" ]; then
    awk -v now="$work/now" '
        !inside { print }
        /^```/ { inside = 0 }
        /^```console/ {
            inside = 1
            if (!blocks++)
                getline line <now
            while ((getline line <now) > 0 && line != "#") {
                sub(/^> /, "", line)
                print line
            }
            print "```"
        }' "$GUIDE"
    exit
fi
if diff -u "$work/commands" "$work/now"; then
    echo "installcheck: docs/plugin-guide.md holds: $(grep -c '^\$ ' "$work/commands") commands"
else
    echo "installcheck: docs/plugin-guide.md shows something else than what comes"
    exit 1
fi
