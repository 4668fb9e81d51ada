#!/usr/bin/env python3
"""Scores the events of `vigie read` where nothing was trained on: on the sentences of this folder that are kept back, or on whole public pages.

    python training/events/score.py [--pages CORPORA] --input > held-out.jsonl       the texts as reports
    vigie read --format jsonl held-out.jsonl > read.jsonl
    python training/events/score.py [--pages CORPORA] read.jsonl [--misses]

An event is found where its trigger word is; it has the right type, status, actor and recipient where those agree: a party
where the words that were found, or the name that they resolve to, and the words that were marked overlap or end in the same word; who was
found in another sentence, where the event is told too, is not judged. `all right` asks for everything at once. Of a page only the sentences count that `pages.jsonl` has.
"""

import json
import sys
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parent.parent))
import check  # noqa: E402


def held_out():
    """The sentences that are kept for measuring, as in `training/events.py`: a name, the text, the ranges that are judged, the events."""
    import hashlib

    for path in sorted(Path(__file__).parent.glob("*.txt")):
        for line, sentence, events in check.read(path):
            if hashlib.sha256(sentence.encode()).digest()[0] % 8 == 0:
                yield f"{path.stem}:{line}", sentence, [(0, len(sentence))], events


def held_out_pages(corpora_folder):
    """The pages that are kept for measuring, in the same form."""
    import events

    texts = events.page_texts(corpora_folder)
    for line in open(Path(__file__).parent / "pages.jsonl", encoding="utf-8"):
        row = json.loads(line)
        if events.is_held_out(row["page"], 4):
            yield row["page"], texts[row["page"]], [tuple(s[:2]) for s in row["sentences"]], [e for s in row["sentences"] for e in s[2]]


def overlap(a, b):
    return a[0] < b[1] and b[0] < a[1]


def grouped(events):
    """The records of one trigger together: pairs of actors and recipients become sets of ranges, each with the name that it resolves to."""
    by_trigger = {}
    for event in events:
        for span in event["action"]["spans"]:
            known = by_trigger.setdefault(tuple(span), {"type": event["event_type"], "status": event["status"], "actors": set(), "recipients": set()})
            for side in ("actor", "recipient"):
                party = event.get(side) or {}
                for words in party.get("spans", []):
                    known[side + "s"].add((*words, party.get("name") or ""))
    return by_trigger


def same_parties(found, gold, text, sentence):
    """Whether those who were found are among those marked; ranges of `text`, of which only those inside `sentence` are judged."""
    last = lambda words: words.split()[-1].lower()
    inside = [f for f in found if overlap(f, sentence)]
    if found and not inside:
        return True
    ends = lambda f: {last(words) for words in (text[f[0]:f[1]], f[2]) if words}
    return bool(found) and all(any(overlap(f, g) or last(text[slice(*g)]) in ends(f) for g in gold) for f in inside) if gold else not found


def main(args):
    texts, dates = held_out, {}
    if args[0] == "--pages":
        import events

        corpora_folder, args = args[1], args[2:]
        texts, dates = lambda: held_out_pages(corpora_folder), events.page_dates(corpora_folder)
    if args == ["--input"]:
        for key, text, _, _ in texts():
            print(json.dumps({"id": key, "text": text, "published_at": dates.get(key)}, ensure_ascii=False))
        return
    read = {}
    for line in open(args[0], encoding="utf-8"):
        row = json.loads(line)
        read[row["id"]] = grouped(row["events"])
    c, confused = Counter(), Counter()
    for key, text, judged, gold in texts():
        around = lambda span: " ".join(next(text[start:end] for start, end in judged if start <= span[0] < end).split())
        found = {span: said for span, said in read.get(key, {}).items() if any(start <= span[0] < end for start, end in judged)}
        c["said"] += len(found)
        c["gold"] += len(gold)
        for event in gold:
            match = next((span for span in found if overlap(span, event["trigger"])), None)
            if match is None:
                confused["missed", event["type"]] += 1
                if "--misses" in args:
                    print(f"missed {event['type']} `{text[slice(*event['trigger'])]}`: {around(event['trigger'])}")
                continue
            said = found.pop(match)
            sentence = next(part for part in judged if overlap(part, event["trigger"]))
            mutual = event["type"] in ("CONSULT", "AGREE", "COOPERATE") and len(event["actors"]) > 1
            sides = event["actors"] + event["recipients"]
            right = {
                "type": said["type"] == event["type"],
                "status": said["status"] == event["status"],
                "actor": same_parties(said["actors"], sides if mutual else event["actors"], text, sentence),
                "recipient": same_parties(said["recipients"], sides if mutual else [r for r in event["recipients"] if [r] != event["actors"]], text, sentence),
            }
            c["found"] += 1
            for part, ok in right.items():
                c[part] += ok
            c["all"] += all(right.values())
            if not right["type"]:
                confused[event["type"], said["type"]] += 1
            if "--misses" in args and not all(right.values()):
                print(f"wrong {[k for k, v in right.items() if not v]} `{text[slice(*event['trigger'])]}` {event['type']}/{event['status']} said {said['type']}/{said['status']}: {around(event['trigger'])}")
        for span, said in found.items():
            confused["invented", said["type"]] += 1
            if "--misses" in args:
                print(f"invented {said['type']} `{text[slice(*span)]}`: {around(span)}")
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
