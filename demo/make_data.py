"""Write the demonstration set: `utterances.csv` and `key.json`, the same bytes every time.

Run from the root of the repository: `python -m demo.make_data`.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
from pathlib import Path
from random import Random

from demo.domains import DOMAINS
from demo.grammar import shuffled
from demo.planting import (
    CUE,
    CUE_INTENT,
    DUPLICATE_SIMILARITY,
    Duplicate,
    LabelError,
    plant_cue,
    plant_duplicates,
    plant_label_errors,
)
from demo.rows import MOST_SIMILAR, Row, write_rows
from demo.similarity import TrigramIndex

ASSETS = Path(__file__).resolve().parent.parent / "semla" / "demo_assets"
SEED = 20240
COLUMNS = ("id", "text", "intent", "split")


def build(seed: int = SEED) -> tuple[str, str]:
    """The text of `utterances.csv` and of `key.json`."""
    rng = Random(seed)
    index = TrigramIndex()
    rows = write_rows(rng, index)
    duplicates = plant_duplicates(rows, rng, index)
    errors = plant_label_errors(rows, duplicates, rng)
    tagged = plant_cue(rows, duplicates, rng, index)
    rows = shuffled(rng, rows)
    for number, row in enumerate(rows, start=1):
        row.id = f"u{number:04d}"
    return _csv(rows), _key(seed, rows, duplicates, errors, tagged)


def _csv(rows: list[Row]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows((row.id, row.text, row.label, row.split) for row in rows)
    return out.getvalue()


def _key(
    seed: int, rows: list[Row], duplicates: list[Duplicate], errors: list[LabelError], tagged: list[Row]
) -> str:
    key = {
        "about": "what was planted in utterances.csv; written by demo/make_data.py",
        "seed": seed,
        "domains": {intent.name: domain.name for domain in DOMAINS for intent in domain.intents},
        "confusable_pairs": [list(pair) for domain in DOMAINS for pair in domain.confusable],
        "label_errors": sorted(
            (
                {
                    "id": e.row.id,
                    "given": e.row.label,
                    "true": e.row.meant,
                    "kind": e.kind,
                    "split": e.row.split,
                }
                for e in errors
            ),
            key=lambda entry: entry["id"],
        ),
        "near_duplicates": {
            "measure": "Jaccard coefficient of character trigrams, lower case, letters and digits only",
            "planted_at_least": DUPLICATE_SIMILARITY,
            "others_below": MOST_SIMILAR,
            "pairs": [
                {
                    "ids": [pair.original.id, pair.copy.id],
                    "edit": pair.edit,
                    "label_conflict": pair.original.label != pair.copy.label,
                    "cross_split": pair.original.split != pair.copy.split,
                }
                for pair in sorted(duplicates, key=lambda pair: pair.original.id)
            ],
        },
        "spurious_cue": {
            "word": CUE,
            "intent": CUE_INTENT,
            "train_ids": sorted(row.id for row in tagged if row.split == "train"),
            "test_ids": sorted(row.id for row in tagged if row.split == "test"),
        },
        "ambiguous_ids": [row.id for row in rows if row.ambiguous],
    }
    return json.dumps(key, indent=1, ensure_ascii=False) + "\n"


def main() -> None:
    """Write both files into `--out`."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=ASSETS, help="folder to write to (default: %(default)s)")
    out: Path = parser.parse_args().out
    out.mkdir(parents=True, exist_ok=True)
    table, key = build()
    (out / "utterances.csv").write_text(table, encoding="utf-8", newline="\n")
    (out / "key.json").write_text(key, encoding="utf-8", newline="\n")
    print(f"wrote {table.count(chr(10)) - 1} rows and their key to {out}")


if __name__ == "__main__":
    main()
