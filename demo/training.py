"""The tokeniser and the small transformer of the demonstration, trained from nothing on the train split."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import torch
from transformers import BertConfig, BertForSequenceClassification, BertTokenizer

from demo.vocabulary import SPECIAL, wordpieces

VOCABULARY = 1600
LONGEST = 64
HIDDEN = 96
LAYERS = 2
HEADS = 4
INITIAL_SPREAD = 0.08
INTERMEDIATE = 288
BATCH = 32
MASKED_SHARE = 0.3
LEARNING_RATE = 3e-3
PRETRAIN_RATE = 3e-3
PRETRAIN_BATCH = 64


@dataclass(frozen=True)
class Split:
    """Texts and label indices of one split."""

    texts: list[str]
    labels: torch.Tensor


def read_splits(path: Path) -> tuple[list[str], Split, Split]:
    """Label names in alphabetical order, the train and the test split of `utterances.csv`."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    names = sorted({row["intent"] for row in rows})
    splits = []
    for split in ("train", "test"):
        own = [row for row in rows if row["split"] == split]
        labels = torch.tensor([names.index(row["intent"]) for row in own])
        splits.append(Split([row["text"] for row in own], labels))
    return names, splits[0], splits[1]


def train_tokenizer(texts: list[str]) -> BertTokenizer:
    """A lower-casing WordPiece tokeniser as BERT has it, with a vocabulary of the given texts."""
    return BertTokenizer(vocab=wordpieces(texts, VOCABULARY), model_max_length=LONGEST)


def new_model(names: list[str], vocabulary: int) -> BertForSequenceClassification:
    """A small BERT with random weights; attention is computed step by step so that it can be read off."""
    config = BertConfig(
        vocab_size=vocabulary,
        hidden_size=HIDDEN,
        num_hidden_layers=LAYERS,
        num_attention_heads=HEADS,
        initializer_range=INITIAL_SPREAD,
        intermediate_size=INTERMEDIATE,
        max_position_embeddings=LONGEST,
        hidden_dropout_prob=0.1,
        attention_probs_dropout_prob=0.1,
        id2label=dict(enumerate(names)),
        label2id={name: i for i, name in enumerate(names)},
    )
    model = BertForSequenceClassification(config)
    model.set_attn_implementation("eager")
    _start_as_mean(model)
    return model


@torch.no_grad()
def _start_as_mean(model: BertForSequenceClassification) -> None:
    """Let every position begin as itself plus the mean of the text, so that [CLS] sees all words from step 0.

    Queries and keys start near nothing (uniform attention), values and outputs as the identity.
    """
    model.bert.embeddings.position_embeddings.weight.mul_(0.25)
    for name, parameter in model.named_parameters():
        if name.endswith(("query.weight", "key.weight")):
            parameter.mul_(0.25)
        elif name.endswith(("value.weight", "attention.output.dense.weight", "pooler.dense.weight")):
            parameter.mul_(0.25).add_(torch.eye(HIDDEN))


def pretrain(
    model: BertForSequenceClassification,
    tokenizer: BertTokenizer,
    texts: list[str],
    groups: torch.Tensor,
    steps: int,
    generator: torch.Generator,
) -> None:
    """Teach the encoder masked words and, at [CLS], the group of each text; both heads are thrown away."""
    words = torch.nn.Linear(model.config.hidden_size, model.config.vocab_size)
    group = torch.nn.Linear(model.config.hidden_size, int(groups.max()) + 1)
    parameters = [*model.bert.parameters(), *words.parameters(), *group.parameters()]
    optimizer = torch.optim.AdamW(parameters, lr=PRETRAIN_RATE, weight_decay=0.05)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, PRETRAIN_RATE, total_steps=steps, pct_start=0.1)
    model.train()
    for _ in range(steps):
        rows = torch.randint(len(texts), (PRETRAIN_BATCH,), generator=generator)
        batch = tokenizer([texts[i] for i in rows], padding=True, truncation=True, return_tensors="pt")
        whole = batch["input_ids"]
        batch["input_ids"] = _masked(whole, tokenizer, generator)
        out = model.bert(**batch)
        hidden = batch["input_ids"] != whole
        loss = torch.nn.functional.cross_entropy(words(out.last_hidden_state[hidden]), whole[hidden])
        loss = loss + torch.nn.functional.cross_entropy(group(out.pooler_output), groups[rows])
        optimizer.zero_grad()
        torch.autograd.backward(loss)
        torch.nn.utils.clip_grad_norm_(parameters, 1.0)
        optimizer.step()
        schedule.step()


def train(
    model: BertForSequenceClassification,
    tokenizer: BertTokenizer,
    split: Split,
    stops: list[int],
    generator: torch.Generator,
) -> Iterator[int]:
    """Train up to the last of `stops` (in steps of a batch); yields at each of them, the model in place."""
    optimizer = torch.optim.AdamW(model.parameters(), lr=LEARNING_RATE, weight_decay=0.05)
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimizer, LEARNING_RATE, total_steps=stops[-1], pct_start=0.1
    )
    loss_of = torch.nn.CrossEntropyLoss()
    step = 0
    while True:
        order = torch.split(torch.randperm(len(split.texts), generator=generator), BATCH)
        for rows in order:
            model.train()
            batch = tokenizer(
                [split.texts[i] for i in rows], padding=True, truncation=True, return_tensors="pt"
            )
            batch["input_ids"] = _masked(batch["input_ids"], tokenizer, generator)
            loss = loss_of(model(**batch).logits, split.labels[rows])
            optimizer.zero_grad()
            torch.autograd.backward(loss)
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            step += 1
            if step in stops:
                model.train(False)
                yield step
            if step == stops[-1]:
                return


def _masked(ids: torch.Tensor, tokenizer: BertTokenizer, generator: torch.Generator) -> torch.Tensor:
    hidden = torch.rand(ids.shape, generator=generator) < MASKED_SHARE
    hidden &= ids >= len(SPECIAL)
    return ids.masked_fill(hidden, tokenizer.mask_token_id)


@torch.no_grad()
def evaluate(
    model: BertForSequenceClassification, tokenizer: BertTokenizer, split: Split
) -> tuple[torch.Tensor, torch.Tensor]:
    """Logits [rows, labels] and the last hidden state of [CLS] [rows, hidden]."""
    batch = tokenizer(split.texts, padding=True, truncation=True, return_tensors="pt")
    out = model(**batch, output_hidden_states=True)
    return out.logits, out.hidden_states[-1][:, 0]
