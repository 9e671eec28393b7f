"""Relations of a small random BERT, against torch."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd
import pytest
import tiny_models
import torch

import semla
import semla._explore
from semla import Explorer
from semla.client import Client

WORDS = tiny_models.WORDS
ROWS = pd.DataFrame(
    {
        "text": [
            " ".join(WORDS[(row + 5 * at) % len(WORDS)] for at in range(3 + row % 4)) for row in range(30)
        ],
        "label": [tiny_models.LABELS[row % 3] for row in range(30)],
    }
)
ROW = 4
POINTS = 32


@pytest.fixture(scope="module")
def model() -> Any:
    model = tiny_models.make()
    # far from linear, so that a wrong path would show
    with torch.no_grad():
        for weights in model.bert.embeddings.word_embeddings.parameters():
            weights *= 20
    return model


@pytest.fixture(scope="module")
def ex(model: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Explorer]:
    folder = tiny_models.save(tmp_path_factory.mktemp("tiny"), model)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SEMLA_CACHE", str(tmp_path_factory.mktemp("cache")))
        client = Client()
        patch.setattr(semla._explore, "shared_client", lambda: client)
        explorer = semla.explore(ROWS, folder, label="label", projection="pca", concepts=None)
        explorer.ready(120)
        yield explorer
        explorer.close()
        client.close()


def word_embeddings(model: Any, text: str) -> tuple[torch.Tensor, torch.Tensor]:
    """Those of the pieces, and of the baseline: [PAD], but for the special ones at either end."""
    ids = torch.tensor(tiny_models.tokenizer()(text)["input_ids"])
    table = model.bert.embeddings.word_embeddings.weight.detach()
    baseline = table[torch.zeros_like(ids)]
    baseline[0], baseline[-1] = table[ids[0]], table[ids[-1]]
    return table[ids], baseline


def hidden(model: Any, embeddings: torch.Tensor) -> torch.Tensor:
    return model.bert(inputs_embeds=embeddings[None]).last_hidden_state[0]


def shares(model: Any, text: str, other: str) -> np.ndarray:
    """Integrated gradients of the inner product with the other text's [CLS], summed over each piece."""
    to = hidden(model, word_embeddings(model, other)[0])[0].detach()
    end, start = word_embeddings(model, text)
    points, weights = np.polynomial.legendre.leggauss(POINTS)
    total = torch.zeros_like(end)
    for point, weight in zip((points + 1) / 2, weights / 2, strict=True):
        at = (start + point * (end - start)).float().requires_grad_()
        (hidden(model, at)[0] @ to).backward()
        total += weight * at.grad
    return ((end - start) * total).sum(1)[1:-1].numpy()


def partners(frame: pd.DataFrame) -> Iterator[tuple[str, pd.DataFrame]]:
    for _, part in frame.groupby("partner"):
        yield ROWS["text"][part["row"].iloc[0]], part


def test_links_of_tokens_are_inner_products_of_hidden_states(model: Any, ex: Explorer) -> None:
    text = ROWS["text"][ROW]
    ours = hidden(model, word_embeddings(model, text)[0]).detach().numpy()
    found = dict(partners(ex.relations(ROW, "token")))
    assert len(found) == 2
    for other, part in found.items():
        theirs = hidden(model, word_embeddings(model, other)[0]).detach().numpy()
        links = ours[1:-1] @ theirs[1:-1].T
        at = part["word_index"].to_numpy(), part["partner_index"].to_numpy()
        assert len(part) == links.size
        assert part["value"].to_numpy() == pytest.approx(links[at], abs=1e-3)
        assert part["similarity"].iloc[0] == pytest.approx(float(ours[0] @ theirs[0]), abs=1e-3)


def test_shares_of_a_similarity_are_integrated_gradients(model: Any, ex: Explorer) -> None:
    text = ROWS["text"][ROW]
    found = dict(partners(ex.relations(ROW, "similarity", points=POINTS)))
    assert len(found) == 2
    for other, part in found.items():
        own = part[part["word_index"] >= 0].sort_values("word_index")["value"].to_numpy()
        theirs = part[part["partner_index"] >= 0].sort_values("partner_index")["value"].to_numpy()
        wanted, wanted_of_other = shares(model, text, other), shares(model, other, text)
        assert own == pytest.approx(wanted, abs=2e-3 * float(np.abs(wanted).max()))
        assert theirs == pytest.approx(wanted_of_other, abs=2e-3 * float(np.abs(wanted_of_other).max()))


def test_a_new_text_is_related_as_the_same_row_is(ex: Explorer) -> None:
    [attribution] = ex.attribute("please top up my card")
    frame = ex.relations("please top up my card", "similarity")
    assert set(frame["word"].dropna()) == set(attribution.words)
    assert set(frame["partner"]) <= {"closest", "contrast"}
