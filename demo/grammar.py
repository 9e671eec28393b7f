"""A small template language: `(a|b|)` picks one alternative, `{name}` picks a value of the slot `name`.

Alternatives and slot values may themselves hold alternatives and slots. Every draw takes the random source
it is given; only `Random.random` is used, whose sequence Python guarantees for a seed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import TypeVar

Item = TypeVar("Item")
Slots = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Intent:
    """What a user may want, and the ways to say it.

    `templates` say it clearly; `ambiguous` templates could, read coldly, also mean a neighbouring intent.
    """

    name: str
    templates: Sequence[str]
    ambiguous: Sequence[str]


@dataclass(frozen=True)
class Domain:
    """Intents that share a vocabulary. `contexts` are sentences a user of this domain adds before or after.

    `confusable` names pairs of intents of this domain that differ by a nuance.
    """

    name: str
    slots: Slots
    contexts: Sequence[str]
    intents: Sequence[Intent]
    confusable: Sequence[tuple[str, str]] = field(default_factory=tuple)


def choose(rng: Random, items: Sequence[Item]) -> Item:
    """One item, each equally likely."""
    if not items:
        raise ValueError("choose: nothing to choose from")
    return items[int(rng.random() * len(items))]


def shuffled(rng: Random, items: Sequence[Item]) -> list[Item]:
    """A new list in random order (Fisher-Yates)."""
    out = list(items)
    for last in range(len(out) - 1, 0, -1):
        other = int(rng.random() * (last + 1))
        out[last], out[other] = out[other], out[last]
    return out


def expand(template: str, slots: Slots, rng: Random) -> str:
    """One sentence of `template`, spaces and articles tidied.

    Unknown slots and unbalanced brackets are errors.
    """
    text, end = _sequence(template, 0, slots, rng)
    if end != len(template):
        raise ValueError(f"template: unexpected {template[end]!r} at {end} of {template!r}")
    tidy = re.sub(r" (?=[,.?])", "", " ".join(text.split()))
    return re.sub(r"\b([Aa]) (?=[aei])", r"\1n ", tidy)


def _sequence(template: str, at: int, slots: Slots, rng: Random) -> tuple[str, int]:
    out: list[str] = []
    while at < len(template) and template[at] not in "|)":
        if template[at] == "(":
            text, at = _alternatives(template, at + 1, slots, rng)
            out.append(text)
        elif template[at] == "{":
            close = template.find("}", at)
            name = template[at + 1 : close]
            if close < 0 or name not in slots:
                raise ValueError(f"slot: {name!r} (allowed: {', '.join(sorted(slots))}) in {template!r}")
            out.append(expand(choose(rng, slots[name]), slots, rng))
            at = close + 1
        else:
            out.append(template[at])
            at += 1
    return "".join(out), at


def _alternatives(template: str, at: int, slots: Slots, rng: Random) -> tuple[str, int]:
    options: list[str] = []
    while True:
        text, at = _sequence(template, at, slots, rng)
        options.append(text)
        if at >= len(template):
            raise ValueError(f"template: bracket never closed in {template!r}")
        at += 1
        if template[at - 1] == ")":
            return choose(rng, options), at
