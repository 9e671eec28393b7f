"""Utterances that mean what their label says, before any flaw is planted in them."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from demo.domains import DOMAINS, SHARED_SLOTS
from demo.grammar import Domain, Intent, choose, expand, shuffled
from demo.phrasing import utter
from demo.similarity import TrigramIndex

MOST_SIMILAR = 0.6
"""Two utterances are always less alike than this (Jaccard of trigrams) unless planted."""

ROWS_PER_INTENT = (88, 104)
TEST_SHARE = 0.25
AMBIGUOUS_SHARE = 0.045
UNSEEN_TEMPLATES = 2
"""Templates of each intent that only the test split uses."""

UNSEEN_SHARE = 0.06
"""Share of the test rows of an intent that come from its unseen templates."""

FAVOUR = 1.6
"""How much the first templates of a pool are preferred, as people repeat the same phrases; 1 is not at all."""

LONGEST = 30
ATTEMPTS = 400


@dataclass
class Row:
    """One utterance; `meant` is the intent it was written for, `label` the one it is given."""

    text: str
    meant: str
    label: str
    split: str
    ambiguous: bool = False
    id: str = ""


def write_rows(rng: Random, index: TrigramIndex) -> list[Row]:
    """All clean rows, intent by intent; every text is added to `index`, in the same order."""
    rows: list[Row] = []
    for domain in DOMAINS:
        for intent in domain.intents:
            low, high = ROWS_PER_INTENT
            count = low + int(rng.random() * (high - low + 1))
            rows.extend(_write_intent(domain, intent, count, rng, index))
    return rows


def _write_intent(domain: Domain, intent: Intent, count: int, rng: Random, index: TrigramIndex) -> list[Row]:
    templates = shuffled(rng, intent.templates)
    unseen, seen = templates[:UNSEEN_TEMPLATES], templates[UNSEEN_TEMPLATES:]
    tests = round(count * TEST_SHARE)
    rows: list[Row] = []
    for number in range(count):
        split = "test" if number < tests else "train"
        ambiguous = rng.random() < AMBIGUOUS_SHARE
        pool = seen
        if ambiguous:
            pool = list(intent.ambiguous)
        elif split == "test" and rng.random() < UNSEEN_SHARE:
            pool = unseen
        text = _write_text(domain, pool, rng, index)
        rows.append(Row(text, intent.name, intent.name, split, ambiguous))
    return rows


def _write_text(domain: Domain, pool: list[str], rng: Random, index: TrigramIndex) -> str:
    slots = {**SHARED_SLOTS, **domain.slots}
    for _ in range(ATTEMPTS):
        template = pool[int(len(pool) * rng.random() ** FAVOUR)]
        text = utter(expand(template, slots, rng), domain.contexts, slots, rng)
        if not 2 <= len(text.split()) <= LONGEST:
            continue
        bits = index.encode(text)
        if index.nearest(bits, below=MOST_SIMILAR)[1] < MOST_SIMILAR:
            index.add(bits)
            return text
    raise ValueError(f"templates: no new utterance in {ATTEMPTS} attempts from {pool!r}; add alternatives")


def further_texts(rng: Random, count: int, but: set[str]) -> tuple[list[str], list[int]]:
    """`count` more utterances and the index of the domain of each; none, but for case, is in `but`."""
    known = {text.lower() for text in but}
    texts: list[str] = []
    domains: list[int] = []
    while len(texts) < count:
        number = int(rng.random() * len(DOMAINS))
        domain = DOMAINS[number]
        intent = choose(rng, domain.intents)
        slots = {**SHARED_SLOTS, **domain.slots}
        pool = [*intent.templates, *intent.ambiguous]
        text = utter(expand(choose(rng, pool), slots, rng), domain.contexts, slots, rng)
        if len(text.split()) <= LONGEST and text.lower() not in known:
            texts.append(text)
            domains.append(number)
    return texts, domains
