"""What one would write without SemLa: captum on torch for one text, a batched loop for many."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
from captum.attr import LayerIntegratedGradients
from transformers import AutoModelForSequenceClassification, AutoTokenizer
from transformers.utils import logging

POINTS = 50
BATCH = 32


class Peer:
    """A checkpoint on torch, in float32, with two threads."""

    def __init__(self, checkpoint: Path) -> None:
        logging.disable_progress_bar()
        torch.set_num_threads(2)
        self.tokenizer = AutoTokenizer.from_pretrained(checkpoint)
        self.model = AutoModelForSequenceClassification.from_pretrained(
            checkpoint, dtype=torch.float32
        ).eval()
        self.embed = self.model.get_input_embeddings()
        self.captum = LayerIntegratedGradients(
            lambda ids, mask: self.model(input_ids=ids, attention_mask=mask).logits, self.embed
        )

    def integrated(self, text: str, label: int) -> np.ndarray:
        """Score of each piece, from [PAD] with special pieces kept; all points in one batch."""
        batch = self.tokenizer(text, truncation=True, return_tensors="pt", return_special_tokens_mask=True)
        ids, special = batch["input_ids"], batch["special_tokens_mask"].bool()
        baseline = torch.where(special, ids, self.tokenizer.pad_token_id)
        found = self.captum.attribute(
            ids, baseline, target=label, additional_forward_args=(batch["attention_mask"],), n_steps=POINTS
        )
        return found.sum(-1)[0].detach().numpy()

    def lengths(self, texts: list[str]) -> list[np.ndarray]:
        """Length of the gradient of the predicted label's logit at each piece of each text.

        Batches of like length and no gradients of weights, as anyone would who cares for time.
        """
        pieces = self.tokenizer(texts, truncation=True)["input_ids"]
        order = sorted(range(len(texts)), key=lambda row: len(pieces[row]))
        found: list[np.ndarray] = [np.empty(0)] * len(texts)
        for at in range(0, len(order), BATCH):
            rows = order[at : at + BATCH]
            batch = self.tokenizer.pad({"input_ids": [pieces[row] for row in rows]}, return_tensors="pt")
            words = self.embed(batch["input_ids"]).detach().requires_grad_()
            logits = self.model(inputs_embeds=words, attention_mask=batch["attention_mask"]).logits
            (gradient,) = torch.autograd.grad(logits.max(-1).values.sum(), words)
            norms = gradient.norm(dim=-1).numpy()
            for row, own in zip(rows, norms, strict=True):
                found[row] = own[: len(pieces[row])]
        return found
