#!/usr/bin/env python3
"""Fits how the readings of an event are weighed: who stands on each side (`knowledge/party-weights.tsv`), and its status (`status-weights.tsv`).

    python training/events/score.py --pages CORPORA --input > held-out.jsonl
    cargo run --profile quick -p vigie-reader --example choices -- models/vigie-en.model < held-out.jsonl > choices.jsonl
    python training/choices.py --corpora CORPORA choices.jsonl [--try]

The pages must be ones that the model's heads did not learn from. Each event that stands at a marked trigger asks for three choices; what is
likely is the share of `exp(weights · findings)`, and the fit makes those options likely that are right by the marks, all together. `--try` writes
nothing, and measures on each sixth of the pages what the other five teach.
"""

import argparse
import json
import sys
from collections import Counter
from pathlib import Path

import torch

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE / "events")]
import events  # noqa: E402
import score  # noqa: E402

KNOWLEDGE = HERE.parent / "knowledge"
TABLES = {"party-weights.tsv": {"actor": "actor", "recipient": "recipient"}, "status-weights.tsv": {"weight": "status"}}
RARE = 40       # findings that speak for fewer options than this are left out
HOLD = 20.0     # how strongly weights are held back, by the spread of what they weigh


def choices_of(paths, corpora_folder, labels):
    """The choices at marked triggers: page, what is asked, the findings of each option, whether each is right."""
    texts = events.page_texts(corpora_folder)
    marked = {row["page"]: row["sentences"] for row in map(json.loads, open(labels, encoding="utf-8"))}
    found = []
    for path in paths:
        for line in open(path, encoding="utf-8"):
            row = json.loads(line)
            if "report" in row:
                page, used = row["report"], set()
                text = texts[page]
                place = [n for n, letter in enumerate(text) for _ in letter.encode()] + [len(text)]
                continue
            span = lambda ends: (place[ends[0]], place[ends[1]])
            trigger, asked = span(row["trigger"]), row["asked"]
            sentence = next((s for s in marked.get(page, ()) if s[0] <= trigger[0] < s[1]), None)
            event = sentence and next((e for e in sentence[2] if score.overlap(trigger, e["trigger"])), None)
            if not event or (asked, *event["trigger"]) in used:
                continue
            used.add((asked, *event["trigger"]))
            if asked == "status":
                right = [phrases[0][1] == event["status"] for phrases, _ in row["options"]]
            else:
                said = [{(*span(ends), name or "") for ends, name in phrases} for phrases, _ in row["options"]]
                right = right_parties(said, parties(event, asked), text, sentence[:2])
            found.append((page, asked, [findings for _, findings in row["options"]], right))
    return found


def right_parties(said, gold, text, sentence):
    """Of options that name nobody but those who are marked, the ones that name most of them."""
    n_named = [n_marked(phrases, gold, text) if score.same_parties(phrases, gold, text, sentence) else -1 for phrases in said]
    return [n >= 0 and n == max(n_named) for n in n_named]


def n_marked(said, gold, text):
    """How many of those marked are among those said."""
    return sum(any(score.same_parties({phrase}, [marked], text, (0, len(text))) for phrase in said) for marked in gold)


def parties(event, side):
    """Who is marked on a side; of those who act on each other, either."""
    both = event["actors"] + event["recipients"]
    if event["type"] in events.MUTUAL and len(event["actors"]) > 1:
        return both
    return event["actors"] if side == "actor" else [r for r in event["recipients"] if [r] != event["actors"]]


def fitted(choices):
    """The weights of all findings that are not rare, by name."""
    count = Counter(name for _, _, options, _ in choices for findings in options for name, value in findings.items() if value)
    names = [name for name, n in count.items() if n >= RARE]
    x, right, of = table(choices, names)
    answered = torch.zeros(len(choices), dtype=torch.bool)
    answered[of[right]] = True  # where no option is right there is nothing to learn
    x, right, of = x[answered[of]], right[answered[of]], of[answered[of]]
    spread = x.std(0).clamp(min=1e-3)
    weights = torch.zeros(len(names), requires_grad=True)
    search = torch.optim.LBFGS([weights], max_iter=80, line_search_fn="strong_wolfe")

    def loss():
        search.zero_grad()
        odds = x @ weights
        missed = log_sums(odds, of, len(choices)) - log_sums(odds.masked_fill(~right, -1e4), of, len(choices))
        total = missed[answered].sum() + HOLD / 2 * ((weights * spread) ** 2).sum()
        total.backward()
        return total

    search.step(loss)
    return {name: round(value, 2) for name, value in zip(names, weights.tolist())}


def table(choices, names):
    column = {name: n for n, name in enumerate(names)}
    rows, right, of = [], [], []
    for number, (_, _, options, is_right) in enumerate(choices):
        for findings, ok in zip(options, is_right):
            row = [0.0] * len(names)
            for name, value in findings.items():
                if name in column:
                    row[column[name]] = value
            rows.append(row)
            right.append(ok)
            of.append(number)
    return torch.tensor(rows), torch.tensor(right), torch.tensor(of)


def log_sums(odds, of, n):
    """The logarithm of the sum of each choice's `exp(odds)`."""
    most = torch.full((n,), -1e9).scatter_reduce(0, of, odds.detach(), "amax")
    return most + torch.zeros(n).index_add(0, of, torch.exp(odds - most[of])).clamp(min=1e-30).log()


def n_right(choices, weights):
    names = list(weights)
    x, right, of = table(choices, names)
    odds = x @ torch.tensor([weights[name] for name in names])
    total = 0
    for number in range(len(choices)):
        own = of == number
        total += bool(right[own][odds[own].argmax()])
    return total


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("choices", nargs="+", type=Path)
    parser.add_argument("--corpora", type=Path, default=HERE.parent.parent / "shared/corpora")
    parser.add_argument("--labels", type=Path, default=HERE / "events/pages.jsonl")
    parser.add_argument("--try", action="store_true", dest="tries")
    given = parser.parse_args()
    torch.set_num_threads(2)
    torch.manual_seed(1)
    choices = choices_of(given.choices, given.corpora, given.labels)
    for name, columns in TABLES.items():
        weights = {column: taught(asked, [choice for choice in choices if choice[1] == asked]) for column, asked in columns.items()}
        if not given.tries:
            write(KNOWLEDGE / name, weights)


def taught(asked, choices):
    """The weights of all pages; says how many are right by what the rules say, and with weights of other pages."""
    by_rules = n_right(choices, {"all kept": 2.0, "nobody": 1.0, "told": 3.0})
    pages = sorted({choice[0] for choice in choices})
    right = 0
    for part in range(6):
        there = set(pages[part::6])
        weights = fitted([choice for choice in choices if choice[0] not in there])
        right += n_right([choice for choice in choices if choice[0] in there], weights)
    share = lambda n: f"{100 * n / max(len(choices), 1):.1f}"
    print(f"{asked}: {len(choices)} choices, {share(by_rules)} right by the rules alone, {share(right)} with weights of other pages")
    return fitted(choices)


def write(path, weights):
    head = [line for line in path.read_text(encoding="utf-8").splitlines() if line.startswith("#")]
    names = sorted({name for column in weights.values() for name, value in column.items() if value})
    rows = ["\t".join([name, *(f"{column.get(name, 0.0):g}" for column in weights.values())]) for name in names]
    path.write_text("\n".join([*head, "\t".join(["finding", *weights]), *rows]) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
