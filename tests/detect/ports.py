#!/usr/bin/env python3
"""Copies a classic pcap with other TCP and UDP ports: ports.py IN OUT.

Each port becomes another one above 20000 that no protocol has by default; equal ones stay equal. Ethernet, Linux cooked,
raw IP and BSD loopback; IPv4 and IPv6 without tunnels. Checksums are left as they are.
"""
import struct
import sys

ETHERNET, RAW, LOOPBACK, COOKED, COOKED2 = 1, 101, 0, 113, 276


def ip_offset(link, packet):
    """Where the IP header begins, or None."""
    if link == ETHERNET:
        at = 12
        while packet[at:at + 2] in (b"\x81\x00", b"\x88\xa8"):
            at += 4
        return at + 2 if packet[at:at + 2] in (b"\x08\x00", b"\x86\xdd") else None
    return {RAW: 0, LOOPBACK: 4, COOKED: 16, COOKED2: 20}[link]


def transport_offset(packet, at):
    """Where the TCP or UDP header begins, or None: not the first fragment, or neither."""
    if packet[at] >> 4 == 4:
        first = struct.unpack(">H", packet[at + 6:at + 8])[0] & 0x1FFF == 0
        return at + (packet[at] & 15) * 4 if packet[at + 9] in (6, 17) and first else None
    return at + 40 if packet[at + 6] in (6, 17) else None


def other(port):
    return 20000 + (port * 40503 & 0xFFFF) % 40000


def main(source, target):
    data = open(source, "rb").read()
    order = "<" if data[:4] in (b"\xd4\xc3\xb2\xa1", b"\x4d\x3c\xb2\xa1") else ">"
    link = struct.unpack(order + "I", data[20:24])[0] & 0xFFFF
    out = bytearray(data[:24])
    at, changed = 24, 0
    while at + 16 <= len(data):
        caplen = struct.unpack(order + "I", data[at + 8:at + 12])[0]
        packet = bytearray(data[at + 16:at + 16 + caplen])
        ip = ip_offset(link, packet)
        ports = transport_offset(packet, ip) if ip is not None and len(packet) > ip + 40 - 20 else None
        if ports is not None and len(packet) >= ports + 4:
            pair = struct.unpack(">HH", packet[ports:ports + 4])
            packet[ports:ports + 4] = struct.pack(">HH", *map(other, pair))
            changed += 1
        out += data[at:at + 16] + packet
        at += 16 + caplen
    open(target, "wb").write(out)
    print(changed)


main(*sys.argv[1:])
