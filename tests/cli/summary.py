#!/usr/bin/env python3
"""Counts again what `wirespeak summary` counts, from the events that `wirespeak read` prints.

usage: summary.py SUMMARY.json EVENTS.ndjson REQUESTS
REQUESTS: a file with "PROTOCOL MESSAGE" of each type of request that has a response. Prints what differs.
"""
import collections
import json
import sys

summary = json.load(open(sys.argv[1]))
must = {tuple(line.split()) for line in open(sys.argv[3])}
messages = collections.defaultdict(collections.Counter)
asked, answered, times = {}, set(), collections.defaultdict(list)
of_type = collections.defaultdict(list)
codes = collections.defaultdict(collections.Counter)
sums = collections.defaultdict(collections.Counter)
flows = collections.defaultdict(collections.Counter)
tables = collections.defaultdict(collections.Counter)
names, found = collections.Counter(), set()

for line in open(sys.argv[2]):
    event = json.loads(line)
    if event["event_type"] in ("error", "stats", "flow"):
        continue
    p, context = event["protocol"], event.get("context", {})
    for note in event.get("notes", []):
        codes[p]["note", note["code"]] += 1
    for error in event.get("errors", []):
        codes[p]["error", error["code"]] += 1
    if event["event_type"] == "notice":
        sums[p]["notices"] += 1
        codes[p]["notice", event["code"]] += 1
        continue
    if event["event_type"] == "gap":
        sums[p]["gaps"] += 1
        sums[p]["gap_bytes"] += event["length"]
        continue
    name, data = event["message"], (event.get("fields") or {}).get("data", {})
    place = event.get("file"), event["frame"], event["offset"]
    messages[p][name] += 1
    flows[p][event["flow_id"]] += 1
    sums[p]["bytes"] += event["length"]
    sums[p]["errors"] += "errors" in event or name == "malformed"
    sums[p]["notes"] += "notes" in event
    if "request_frame" in context:
        request = event.get("file"), context["request_frame"], context["request_offset"]
        if request in asked and request not in answered:
            answered.add(request)
            of_type[p, asked[request][1]].append(context["rtt_ns"])
            if asked[request][2]:
                times[p].append(context["rtt_ns"])
            if asked[request][3]:
                found.add(asked[request][3])
    if event.get("kind") == "request":
        sums[p]["requests"] += 1
    searched = event["fields"]["name"] if name == "search_request" else None
    if searched:
        names[searched] += 1
    if event.get("kind") == "request" or event.get("kind") == "control" and (p, name) in must:
        asked[place] = p, name, event["kind"] == "request", searched
    if name in ("s6f11", "s6f13"):
        tables["events"][data.get("ceid"), context.get("event")] += 1
    if name == "s5f1":
        tables["alarms"][data.get("alid"), data.get("altx")] += 1
    if name.startswith("s9f"):
        tables["stream_9"][name, f"{event['src_ip']}:{event['src_port']}"] += 1
    if name in ("port_up", "port_down"):
        line = [t["value"] for t in event["fields"].get("tlvs", []) if t["name"] == "access_loop_circuit_id" and "value" in t]
        tables["lines"][(line[0] if line else None,)] += 1
    if name == "event_add_response":
        tables["updates"][(context.get("channel"),)] += 1
    if name.startswith("link_") or name == "packet" and p == "ncp":
        tables["commands"][(event.get("fields") or {}).get("packet_type"), event["from"]] += 1

for name, count in names.items():
    if name not in found:
        tables["names_unanswered"][(name,)] = count


def differ(what, got, wanted):
    if got != wanted:
        print(f"{what}: {got}, counted {wanted}")


def near(what, got, values):
    """Nearest rank, within 1/256; the greatest is exact."""
    values = sorted(values)
    differ(f"{what} count", got["count"], len(values))
    differ(f"{what} max", got["max_ns"], values[-1])
    for percent in (50, 90, 99):
        wanted = values[(len(values) * percent + 99) // 100 - 1]
        if abs(got[f"p{percent}_ns"] - wanted) > wanted / 256:
            print(f"{what} p{percent}: {got[f'p{percent}_ns']}, counted {wanted}")


differ("protocols", {p["protocol"] for p in summary["protocols"]}, set(messages))
columns = {"events": ("ceid", "event"), "alarms": ("alid", "text"), "stream_9": ("message", "from"), "lines": ("circuit_id",),
           "updates": ("channel",), "commands": ("packet_type", "from"), "names_unanswered": ("name",)}
for got in summary["protocols"]:
    p = got["protocol"]
    differ(f"{p} messages", got["messages"], messages[p].total())
    for key in ("bytes", "errors", "notes", "notices", "gaps", "gap_bytes", "requests"):
        differ(f"{p} {key}", got[key], sums[p][key])
    differ(f"{p} by_message", {m["message"]: m["count"] for m in got["by_message"]}, messages[p])
    differ(f"{p} codes", {(c["kind"], c["code"]): c["count"] for c in got["codes"]}, codes[p])
    differ(f"{p} flows", {f["flow_id"]: f["messages"] for f in got["flows"]}, flows[p])
    if times[p]:
        near(p, got["response_times"], times[p])
    for m in got["by_message"]:
        if of_type[p, m["message"]]:
            near(f"{p} {m['message']}", m["response_times"], of_type[p, m["message"]])
        # what a type must have answered; a protocol may know of single ones that need none
        open_ones = sum(1 for at, a in asked.items() if a[:2] == (p, m["message"]) and a[2] and at not in answered)
        if (p, m["message"]) not in must:
            differ(f"{p} {m['message']} unanswered", m.get("unanswered"), None)
        elif p != "ancp":
            differ(f"{p} {m['message']} unanswered", m.get("unanswered", 0), open_ones)
    for table in got["tables"]:
        if table["key"] in columns:
            rows = {tuple(r.get(c) for c in columns[table["key"]]): r["count"] for r in table["rows"]}
            differ(f"{p} {table['key']}", rows, tables[table["key"]])
