from __future__ import annotations

import json
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import tiny_models
import torch
import transformers

from semla.cache import MANIFEST, cache_folder, is_whole
from semla.errors import SemlaError
from semla.model import Model


@pytest.fixture(autouse=True)
def cache(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setenv("SEMLA_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(tmp_path / "hub"))
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)
    return tmp_path / "cache"


@pytest.fixture
def judge() -> tiny_models.Judge:
    return tiny_models.Judge()


@pytest.fixture(scope="session")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_models.save(tmp_path_factory.mktemp("models") / "intents")


@pytest.fixture
def checkpoint(saved: Path, tmp_path: Path) -> Path:
    import shutil

    return Path(shutil.copytree(saved, tmp_path / "intents"))


def refused(*args: Any, **options: Any) -> str:
    with pytest.raises(SemlaError) as caught:
        Model(*args, **options)
    assert caught.value.kind in ("bad_model", "invalid_request")
    return str(caught.value)


def test_a_checkpoint_is_exported_once(checkpoint: Path, cache: Path, judge: tiny_models.Judge) -> None:
    model = Model(checkpoint)
    assert model.name == "intents" and model.label_names == tiny_models.LABELS
    stages: list[tuple[str, int, int]] = []
    folder = model.prepare(lambda *stage: stages.append(stage), checker=judge)
    assert stages == [
        ("reading the model", 0, 3),
        ("exporting the model", 1, 3),
        ("checking the export", 2, 3),
    ]
    assert folder.parent == cache / "models" and judge.asked == 1
    stages.clear()
    assert Model(str(checkpoint)).prepare(lambda *stage: stages.append(stage), checker=judge) == folder
    assert stages == [("reading the model", 0, 3)] and judge.asked == 1
    manifest = json.loads((folder / MANIFEST).read_text())
    assert manifest["exporter"] == "torchscript" and manifest["pooling"] == "auto"
    assert set(manifest["files"]) == {"model.onnx", "config.json", "tokenizer.json", "tokenizer_config.json"}
    assert [path.name for path in folder.parent.iterdir()] == [folder.name]


def test_other_weights_are_another_export(checkpoint: Path, judge: tiny_models.Judge) -> None:
    first = Model(checkpoint).prepare(checker=judge)
    tiny_models.save(checkpoint, tiny_models.make(seed=1))
    assert Model(checkpoint).prepare(checker=judge) != first


@pytest.mark.parametrize("damage", ["remove", "shorten", "alter", "manifest"])
def test_a_damaged_export_is_made_again(checkpoint: Path, judge: tiny_models.Judge, damage: str) -> None:
    model = Model(checkpoint)
    folder = model.prepare(checker=judge)
    graph = folder / "model.onnx"
    content = graph.read_bytes()
    if damage == "remove":
        graph.unlink()
    elif damage == "shorten":
        graph.write_bytes(content[:-10])
    elif damage == "alter":
        graph.write_bytes(content[:-10] + bytes(10))
    else:
        (folder / MANIFEST).write_text("{")
    assert not is_whole(folder)
    assert model.prepare(checker=judge) == folder
    assert is_whole(folder) and judge.asked == 2


def test_two_kernels_may_export_the_same_model_at_once(checkpoint: Path, cache: Path) -> None:
    together = threading.Barrier(2)

    class Slow(tiny_models.Judge):
        def request(self, method: str, params: Any) -> dict[str, Any]:
            together.wait(60)
            return super().request(method, params)

    judges = [Slow(), Slow()]
    found: list[Path] = []
    threads = [
        threading.Thread(target=lambda judge=judge: found.append(Model(checkpoint).prepare(checker=judge)))
        for judge in judges
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(found)) == 1 and is_whole(found[0]) and [judge.asked for judge in judges] == [1, 1]
    assert len(list((cache / "models").iterdir())) == 1


def test_an_export_that_is_stopped_leaves_nothing(
    checkpoint: Path, cache: Path, judge: tiny_models.Judge
) -> None:
    def stop(stage: str, done: int, total: int) -> None:
        if done == 2:
            raise SemlaError("cancelled", kind="cancelled")

    with pytest.raises(SemlaError, match=r"^cancelled$"):
        Model(checkpoint).prepare(stop, checker=judge)
    assert list((cache / "models").iterdir()) == []


def test_a_cache_that_cannot_be_written_is_a_sentence(
    checkpoint: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, judge: tiny_models.Judge
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("SEMLA_CACHE", str(tmp_path / "file"))
    with pytest.raises(SemlaError, match=r"cache folder: .* cannot be written .* set SEMLA_CACHE"):
        Model(checkpoint).prepare(checker=judge)


def test_an_onnx_folder_is_used_as_it_is(checkpoint: Path, judge: tiny_models.Judge) -> None:
    folder = Model(checkpoint).prepare(checker=judge)
    model = Model(folder, pooling="mean")
    assert model.prepare(checker=judge) == folder.resolve() and judge.asked == 1
    assert model.label_names == tiny_models.LABELS and model.pooling == "mean"
    (folder / "config.json").unlink()
    assert Model(folder).label_names is None
    assert "has its own tokenizer.json" in refused(folder, tiny_models.tokenizer())
    (folder / "tokenizer.json").unlink()
    assert "has model.onnx but no tokenizer.json" in refused(folder)


def test_a_live_model_is_taken_as_it_is_now(judge: tiny_models.Judge) -> None:
    onnxruntime = pytest.importorskip("onnxruntime")
    live = tiny_models.make()
    pieces = np.arange(4, 12).reshape(2, 4)
    with torch.no_grad():
        before = live(torch.tensor(pieces)).logits.numpy()
    model = Model(live, tiny_models.tokenizer(), name="mine")
    with torch.no_grad():
        live.classifier.weight.add_(1)
    folder = model.prepare(checker=judge)
    session = onnxruntime.InferenceSession(folder / "model.onnx")
    feeds = {"input_ids": pieces, "attention_mask": np.ones_like(pieces)}
    np.testing.assert_allclose(session.run(["logits"], feeds)[0], before, atol=1e-5)
    assert model.name == "mine" and model.prepare(checker=judge) == folder
    assert Model(live, tiny_models.tokenizer()).prepare(checker=judge) != folder


def test_an_encoder_has_no_labels(tmp_path: Path, judge: tiny_models.Judge) -> None:
    folder = tiny_models.save(tmp_path / "encoder", tiny_models.make("encoder"))
    (folder / "1_Pooling").mkdir()
    (folder / "1_Pooling" / "config.json").write_text('{"pooling_mode_cls_token": true}')
    model = Model(folder)
    assert model.label_names is None
    assert (model.prepare(checker=judge) / "1_Pooling" / "config.json").exists()


def test_the_encoder_of_a_language_model_is_taken(judge: tiny_models.Judge) -> None:
    masked = transformers.BertForMaskedLM(transformers.BertConfig(**tiny_models.common()))
    assert Model(masked, tiny_models.tokenizer()).prepare(checker=judge).exists()


def test_a_tokenizer_may_be_given_beside_a_checkpoint(checkpoint: Path, judge: tiny_models.Judge) -> None:
    own = Model(checkpoint).prepare(checker=judge)
    tokenizer = tiny_models.tokenizer()
    tokenizer.add_tokens(["naïve"])
    other = Model(checkpoint, tokenizer).prepare(checker=judge)
    assert other != own and "naïve" in (other / "tokenizer.json").read_text("utf-8")


def test_a_hub_id_is_found_in_the_local_cache(tmp_path: Path, judge: tiny_models.Judge) -> None:
    repository = tmp_path / "hub" / "models--owner--intents"
    (repository / "refs").mkdir(parents=True)
    (repository / "refs" / "main").write_text("a" * 40)
    tiny_models.save(repository / "snapshots" / ("a" * 40))
    model = Model("owner/intents")
    assert model.name == "owner/intents" and model.label_names is None
    assert model.prepare(checker=judge).exists() and model.label_names == tiny_models.LABELS


def test_a_hub_id_that_cannot_be_had_is_a_sentence() -> None:
    with pytest.raises(SemlaError, match=r"'owner/nothing' is no folder here, is not in the local hub cache"):
        Model("owner/nothing").prepare()


def test_a_source_of_another_kind_is_refused_with_what_is_allowed() -> None:
    allowed = "allowed: a folder with model.onnx and tokenizer.json, a folder or hub id of a transformers"
    for source in (None, 3, ["a"], torch.nn.Linear(2, 2), tiny_models.tokenizer()):
        assert f"model: {type(source).__name__} ({allowed}" in refused(source)


def test_a_folder_that_is_no_model_says_what_is_missing(checkpoint: Path, tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    assert "is no model folder: it has neither model.onnx nor config.json" in refused(empty)
    assert "does not exist" in refused(tmp_path / "nowhere")
    assert "is a file" in refused(checkpoint / "config.json")
    (checkpoint / "model.safetensors").unlink()
    assert "has a config.json but no weights" in refused(checkpoint)
    (checkpoint / "config.json").write_text("{")
    assert "config.json cannot be read" in refused(checkpoint)
    (checkpoint / "config.json").write_text("[]")
    assert "config.json holds no object" in refused(checkpoint)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        (
            {"architectures": ["BertForTokenClassification"]},
            "is BertForTokenClassification (allowed: a sequence",
        ),
        ({"is_encoder_decoder": True}, "an encoder with a decoder (allowed"),
        ({"problem_type": "multi_label_classification"}, "gives several labels a text"),
        ({"id2label": {"0": "score"}}, "has 1 label (allowed: two or more)"),
        ({"quantization_config": {"bits": 4}}, "is quantised (allowed: float32"),
    ],
)
def test_a_checkpoint_of_another_task_is_refused(
    checkpoint: Path, changes: dict[str, Any], sentence: str
) -> None:
    path = checkpoint / "config.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), **changes}))
    assert sentence in refused(checkpoint)


def test_damaged_weights_are_a_sentence(checkpoint: Path, judge: tiny_models.Judge) -> None:
    (checkpoint / "model.safetensors").write_bytes(b"nothing")
    with pytest.raises(SemlaError, match=r"intents cannot be loaded \(.*\); save the model again"):
        Model(checkpoint).prepare(checker=judge)


def test_weights_without_the_head_are_refused(tmp_path: Path, judge: tiny_models.Judge) -> None:
    folder = tiny_models.save(tmp_path / "headless", tiny_models.make("encoder"))
    path = folder / "config.json"
    path.write_text(
        json.dumps({**json.loads(path.read_text()), "architectures": ["BertForSequenceClassification"]})
    )
    with pytest.raises(SemlaError, match=r"lacks the weights classifier\.bias, classifier\.weight"):
        Model(folder).prepare(checker=judge)


def test_a_live_model_of_another_task_is_refused() -> None:
    model = transformers.BertForTokenClassification(transformers.BertConfig(**tiny_models.common()))
    assert "is BertForTokenClassification (allowed" in refused(model, tiny_models.tokenizer())


def test_a_live_model_needs_a_fast_tokenizer() -> None:
    live = tiny_models.make()
    assert "tokenizer: missing; a BertForSequenceClassification" in refused(live)
    assert "tokenizer: str (allowed: a fast tokenizer" in refused(live, "bert-base-uncased")


def test_an_unknown_pooling_names_those_there_are(checkpoint: Path) -> None:
    assert refused(checkpoint, pooling="max") == "pooling: 'max' (allowed: auto, cls, mean)"


def test_the_cache_folder_is_where_the_sidecar_has_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("SEMLA_CACHE")
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    assert cache_folder() == tmp_path / ".cache" / "semla"
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "other"))
    assert cache_folder() == tmp_path / "other" / "semla"
    monkeypatch.setattr(sys, "platform", "darwin")
    assert cache_folder() == tmp_path / "Library" / "Caches" / "semla"


def test_a_model_opens_without_torch() -> None:
    script = "import sys, semla.model, semla.client; print({'torch', 'transformers'} & set(sys.modules))"
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "set()"
