#!/usr/bin/env python3
"""Measures `vigie extract`, and trafilatura in Python on the same pages in the same run, both on the same cores.

    python3 -m venv target/bench/venv && target/bench/venv/bin/pip install trafilatura==2.3.1 lxml_html_clean
    cargo build --release -p vigie-cli
    target/bench/venv/bin/python benches/compare_trafilatura.py --pages FOLDER

FOLDER holds saved pages, `.html` or `.html.gz`. Times are those of whole processes, from start to end, unpacking and output
included; pages are read `--times` over, so that start-up weighs little. trafilatura runs in as many processes as there are
cores, text only, once as it comes and once with `fast`. The processor seconds say whether the machine was idle.
`--truth FILE` (a ground truth as the public article-extraction benchmark has it) with `--eval DIR` scores all three.
"""

import argparse
import gzip
import json
import os
import platform
import resource
import shutil
import subprocess
import sys
import time
from multiprocessing import Pool
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--vigie", type=Path, default=ROOT / "target/release/vigie")
    parser.add_argument("--pages", type=Path, default=ROOT / "../shared/corpora/html-articles/html")
    parser.add_argument("--truth", type=Path)
    parser.add_argument("--eval", type=Path, default=ROOT / "../shared/eval")
    parser.add_argument("--work", type=Path, default=ROOT / "target/bench")
    parser.add_argument("--cores", type=int, default=2)
    parser.add_argument("--times", type=int, default=5, help="how often each page is read in a run")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--read", nargs=3, metavar=("FOLDER", "PROCESSES", "MODE"), help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.read:
        return read(*given.read)
    os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[: given.cores])
    folder = copies(given)
    n_pages = len(list(folder.iterdir()))
    commands = {
        f"vigie extract, {given.cores} threads": [given.vigie, "extract", "--format", "jsonl", "--jobs", str(given.cores), folder],
        f"trafilatura, {given.cores} processes": [sys.executable, __file__, "--read", folder, str(given.cores), "whole"],
        f"trafilatura fast, {given.cores} processes": [sys.executable, __file__, "--read", folder, str(given.cores), "fast"],
    }
    print(f"{platform.processor() or platform.machine()}, {given.cores} cores; Python {platform.python_version()}; {n_pages} pages, best of {given.rounds}\n")
    print("| what | pages/s | times trafilatura | processor s | peak MB |\n|---|---:|---:|---:|---:|")
    figures = {name: min(measured(given, name, command) for _ in range(given.rounds)) for name, command in commands.items()}
    base = figures[f"trafilatura, {given.cores} processes"][0]
    for name, (seconds, processor, peak) in figures.items():
        print(f"| {name} | {n_pages / seconds:.0f} | {base / seconds:.1f} | {processor:.2f} | {peak:.0f} |")
    if given.truth:
        score(given, commands)


def copies(given):
    """A folder with the pages over and over, each under a name of its own."""
    folder = given.work / "pages"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for page in sorted(given.pages.iterdir()):
        for time_ in range(given.times):
            os.link(page, folder / f"{time_}-{page.name}") if same_device(page, folder) else shutil.copy(page, folder / f"{time_}-{page.name}")
    return folder


def same_device(one, other):
    return os.stat(one).st_dev == os.stat(other).st_dev and os.access(one, os.W_OK)


def out(given, name):
    return given.work / f"{name.split(',')[0].replace(' ', '-')}.jsonl"


def measured(given, name, command):
    """Seconds, processor seconds and peak megabytes of the largest process of one run."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    with open(out(given, name), "wb") as to:
        subprocess.run(command, stdout=to, stderr=subprocess.DEVNULL, check=False)
    seconds = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return seconds, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, after.ru_maxrss / 1024


def score(given, commands):
    print()
    for name in commands:
        system = {}
        for line in open(out(given, name), encoding="utf-8"):
            article = json.loads(line)
            system[article["id"].split("-", 1)[1]] = {"articleBody": article["articleBody"]}
        path = given.work / "articles.json"
        path.write_text(json.dumps(system), encoding="utf-8")
        printed = subprocess.run([sys.executable, given.eval / "html_eval.py", given.truth, path], capture_output=True, text=True, check=True)
        print(f"{name}: {printed.stdout.strip()}")


def read(folder, n_processes, mode):
    """Reads a folder with trafilatura, one JSON object a page."""
    with Pool(int(n_processes)) as pool:
        paths = sorted(Path(folder).iterdir())
        for line in pool.imap(fast if mode == "fast" else whole, paths, chunksize=8):
            print(line)


def whole(path):
    return extracted(path)


def fast(path):
    return extracted(path, fast=True)


def extracted(path, **more):
    import trafilatura

    raw = path.read_bytes()
    text = trafilatura.extract(gzip.decompress(raw) if path.suffix == ".gz" else raw, include_comments=False, **more)
    return json.dumps({"id": path.name.split(".")[0], "articleBody": text or ""})


if __name__ == "__main__":
    main()
