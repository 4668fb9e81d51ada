"""Asks a running `vigie serve` for a mix of pages at a steady rate, and says how long the answers took.

    python benches/server_load.py http://127.0.0.1:8340 --token TOKEN --rate 200 --seconds 300 --add 1 --process PID

Half of what is asked are lists with filters, the rest reports, searches, overviews and warnings, as an analyst's pages ask for them. Each
answer that is no success is an error. Meanwhile --add reports a second are sent to be read and kept, each a new one. With --process the memory and the
processor time of the server are read (Linux): time on the clock says little where the client or other work has the same cores. Only Python's own library.
"""

import argparse
import datetime
import http.client
import json
import os
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


def processor(process):
    """The seconds of processor that a process has had, or none."""
    if not process:
        return None
    with open(f"/proc/{process}/stat", encoding="ascii") as stat:
        fields = stat.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def asked(connection, method, path, headers, body=None):
    """The status of an answer that was read to its end; 0 where none came, and the connection begins anew."""
    try:
        connection.request(method, "/api/v1/" + path, body=body, headers=headers)
        answer = connection.getresponse()
        answer.read()
        return answer.status
    except (OSError, http.client.HTTPException):
        connection.close()
        return 0


class Watcher(threading.Thread):
    """Notes the memory of the server every so often, to show whether it levels off."""

    def __init__(self, process, every):
        super().__init__(daemon=True)
        self.process, self.every, self.seen, self.is_over = process, every, [], threading.Event()

    def run(self):
        while not self.is_over.wait(self.every):
            self.seen.append(memory(self.process))


class Adder(threading.Thread):
    """Sends reports to be read and kept, so many a second, until it is told to end."""

    PLACES = ["Gomel", "Brest", "Kharkiv", "Sumy", "Rostov", "Lublin", "Vilnius", "Kursk"]

    def __init__(self, base, token, rate):
        super().__init__(daemon=True)
        self.host, self.rate = base.netloc, rate
        self.headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        self.times, self.errors, self.is_over = [], [], threading.Event()

    def report(self):
        number, place = random.randrange(10**9), random.choice(self.PLACES)
        text = (
            f"Russia moved column {number} of its army to {place} on Friday, the Defence Ministry said. "
            f"Ukraine accused Belarus of letting it pass. An official in {place} said an attack was likely within {number % 90 + 2} days. "
            f"Poland protested, and the two ministers met in Vilnius."
        )
        day = datetime.date(2022, 1, 1) + datetime.timedelta(days=number % 300)
        return {"text": text, "title": f"Column {number} near {place}", "outlet": f"Outlet {number % 40}", "published_at": day.isoformat()}

    def run(self):
        connection = http.client.HTTPConnection(self.host, timeout=30)
        while not self.is_over.wait(1 / self.rate):
            begun = time.monotonic()
            status = asked(connection, "POST", "reports", self.headers, json.dumps(self.report()))
            self.times.append(time.monotonic() - begun)
            if status != 201:
                self.errors.append(status)


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
            status = asked(connection, "GET", path, self.headers)
            # From when it was due, so that a server which falls behind is not spared.
            self.results.append((time.monotonic() - due, status, path))


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("base")
    options.add_argument("--token", required=True)
    options.add_argument("--rate", type=float, default=200.0)
    options.add_argument("--seconds", type=float, default=300.0)
    options.add_argument("--threads", type=int, default=24)
    options.add_argument("--add", type=float, default=0.0, help="reports a second that are sent meanwhile")
    options.add_argument("--process", type=int)
    asked = options.parse_args()
    base = urllib.parse.urlsplit(asked.base)
    connection = http.client.HTTPConnection(base.netloc, timeout=30)
    connection.request("GET", "/api/v1/reports?limit=200", headers={"Authorization": f"Bearer {asked.token}"})
    reports = [row["id"] for row in json.load(connection.getresponse())["items"]]
    before, had, begun = memory(asked.process), processor(asked.process), time.monotonic()
    watcher = Watcher(asked.process, max(1.0, asked.seconds / 10)) if asked.process else None
    adder = Adder(base, asked.token, asked.add) if asked.add else None
    for beside in [watcher, adder]:
        if beside:
            beside.start()
    schedule = iter([begun + n / asked.rate for n in range(int(asked.rate * asked.seconds))])
    lock, results = threading.Lock(), []
    askers = [Asker(base, asked.token, reports, schedule, lock, results, seed) for seed in range(asked.threads)]
    for asker in askers:
        asker.start()
    for asker in askers:
        asker.join()
    taken = time.monotonic() - begun
    for beside in [watcher, adder]:
        if beside:
            beside.is_over.set()
            beside.join()
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
    if adder:
        added = sorted(adder.times)
        print(f"{len(added)} reports added meanwhile, {added[len(added) // 2] * 1000:.0f} ms in the middle, {len(adder.errors)} errors")
    if watcher:
        spent = processor(asked.process) - had
        print(f"processor: {spent:.1f} s, {spent / len(results) * 1000:.1f} ms an answer, adding and all else among it")
        print(f"memory: {before} MB before, {memory(asked.process)} MB after; every {watcher.every:.0f} s {watcher.seen}")


if __name__ == "__main__":
    main()
