"""Which model a saved explorer was made with, and whether another is the same."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from semla.cache import content_key, pieces_of
from semla.checkpoint import SENTENCE_FILES, SETTINGS, weight_files
from semla.errors import SemlaError
from semla.model import Model


@dataclass(frozen=True)
class ModelReference:
    """A model by where it was and what was in it.

    `source`: folder or hub id; None for a model object. `fingerprint`: hash of the content, 32 hex digits, of
    `folder`; `stamp`: names, sizes and times of its files, that spare reading it again. `export`: the folder
    with `model.onnx`, and `export_fingerprint` its hash.
    """

    name: str
    source: str | None
    pooling: str
    folder: str
    fingerprint: str
    stamp: list[list[Any]]
    export: str
    export_fingerprint: str

    @staticmethod
    def of(model: Model) -> ModelReference:
        """The reference to a model. Prepares it, if that has not been done, and reads it."""
        export = model.prepare()
        folder = model.source_folder or export
        files = _files(folder)
        return ModelReference(
            name=model.name,
            source=model.hub_id or (str(model.source_folder) if model.source_folder else None),
            pooling=model.pooling,
            folder=str(folder),
            fingerprint=_fingerprint(folder, files),
            stamp=_stamp(folder, files),
            export=str(export),
            export_fingerprint=_fingerprint(export, _graph_files(export)),
        )

    @staticmethod
    def read(written: Mapping[str, Any]) -> ModelReference:
        """From JSON. Raises KeyError and TypeError where that is none."""
        members = {name: written[name] for name in ModelReference.__dataclass_fields__}
        for name, value in members.items():
            if not isinstance(value, list if name == "stamp" else str) and (name, value) != ("source", None):
                raise TypeError(f"model {name}: {value!r}")
        return ModelReference(**members)

    def to_json(self) -> dict[str, Any]:
        """As it stands in a saved folder."""
        return asdict(self)

    def find(self) -> Model | None:
        """The model, where it still is what and where it was; not looked for on the network."""
        for place in dict.fromkeys((self.folder, self.export)):
            folder = Path(place)
            if not self._is_in(folder):
                continue
            try:
                return Model(folder, pooling=self.pooling, name=self.name)
            except SemlaError:
                continue
        return None

    def require(self, model: Model) -> None:
        """Raises SemlaError unless a model is the one that was saved."""
        export = model.prepare()
        folder = model.source_folder or export
        if self._is_in(folder) or self._is_in(export):
            return
        raise SemlaError(
            f"model: {model.name} (fingerprint {_fingerprint(folder, _files(folder))[:12]}) is not the one that was "
            f"saved, {self.name} (fingerprint {self.fingerprint[:12]}, of {self.source or 'a model object'}); pass "
            "that one, or explore the data anew with the other",
            kind="bad_model",
        )

    def _is_in(self, folder: Path) -> bool:
        try:
            files = _files(folder)
            if not files:
                return False
            if str(folder) == self.folder and _stamp(folder, files) == self.stamp:
                return True
            if _fingerprint(folder, files) == self.fingerprint:
                return True
            graph = _graph_files(folder)
            return len(graph) > 1 and _fingerprint(folder, graph) == self.export_fingerprint
        except OSError:
            return False


def _files(folder: Path) -> list[Path]:
    """Every file that decides what the model of a folder does."""
    weights = _graph_files(folder) if (folder / "model.onnx").is_file() else weight_files(folder)
    named = [folder / name for name in (*SETTINGS, *SENTENCE_FILES)]
    found = dict.fromkeys((*named, *sorted(folder.glob("*.model")), *weights))
    return [path for path in found if path.is_file()] if weights else []


def _graph_files(folder: Path) -> list[Path]:
    graph = sorted({*folder.glob("*.onnx"), *folder.glob("*.onnx[._]data"), *folder.glob("*.data")})
    return [path for path in (*graph, folder / "tokenizer.json") if path.is_file()]


def _fingerprint(folder: Path, files: Iterable[Path]) -> str:
    return content_key((path.relative_to(folder).as_posix(), pieces_of(path)) for path in files)


def _stamp(folder: Path, files: Iterable[Path]) -> list[list[Any]]:
    looks = [(path.relative_to(folder).as_posix(), path.stat()) for path in files]
    return [[name, look.st_size, look.st_mtime_ns] for name, look in looks]
