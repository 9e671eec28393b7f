"""The embedded demonstration: its files are what the generator writes, and its key tells the truth."""

from __future__ import annotations

import csv
import json
import os
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent
ASSETS = ROOT / "semla" / "demo_assets"
CHECKPOINTS = sorted((ASSETS / "model").glob("step-*"))


@pytest.fixture(scope="module")
def rows() -> list[dict[str, str]]:
    with (ASSETS / "utterances.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def by_id(rows: list[dict[str, str]]) -> dict[str, dict[str, str]]:
    return {row["id"]: row for row in rows}


@pytest.fixture(scope="module")
def key() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((ASSETS / "key.json").read_text(encoding="utf-8"))
    return loaded


@pytest.fixture(scope="module")
def results() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((ASSETS / "model" / "results.json").read_text(encoding="utf-8"))
    return loaded


@pytest.mark.parametrize("hash_seed", ["1", "2"])
def test_the_generator_writes_the_committed_bytes(tmp_path: Path, hash_seed: str) -> None:
    command = [sys.executable, "-m", "demo.make_data", "--out", str(tmp_path)]
    subprocess.run(command, cwd=ROOT, env={**os.environ, "PYTHONHASHSEED": hash_seed}, check=True)
    for name in ("utterances.csv", "key.json"):
        assert (tmp_path / name).read_bytes() == (ASSETS / name).read_bytes(), f"{name}: run demo.make_data"


def test_rows_are_complete_unique_and_varied(rows: list[dict[str, str]]) -> None:
    assert list(rows[0]) == ["id", "text", "intent", "split"]
    assert 2_400 <= len(rows) <= 3_000
    assert [row["id"] for row in rows] == [f"u{number:04d}" for number in range(1, len(rows) + 1)]
    assert len({row["text"] for row in rows}) == len(rows)
    lengths = [len(row["text"].split()) for row in rows]
    assert min(lengths) == 2
    assert 20 <= max(lengths) <= 34


def test_every_intent_has_a_domain_and_rows_in_both_splits(
    rows: list[dict[str, str]], key: dict[str, Any]
) -> None:
    domains = key["domains"]
    assert len(domains) == 30
    assert len(set(domains.values())) == 6
    count = Counter((row["split"], row["intent"]) for row in rows)
    assert {intent for _, intent in count} == set(domains)
    assert {split for split, _ in count} == {"train", "test"}
    assert min(count["train", intent] for intent in domains) >= 50
    assert min(count["test", intent] for intent in domains) >= 15
    assert 0.22 <= sum(row["split"] == "test" for row in rows) / len(rows) <= 0.28


def test_label_errors_carry_the_label_that_is_in_the_table(
    by_id: dict[str, dict[str, str]], key: dict[str, Any]
) -> None:
    errors = key["label_errors"]
    pairs = {frozenset(pair) for pair in key["confusable_pairs"]}
    assert len({error["id"] for error in errors}) == len(errors)
    assert 0.015 <= len(errors) / len(by_id) <= 0.025
    for error in errors:
        row = by_id[error["id"]]
        assert (row["intent"], row["split"]) == (error["given"], error["split"])
        assert error["true"] in key["domains"]
        is_pair = frozenset((error["given"], error["true"])) in pairs
        assert is_pair == (error["kind"] in ("confusable", "duplicate"))
        assert error["given"] != error["true"]
    assert Counter(error["kind"] for error in errors) == {"confusable": 30, "random": 16, "duplicate": 12}
    assert {error["split"] for error in errors} == {"train", "test"}


def test_planted_pairs_are_all_the_near_duplicates_there_are(
    rows: list[dict[str, str]], by_id: dict[str, dict[str, str]], key: dict[str, Any]
) -> None:
    np = pytest.importorskip("numpy")
    told = key["near_duplicates"]
    trigrams = [_trigrams(row["text"]) for row in rows]
    column = {trigram: at for at, trigram in enumerate(sorted(set().union(*trigrams)))}
    contains = np.zeros((len(rows), len(column)), dtype=np.float32)
    for at, found in enumerate(trigrams):
        contains[at, [column[trigram] for trigram in found]] = 1
    shared = contains @ contains.T
    size = np.diag(shared)
    alike = np.triu(shared / (size[:, None] + size[None, :] - shared), k=1)

    planted = {frozenset(pair["ids"]) for pair in told["pairs"]}
    for threshold in (told["others_below"], told["planted_at_least"]):
        close = np.argwhere(alike >= threshold)
        assert {frozenset((rows[a]["id"], rows[b]["id"])) for a, b in close} == planted
    assert len(planted) == len(told["pairs"]) == 60
    for pair in told["pairs"]:
        first, second = (by_id[row] for row in pair["ids"])
        assert pair["label_conflict"] == (first["intent"] != second["intent"])
        assert pair["cross_split"] == (first["split"] != second["split"])
    assert sum(pair["label_conflict"] for pair in told["pairs"]) == 12
    assert sum(pair["cross_split"] for pair in told["pairs"]) == 20


def _trigrams(text: str) -> set[str]:
    plain = " " + " ".join(re.findall(r"[^\W_]+", text.lower().replace("'", ""))) + " "
    return {plain[at : at + 3] for at in range(len(plain) - 2)}


def test_the_cue_marks_one_intent_in_train_and_all_alike_in_test(
    rows: list[dict[str, str]], by_id: dict[str, dict[str, str]], key: dict[str, Any]
) -> None:
    cue = key["spurious_cue"]
    tagged = {row["id"] for row in rows if cue["word"] in row["text"].lower()}
    assert tagged == {*cue["train_ids"], *cue["test_ids"]}
    train = Counter(by_id[row]["intent"] for row in cue["train_ids"])
    test = Counter(by_id[row]["intent"] for row in cue["test_ids"])
    assert {by_id[row]["split"] for row in cue["train_ids"]} == {"train"}
    assert {by_id[row]["split"] for row in cue["test_ids"]} == {"test"}
    assert train[cue["intent"]] / train.total() > 0.9
    assert test == dict.fromkeys(key["domains"], 1)


def test_ambiguous_rows_exist_and_are_no_label_errors(
    by_id: dict[str, dict[str, str]], key: dict[str, Any]
) -> None:
    ambiguous = set(key["ambiguous_ids"])
    assert ambiguous <= set(by_id)
    assert ambiguous.isdisjoint(error["id"] for error in key["label_errors"])
    assert 50 <= len(ambiguous) <= 250


def test_planted_label_errors_are_found_by_a_held_out_linear_model(
    rows: list[dict[str, str]], key: dict[str, Any]
) -> None:
    np = pytest.importorskip("numpy")
    text = pytest.importorskip("sklearn.feature_extraction.text")
    linear = pytest.importorskip("sklearn.linear_model")
    selection = pytest.importorskip("sklearn.model_selection")
    metrics = pytest.importorskip("sklearn.metrics")
    vectors = text.TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True)
    words = vectors.fit_transform([row["text"] for row in rows])
    _, label = np.unique([row["intent"] for row in rows], return_inverse=True)
    scores = selection.cross_val_predict(
        linear.RidgeClassifier(), words, label, cv=5, method="decision_function"
    )
    own = scores[np.arange(len(rows)), label]
    scores[np.arange(len(rows)), label] = -np.inf
    wrong = {error["id"] for error in key["label_errors"]}
    found = metrics.average_precision_score([row["id"] in wrong for row in rows], scores.max(1) - own)
    assert found >= 0.9


