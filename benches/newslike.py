"""News-like text without end: sentences from patterns, with names, figures and quotations.

For measuring speed: the words carry nothing, but their lengths, the share of names and quotations, and the lengths of
sentences and paragraphs are those of agency news (some 23 words a sentence, two sentences a paragraph). The same seed
gives the same text.
"""

import random

FIRST = "Anna Viktor Maria Ahmed Elena James Sofia Omar Li Petr Fatima John Ines Yusuf Olga David Noor Sergei Amina Paul".split()
ONSETS = "b d f g h k l m n p r s t v z br dr gr kr st tr sh ch".split()
VOWELS = "a e i o u ai ei ou".split()
CODAS = ["", "", "n", "r", "l", "s", "k", "m", "nd", "rt"]
ENDINGS = "ov enko sky ski ez son berg ani uri ic escu idis yan aty".split()
PLACES = """Gomel Tbilisi Ankara Kharkiv Manila Nairobi Caracas Hanoi Beirut Baghdad Kyiv Minsk Warsaw Vilnius Geneva Brussels
Jakarta Seoul Havana Khartoum Tripoli Yerevan Baku Doha Riyadh Delhi Dhaka Lima Quito Accra""".split()
COUNTRIES = "Belarus Georgia Turkey Ukraine Kenya Vietnam Iraq Poland Lithuania Indonesia Sudan Libya Armenia Peru Ghana India".split()
PEOPLES = "Belarusian Georgian Turkish Ukrainian Kenyan Vietnamese Iraqi Polish Lithuanian Indonesian Sudanese Libyan".split()
BODIES = ["the Defence Ministry", "the Foreign Ministry", "the United Nations", "the European Commission", "the Central Bank", "NATO",
          "the World Health Organization", "the State Department", "parliament", "the Supreme Court", "Amnesty International"]
OFFICES = ["Defence Minister", "President", "Prime Minister", "Gen.", "Foreign Minister", "Sen.", "Dr.", "Governor", "spokeswoman"]
ROLES = ["a senior official", "two diplomats", "a spokesman for the ministry", "residents", "an aide to the president", "analysts",
         "a person familiar with the talks", "opposition lawmakers", "the regional governor", "local media"]
SAID = ["said", "told reporters", "warned", "announced", "denied", "acknowledged", "predicted", "insisted", "argued"]
ACTS = ["close the border crossing", "send more troops to the region", "resume talks on the ceasefire", "raise interest rates",
        "hold military exercises near the frontier", "withdraw its ambassador", "release the detained journalists",
        "impose sanctions on the state oil company", "accept observers at the polling stations", "cut supplies of natural gas"]
DID = ["closed the border crossing", "sent more troops to the region", "resumed talks on the ceasefire", "raised interest rates",
       "held military exercises near the frontier", "withdrew its ambassador", "released the detained journalists",
       "imposed sanctions on the state oil company", "accepted observers at the polling stations", "cut supplies of natural gas"]
WHY = ["after weeks of protests over rising prices", "despite objections from its neighbours", "in a move that surprised investors",
       "as the two sides failed to agree on the terms of a prisoner exchange", "because the harbour remained under fire",
       "although no formal request had been made", "which critics described as a step towards war",
       "while rescue workers searched the rubble for survivors", "hours before a summit that was meant to calm tensions"]
WHEN = "on Monday|on Tuesday|on Wednesday night|last month|earlier this year|in the coming weeks|by the end of March|since 2014".split("|")


class Writer:
    def __init__(self, seed=7):
        self.rng = random.Random(seed)

    def pick(self, words):
        return self.rng.choice(words)

    def surname(self):
        syllables = "".join(self.pick(ONSETS) + self.pick(VOWELS) + self.pick(CODAS) for _ in range(self.rng.choice((1, 1, 2))))
        return (syllables + self.pick(ENDINGS)).capitalize()

    def person(self):
        name = f"{self.pick(FIRST)} {self.surname()}"
        return f"{self.pick(OFFICES)} {name}" if self.rng.random() < 0.5 else name

    def actor(self):
        return self.pick((self.person, lambda: self.pick(BODIES), lambda: self.pick(COUNTRIES),
                          lambda: f"the {self.pick(PEOPLES)} government", lambda: self.pick(ROLES)))()

    def count(self):
        return self.pick((str(self.rng.randint(2, 90)), f"{self.rng.randint(1, 40)},{self.rng.randint(100, 999)}"))

    def amount(self):
        return self.pick((f"{self.rng.randint(1, 90)}.{self.rng.randint(1, 9)} per cent", f"${self.rng.randint(1, 90)} million"))

    def clause(self):
        return f"{self.actor()} {self.pick(DID)} {self.pick(WHEN)}"

    def sentence(self):
        kind = self.rng.random()
        if kind < 0.25:
            text = f"{self.clause()} {self.pick(WHY)}"
        elif kind < 0.45:
            text = f"{self.actor()} {self.pick(SAID)} that {self.clause()}, {self.pick(WHY)}"
        elif kind < 0.62:
            text = f"“We won’t {self.pick(ACTS)} {self.pick(WHEN)},” {self.person()} {self.pick(SAID)}, adding that {self.clause()}"
        elif kind < 0.74:
            text = f"at least {self.count()} people were hurt in {self.pick(PLACES)}, {self.pick(COUNTRIES)}, {self.pick(WHEN)}, according to {self.actor()}"
        elif kind < 0.86:
            text = f"{self.actor()} plans to {self.pick(ACTS)} {self.pick(WHY)}, and {self.actor()} might {self.pick(ACTS)} {self.pick(WHEN)}"
        elif kind < 0.94:
            text = f"{self.pick(PEOPLES)} exports fell by {self.amount()} {self.pick(WHEN)}, {self.pick(BODIES)} {self.pick(SAID)}"
        else:
            text = f"that isn’t what {self.pick(PLACES)} expected"
        return text[0].upper() + text[1:] + "."

    def paragraph(self):
        return " ".join(self.sentence() for _ in range(self.rng.choice((1, 2, 2, 3))))

    def article(self):
        place = self.pick(PLACES).upper()
        first = f"{place}, June {self.rng.randint(1, 30)} (Vigie) - {self.paragraph()}"
        return "\n\n".join([first] + [self.paragraph() for _ in range(self.rng.randint(7, 14))])


def text(n_bytes, seed=7):
    """At least `n_bytes` of articles, with blank lines between their paragraphs."""
    writer, parts, size = Writer(seed), [], 0
    while size < n_bytes:
        parts.append(writer.article())
        size += len(parts[-1].encode()) + 2
    return "\n\n".join(parts) + "\n"


if __name__ == "__main__":
    import sys

    sys.stdout.write(text(int(float(sys.argv[1]) * 1e6) if len(sys.argv) > 1 else 100_000))
