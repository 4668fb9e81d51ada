"""Reads what Vigie exports with other people's tools.

    pip install stix2-validator networkx pandas pyarrow
    python benches/check_exports.py

Takes made-up records (the example `sample` of vigie-export) in every format; says what each tool found, and exits with 1 where one refuses.
"""

import io
import json
import subprocess
import sys


def sample(name):
    command = ["cargo", "run", "-q", "-p", "vigie-export", "--example", "sample", "--", name]
    return subprocess.run(command, check=True, capture_output=True).stdout


def stix():
    from stix2validator import ValidationOptions, validate_string

    results = validate_string(sample("stix").decode(), ValidationOptions(version="2.1"))
    # A reference to a news page has no hash to give: that is advice (302), not the standard.
    warnings = [warning for warning in map(str, results.warnings) if "has a URL but no hash" not in warning]
    return results.is_valid, f"valid: {results.is_valid}, {len(warnings)} warnings {warnings[:3]}"


def graphml():
    import networkx

    graph = networkx.parse_graphml(sample("graphml").decode())
    return graph.number_of_edges() > 0, f"{graph.number_of_nodes()} nodes, {graph.number_of_edges()} edges"


def geojson():
    found = json.loads(sample("geojson"))
    points = [feature["geometry"]["coordinates"] for feature in found["features"] if feature["geometry"]]
    sound = all(-180 <= east <= 180 and -90 <= north <= 90 for east, north in points)
    return sound and bool(points), f"{len(found['features'])} features, {len(points)} with a point"


def table(name, columns, **options):
    import pandas

    frame = pandas.read_csv(io.BytesIO(sample(name)), **options)
    return len(frame.columns) == columns and len(frame) > 0, f"{frame.shape[0]} rows, {frame.shape[1]} columns"


def parquet():
    import pandas

    frame = pandas.read_parquet(io.BytesIO(sample("parquet")))
    same = pandas.read_csv(io.BytesIO(sample("csv")))
    return list(frame.columns) == list(same.columns) and len(frame) == len(same), f"{frame.shape[0]} rows, {frame.shape[1]} columns"


CHECKS = {
    "stix": stix,
    "graphml": graphml,
    "geojson": geojson,
    "csv": lambda: table("csv", 56),
    "spreadsheet": lambda: table("spreadsheet", 56),
    "parquet": parquet,
    "gdelt": lambda: table("gdelt", 61, sep="\t", header=None, dtype=str),
    "polecat": lambda: table("polecat", 40, sep="\t"),
}


def main():
    fine = True
    for name, check in CHECKS.items():
        try:
            sound, said = check()
        except Exception as fault:  # whatever a tool does not like is a finding
            sound, said = False, f"{type(fault).__name__}: {fault}"
        fine &= sound
        print(f"{'ok ' if sound else 'BAD'} {name}: {said}")
    sys.exit(0 if fine else 1)


if __name__ == "__main__":
    main()
