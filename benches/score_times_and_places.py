#!/usr/bin/env python3
"""Scores the times and places that Vigie reads, on corpora that lie outside the repository.

    python benches/score_times_and_places.py VIGIE CORPORA [--misses]

Times: MEANTIME (`meantime.tar.gz`), the sentences that it annotates, each article asked of `vigie when` with its day of creation. Relaxed is
an expression that shares a character with the gold one, value one that also has its TIMEX3 value, as TempEval-3 counts. Places: GeoVirus and
LGL (`places/`), the gold names asked of `vigie where`; right is what lies within 161 km.
"""

import gzip
import json
import math
import subprocess
import sys
import tarfile
import xml.etree.ElementTree as xml

NO_SPACE_BEFORE = set(", . ; : ! ? ) ] } % 's ' 'll 're 've 'm 'd n't ’s ’ ” ''".split())
NO_SPACE_AFTER = set("( [ { $ £ € “ ``".split())
NEAR_KM = 161


def ask(program, command, questions):
    """The answers of the program, by id."""
    lines = "".join(json.dumps(question) + "\n" for question in questions)
    found = subprocess.run([program, command, "-"], input=lines, capture_output=True, text=True)
    answers = [json.loads(line) for line in found.stdout.splitlines()]
    return {answer["id"]: answer for answer in answers}


def article(root):
    """An article put together from its tokens: id, text, day, gold times as (start, end, value), the end of what is annotated."""
    text, places, before, sentence, in_quotes = "", {}, None, None, False
    for token in root.findall("token"):
        form, number = token.text or "", int(token.get("sentence"))
        if sentence is not None and number != sentence:
            # Headline and dateline are lines of their own.
            text += "\n" if number <= 2 else " "
        elif before is not None:
            glued = form in NO_SPACE_BEFORE or before in NO_SPACE_AFTER
            glued |= form == '"' and in_quotes or before == '"' and in_quotes
            text += "" if glued else " "
        if form == '"':
            in_quotes = not in_quotes
        places[token.get("t_id")] = (len(text), len(text) + len(form), number)
        text, before, sentence = text + form, form, number
    anchors = lambda element: [places[a.get("t_id")] for a in element.findall("token_anchor") if a.get("t_id") in places]
    day, gold = None, []
    for time in root.iter("TIMEX3"):
        words = anchors(time)
        if time.get("functionInDocument") in ("CREATION_TIME", "PUBLICATION_TIME"):
            day = day or time.get("value")
        if words:
            gold.append((min(w[0] for w in words), max(w[1] for w in words), time.get("value")))
    last = max((w[2] for event in root.iter("EVENT_MENTION") for w in anchors(event)), default=0)
    end = max((place[1] for place in places.values() if place[2] <= last), default=0)
    return root.get("doc_id"), text, day, sorted(gold), end


def score_times(program, corpora, misses):
    with tarfile.open(f"{corpora}/meantime.tar.gz") as archive:
        names = [name for name in sorted(archive.getnames()) if "/intra-doc_annotation/" in name and name.endswith(".xml")]
        articles = [article(xml.parse(archive.extractfile(name)).getroot()) for name in names]
    answers = ask(program, "when", [{"id": id, "text": text, "published_at": day} for id, text, day, _, _ in articles])
    n_gold = n_said = n_relaxed = n_strict = n_value = 0
    for id, text, day, gold, end in articles:
        gold = [time for time in gold if time[0] < end]
        said = [found for found in answers[id]["expressions"] if found["span"][0] < end]
        n_gold, n_said = n_gold + len(gold), n_said + len(said)
        for start, stop, value in gold:
            found = next((f for f in said if f["span"][0] < stop and start < f["span"][1]), None)
            if found is not None:
                said.remove(found)
                n_relaxed += 1
                n_strict += found["span"] == [start, stop]
                n_value += found["timex3_value"] == value
            if misses and (found is None or found["timex3_value"] != value):
                print(day, repr(text[start:stop]), value, "read as", found and found["timex3_value"])
    for name, right in (("relaxed", n_relaxed), ("strict", n_strict), ("value", n_value)):
        precision, recall, f1 = 100 * right / n_said, 100 * right / n_gold, 200 * right / (n_said + n_gold)
        print(f"times {name:<8} P {precision:5.1f}  R {recall:5.1f}  F1 {f1:5.1f}   ({right}/{n_said}/{n_gold})")


def gold_places(corpora, name):
    """Questions with their right points; names whose range does not fit their text are left out."""
    articles = xml.parse(gzip.open(f"{corpora}/places/{name}.xml.gz")).getroot().findall("article")
    for number, one in enumerate(articles):
        text = one.find("text").text
        for count, place in enumerate(one.iter("location" if name == "GeoVirus" else "toponym")):
            point = place if name == "GeoVirus" else place.find("gaztag")
            form = place.find("name" if name == "GeoVirus" else "phrase").text
            start = int(place.find("start").text)
            # GeoVirus counts from one, not everywhere.
            start = next((at for at in (start, start - 1) if text[at : at + len(form)] == form), None)
            if start is not None and point is not None and point.find("lat") is not None:
                right = (float(point.find("lat").text), float(point.find("lon").text))
                yield {"id": f"{number}-{count}", "text": text, "span": [start, start + len(form)]}, right


def kilometres(one, other):
    (a, b), (c, d) = (tuple(map(math.radians, point)) for point in (one, other))
    half = math.sin((c - a) / 2) ** 2 + math.cos(a) * math.cos(c) * math.sin((d - b) / 2) ** 2
    return 6371 * 2 * math.asin(min(1, math.sqrt(half)))


def score_places(program, corpora, misses):
    for name in ("GeoVirus", "lgl"):
        gold = list(gold_places(corpora, name))
        answers = ask(program, "where", [question for question, _ in gold])
        near = 0
        for question, right in gold:
            answer = answers[question["id"]]
            is_near = answer["lat"] is not None and kilometres((answer["lat"], answer["lon"]), right) <= NEAR_KM
            near += is_near
            if misses and not is_near:
                print(name, repr(question["text"][slice(*question["span"])]), right, "read as", answer)
        print(f"places {name:<8} within {NEAR_KM} km {100 * near / len(gold):5.1f}   ({near}/{len(gold)})")


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    score_times(*sys.argv[1:3], "--misses" in sys.argv)
    score_places(*sys.argv[1:3], "--misses" in sys.argv)
