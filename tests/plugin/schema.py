"""Validates events against a schema; with --broken each event is spoilt in several ways, and must not validate.

schema.py SCHEMA EVENTS [--broken]    prints what went wrong, exit status 1; else a count."""
import copy
import json
import sys

import jsonschema

# Not asked for: another field, a hook or the message's form decides whether it is there.
OF_A_CHOICE = ("one", "header_byte_2", "header_byte_3", "status", "version", "sequence_number", "priority")
OF_A_HOOK = ("fields", "headers")  # what a hook puts into a value of any kind is its own matter


def spoilt(event):
    """(what, event) for everything that can be wrong with this one."""
    def change(what, act):
        broken = copy.deepcopy(event)
        act(broken)
        return what, broken

    yield change("an unknown key", lambda e: e.update(surprise=1))
    yield change("no event_type", lambda e: e.pop("event_type"))
    yield change("an unknown event_type", lambda e: e.update(event_type="nothing"))
    yield change("seq is a text", lambda e: e.update(seq="1"))
    yield change("a timestamp without its fraction", lambda e: e.update(timestamp="2026-11-20T10:00:00Z"))
    yield change("a null", lambda e: e.update(frame=None))
    if event["event_type"] != "message":
        return
    yield change("no message", lambda e: e.pop("message"))
    yield change("an unknown protocol", lambda e: e.update(protocol="nothing"))
    yield change("an unknown context key", lambda e: e.update(context={"surprise": 1}))
    yield change("an error without its code", lambda e: e.update(errors=[{"offset": 0, "text": ""}]))
    yield change("an unknown error", lambda e: e.update(errors=[{"code": "nothing", "offset": 0, "text": ""}]))
    yield change("no direction", lambda e: e.pop("from"))
    if "fields" not in event:
        yield change("malformed without errors", lambda e: e.pop("errors"))
        return
    yield change("no fields", lambda e: e.pop("fields"))
    yield change("an unknown field", lambda e: e["fields"].update(surprise=1))
    for key, value in event["fields"].items():
        yield change(key + " is null", lambda e: e["fields"].update({key: None}))
        if key.endswith("_name") and "|" not in value:
            yield change(key + " is another", lambda e: e["fields"].update({key: "nothing"}))
        if isinstance(value, int) and not isinstance(value, bool):
            yield change(key + " is too large", lambda e: e["fields"].update({key: 2**70}))
            yield change(key + " is a fraction", lambda e: e["fields"].update({key: 0.5}))
            if "errors" not in event and key not in OF_A_CHOICE and not key.startswith("reserved_"):
                yield change(key + " is missing", lambda e: e["fields"].pop(key))
        if isinstance(value, list) and value and isinstance(value[0], dict) and key not in OF_A_HOOK:
            yield change(key + " has an odd element", lambda e: e["fields"][key][0].update(surprise=1))


def main(schema_file, events_file, broken=None):
    with open(schema_file, encoding="utf-8") as f:
        schema = json.load(f)
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    with open(events_file, encoding="utf-8") as f:
        events = [json.loads(line) for line in f]
    wrong = seen = 0
    kinds = set()
    for event in events:
        if broken:  # one event of each kind is enough
            kind = (event["event_type"], event.get("message"), "errors" in event)
            if kind in kinds:
                continue
            kinds.add(kind)
        for what, candidate in spoilt(event) if broken else [("it is valid", event)]:
            seen += 1
            error = jsonschema.exceptions.best_match(validator.iter_errors(candidate))
            if (error is None) == bool(broken):
                wrong += 1
                if wrong > 10:
                    continue
                print(f"{json.dumps(event)[:300]}\n  {what}: {error.message[:300] if error else 'not refused'}")
    print(f"{seen} events, {wrong} wrong")
    sys.exit(bool(wrong) or not seen)


main(*sys.argv[1:])