def test_everything_shipped_is_under_ten_megabytes_in_single_files() -> None:
    files = [path for path in ASSETS.rglob("*") if path.is_file()]
    assert sum(path.stat().st_size for path in files) < 10_000_000
    assert not [path for path in files if path.suffix == ".data"]


def test_the_card_gives_the_measured_figures(
    rows: list[dict[str, str]], key: dict[str, Any], results: dict[str, Any]
) -> None:
    card = (ASSETS / "CARD.md").read_text(encoding="utf-8")
    assert [path.name for path in CHECKPOINTS] == [f"step-{c['step']:04d}" for c in results["checkpoints"]]
    for checkpoint in results["checkpoints"]:
        train, test = (f"{checkpoint[name]:.3f}".lstrip("0") for name in ("train_accuracy", "test_accuracy"))
        assert f"| step-{checkpoint['step']:04d} | {train} | {test} |" in card
    split = Counter(row["split"] for row in rows)
    for number in (len(rows), split["train"], split["test"], results["parameters"]):
        assert f"{number:,}" in card
    for number in (len(key["label_errors"]), len(key["ambiguous_ids"])):
        assert re.search(rf"\b{number}\b", card)


@pytest.mark.parametrize("folder", CHECKPOINTS, ids=lambda path: path.name)
def test_a_checkpoint_runs_in_onnxruntime_and_reaches_its_accuracy(
    folder: Path, rows: list[dict[str, str]], results: dict[str, Any]
) -> None:
    np = pytest.importorskip("numpy")
    onnxruntime = pytest.importorskip("onnxruntime")
    tokenizers = pytest.importorskip("tokenizers")
    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    names = [config["id2label"][str(i)] for i in range(len(config["id2label"]))]
    assert names == sorted({row["intent"] for row in rows})
    session = onnxruntime.InferenceSession(str(folder / "model.onnx"), providers=["CPUExecutionProvider"])
    assert [i.name for i in session.get_inputs()] == ["input_ids", "attention_mask", "token_type_ids"]
    assert [o.name for o in session.get_outputs()] == ["logits", "last_hidden_state"]
    tokenizer = tokenizers.Tokenizer.from_file(str(folder / "tokenizer.json"))
    assert (tokenizer.padding, tokenizer.truncation) == (None, None)
    tokenizer.enable_padding(pad_id=config["pad_token_id"])
    tests = [row for row in rows if row["split"] == "test"]

    def run(texts: list[str]) -> Any:
        encoded = tokenizer.encode_batch(texts)
        feed = {
            "input_ids": np.array([e.ids for e in encoded], dtype=np.int64),
            "attention_mask": np.array([e.attention_mask for e in encoded], dtype=np.int64),
            "token_type_ids": np.array([e.type_ids for e in encoded], dtype=np.int64),
        }
        logits, hidden = session.run(None, feed)
        assert logits.shape == (len(texts), len(names))
        assert hidden.shape == (*feed["input_ids"].shape, config["hidden_size"])
        return logits

    logits = run([row["text"] for row in tests])
    right = [names[i] == row["intent"] for i, row in zip(logits.argmax(1), tests, strict=True)]
    told = {f"step-{c['step']:04d}": c["test_accuracy"] for c in results["checkpoints"]}
    assert abs(sum(right) / len(right) - told[folder.name]) <= 1 / len(tests)
    np.testing.assert_allclose(run([tests[0]["text"]])[0], logits[0], atol=1e-4)


def test_checkpoints_improve_clearly_from_first_to_last(results: dict[str, Any]) -> None:
    first, middle, last = (checkpoint["test_accuracy"] for checkpoint in results["checkpoints"])
    assert first + 0.15 < middle < last - 0.1
    assert 0.86 < last < 0.97


def test_the_last_checkpoint_loads_in_transformers_for_further_training(rows: list[dict[str, str]]) -> None:
    torch = pytest.importorskip("torch")
    transformers = pytest.importorskip("transformers")
    onnxruntime = pytest.importorskip("onnxruntime")
    folder = CHECKPOINTS[-1]
    model = transformers.AutoModelForSequenceClassification.from_pretrained(folder)
    tokenizer = transformers.AutoTokenizer.from_pretrained(folder)
    assert tokenizer.model_max_length == model.config.max_position_embeddings
    batch = tokenizer([row["text"] for row in rows[:16]], padding=True, return_tensors="pt")
    with torch.no_grad():
        expected = model(**batch).logits.numpy()
    session = onnxruntime.InferenceSession(str(folder / "model.onnx"), providers=["CPUExecutionProvider"])
    (got,) = session.run(["logits"], {name: tensor.numpy() for name, tensor in batch.items()})
    assert abs(got - expected).max() < 1e-4
