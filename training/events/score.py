#!/usr/bin/env python3
"""Scores the events of `vigie read` on the sentences of this folder that no model was trained on.

    python training/events/score.py --input > held-out.jsonl       the sentences as reports
    vigie read --format jsonl held-out.jsonl > read.jsonl
    python training/events/score.py read.jsonl [--misses]

An event is found where its trigger word is; it has the right type, status, actor and recipient where those agree: a party
where the words that were found and the words that were marked overlap. `all right` asks for everything at once.
"""

import json
import sys
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parent.parent))
import check  # noqa: E402


def held_out():
    """The sentences that are kept for measuring, as in `training/events.py`."""
    import hashlib

    for path in sorted(Path(__file__).parent.glob("*.txt")):
        for line, sentence, events in check.read(path):
            if hashlib.sha256(sentence.encode()).digest()[0] % 8 == 0:
                yield f"{path.stem}:{line}", sentence, events


def overlap(a, b):
    return a[0] < b[1] and b[0] < a[1]


def grouped(events):
    """The records of one trigger together: pairs of actors and recipients become sets of ranges."""
    by_trigger = {}
    for event in events:
        for span in event["action"]["spans"]:
            known = by_trigger.setdefault(tuple(span), {"type": event["event_type"], "status": event["status"], "actors": set(), "recipients": set()})
            for side in ("actor", "recipient"):
                for party in (event.get(side) or {}).get("spans", []):
                    known[side + "s"].add(tuple(party))
    return by_trigger


def same_parties(found, gold):
    return len(found) >= 1 and all(any(overlap(f, g) for g in gold) for f in found) if gold else not found


def main(args):
    if args == ["--input"]:
        for key, sentence, _ in held_out():
            print(json.dumps({"id": key, "text": sentence}, ensure_ascii=False))
        return
    read = {}
    for line in open(args[0], encoding="utf-8"):
        row = json.loads(line)
        read[row["id"]] = grouped(row["events"])
    c, confused = Counter(), Counter()
    for key, sentence, gold in held_out():
        found = dict(read.get(key, {}))
        c["said"] += len(found)
        c["gold"] += len(gold)
        for event in gold:
            match = next((span for span in found if overlap(span, event["trigger"])), None)
            if match is None:
                confused["missed", event["type"]] += 1
                if "--misses" in args:
                    print(f"missed {event['type']} `{sentence[slice(*event['trigger'])]}`: {sentence}")
                continue
            said = found.pop(match)
            mutual = event["type"] in ("CONSULT", "AGREE", "COOPERATE") and len(event["actors"]) > 1
            sides = event["actors"] + event["recipients"]
            right = {
                "type": said["type"] == event["type"],
                "status": said["status"] == event["status"],
                "actor": same_parties(said["actors"], sides if mutual else event["actors"]),
                "recipient": same_parties(said["recipients"], sides if mutual else [r for r in event["recipients"] if [r] != event["actors"]]),
            }
            c["found"] += 1
            for part, ok in right.items():
                c[part] += ok
            c["all"] += all(right.values())
            if not right["type"]:
                confused[event["type"], said["type"]] += 1
            if "--misses" in args and not all(right.values()):
                print(f"wrong {[k for k, v in right.items() if not v]} `{sentence[slice(*event['trigger'])]}` {event['type']}/{event['status']} said {said['type']}/{said['status']}: {sentence}")
        for span, said in found.items():
            confused["invented", said["type"]] += 1
            if "--misses" in args:
                print(f"invented {said['type']} `{sentence[slice(*span)]}`: {sentence}")
    for name, right in (("triggers", c["found"]), ("triggers and types", c["type"]), ("all right", c["all"])):
        precision, recall = 100 * right / max(c["said"], 1), 100 * right / max(c["gold"], 1)
        f1 = 200 * right / max(c["said"] + c["gold"], 1)
        print(f"{name:<20} P {precision:6.2f}  R {recall:6.2f}  F1 {f1:6.2f}   ({right}/{c['said']}/{c['gold']})")
    for part in ("type", "status", "actor", "recipient"):
        print(f"{part + ' of those found':<20} P {100 * c[part] / max(c['found'], 1):6.2f}  R {100 * c[part] / max(c['found'], 1):6.2f}  F1 {100 * c[part] / max(c['found'], 1):6.2f}   ({c[part]}/{c['found']}/{c['found']})")
    if "--misses" in args:
        print(confused.most_common(40))


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    main(sys.argv[1:])
