#!/usr/bin/env python3
"""Makes a pcap of one circuit on which arrays of doubles are read: arrays.py OUT COUNT...  Prints what json.dumps makes of the last one."""
import json
import struct
import sys

packets = []
sequence = [1000, 5000]
client, server = (b"\x7f\0\0\1", 40000), (b"\x7f\0\0\1", 5064)


def packet(side, flags, payload=b""):
    src, dst = (client, server) if side == 0 else (server, client)
    seq, ack = sequence[side], sequence[1 - side]
    tcp = struct.pack(">HHIIBBHHH", src[1], dst[1], seq, ack, 0x50, flags, 65535, 0, 0) + payload
    ip = struct.pack(">BBHHHBBH4s4s", 0x45, 0, 20 + len(tcp), 0, 0x4000, 64, 6, 0, src[0], dst[0])
    packets.append(b"\x02\0\0\0\0\2\x02\0\0\0\0\1\x08\0" + ip + tcp)
    sequence[side] = (seq + len(payload) + (flags & 3 > 0)) & 0xFFFFFFFF


def send(side, data):
    for at in range(0, len(data), 1448):
        packet(side, 24, data[at:at + 1448])
    packet(1 - side, 16)


def header(command, size, data_type, count, one, two):
    """CA's header: the long one where size or count need it."""
    if size < 0xFFFF and count < 0xFFFF:
        return struct.pack(">HHHHII", command, size, data_type, count, one, two)
    return struct.pack(">HHHHIIII", command, 0xFFFF, data_type, 0, one, two, size, count)


packet(0, 2)
packet(1, 18)
packet(0, 16)
send(0, header(0, 0, 0, 13, 0, 0) + header(18, 8, 0, 0, 1, 13) + b"array\0\0\0")
send(1, header(0, 0, 0, 13, 0, 0) + header(22, 0, 0, 0, 1, 3) + header(18, 0, 6, int(sys.argv[-1]), 1, 7))
for ioid, count in enumerate(map(int, sys.argv[2:])):
    values = [i * 0.1 + 1 / (i + 1) for i in range(count)]
    send(0, header(15, 0, 6, count, 7, ioid))
    send(1, header(15, 8 * count, 6, count, 1, ioid) + struct.pack(f">{count}d", *values))
with open(sys.argv[1], "wb") as out:
    out.write(struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 262144, 1))
    for n, frame in enumerate(packets):
        out.write(struct.pack("<IIII", 1700000000, n, len(frame), len(frame)) + frame)
print(json.dumps(values))
