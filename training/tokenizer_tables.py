#!/usr/bin/env python3
"""Writes the learned tables of the tokeniser: counts of words in UD English EWT, never its sentences.

    tokenizer_tables.py [CORPORA] [OUT]

Reads CORPORA/ud-ewt/train.conllu.gz (default: ../shared/corpora beside the project's root) and writes into OUT (default:
crates/vigie-lang/src/tokenize/tables):

- unspaced.tsv: contractions without an apostrophe (`dont` is `do` and `nt`), with counts;
- after_its.tsv: words before which `its` stands for `it's`;
- starters.tsv: words whose capital shows the start of a sentence;
- prefixes.tsv: prefixes that stay on their word with the hyphen.

The lists below name common words that the treebank happens to lack. Standard library only.
"""
import collections
import gzip
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
SOURCE = "# Source: counts of words in UD English EWT 2.16 train (CC BY-SA 4.0), and words listed by hand (count 0);"
MADE_BY = "# made by training/tokenizer_tables.py, not to be edited."

CONTRACTIONS = """
do|nt did|nt does|nt is|nt was|nt are|nt were|nt has|nt have|nt had|nt would|nt could|nt should|nt ca|nt wo|nt ai|nt
must|nt need|nt might|nt i|m i|ve you|re you|ve you|ll they|re they|ve they|ll we|ve it|ll that|ll he|s she|s that|s
there|s what|s where|s who|s how|s here|s it|s let|s every|one's can|not gon|na wan|na got|ta ought|a out|ta sort|a
a|lot du|n|no lem|me gim|me wan|a
""".split()
# Plain English words that a contraction could be taken for, and those that need a look at what follows.
PLAIN = set("ill well were wed shed hell shell id won hows whore everyone's oughta".split())
STARTING = {"PRON", "DET", "ADP", "SCONJ", "CCONJ", "ADV", "AUX", "INTJ"}
FUNCTION = {"PRON", "ADV", "AUX", "VERB", "SCONJ", "PART"}

NEVER_AFTER_ITS = """
a an the my your his her our their this that these those i you he she we they not been just too very really so because
""".split()

PREFIXES = """
anti ante arch bi bio co counter cross cyber de e eco ex extra inter intra macro mega meta micro mid mini mis mono multi
neo non over paleo para peri poly post pre pro proto pseudo psycho quasi re retro semi socio sub super supra tele trans tri
ultra un under uni vice
""".split()


def sentences(path):
    rows = []
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in list(lines) + ["\n"]:
            line = line.rstrip("\n")
            if line and not line.startswith("#"):
                rows.append(line.split("\t"))
            elif not line and rows:
                yield rows
                rows = []


def surface(rows):
    """The surface tokens of a sentence: (form, words, their tags, whether white space follows)."""
    tokens, last = [], 0
    words = {int(r[0]): r for r in rows if r[0].isdigit()}
    for r in rows:
        if "-" in r[0]:
            first, last = map(int, r[0].split("-"))
            inside = [words[i] for i in range(first, last + 1)]
        elif r[0].isdigit() and int(r[0]) > last:
            inside = [r]
        else:
            continue
        tokens.append((r[1], [w[1] for w in inside], [w[3] for w in inside], "SpaceAfter=No" not in r[9]))
    return tokens


def unspaced(corpus):
    """Contractions without an apostrophe, split more often than not, with (times split, times seen)."""
    seen, split = collections.Counter(), collections.Counter()
    for tokens in corpus:
        for form, words, tags, _ in tokens:
            seen[form.lower()] += 1
            is_letters = re.fullmatch("[A-Za-z]+", form) and len(form) <= 10
            is_clitic = words[-1].lower() != "s" or tags[0] in FUNCTION
            if len(words) > 1 and is_letters and is_clitic and "".join(words) == form:
                split[form.lower(), "|".join(words).lower()] += 1
    rows = {c.replace("|", ""): (c, 0, 0) for c in CONTRACTIONS}
    for (form, cut), n in split.items():
        if n / seen[form] > 0.5 or form in rows:
            rows[form] = (cut, n, seen[form])
    return [(form, *map(str, rows[form])) for form in sorted(rows) if form not in PLAIN]


