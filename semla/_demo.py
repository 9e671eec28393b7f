"""The data set and the model that come with SemLa."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pyarrow import csv

from semla._explore import explore
from semla.errors import SemlaError
from semla.explorer import Explorer
from semla.frames import result_frame

_ASSETS = Path(__file__).parent / "demo_assets"


def demo(**options: Any) -> Explorer:
    """Explores the embedded data set, made-up requests with their intents, with the embedded model.

    Options are those of `explore`. Needs no network.
    """
    table = csv.read_csv(_ASSETS / "utterances.csv")
    columns = {"text": "text", "label": "intent", "split": "split", "id": "id", "name": "demo"}
    return explore(result_frame(table), **{"model": _last_step(_ASSETS / "model"), **columns, **options})


def _last_step(folder: Path) -> Path:
    steps = sorted(folder.glob("step-*"), key=lambda step: int(step.name.removeprefix("step-")))
    if not steps:
        raise SemlaError(f"demo: no model in {folder}; install semla-lab again", kind="bad_model")
    return steps[-1]
