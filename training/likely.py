"""Names that are likely to be right from their first word to their last: what the runtime tells, computed in the same way.

A chain gives a probability to every sequence of tags; the sum over all that have a span in exactly these words is the span's own. Taken
are the spans that do not overlap and together exceed the least probability of their kinds by most; then a text's names are made to
agree. Attributions are not found so: on
PolNeAR's dev articles single spans would come out better (content exact F1 67.8 → 68.5), whole attributions worse (70.7 → 69.1).
"""

from bisect import bisect_left
from collections import Counter, defaultdict

import numpy as np

# How likely a name must be to be told. Chosen on the dev parts of UNER and CrossNER: the machine-labelled set finds names where there are
# none, persons most of all, so more than a half.
LEAST = {"PER": 0.65, "ORG": 0.55, "LOC": 0.55, "MISC": 0.55}
KEPT = 0.2      # how likely, of all kinds together, a span must be to be one where the same words surely are elsewhere
COUNTED = 0.05  # how likely a span of a kind must be for that to count
SURE = 0.8      # how likely a name must be, on average over the places where it is told, to be told elsewhere too


def likely_spans(scores, chain, labels, least=LEAST):
    """Ranges of words with how likely each kind is, and the kind where it is told; the longer first where two begin together.

    Out of scores, words by labels, and the chain's scores of beginnings, ends and moves.
    """
    start, end, move = (np.asarray(part, dtype=np.float64) for part in chain)
    n, k = scores.shape
    if n == 0:
        return []
    words = np.exp(scores - scores.max(1, keepdims=True), dtype=np.float64)
    moves, begins, ends = np.exp(move - move.max()), np.exp(start - start.max()), np.exp(end - end.max())
    before, after = np.zeros((n, k)), np.zeros((n, k))
    for at in range(n):
        before[at] = (before[at - 1] @ moves if at else begins) * words[at]
        total = before[at].sum()
        before[at] /= total
        words[at] /= total
    after[-1] = ends
    for at in range(n - 2, -1, -1):
        after[at] = moves @ (words[at + 1] * after[at + 1])
    whole = before[-1] @ ends
    seen = defaultdict(dict)
    for begin, label in enumerate(labels):
        if not label.startswith("B-"):
            continue
        kind, inside = label[2:], labels.index("I-" + label[2:])
        for first in np.nonzero(before[:, begin] * after[:, begin] / whole > COUNTED)[0]:
            reached, tag, at = before[first, begin] / whole, begin, first
            while reached * after[at, tag] > COUNTED:
                last = at + 1 == n
                on = 0.0 if last else moves[tag, inside] * words[at + 1, inside]
                probability = reached * (after[at, tag] - (0.0 if last else on * after[at + 1, inside]))
                if probability > COUNTED:
                    seen[int(first), at + 1][kind] = probability
                if last:
                    break
                reached, tag, at = reached * on, inside, at + 1
    found = [(b, a, kind, p - least[kind]) for (a, b), chances in seen.items() for kind, p in chances.items() if p > least[kind]]
    told = best_apart(found)
    apart = lambda a, b: all(y <= a or b <= x for x, y, _ in told)
    kinds = {(a, b): kind for a, b, kind in told}
    return sorted(((a, b, kinds.get((a, b)), chances) for (a, b), chances in seen.items()
                   if (a, b) in kinds or (sum(chances.values()) > KEPT and apart(a, b))), key=lambda span: (span[0], -span[1]))


def settled(sentences):
    """The names of a section's sentences, each its words with what `likely_spans` finds in them: one kind a name throughout.

    What comes near being a name is one where the same words surely are elsewhere.
    """
    key = lambda forms, span: " ".join(forms[span[0]:span[1]]).lower()
    sums, n_places = defaultdict(Counter), Counter()
    for forms, spans in sentences:
        for span in spans:
            if span[2]:
                sums[key(forms, span)].update(span[3])
                n_places[key(forms, span)] += 1
    out = []
    for forms, spans in sentences:
        names, end = set(), 0
        for a, b, told, chances in spans:
            name = key(forms, (a, b))
            best = max(sums[name], key=sums[name].get) if name in sums else None
            sure = best and sums[name][best] >= SURE * n_places[name]
            if told or (sure and a >= end and forms[a][0].isupper()):
                names.add((a, b, best if best and (not told or n_places[name] > 1) else told))
                end = b
        out.append(names)
    return out


def best_apart(found):
    """Of (end, start, kind, gain): those that do not overlap and gain most together."""
    found.sort(key=lambda span: span[0])
    ends, best = [span[0] for span in found], [(0.0, None)]
    for number, (_, start, _, gain) in enumerate(found):
        earlier = bisect_left(ends, start + 1, 0, number)
        with_it = best[earlier][0] + gain
        best.append((with_it, earlier) if with_it > best[-1][0] else (best[-1][0], None))
    out, number = set(), len(found)
    while number:
        earlier = best[number][1]
        if earlier is None:
            number -= 1
        else:
            end, start, kind, _ = found[number - 1]
            out.add((start, end, kind))
            number = earlier
    return out
