#!/usr/bin/env bash
# What `wirespeak plugins --schema` prints is a JSON Schema; all events validate against it, spoilt ones don't.
# shellcheck source=tests/cli/tap.sh
. "$SRCDIR/tests/cli/tap.sh"

check() {
    python3 "$SRCDIR/tests/plugin/schema.py" "$@"
}

exits "the schema is printed" 0 "$WS" plugins --schema
cp stdout schema.json
for capture in "$SRCDIR"/captures/*/*.pcap; do
    "$WS" read --flows --stats --community-id "$capture" 2>>stderr
done >events.ndjson
head -c 100 "$SRCDIR/captures/ancp/04-pyancp-cserver-portup.pcap" >cut.pcap
exits "a damaged capture has an error event" 3 "$WS" read cut.pcap
cp stdout damaged.ndjson

what="all events of the captures validate"
if python3 -c 'import jsonschema; jsonschema.Draft202012Validator' 2>/dev/null; then
    ok "$what" check schema.json events.ndjson
    ok "the event of a damaged capture validates" check schema.json damaged.ndjson
    ok "spoilt events don't" check schema.json events.ndjson --broken
    for layout in "$SRCDIR"/captures/tcpip/*.layout.json; do
        "$WS" plugins --schema tcpip --set "tcpip.layout=$layout" >layout.json
        "$WS" read --set "tcpip.layout=$layout" "${layout%.layout.json}.pcap" >layout.ndjson
        ok "events of $(basename "$layout") validate against its schema" check layout.json layout.ndjson
    done
    cp "$BUILDDIR/tests/plugin/.libs/fields.so" .
    chmod go-w . fields.so
    "$WS" plugins --plugin-dir . --schema fields >fields.json
    ok "rows of every kind: good events validate" check fields.json "$SRCDIR/tests/plugin/fields.ndjson"
    ok "rows of every kind: spoilt ones don't" check fields.json "$SRCDIR/tests/plugin/fields.ndjson" --broken
else
    skip "$what, spoilt ones don't" "python3-jsonschema is not installed"
fi
finish
