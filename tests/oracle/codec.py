#!/usr/bin/env python3
"""Takes each message of a capture through `decode` and `encode`, alone.

usage: codec.py PROGRAM CAPTURE EXPECTED [OPTION...]

EXPECTED is as for compare.py; options are given to all verbs. Of each message
- `decode` of its bytes must give the fields of EXPECTED, and what `read` printed: none needs a conversation so far;
- `encode` of what was decoded, of the whole event of `read`, and of EXPECTED's fields must give the bytes back. Where
  they do not come back the message had errors or is not canonical: then what they decode to must stay the same.

`decode` is a process for each message: only the first ALONE of each name are. `encode` reads back what it made.

Prints the first differences, then how many messages there were and how many came back; exit 1 when there are any.
"""
import itertools
import json
import re
import subprocess
import sys

from compare import compare, strict

MOST_SHOWN = 5
ALONE = 8

# What a quirk of a peer leaves behind, and encoding does not write again.
NOT_WRITTEN = {"ncp": {"embedded_footers"}}


def is_odd(protocol, event):
    """The message has errors, or what encoding leaves out."""
    return bool(event.get("errors")) or any(f'"{key}"' in json.dumps(event) for key in NOT_WRITTEN.get(protocol, ()))


class Run:
    def __init__(self, program, capture, expected, options):
        self.program = program
        self.options = options
        done = self.call("read", ["-T", "json", "--raw", capture])
        events = [(strict(line), line) for line in done.stdout.split("\n") if line]
        messages = [e for e in events if e[0]["event_type"] == "message" and e[0]["message"] != "malformed"]
        with open(expected, encoding="utf-8") as lines:
            wanted = [json.loads(line) for line in lines.read().split("\n") if line.strip()]
        # A datagram may be empty.
        pairs = [(m, w) for m, w in itertools.zip_longest(messages, wanted) if not m or m[0]["length"] > 0]
        self.events, self.wanted = [list(side) for side in zip(*pairs)]
        self.protocol = self.events[0][0]["protocol"]
        self.decoded = {}
        self.shown = 0

    def call(self, verb, arguments, text=""):
        secrets = [] if verb == "encode" else ["--show-secrets"]
        return subprocess.run(
            [self.program, verb, *secrets, *self.options, *arguments],
            input=text,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            check=False,
        )

    def differ(self, what):
        self.shown += 1
        if self.shown <= MOST_SHOWN:
            print(what)

    def decode(self, event, raw):
        """The line that the message's bytes make."""
        key = (event["from"], event["proto"], raw)
        if key not in self.decoded:
            side = "server" if event["from"] == "server" else "client"
            done = self.call(
                "decode", [f"--from={side}", f"--transport={event['proto'].lower()}", self.protocol], raw
            )
            self.decoded[key] = done.stdout
        return self.decoded[key]

    def encode(self, lines):
        """Hex for each line, None where it was refused."""
        done = self.call("encode", [self.protocol], "\n".join(lines) + "\n")
        refused = {int(n) for n in re.findall(r"^wirespeak: line (\d+): ", done.stderr, re.M)}
        if done.returncode not in (0, 2) or bool(refused) != (done.returncode == 2):
            self.differ(f"encode: exit status {done.returncode}: {done.stderr[:200]}")
        hexes = iter(done.stdout.split("\n"))
        return [None if n in refused else next(hexes) for n in range(1, len(lines) + 1)]


def decode_some(run):
    """What `decode` printed, None for those that were left out."""
    seen = {}
    for event, _ in run.events:
        key = (event["from"], event["message"])
        seen[key] = seen.get(key, 0) + 1
        yield run.decode(event, event["raw"]) if seen[key] <= ALONE else None


def check_decoded(run, lines):
    for number, ((event, _), want, line) in enumerate(zip(run.events, run.wanted, lines), 1):
        where = f"message {number}, frame {event['frame']}, {event['message']}"
        if line is None:
            continue
        if line.count("\n") != 1:
            run.differ(f"{where}: {line.count(chr(10))} messages come of its bytes")
            continue
        got = strict(line)
        for text in compare(want, got):
            run.differ(f"{where}: {text}")
        same = [(event.get(key), got.get(key)) for key in ("message", "fields", "length")]
        if any(a != b for a, b in same):
            run.differ(f"{where}: not as read printed it")


def check_encoded(run, what, inputs):
    """Answers how many came back byte for byte."""
    equal = 0
    for number, ((event, _), got) in enumerate(zip(run.events, run.encode(inputs)), 1):
        where = f"message {number}, frame {event['frame']}, {event['message']}, {what}"
        equal += got == event["raw"]
        if got == event["raw"] or is_odd(run.protocol, event):
            continue
        if got is None:
            run.differ(f"{where}: refused")
        elif strict(run.decode(event, got))["fields"] != event["fields"]:
            run.differ(f"{where}: {got[:60]} is another message than {event['raw'][:60]}")
    return equal


def main():
    program, capture, expected, *options = sys.argv[1:]
    run = Run(program, capture, expected, options)
    if None in run.events or None in run.wanted:
        sys.exit("not as many messages as expected: see compare.py")
    lines = list(decode_some(run))
    check_decoded(run, lines)
    counts = [
        check_encoded(run, "decoded", [line.rstrip("\n") if line else whole for line, (_, whole) in zip(lines, run.events)]),
        check_encoded(run, "read", [line for _, line in run.events]),
    ]
    theirs = [json.dumps({"from": want["from"], "message": want["message"], "fields": want["fields"]}) for want in run.wanted]
    counts.append(check_encoded(run, "expected", theirs))
    print(f"{len(run.events)} messages; came back from decode {counts[0]}, read {counts[1]}, expected {counts[2]}")
    sys.exit(bool(run.shown))


if __name__ == "__main__":
    main()
