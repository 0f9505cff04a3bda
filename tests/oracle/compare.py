#!/usr/bin/env python3
"""Compares what wirespeak prints for a capture with what another decoder made of it.

usage: compare.py PROGRAM CAPTURE EXPECTED [OPTION...]

EXPECTED holds one JSON object per message: from, protocol, message, fields (captures/README.md). Every message must
come out, in this order, and nothing else; options are given to `read`. Prints the first differences; exit 1 when there
are any.

A key that is null equals one that is absent, keys ending in _text are not compared, and a KEY_name is allowed beside a
number that EXPECTED gives no name. Errors are compared by their codes.
"""
import json
import subprocess
import sys

MOST_SHOWN = 5


def strict(line):
    """JSON without bare words for numbers and without keys that come twice."""

    def pairs(items):
        if len({key for key, _ in items}) != len(items):
            raise ValueError("a key comes twice")
        return dict(items)

    def word(text):
        raise ValueError(f"{text} is not JSON")

    return json.loads(line, object_pairs_hook=pairs, parse_constant=word)


def typed(value):
    """Python takes True for 1, and 0.0 for -0.0; we do not."""
    if isinstance(value, bool) or value is None:
        return (str(type(value)), value)
    if isinstance(value, (int, float)):
        return ("number", value, str(value).startswith("-0"))
    return value


def differences(path, want, got):
    if isinstance(want, dict) and isinstance(got, dict):
        for key in {**want, **got}:
            if key.endswith("_text"):
                continue
            if key.endswith("_name") and key not in want and key[:-5] in got:
                continue
            yield from differences(f"{path}.{key}", want.get(key), got.get(key))
    elif isinstance(want, list) and isinstance(got, list):
        if len(want) != len(got):
            yield f"{path}: {len(got)} elements, not {len(want)}"
        for i, (w, g) in enumerate(zip(want, got)):
            yield from differences(f"{path}.{i}", w, g)
    elif typed(want) != typed(got):
        yield f"{path}: {json.dumps(got)[:80]}, not {json.dumps(want)[:80]}"


def errors_of(protocol, event, expected):
    """What both say of errors, in the same form: the codes, or only whether there are any."""
    codes = [error["code"] for error in event.get("errors", [])]
    if protocol == "hsms":
        return bool(expected.pop("decode_error", False)), bool(codes) and "stream" in expected
    if protocol == "ca":  # the decoder says nothing of errors
        return [], []
    if protocol == "tcpip":  # said by the fields
        said = ["bad_json"] if expected.get("json_error") else []
        return said + (["bad_encoding"] if event["message"] == "line" and "raw" in expected else []), codes
    return expected.pop("errors", []), codes


def compare(want, got):
    expected = dict(want["fields"])
    protocol = want["protocol"]
    said, found = errors_of(protocol, got, expected)
    yield from differences("errors", said, found)
    for key in ("from", "protocol", "message"):
        yield from differences(key, want[key], got.get(key))
    yield from differences("fields", expected, got.get("fields", {}))


def main():
    program, capture, oracle, *options = sys.argv[1:]
    done = subprocess.run(
        [program, "read", "-T", "json", "--show-secrets", *options, capture], stdout=subprocess.PIPE, check=False
    )
    events = [strict(line) for line in done.stdout.decode().split("\n") if line]
    messages = [e for e in events if e["event_type"] == "message" and e["message"] != "malformed"]
    with open(oracle, encoding="utf-8") as lines:
        wanted = [json.loads(line) for line in lines.read().split("\n") if line.strip()]
    shown = 0
    for number, (want, got) in enumerate(zip(wanted, messages), 1):
        for text in compare(want, got):
            shown += 1
            if shown <= MOST_SHOWN:
                print(f"message {number}, frame {got['frame']}, {want['message']}: {text}")
    if len(wanted) != len(messages):
        print(f"{len(messages)} messages, not {len(wanted)}")
    if done.returncode not in (0, 3):
        print(f"exit status {done.returncode}")
    sys.exit(bool(shown or len(wanted) != len(messages) or done.returncode not in (0, 3)))


if __name__ == "__main__":
    main()
