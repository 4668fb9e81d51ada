"""The texts of corpora of news as reports, a line of JSON each: what `measure -- stories` plants copies of.

    python benches/report_texts.py ../shared/corpora > target/texts.jsonl

It reads what it finds of PolNeAR (`polnear/*.jsonl`), Wikinews with statements about the future, LGL and GeoVirus (`places/*.xml.gz`), MEANTIME and the
truth of saved pages. Texts of fewer than 60 words are left out, and so are those that it has given before.
"""

import gzip
import json
import re
import sys
import tarfile
import xml.etree.ElementTree as ElementTree
from pathlib import Path


def lines(path):
    with open(path, encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)["text"]


def articles(path):
    with gzip.open(path) as file:
        for article in ElementTree.parse(file).iter("article"):
            yield article.findtext("text") or ""


def tokens(path):
    """Texts of MEANTIME, put together from their words."""
    with tarfile.open(path) as archive:
        for member in archive:
            if not member.name.endswith(".xml") or "intra-doc" not in member.name:
                continue
            sentences = {}
            for token in ElementTree.parse(archive.extractfile(member)).iter("token"):
                sentences.setdefault(token.get("sentence"), []).append(token.text or "")
            text = "\n\n".join(" ".join(words) for words in sentences.values())
            yield re.sub(r" ([.,;:!?)”'])", r"\1", text)


def main():
    root = Path(sys.argv[1])
    texts = []
    for name in ("polnear/train.jsonl", "polnear/dev.jsonl", "future-statements/dev.jsonl"):
        if (root / name).exists():
            texts.extend(lines(root / name))
    for path in sorted(root.glob("places/*.xml.gz")):
        texts.extend(articles(path))
    if (root / "meantime.tar.gz").exists():
        texts.extend(tokens(root / "meantime.tar.gz"))
    if (root / "html-articles/ground-truth.json").exists():
        truth = json.loads((root / "html-articles/ground-truth.json").read_text(encoding="utf-8"))
        texts.extend(page["articleBody"] for page in truth.values())
    seen = set()
    for text in texts:
        if len(text.split()) >= 60 and text not in seen:
            seen.add(text)
            print(json.dumps({"text": text}, ensure_ascii=False))


if __name__ == "__main__":
    main()
