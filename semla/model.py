"""The model that is looked at, whatever it is given as."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from semla.cache import cache_folder, content_key, is_whole, make_folder
from semla.checkpoint import (
    Kind,
    bad_model,
    check_folder,
    check_tokenizer,
    checkpoint_parts,
    copy_sentence_files,
    fetch_from_hub,
    is_hub_id,
    read_kind,
)
from semla.errors import SemlaError

if TYPE_CHECKING:
    from semla.export import Checker, Original

ALLOWED = (
    "a folder with model.onnx and tokenizer.json, a folder or hub id of a transformers checkpoint, "
    "a transformers model with tokenizer=, a semla.Model"
)
POOLINGS = ("auto", "cls", "mean")


class Model:
    """A text classifier or encoder to explain.

    `source`: a folder with `model.onnx` and `tokenizer.json` (used as it is), a folder or hub id of a
    `transformers` checkpoint, or a `transformers` model object, which needs its `tokenizer`; those are
    exported to ONNX once and kept in the cache. A model object is copied here and now: training it on
    changes nothing.
    `pooling`: how a text's embedding is made from its pieces, "cls", "mean", or "auto", as the model has it.
    `name`: what the screen calls it; default: the last part of the folder or hub id, or the class.

    Raises SemlaError of kind "bad_model" that says what is wrong and what is allowed.
    """

    def __init__(
        self, source: Any, tokenizer: Any = None, *, pooling: str = "auto", name: str | None = None
    ) -> None:
        if pooling not in POOLINGS:
            raise SemlaError(f"pooling: {pooling!r} (allowed: {', '.join(POOLINGS)})", kind="invalid_request")
        self.pooling = pooling
        self._tokenizer = tokenizer
        self._preparing = threading.Lock()
        self._hub: str | None = None
        self._folder: Path | None = None
        self._live: Original | None = None
        self._ready: Path | None = None
        self._kind: Kind | None = None
        if isinstance(source, str | os.PathLike):
            own_name = self._open_path(os.fspath(source))
        elif is_transformers_model(source):
            own_name = self._open_live(source)
        else:
            hint = "; call merge_and_unload() first" if type(source).__name__.startswith("Peft") else ""
            raise bad_model(f"model: {type(source).__name__} (allowed: {ALLOWED}){hint}")
        self.name = name or own_name

    def __repr__(self) -> str:
        return f"Model({self.name!r}, pooling={self.pooling!r})"

    @property
    def label_names(self) -> list[str] | None:
        """Labels in the order of the logits; None where no configuration has been read that names them."""
        return list(self._kind.label_names) or None if self._kind else None

    @property
    def hub_id(self) -> str | None:
        """What the hub calls it; None for a folder and a model object."""
        return self._hub

    @property
    def source_folder(self) -> Path | None:
        """The folder that says everything of it.

        None for a model object, with a tokenizer given beside, and while a model of the hub is not prepared.
        """
        return self._folder if self._tokenizer is None else None

    def prepare(
        self, on_progress: Callable[[str, int, int], None] | None = None, *, checker: Checker | None = None
    ) -> Path:
        """The folder with `model.onnx` that the sidecar opens; exports the model unless the cache has it.

        `on_progress(stage, done, total)` is told what is done and may raise to stop. `checker` runs the
        export on a batch to hold it against the original; default: the shared sidecar. Takes seconds at
        first, then as long as reading the weights. Safe in several threads and processes. Raises SemlaError.
        """
        on_progress = on_progress or _unheard
        with self._preparing:
            on_progress("reading the model", 0, 3)
            if self._ready is None or not (self._ready == self._folder or is_whole(self._ready)):
                self._ready = self._prepare(on_progress, checker)
                self._live = None
            return self._ready

    def _open_path(self, source: str) -> str:
        folder = Path(source).expanduser()
        if folder.is_dir():
            self._folder = folder.resolve()
            self._kind = check_folder(self._folder)
            if (self._folder / "model.onnx").is_file() and self._tokenizer is not None:
                raise bad_model("tokenizer: given beside an ONNX folder, which has its own tokenizer.json")
        elif folder.exists():
            raise bad_model(f"model: {source} is a file (allowed: {ALLOWED})")
        elif not is_hub_id(source):
            raise bad_model(f"model: folder {source} does not exist (allowed: {ALLOWED})")
        else:
            self._hub = source
        if self._tokenizer is not None:
            check_tokenizer(self._tokenizer)
        return self._folder.name if self._folder else source

    def _open_live(self, model: Any) -> str:
        from semla.export import copy_live

        name = type(model).__name__
        if self._tokenizer is None:
            raise bad_model(f"tokenizer: missing; a {name} in memory needs the tokenizer it was trained with")
        check_tokenizer(self._tokenizer)
        classes = [one.__name__ for one in type(model).__mro__]
        head = next((one for one in classes if one.endswith("ForSequenceClassification")), name)
        self._kind = read_kind(model.config.to_dict(), name, head)
        self._live = copy_live(
            model if self._kind.classifier else model.base_model, self._tokenizer, self._kind
        )
        return Path(getattr(model, "name_or_path", "") or name).name

    def _prepare(self, on_progress: Callable[[str, int, int], None], checker: Checker | None) -> Path:
        if self._hub is not None and self._folder is None:
            folder = fetch_from_hub(self._hub)
            self._kind = check_folder(folder)
            self._folder = folder
        if self._folder is not None and (self._folder / "model.onnx").is_file():
            return self._folder
        from semla.export import write_model

        target = cache_folder() / "models" / self._key()
        if is_whole(target):
            return target
        original = self._original()
        if checker is None:
            from semla.client import shared_client

            checker = shared_client()
        run = checker

        def fill(draft: Path) -> dict[str, Any]:
            if self._folder is not None:
                copy_sentence_files(self._folder, draft)
            done = write_model(original, draft, run, on_progress)
            return {"source": str(self._hub or self._folder or self.name), "pooling": self.pooling, **done}

        return make_folder(target, fill)

    def _key(self) -> str:
        from semla.export import EXPORT_VERSION, original_parts, tokenizer_parts

        export = ("export", [str(EXPORT_VERSION).encode()])
        if self._folder is None:
            return content_key([export, *original_parts(self._original())])
        tokenizer = [] if self._tokenizer is None else tokenizer_parts(self._tokenizer)
        return content_key([export, *checkpoint_parts(self._folder), *tokenizer])

    def _original(self) -> Original:
        from semla.export import load_checkpoint

        if self._live is not None:
            return self._live
        if self._folder is None or self._kind is None:
            raise bad_model(f"model: the export of {self.name} is gone from the cache; make the Model again")
        return load_checkpoint(self._folder, self._kind, self._tokenizer)


def is_transformers_model(source: object) -> bool:
    """Whether something is a `transformers` model object; does not import the library."""
    transformers = sys.modules.get("transformers")
    return transformers is not None and isinstance(source, transformers.PreTrainedModel)


def _unheard(stage: str, done: int, total: int) -> None:
    pass
