from __future__ import annotations

import json
import logging
import os
import warnings
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
import pytest
import tiny_models
import torch

from semla.cache import content_key
from semla.checkpoint import Kind
from semla.client import Client
from semla.errors import SemlaError
from semla.export import TOLERANCE, copy_live, original_parts, write_model
from semla.model import Model
from semla.node import find_node

ROOT = Path(__file__).parents[1]
SIDECAR = ROOT / "semla" / "sidecar" / "main.mjs"
SHARED = Path(os.environ.get("SEMLA_SHARED", ROOT.parent / "shared"))


def quiet(stage: str, done: int, total: int) -> None:
    pass


@pytest.fixture
def judge() -> tiny_models.Judge:
    return tiny_models.Judge()


@pytest.fixture(autouse=True)
def cache(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setenv("SEMLA_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


def live_kind(model: Any) -> Kind:
    classifier = type(model).__name__.endswith("ForSequenceClassification")
    return Kind(type(model).__name__, classifier, tiny_models.LABELS if classifier else [])


def run(folder: Path, pieces: np.ndarray[Any, Any], mask: np.ndarray[Any, Any]) -> dict[str, Any]:
    session = onnxruntime.InferenceSession(folder / "model.onnx")
    names = [output.name for output in session.get_outputs()]
    return dict(zip(names, session.run(names, {"input_ids": pieces, "attention_mask": mask}), strict=True))


@pytest.mark.parametrize("architecture", sorted(tiny_models.ARCHITECTURES))
def test_an_export_gives_the_numbers_of_transformers(
    architecture: str, tmp_path: Path, judge: tiny_models.Judge
) -> None:
    model = tiny_models.make(architecture)
    original = copy_live(model, tiny_models.tokenizer(), live_kind(model))
    report = write_model(original, tmp_path, judge, quiet)
    assert report["exporter"] == "torchscript" and report["difference"] < TOLERANCE
    for rows, length in ((1, 1), (1, 5), (7, 13), (2, 200)):
        generator = np.random.default_rng(length)
        pieces = generator.integers(4, 40, (rows, length))
        mask = (np.arange(length) < generator.integers(1, length + 1, (rows, 1))).astype(np.int64)
        pieces[mask == 0] = model.config.pad_token_id
        with torch.no_grad():
            theirs = model(torch.tensor(pieces), torch.tensor(mask), output_hidden_states=True)
        ours = run(tmp_path, pieces, mask)
        hidden = theirs.hidden_states[-1].numpy()[mask == 1]
        np.testing.assert_allclose(ours["last_hidden_state"][mask == 1], hidden, atol=2e-5)
        assert ("logits" in ours) == (architecture != "encoder")
        if "logits" in ours:
            np.testing.assert_allclose(ours["logits"], theirs.logits.numpy(), atol=2e-5)


@pytest.mark.parametrize("dtype", [torch.float16, torch.bfloat16])
def test_half_precision_runs_as_float32(dtype: torch.dtype, tmp_path: Path, judge: tiny_models.Judge) -> None:
    model = tiny_models.make().to(dtype)
    original = copy_live(model, tiny_models.tokenizer(), live_kind(model))
    write_model(original, tmp_path, judge, quiet)
    pieces = np.arange(4, 14).reshape(2, 5)
    with torch.no_grad():
        theirs = model.float()(torch.tensor(pieces), torch.ones(2, 5)).logits.numpy()
    np.testing.assert_allclose(run(tmp_path, pieces, np.ones((2, 5), np.int64))["logits"], theirs, atol=2e-5)


def test_the_model_of_the_user_is_left_as_it_was(tmp_path: Path, judge: tiny_models.Judge) -> None:
    model = tiny_models.make().half().train()
    model.classifier.weight.grad = torch.ones_like(model.classifier.weight)
    before = {name: value.clone() for name, value in model.state_dict().items()}
    attention = model.config._attn_implementation
    write_model(copy_live(model, tiny_models.tokenizer(), live_kind(model)), tmp_path, judge, quiet)
    assert model.training and all(module.training for module in model.modules())
    assert model.dtype == torch.float16 and model.config._attn_implementation == attention
    assert all(torch.equal(value, before[name]) for name, value in model.state_dict().items())
    assert all(parameter.requires_grad for parameter in model.parameters())
    assert model.classifier.weight.grad is not None and not model.base_model._forward_hooks


def test_tied_weights_stay_tied_in_the_copy() -> None:
    model = tiny_models.make()
    model.tied = model.bert.embeddings.word_embeddings.weight
    copied = copy_live(model, tiny_models.tokenizer(), live_kind(model)).model
    assert copied.tied is copied.bert.embeddings.word_embeddings.weight


def test_an_export_that_differs_is_refused_with_the_figure(tmp_path: Path) -> None:
    model = tiny_models.make()
    judge = tiny_models.Judge(spoil=0.5)
    with pytest.raises(
        SemlaError, match=r"torchscript: values differ by 0\.\d+ of their range .*dynamo: "
    ) as caught:
        write_model(copy_live(model, tiny_models.tokenizer(), live_kind(model)), tmp_path, judge, quiet)
    assert caught.value.kind == "bad_model" and judge.asked == 2


def test_a_difference_that_is_no_number_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def _by_dynamo(graph: object, path: Path) -> None:
        raise RuntimeError("no such operator\nand more")

    monkeypatch.setattr("semla.export._by_dynamo", _by_dynamo)
    original = copy_live(tiny_models.make(), tiny_models.tokenizer(), live_kind(tiny_models.make()))
    with pytest.raises(
        SemlaError, match=r"differ by nan of their range .*; dynamo: no such operator\. Export"
    ):
        write_model(original, tmp_path, tiny_models.Judge(spoil=float("nan")), quiet)


def test_the_second_exporter_is_tried_where_the_first_gives_other_numbers(tmp_path: Path) -> None:
    model = tiny_models.make()
    judge = tiny_models.Judge(spoil=0.5, times=1)
    report = write_model(copy_live(model, tiny_models.tokenizer(), live_kind(model)), tmp_path, judge, quiet)
    assert report["exporter"] == "dynamo" and report["difference"] < TOLERANCE
    assert run(tmp_path, np.full((3, 21), 5), np.ones((3, 21), np.int64))["logits"].shape == (3, 3)


def test_a_death_of_the_sidecar_is_not_taken_for_a_bad_export(tmp_path: Path) -> None:
    class Dead:
        def request(self, method: str, params: Any) -> dict[str, Any]:
            raise SemlaError("the sidecar ended (signal SIGKILL)", kind="sidecar_died")

    model = tiny_models.make()
    with pytest.raises(SemlaError, match=r"^the sidecar ended"):
        write_model(copy_live(model, tiny_models.tokenizer(), live_kind(model)), tmp_path, Dead(), quiet)


def test_settings_say_labels_and_limits_and_forget_the_last_call(
    tmp_path: Path, judge: tiny_models.Judge
) -> None:
    model = tiny_models.make("roberta")
    tokenizer = tiny_models.tokenizer()
    tokenizer.model_max_length = 10**30
    tokenizer(["a card"], truncation=True, max_length=3, padding="max_length")
    write_model(copy_live(model, tokenizer, live_kind(model)), tmp_path, judge, quiet)
    pieces = json.loads((tmp_path / "tokenizer.json").read_text())
    assert pieces["truncation"] is None and pieces["padding"] is None
    assert json.loads((tmp_path / "config.json").read_text())["id2label"] == {
        "0": "card_arrival",
        "1": "lost_card",
        "2": "top_up_failed",
    }
    assert json.loads((tmp_path / "tokenizer_config.json").read_text())["model_max_length"] == 255


def test_the_key_follows_weights_and_tokenizer_but_not_precision_or_calls() -> None:
    def key(model: Any, tokenizer: Any) -> str:
        return content_key(original_parts(copy_live(model, tokenizer, live_kind(model))))

    tokenizer = tiny_models.tokenizer()
    first = key(tiny_models.make(), tokenizer)
    tokenizer(["a card"], truncation=True, max_length=3)
    assert key(tiny_models.make().train(), tokenizer) == first
    assert key(tiny_models.make(seed=1), tokenizer) != first
    tokenizer.add_tokens(["another"])
    assert key(tiny_models.make(), tokenizer) != first


def test_exporting_is_silent(
    tmp_path: Path,
    judge: tiny_models.Judge,
    capfd: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    folder = tiny_models.save(tmp_path / "checkpoint")
    capfd.readouterr()
    with warnings.catch_warnings(record=True) as caught, caplog.at_level(logging.WARNING):
        warnings.simplefilter("always")
        Model(folder).prepare(checker=judge)
    assert capfd.readouterr() == ("", "") and not caught and not caplog.records


@pytest.mark.skipif(not SIDECAR.exists(), reason="semla/sidecar/main.mjs is not built")
@pytest.mark.parametrize("architecture", ["bert", "encoder"])
def test_the_sidecar_checks_and_opens_an_export(architecture: str, tmp_path: Path) -> None:
    client = Client([find_node().path, str(SIDECAR)])
    folder = Model(tiny_models.save(tmp_path / "tiny", tiny_models.make(architecture))).prepare(
        checker=client
    )
    opened = client.request("model/load", {"folder": str(folder)})
    assert opened["labelNames"] == (tiny_models.LABELS if architecture == "bert" else [])
    assert opened["maxPieces"] == 48 and opened["dimension"] == 32
    client.close()


@pytest.mark.skipif(not (SHARED / "models").exists(), reason="the shared models are not here (SEMLA_SHARED)")
def test_banking77_has_the_logits_of_transformers(judge: tiny_models.Judge) -> None:
    import pandas
    import transformers

    source = SHARED / "models" / "banking77-minilm" / "step-2191"
    folder = Model(source).prepare(checker=judge)
    rows = pandas.read_csv(SHARED / "data" / "banking77" / "test.csv")[:64]
    tokenizer = transformers.AutoTokenizer.from_pretrained(source)
    batch = tokenizer(rows["text"].tolist(), padding=True, return_tensors="pt")
    model = transformers.AutoModelForSequenceClassification.from_pretrained(
        source, dtype=torch.float32
    ).eval()
    with torch.no_grad():
        theirs = model(**batch).logits.numpy()
    ours = run(folder, batch["input_ids"].numpy(), batch["attention_mask"].numpy())["logits"]
    assert np.max(np.abs(ours - theirs)) < 1e-4 * np.ptp(theirs)
    np.testing.assert_array_equal(ours.argmax(1), theirs.argmax(1))
