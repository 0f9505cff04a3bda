#!/usr/bin/env bash
# The configuration: where it is, what goes over it, and what is said of mistakes. The line "# --NAME" stands before the
# tests of that option.
# shellcheck source=tests/cli/tap.sh
. "$SRCDIR/tests/cli/tap.sh"
capture=$SRCDIR/captures/ancp/05-pyancp-nas-topology.pcap
own=$XDG_CONFIG_HOME/wirespeak/config.json
mkdir -p "${own%/*}"

# in_force JSON [OPTION...]: what --print-config says with this configuration, on one line without sources.
in_force() {
    printf '%s' "$1" >"$own"
    "$WS" --print-config "${@:2}" 2>stderr | tr -d '\n ' | sed 's/,"sources".*/}/'
}

# --config
is "no configuration is no mistake" "$("$WS" read "$capture" 2>&1 | wc -l)" 20
exits "one that is asked for must be there" 2 "$WS" read --config nosuch.json "$capture"
is "and is named" "$(cat stderr)" "wirespeak: nosuch.json: cannot be read: No such file or directory"
echo '{"color":"always"}' >"$own"
is "the user's own is read" "$("$WS" read -T text "$capture" | grep -c $'\e')" 20
is "--config none reads none" "$("$WS" read -T text --config none "$capture" | grep -c $'\e')" 0
echo '{"color":"never"}' >other.json
is "--config names another" "$("$WS" read -T text --config other.json "$capture" | grep -c $'\e')" 0
mkdir -p home/.config/wirespeak
cp "$own" home/.config/wirespeak/
is "without XDG_CONFIG_HOME it is in ~/.config" "$(env -u XDG_CONFIG_HOME HOME="$PWD/home" "$WS" read -T text "$capture" | grep -c $'\e')" 20
is "a relative XDG_CONFIG_HOME is not taken" "$(XDG_CONFIG_HOME=home/.config HOME=/nonexistent "$WS" read -T text "$capture" | grep -c $'\e')" 0

# Weakest first: default, configuration, environment, command line.
is "the environment goes over it" "$(NO_COLOR=1 "$WS" read -T text "$capture" | grep -c $'\e')" 0
is "the command line goes over both" "$(NO_COLOR=1 "$WS" read -T text --color=always "$capture" | grep -c $'\e')" 20
like "time, set, jobs" "$(in_force '{"time":"u","jobs":3,"set":{"hsms.t3":"20s","hsms.sml":true,"hsms.t6":7}}')" \
    '"time":"u".*"jobs":3.*"hsms.sml":"true".*"hsms.t3":"20s","hsms.t6":"7"'
like "the command line goes over them" "$(in_force '{"time":"u","jobs":3,"set":{"hsms.t3":"20s"}}' -t a -j 4 --set hsms.t3=1s)" \
    '"time":"a".*"jobs":4.*"hsms.t3":"1s"'
LC_ALL=C sed 's/\x17\xb4/\x13\x88/g' "$capture" >port5000.pcap
echo '{"decode_as":["tcp.port==5000,ancp"]}' >"$own"
is "decode_as binds a port" "$("$WS" read --protocol ancp,hsms port5000.pcap | wc -l)" 20
is "-d goes over it" "$("$WS" read -d tcp.port==5000,hsms port5000.pcap 2>&1 | grep -c '"protocol":"ancp"')" 0
printf '{"plugin_dirs":["%s/tests/cli/.libs"]}' "$BUILDDIR" >"$own"
like "plugin_dirs are searched" "$("$WS" plugins --json)" '"name":"demo"'
is "and may come from the environment" "$(WIRESPEAK_PLUGIN_PATH=$BUILDDIR/tests/cli/.libs "$WS" plugins --config none --json | grep -c '"demo"')" 1
echo '{"color":"always","colors":{"client":"bright_blue","server":"magenta","notes":"white","errors":"default"}}' >"$own"
"$WS" read -T text "$SRCDIR/captures/ancp/09-an-nas-malformed.pcap" >coloured 2>/dev/null
is "colors are those of client, server, notes, errors" "$(grep -oE $'\e\\[[0-9]+m' coloured | tr -d $'\e' | LC_ALL=C sort -u | xargs)" "[0m [35m [37m [39m [94m"

