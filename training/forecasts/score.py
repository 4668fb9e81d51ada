#!/usr/bin/env python3
"""Scores the sentences about the future that `vigie read` finds in news, against labels of our own.

    python training/forecasts/score.py --input future-statements/dev.jsonl > reports.jsonl
    vigie read --format jsonl reports.jsonl > read.jsonl
    python training/forecasts/score.py read.jsonl [--misses]

`labels.json` says, for articles of the corpus `future-statements`, at which character each sentence begins that says something of what is to
come, by one reader's hand: the labels of the corpus itself name no sentence. `forecasts` counts sentences with a forecast; `all` also those
with an event that is planned, possible or threatened, or a claim of the kinds intention and forecast.
"""

import json
import sys
from pathlib import Path

LABELS = json.loads((Path(__file__).parent / "labels.json").read_text(encoding="utf-8"))


def sentence_of(sentences, place):
    """The number of the sentence that a character stands in, or None."""
    return next((n for n, (start, end) in enumerate(sentences) if start <= place < end), None)


def found(reading, everything):
    """The numbers of the sentences that say something of the future, as read."""
    places = [span[0] for forecast in reading["forecasts"] for span in forecast["spans"]]
    if everything:
        places += [e["action"]["spans"][0][0] for e in reading["events"] if e["status"] in ("planned", "possible", "threatened")]
        places += [c["content"]["spans"][0][0] for c in reading["claims"] if c["kind"] in ("intention", "forecast")]
    return {sentence_of(reading["sentences"], place) for place in places} - {None}


def main(args):
    if args[0] == "--input":
        for line in open(args[1], encoding="utf-8"):
            row = json.loads(line)
            if row["id"] in LABELS:
                print(json.dumps({"id": row["id"], "text": row["text"]}, ensure_ascii=False))
        return
    readings = [json.loads(line) for line in open(args[0], encoding="utf-8")]
    for name, everything in (("forecasts", False), ("all", True)):
        right = said = gold = 0
        for reading in readings:
            sentences = reading["sentences"]
            wanted = {sentence_of(sentences, place) for place in LABELS[reading["id"]]} - {None}
            here = found(reading, everything)
            right, said, gold = right + len(here & wanted), said + len(here), gold + len(wanted)
            if "--misses" in args and everything:
                for number in sorted(here ^ wanted):
                    print("missed" if number in wanted else "invented", reading["id"], sentences[number])
        precision, recall = 100 * right / max(said, 1), 100 * right / max(gold, 1)
        print(f"{name:<12} P {precision:6.2f}  R {recall:6.2f}  F1 {200 * right / max(said + gold, 1):6.2f}   ({right}/{said}/{gold})")


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    main(sys.argv[1:])
