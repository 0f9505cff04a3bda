#!/usr/bin/env python3
"""Makes a pcap of traffic that is no protocol of ours: foreign.py OUT PORT...

Each conversation comes on an odd port and on each PORT given: HTTP, TLS, SSH, SMTP, DNS, SIP, random bytes of several kinds.
"""
import random
import struct
import sys

rng = random.Random(20261121)
packets = []


def put(proto, src, dst, payload, tcp=None):
    if proto == 17:
        body = struct.pack(">HHHH", src[1], dst[1], 8 + len(payload), 0) + payload
    else:
        seq, ack, flags = tcp
        body = struct.pack(">HHIIBBHHH", src[1], dst[1], seq & 0xFFFFFFFF, ack & 0xFFFFFFFF, 0x50, flags, 65535, 0, 0) + payload
    ip = struct.pack(">BBHHHBBH4s4s", 0x45, 0, 20 + len(body), 0, 0x4000, 64, proto, 0, bytes(src[0]), bytes(dst[0]))
    packets.append(b"\x02\0\0\0\0\2\x02\0\0\0\0\1\x08\0" + ip + body)


hosts = 0


def ends(port):
    global hosts
    hosts += 1
    return ((10, 1, hosts >> 8, hosts & 255), 30000 + hosts % 20000), ((10, 2, 0, 1), port)


def stream(port, *turns):
    """A TCP connection: turns are (side, bytes)."""
    client, server = ends(port)
    seq = [1000, 5000]
    put(6, client, server, b"", (999, 0, 2))
    put(6, server, client, b"", (4999, 1000, 18))
    put(6, client, server, b"", (1000, 5000, 16))
    for side, data in turns:
        here, there = (client, server) if side == 0 else (server, client)
        for at in range(0, len(data), 1400):
            part = data[at:at + 1400]
            put(6, here, there, part, (seq[side], seq[1 - side], 24))
            seq[side] += len(part)
    put(6, client, server, b"", (seq[0], seq[1], 17))
    put(6, server, client, b"", (seq[1], seq[0] + 1, 17))


def datagrams(port, *turns):
    client, server = ends(port)
    for side, data in turns:
        put(17, *((client, server) if side == 0 else (server, client)), data)


def randoms(n, kind):
    if kind == "uniform":
        return rng.randbytes(n)
    if kind == "small":
        return bytes(rng.choice((0, 0, 0, 1, 2, 4, 16)) for _ in range(n))
    if kind == "text":
        return bytes(rng.choice(b"abcdefghij 0123456789\r\n") for _ in range(n))
    return b"".join(struct.pack(">I", rng.choice((0, 1, 16, 255, 4096, rng.getrandbits(32)))) for _ in range(n // 4))


def tls():
    hello = b"\x01\0\0\x4c\x03\x03" + rng.randbytes(32) + b"\x20" + rng.randbytes(32) + b"\0\2\x13\1\1\0\0\0"
    return b"\x16\x03\x01" + struct.pack(">H", len(hello)) + hello


http = (b"GET /index.html HTTP/1.1\r\nHost: www.example.net\r\nUser-Agent: test\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 12\r\n\r\nHello, world")
proxy = (b"CONNECT www.example.net:443 HTTP/1.1\r\nHost: www.example.net:443\r\n\r\n",
         b"HTTP/1.1 200 Connection established\r\n\r\n")
dns = b"\x12\x34\x01\0\0\1\0\0\0\0\0\0\3www\7example\3net\0\0\1\0\1"
for port in [33333] + [int(p) for p in sys.argv[2:]]:
    stream(port, (0, http[0]), (1, http[1]), (0, http[0]), (1, http[1]))
    stream(port, (0, proxy[0]), (1, proxy[1]), (0, tls()), (1, tls()))
    stream(port, (0, tls()), (1, tls()), (0, b"\x17\x03\x03\x10\0" + rng.randbytes(4096)))
    stream(port, (1, b"SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n"), (0, b"SSH-2.0-OpenSSH_9.2p1\r\n"), (0, b"\0\0\4\x1c\x0a\x14" + rng.randbytes(1050)))
    stream(port, (1, b"220 mail.example.net ESMTP\r\n"), (0, b"EHLO me\r\n"), (1, b"250-mail.example.net\r\n250 SIZE 1000000\r\n"))
    stream(port, (0, struct.pack(">H", len(dns)) + dns))
    datagrams(port, (0, dns), (1, dns[:2] + b"\x81\x80" + dns[4:]))
    datagrams(port, (0, b"OPTIONS sip:nm SIP/2.0\r\nVia: SIP/2.0/UDP nm;branch=foo\r\n\r\n"))
    datagrams(port, (0, bytes(16)), (0, bytes(64)))
if len(sys.argv) == 2:
    for i in range(400):
        for kind in ("uniform", "small", "text", "words"):
            stream(33334, (0, randoms(rng.randrange(1, 3000), kind)), (1, randoms(rng.randrange(0, 3000), kind)))
            datagrams(33334, (0, randoms(rng.randrange(1, 200), kind)), (1, randoms(rng.randrange(1, 200), kind)))

with open(sys.argv[1], "wb") as out:
    out.write(struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 262144, 1))
    for n, packet in enumerate(packets):
        out.write(struct.pack("<IIII", 1700000000 + n // 1000, n % 1000 * 1000, len(packet), len(packet)) + packet)