def after_its(corpus):
    """Words that follow a split `its` and never the possessive, and are no nouns or adjectives of their own."""
    split, kept, tags_of = collections.Counter(), collections.Counter(), collections.defaultdict(collections.Counter)
    for tokens in corpus:
        for this, following in zip(tokens, tokens[1:]):
            word = following[1][0].lower()
            tags_of[word][following[2][0]] += 1
            if this[0].lower() == "its" and this[3]:
                (split if len(this[1]) > 1 else kept)[word] += 1
    rows = []
    for word in sorted(split | {w: 0 for w in NEVER_AFTER_ITS}):
        tag = tags_of[word].most_common(1)
        is_function = tag and tag[0][0] in {"ADV", "DET", "ADP", "SCONJ", "CCONJ", "PART", "PRON", "AUX"}
        if not kept[word] and (is_function or split[word] > 1) and word.isalpha():
            rows.append((word, str(split[word])))
    return rows


def starters(corpus):
    """Words that are capitalised at the start of sentences and hardly ever inside them."""
    start, inside = collections.Counter(), collections.Counter()
    for tokens in corpus:
        for i, (_, words, tags, _) in enumerate(tokens):
            word = words[0]
            if not word.isalpha():
                continue
            if i and word[0].isupper() and not word.isupper() or word == "I" and i:
                inside[word.lower()] += 1
            elif i and word.islower():
                inside[word] -= 1
            elif not i and word[0].isupper() and tags[0] in STARTING:
                start[word.lower()] += 1
    return [(w, str(n)) for w, n in sorted(start.items()) if n >= 5 and (inside[w] <= 0 or w == "i")]


def prefixes(corpus):
    """Bound prefixes, without those that the treebank parts more often than it keeps."""
    kept, parted = collections.Counter(), collections.Counter()
    for tokens in corpus:
        for i, (form, words, _, spaced) in enumerate(tokens):
            match = re.fullmatch(r"([A-Za-z]+)-[A-Za-z]{3,}", words[0])
            if match:
                kept[match[1].lower()] += 1
            elif i + 2 < len(tokens) and not spaced and tokens[i + 1][0] == "-" and not tokens[i + 1][3]:
                parted[form.lower()] += 1
    listed = {p: 0 for p in PREFIXES} | {p: n for p, n in kept.items() if n > 1 and len(p) <= 8 and p in PREFIXES}
    return [(p, str(n), str(parted[p])) for p, n in sorted(listed.items()) if parted[p] <= max(n, 1)]


def write(path, title, columns, rows):
    head = [f"# {title}", f"# Columns: {columns}.", SOURCE, MADE_BY]
    path.write_text("\n".join(head + ["\t".join(row) for row in rows]) + "\n", encoding="utf-8")
    print(f"{path.name}: {len(rows)} rows", file=sys.stderr)


def main(corpora=None, out=None):
    corpora = pathlib.Path(corpora or ROOT.parent / "shared" / "corpora")
    out = pathlib.Path(out or ROOT / "crates/vigie-lang/src/tokenize/tables")
    corpus = [surface(rows) for rows in sentences(corpora / "ud-ewt" / "train.conllu.gz")]
    write(out / "unspaced.tsv", "Contractions without an apostrophe, and their words.",
          "form, words, times split, times seen", unspaced(corpus))
    write(out / "after_its.tsv", "Words before which `its` stands for `it's`.", "word, times seen so", after_its(corpus))
    write(out / "starters.tsv", "Words whose capital shows the start of a sentence.", "word, times at the start", starters(corpus))
    write(out / "prefixes.tsv", "Prefixes that stay on their word with the hyphen.", "prefix, times kept, times parted",
          prefixes(corpus))


if __name__ == "__main__":
    if len(sys.argv) > 3:
        sys.exit(__doc__)
    main(*sys.argv[1:])
