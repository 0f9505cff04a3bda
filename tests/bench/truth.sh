# shellcheck shell=bash
# Counts of messages in made-up captures: the generator's, ours, tshark's. Source it.

# truth_of KEY PROTOCOL TRUTH: a count in the generator's line.
truth_of() {
    sed -n "s/.*\"$1\":{[^}]*\"$2\":\([0-9]*\).*/\1/p" <<<"$3"
}

# count_messages PROTOCOL: in events on stdin; malformed ones are none.
count_messages() {
    awk -v protocol="\"protocol\":\"$1\"" '
        /"event_type":"message"/ && index($0, protocol) && !/"message":"malformed"/ { n++ }
        END { print n + 0 }'
}

# tshark knows HSMS on no port.
# shellcheck disable=SC2034 # for those who source this
tshark_ports=(-d 'tcp.port==5000-5003,hsms')

# tshark_knows PROTOCOL: its NCP is another one.
tshark_knows() {
    [[ $1 =~ ^(ancp|hsms)$ ]]
}

# tshark_messages PROTOCOL FILE
tshark_messages() {
    local field=ancp.len
    [ "$1" != hsms ] || field=hsms.length
    tshark -r "$2" "${tshark_ports[@]}" -T fields -e "$field" -Y "$1" 2>/dev/null | tr ',' '\n' | grep -c .
}
