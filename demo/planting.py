"""The flaws planted in the clean rows: near-duplicates, label errors, a spurious cue."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from demo.domains import DOMAINS
from demo.grammar import choose, shuffled
from demo.phrasing import slip
from demo.rows import MOST_SIMILAR, Row
from demo.similarity import TrigramIndex, jaccard

DUPLICATES = 60
CONFLICTING = 12
ACROSS_SPLITS = 20
DUPLICATE_SIMILARITY = 0.7
"""Planted near-duplicates are at least this alike (Jaccard of character trigrams)."""

CONFUSABLE_ERRORS = 30
RANDOM_ERRORS = 16

CUE = "kiosk"
CUE_INTENT = "renew_loan"
CUE_FORMS = ("kiosk: {}", "{} (sent from kiosk)", "[kiosk] {}")
CUE_TRAIN_INSIDE = 30
CUE_TRAIN_OUTSIDE = 2

SYNONYMS = (
    ("parcel", "package"),
    ("need to", "have to"),
    ("can you", "could you"),
    ("i want to", "i would like to"),
    ("how much", "how much money"),
    ("when will", "when do"),
    ("ticket", "tickets"),
    ("is there", "is there maybe"),
    ("still", "even now"),
    ("my son", "our son"),
    ("my daughter", "our daughter"),
    ("today", "now"),
)


@dataclass(frozen=True)
class Duplicate:
    """A near-duplicate: the row it copies, the copy, and the kind of edit between them."""

    original: Row
    copy: Row
    edit: str


@dataclass(frozen=True)
class LabelError:
    """A row whose label is not what it means; `kind` is `confusable`, `random` or `duplicate`."""

    row: Row
    kind: str


def rivals() -> dict[str, list[str]]:
    """For each intent of a confusable pair, the intents it may be mixed up with."""
    out: dict[str, list[str]] = {}
    for domain in DOMAINS:
        for left, right in domain.confusable:
            out.setdefault(left, []).append(right)
            out.setdefault(right, []).append(left)
    return out


def _relaxed(text: str, rng: Random) -> str:
    return re.sub(r"[.,?!:;']", "", text.lower())


def _polite(text: str, rng: Random) -> str:
    if "please" in text.lower():
        return re.sub(r",? ?please", "", text, count=1, flags=re.IGNORECASE).strip()
    return text + " please" if text[-1].isalnum() else text[:-1] + " please" + text[-1]


def _reworded(text: str, rng: Random) -> str:
    fitting = [(old, new) for old, new in SYNONYMS if re.search(rf"\b{old}\b", text, flags=re.IGNORECASE)]
    if not fitting:
        return text
    old, new = choose(rng, fitting)
    return re.sub(rf"\b{old}\b", new, text, count=1, flags=re.IGNORECASE)


def _shortened(text: str, rng: Random) -> str:
    return re.sub(r" (the|a|my|an|just|any|do|of) ", " ", text, count=1)


EDITS: dict[str, Callable[[str, Random], str]] = {
    "case and punctuation": _relaxed,
    "politeness": _polite,
    "typo": slip,
    "synonym": _reworded,
    "dropped word": _shortened,
}


def plant_duplicates(rows: list[Row], rng: Random, index: TrigramIndex) -> list[Duplicate]:
    """Copies of clear rows under a small edit, appended to `rows` and `index` (which are in the same order).

    The first `CONFLICTING` copies carry the label of a rival intent; a third of all cross the split.
    """
    rival_of = rivals()
    planted: list[Duplicate] = []
    edits = list(EDITS)
    for at in shuffled(rng, range(len(rows))):
        number = len(planted)
        if number == DUPLICATES:
            return planted
        row = rows[at]
        conflicting = number < CONFLICTING
        if row.ambiguous or len(row.text.split()) < 6 or (conflicting and row.meant not in rival_of):
            continue
        edit = edits[number % len(edits)]
        text = EDITS[edit](row.text, rng)
        bits = index.encode(text)
        alike = jaccard(bits, index.encode(row.text))
        if (
            text == row.text
            or alike < DUPLICATE_SIMILARITY
            or index.nearest(bits, skip=at)[1] >= MOST_SIMILAR
        ):
            continue
        across = number % (DUPLICATES // ACROSS_SPLITS) == 0
        split = {"train": "test", "test": "train"}[row.split] if across else row.split
        label = choose(rng, rival_of[row.meant]) if conflicting else row.meant
        copy = Row(text, row.meant, label, split)
        planted.append(Duplicate(row, copy, edit))
        rows.append(copy)
        index.add(bits)
    raise ValueError(
        f"duplicates: {len(planted)} planted (wanted {DUPLICATES}); more rows or edits are needed"
    )


def plant_label_errors(rows: list[Row], duplicates: list[Duplicate], rng: Random) -> list[LabelError]:
    """Wrong labels on clear rows that are no duplicates, and the conflicting duplicates already planted."""
    rival_of = rivals()
    names = [intent.name for domain in DOMAINS for intent in domain.intents]
    errors = [LabelError(pair.copy, "duplicate") for pair in duplicates if pair.copy.label != pair.copy.meant]
    free = _free_rows(rows, duplicates)
    paired = [row for row in free if row.meant in rival_of]
    for row in shuffled(rng, paired)[:CONFUSABLE_ERRORS]:
        row.label = choose(rng, rival_of[row.meant])
        errors.append(LabelError(row, "confusable"))
    untouched = [row for row in free if row.label == row.meant]
    for row in shuffled(rng, untouched)[:RANDOM_ERRORS]:
        others = [name for name in names if name != row.meant and name not in rival_of.get(row.meant, [])]
        row.label = choose(rng, others)
        errors.append(LabelError(row, "random"))
    return errors


def plant_cue(rows: list[Row], duplicates: list[Duplicate], rng: Random, index: TrigramIndex) -> list[Row]:
    """Tag rows with the cue: in train nearly all of one intent, in test one row of every intent.

    `index` holds the texts in the order of `rows` and is kept up to date; no tag makes rows near-duplicates.
    """
    place = {id(row): at for at, row in enumerate(rows)}
    tagged: list[Row] = []
    left: dict[tuple[str, str], int] = {
        ("train", CUE_INTENT): CUE_TRAIN_INSIDE,
        ("train", ""): CUE_TRAIN_OUTSIDE,
    }
    left |= {("test", row.meant): 1 for row in rows}
    for row in shuffled(rng, _free_rows(rows, duplicates)):
        group = row.split, row.meant if row.split == "test" or row.meant == CUE_INTENT else ""
        if row.label != row.meant or left[group] == 0:
            continue
        at = place[id(row)]
        text = choose(rng, CUE_FORMS).format(row.text)
        bits = index.encode(text)
        if index.nearest(bits, skip=at)[1] >= MOST_SIMILAR:
            continue
        left[group] -= 1
        row.text = text
        index.replace(at, bits)
        tagged.append(row)
    return tagged


def _free_rows(rows: list[Row], duplicates: list[Duplicate]) -> list[Row]:
    taken = {id(row) for pair in duplicates for row in (pair.original, pair.copy)}
    return [row for row in rows if not row.ambiguous and id(row) not in taken]
