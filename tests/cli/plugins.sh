#!/usr/bin/env bash
# `wirespeak plugins`: the list, references, schemas, and plugins that are refused.
# shellcheck source=tests/cli/tap.sh
. "$SRCDIR/tests/cli/tap.sh"

exits "the list" 0 "$WS" plugins
like "has name, version, title, ports, file" "$(cat stdout)" \
    "(^|"$'\n'")ancp +[0-9.]+ +Access Node Control Protocol \(RFC 6320\) +tcp 6068 +/.*ancp\.so"

# --json
"$WS" plugins --json >list
like "--json has one object a line" "$(grep '"name":"ancp"' list)" \
    '^\{"name":"ancp","version":"[0-9.]+","title":"[^"]+","ports":\[\{"proto":"TCP","port":6068\}\],"file":"/[^"]+"\}$'
needs jq "--json is JSON" && ok "--json is JSON" jq -e . list

# --plugin-dir
mkdir dir
echo nonsense >dir/broken.so
exits "--plugin-dir is searched; a refused plugin is listed" 0 "$WS" plugins --plugin-dir dir
like "with its reason" "$(cat stdout)" "(^|"$'\n'")broken +refused: .*broken\.so"
like "the others too" "$(cat stdout)" "(^|"$'\n'")ancp "
like "also as JSON" "$("$WS" plugins --json --plugin-dir dir)" '"name":"broken",.*"refused":"'
exits "a named plugin that is refused is exit 1" 1 "$WS" plugins --plugin-dir dir broken
like "with its reason" "$(cat stderr)" "^wirespeak: broken: refused: "
exits "also by its file" 1 "$WS" plugins ./dir/broken.so
exits "a file that is not there" 1 "$WS" plugins ./nosuch.so

file=$("$WS" plugins --json | grep '"name":"ancp"' | sed 's/.*"file":"//; s/".*//')
exits "a reference" 0 "$WS" plugins ancp
like "names messages" "$(cat stdout)" port_up
is "of the plugin's file, too" "$("$WS" plugins "$file")" "$("$WS" plugins ancp)"
exits "a message" 0 "$WS" plugins ancp port_up
like "names its fields" "$(cat stdout)" transaction_id
exits "an unknown plugin" 2 "$WS" plugins anpc
like "names the nearest" "$(cat stderr)" "^wirespeak: plugins: no plugin 'anpc'; did you mean ancp\?"
exits "an unknown message" 2 "$WS" plugins ancp port_upp
is "names the nearest" "$(cat stderr)" "wirespeak: ancp: no message 'port_upp'; did you mean port_up?"
exits "too many words" 2 "$WS" plugins ancp port_up port_down

# --schema
exits "--schema" 0 "$WS" plugins --schema
cp stdout all.json
exits "--schema of one plugin" 0 "$WS" plugins --schema ancp
if needs jq "--schema is one JSON document"; then
    is "--schema is one JSON document" "$(jq -s length all.json)" 1
    is "it is of draft 2020-12" "$(jq -r '."$schema"' all.json)" "https://json-schema.org/draft/2020-12/schema"
fi

# --set
exits "--set of an unknown option" 2 "$WS" plugins --set ancp.nosuch=1 ancp
like "is named" "$(cat stderr)" "nosuch"

# --help
exits "--help" 0 "$WS" plugins --help
"$WS" plugins ancp >/dev/full 2>stderr
is "a full disk is exit 5" $? 5

# --config
echo '{"set":{"ancp.nosuch":1}}' >config.json
exits "--config sets options" 2 "$WS" plugins --config config.json ancp
like "and is named" "$(cat stderr)" "^wirespeak: config.json: set.ancp.nosuch: "
finish