# What is wrong: by file and path, with what was expected.
wrong() {
    printf '%b' "$1" >"$own"
    exits "wrong: ${1:0:70}" 2 "$WS" read "$capture"
    is "is told" "$(cut -c 1-$((${#own} + 13 + ${#2})) stderr)" "wirespeak: $own: $2"
}
wrong '{"colour":"never"}' "colour: no such key; did you mean color?"
wrong '{"Color":"never"}' "Color: no such key; did you mean color?"
wrong '{"color":"nver"}' "color: 'nver', expected one of: auto always never; did you mean never?"
wrong '{"color":true}' "color: true or false, expected one of: auto always never"
wrong '{"time":"x"}' "time: 'x', expected one of: a ad d dd r u"
wrong '{"jobs":0}' "jobs: 0, expected a whole number of 1 or more"
wrong '{"jobs":1.5}' "jobs: 1.5, expected a whole number of 1 or more"
wrong '{"jobs":"2"}' "jobs: '2', expected a whole number of 1 or more"
wrong '{"set":[]}' "set: an array, expected an object"
wrong '{"set":{"hsms.t33":"1s"}}' "set.hsms.t33: hsms.t33: no such option, did you mean t3?"
wrong '{"set":{"hsms.t6":"1s","hsms.t3":"soon"}}' "set.hsms.t3: hsms.t3: 'soon'"
wrong '{"set":{"hsmss.t3":"1s"}}' "set.hsmss.t3: no plugin 'hsmss'; did you mean hsms?"
wrong '{"set":{"hsms":{"t3":"1s"}}}' "set.hsms: expected PLUGIN.OPTION: hsms.t3"
wrong '{"set":{"hsms.t3":null}}' "set.hsms.t3: null, expected a text"
wrong '{"set":{"hsms.max_message_bytes":9007199254740994}}' "set.hsms.max_message_bytes: 9.0072e+15, expected a text"
wrong '{"decode_as":"tcp.port==1,ancp"}' "decode_as: 'tcp.port==1,ancp', expected an array"
wrong '{"decode_as":["tcp.port==1,ancp","tcp.port=2,ancp"]}' "decode_as.1: 'tcp.port=2,ancp' is not of the form"
wrong '{"decode_as":["tcp.port==1,anpc"]}' "decode_as.0: no plugin 'anpc'; did you mean ancp?"
wrong '{"plugin_dirs":["plugins"]}' "plugin_dirs.0: 'plugins', expected a folder with its full path"
wrong '{"colors":{"clients":"red"}}' "colors.clients: no such key; did you mean client?"
wrong '{"colors":{"client":"rde"}}' "colors.client: 'rde', expected one of: black red"
wrong '{"color":"never","color":"never"}' "color: this key comes twice"
wrong '{"set":{"hsms.t3":"1s","hsms.t3":"2s"}}' "hsms.t3: this key comes twice"
wrong '{"color":"ne\\\\u0000ver"}' "no text can have the character"
wrong '{"color":"ne\xffver"}' "no JSON: "
wrong '{"color":"never",}' "no JSON: "
wrong '{"jobs":01}' "no JSON: "
wrong '["color"]' "an object is expected"
wrong '' "no JSON: "
wrong "{\"set\":$(printf '[%.0s' {1..999})$(printf ']%.0s' {1..999})}" "set: an array, expected an object"
head -c 2000000 /dev/zero | tr '\0' ' ' >"$own"
exits "a large file" 2 "$WS" read "$capture"
like "is not read" "$(cat stderr)" "a configuration has at most 1024 KiB"
rm "$own"
mkdir "$own"
exits "a folder" 2 "$WS" read "$capture"
like "cannot be read" "$(cat stderr)" "cannot be read: Is a directory"
rmdir "$own"
echo '{' >"$own"
exits "help is there all the same" 0 "$WS" read --help

# --print-config
is "--print-config of no configuration" "$(in_force '{}' | sed 's/,"set".*//')" '{"time":"a","color":"auto","plugin_dirs":[]'
echo '{"color":"never","decode_as":["tcp.port==1,ancp"],"set":{"hsms.t3":"20s"}}' >"$own"
"$WS" read --print-config -d tcp.port==2,ancp --set hsms.t6=1s >printed
for pair in '"time": "default"' "\"color\": \"$own\"" '"decode_as.0": "command line"' "\"decode_as.1\": \"$own\"" \
    "\"set.hsms.t3\": \"$own\"" '"set.hsms.t6": "command line"' '"set.hsms.t7": "default"'; do
    ok "it says where values come from: ${pair##*/}" grep -qF -- "$pair" <(sed -n '/"sources"/,$p' printed)
done
like "NO_COLOR is one" "$(NO_COLOR=1 "$WS" --print-config)" '"color": "environment: NO_COLOR"'
"$WS" --print-config --config printed >again
is "what it prints is a configuration" "$(sed '/"sources"/,$d' again)" "$(sed '/"sources"/,$d' printed)"
exits "it reads no capture" 0 "$WS" read --print-config nosuch.pcap
finish
