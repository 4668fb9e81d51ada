"""Asks a running `vigie serve` for a mix of pages at a steady rate, and says how long the answers took.

    python benches/server_load.py http://127.0.0.1:8340 --token TOKEN --rate 200 --seconds 300 --process PID

Half of what is asked are lists with filters, the rest reports, searches, overviews and warnings, as an analyst's pages ask for them. Each
answer that is no success is an error. With --process the memory of the server is read before and after (Linux). Only Python's own library.
"""

import argparse
import http.client
import json
import random
import threading
import time
import urllib.parse

LISTS = [
    "events?limit=50",
    "events?limit=50&country=RUS",
    "events?limit=50&dyad=RUS-UKR",
    "events?limit=50&type=ASSAULT&since=2022-01-01",
    "claims?limit=50",
    "claims?limit=50&source=minister",
    "forecasts?limit=50",
    "reports?limit=50",
    "search?limit=20&q=army",
    "search?limit=20&q=bor*&country=UKR",
]
OVERVIEWS = [
    "session",
    "problems",
    "sources",
    "map?dyad=RUS-UKR&since=2022-01-01",
    "series?dyad=RUS-UKR&by=month",
    "network?party=BLR&since=2022-01-01",
    "timeline?dyad=RUS-UKR&since=2022-01-01&by=month",
]


def memory(process):
    """The resident memory of a process in MB, or none."""
    if not process:
        return None
    with open(f"/proc/{process}/status", encoding="ascii") as status:
        for line in status:
            if line.startswith("VmRSS"):
                return round(int(line.split()[1]) / 1024, 1)
    return None


class Asker(threading.Thread):
    """Asks for what is due, over a connection of its own."""

    def __init__(self, base, token, reports, schedule, lock, results, seed):
        super().__init__(daemon=True)
        self.host = base.netloc
        self.headers = {"Authorization": f"Bearer {token}"}
        self.reports, self.schedule, self.lock, self.results = reports, schedule, lock, results
        self.chance = random.Random(seed)

    def path(self):
        draw = self.chance.random()
        if draw < 0.5:
            return self.chance.choice(LISTS)
        if draw < 0.8 and self.reports:
            return "reports/" + self.chance.choice(self.reports)
        return self.chance.choice(OVERVIEWS)

    def run(self):
        connection = http.client.HTTPConnection(self.host, timeout=30)
        while True:
            with self.lock:
                due = next(self.schedule, None)
            if due is None:
                return
            time.sleep(max(0.0, due - time.monotonic()))
            path = self.path()
            try:
                connection.request("GET", "/api/v1/" + path, headers=self.headers)
                answer = connection.getresponse()
                answer.read()
                status = answer.status
            except (OSError, http.client.HTTPException):
                connection.close()
                status = 0
            # From when it was due, so that a server which falls behind is not spared.
            self.results.append((time.monotonic() - due, status, path))


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("base")
    options.add_argument("--token", required=True)
    options.add_argument("--rate", type=float, default=200.0)
    options.add_argument("--seconds", type=float, default=300.0)
    options.add_argument("--threads", type=int, default=24)
    options.add_argument("--process", type=int)
    asked = options.parse_args()
    base = urllib.parse.urlsplit(asked.base)
    connection = http.client.HTTPConnection(base.netloc, timeout=30)
    connection.request("GET", "/api/v1/reports?limit=200", headers={"Authorization": f"Bearer {asked.token}"})
    reports = [row["id"] for row in json.load(connection.getresponse())["items"]]
    before, begun = memory(asked.process), time.monotonic()
    schedule = iter([begun + n / asked.rate for n in range(int(asked.rate * asked.seconds))])
    lock, results = threading.Lock(), []
    askers = [Asker(base, asked.token, reports, schedule, lock, results, seed) for seed in range(asked.threads)]
    for asker in askers:
        asker.start()
    for asker in askers:
        asker.join()
    taken = time.monotonic() - begun
    times = sorted(result[0] for result in results)
    errors = [result for result in results if result[1] != 200]
    at = lambda part: round(times[min(len(times) - 1, int(len(times) * part))] * 1000, 1)
    print(f"{len(results)} answers in {taken:.1f} s, {len(results) / taken:.0f} a second, {len(errors)} errors")
    print(f"milliseconds: median {at(0.5)}, 95 % {at(0.95)}, 99 % {at(0.99)}, most {round(times[-1] * 1000, 1)}")
    for _, status, path in errors[:5]:
        print(f"  {status} {path}")
    by_path = {}
    for seconds, _, path in results:
        by_path.setdefault(path.split("/")[0] if path.startswith("reports/") else path, []).append(seconds)
    for path, own in sorted(by_path.items(), key=lambda item: -sum(item[1]) / len(item[1]))[:6]:
        print(f"  {sum(own) / len(own) * 1000:8.1f} on average  {path}")
    if before:
        print(f"memory: {before} MB before, {memory(asked.process)} MB after")


if __name__ == "__main__":
    main()
