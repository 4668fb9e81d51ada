#!/usr/bin/env python3
"""Checks the labelled event sentences in this folder: `python training/events/check.py [FILE…]`.

Prints every line that breaks the format, then counts by type and status. Exit 1 if anything is broken.
"""

import re
import sys
from collections import Counter
from pathlib import Path

MODES = {
    "AGREE": "", "CONSULT": "visit phone multilateral third-party", "SUPPORT": "", "CONCEDE": "", "COOPERATE": "",
    "AID": "economic military humanitarian asylum", "RETREAT": "withdraw release return disarm ceasefire access resign",
    "REQUEST": "assist change yield meet", "ACCUSE": "disapprove investigate allege", "REJECT": "assist change yield meet",
    "THREATEN": "restrict ban arrest relations expel territory violence", "PROTEST": "demo riot strike hunger boycott obstruct",
    "SANCTION": "convict expel withdraw discontinue", "MOBILIZE": "troops weapons police militia",
    "COERCE": "seize restrict ban censor curfew martial-law arrest deport withhold misinformation cyber",
    "ASSAULT": "beat torture execute sexual assassinate primitive firearms explosives suicide-attack heavy-weapons aerial crowd-control abduct",
}
STATUSES = "happened under-way planned threatened possible denied hypothetical historical".split()


NUMBERED = re.compile(r"(.+?)(?:#(\d+))?", re.DOTALL)


class FormatError(ValueError):
    """A line that cannot be read."""


def place(sentence, words):
    """Where `words` (or `words#2`, their second occurrence) stand in the sentence, as (start, end)."""
    words, number = NUMBERED.fullmatch(words).groups()
    start = -1
    for _ in range(int(number or 1)):
        start = find_whole(sentence, words, start + 1)
        if start < 0:
            raise FormatError(f"`{words}` is not in the sentence" + (f" {number} times" if number else ""))
    return start, start + len(words)


def find_whole(sentence, words, start):
    """The next place of `words` that does not begin or end inside a word."""
    while True:
        start = sentence.find(words, start)
        if start < 0 or not words:
            return -1
        end = start + len(words)
        inside = (start and sentence[start - 1].isalnum() and words[0].isalnum()) or (
            end < len(sentence) and sentence[end].isalnum() and words[-1].isalnum())
        if not inside:
            return start
        start += 1


def event_of(sentence, line):
    """One event line as a dict; ranges are characters of the sentence."""
    parts = [p.strip() for p in line.split("|")]
    if len(parts) != 4:
        raise FormatError("an event has four parts: trigger | TYPE mode | status | actor > recipient")
    trigger, kind, status, roles = parts
    kind, _, mode = kind.partition(" ")
    if kind not in MODES:
        raise FormatError(f"no type `{kind}`")
    if mode and mode not in MODES[kind].split():
        raise FormatError(f"{kind} has no mode `{mode}`")
    if status not in STATUSES:
        raise FormatError(f"no status `{status}`")
    if " " in trigger:
        raise FormatError(f"the trigger `{trigger}` is more than one word")
    if roles.count(" > ") != 1:
        raise FormatError("roles are written `actor > recipient`, `-` for none")
    sides = [[] if side.strip() == "-" else [place(sentence, w.strip()) for w in side.split("; ")] for side in roles.split(" > ")]
    return {"trigger": place(sentence, trigger), "type": kind, "mode": mode or None, "status": status, "actors": sides[0], "recipients": sides[1]}


def read(path):
    """Yields (line number, sentence, events); raises `FormatError` naming file and line."""
    sentence, events, at = None, [], 0
    for number, line in enumerate(Path(path).read_text(encoding="utf-8").splitlines(), 1):
        line = line.strip()
        if not line or line.startswith("#"):
            continue
        if line.startswith("= "):
            if sentence is not None:
                yield at, sentence, events
            sentence, events, at = line[2:].strip(), [], number
        else:
            try:
                if sentence is None:
                    raise FormatError("an event before the first sentence")
                events.append(event_of(sentence, line))
            except FormatError as error:
                raise FormatError(f"{path}:{number}: {error}") from None
    if sentence is not None:
        yield at, sentence, events


def problems(path):
    """All broken lines of a file, and its good sentences."""
    bad, good, sentence = [], [], None
    for number, line in enumerate(Path(path).read_text(encoding="utf-8").splitlines(), 1):
        line = line.strip()
        if not line or line.startswith("#"):
            continue
        if line.startswith("= "):
            sentence = line[2:].strip()
            good.append((sentence, []))
            continue
        try:
            if sentence is None:
                raise FormatError("an event before the first sentence")
            good[-1][1].append(event_of(sentence, line))
        except FormatError as error:
            bad.append(f"{path}:{number}: {error}: {line}")
    return bad, good


def main(paths):
    bad, seen, types, statuses, empty = [], {}, Counter(), Counter(), 0
    for path in paths or sorted(Path(__file__).parent.glob("*.txt")):
        broken, good = problems(path)
        bad += broken
        for sentence, events in good:
            if sentence in seen:
                bad.append(f"{path}: written twice: {sentence}")
            seen[sentence] = path
            empty += not events
            types.update(e["type"] for e in events)
            statuses.update(e["status"] for e in events)
    print("\n".join(bad))
    print(f"{len(seen)} sentences, {empty} without an event, {sum(types.values())} events, {len(bad)} problems")
    print(dict(types.most_common()))
    print(dict(statuses.most_common()))
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    main(sys.argv[1:])
