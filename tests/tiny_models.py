"""Random models of a few kB, as transformers makes them, and a judge of exports that needs no sidecar."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
import torch
import transformers as t
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors

WORDS = "when will my card arrive i lost it please help top up failed transfer not here yet".split()
LABELS = ["card_arrival", "lost_card", "top_up_failed"]
SIZES = {"hidden_size": 32, "num_hidden_layers": 2, "num_attention_heads": 4, "intermediate_size": 64}


def tokenizer() -> Any:
    vocabulary = {piece: i for i, piece in enumerate(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *WORDS])}
    pieces = Tokenizer(models.WordPiece(vocabulary, unk_token="[UNK]"))
    pieces.normalizer = normalizers.BertNormalizer(lowercase=True)
    pieces.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    pieces.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", special_tokens=[("[CLS]", 2), ("[SEP]", 3)]
    )
    special = {"pad_token": "[PAD]", "unk_token": "[UNK]", "cls_token": "[CLS]", "sep_token": "[SEP]"}
    return t.PreTrainedTokenizerFast(
        tokenizer_object=pieces, model_max_length=48, mask_token="[MASK]", **special
    )


def common(**more: Any) -> dict[str, Any]:
    labels = dict(enumerate(LABELS))
    names = {"id2label": labels, "label2id": {name: i for i, name in labels.items()}}
    return {"vocab_size": 40, "max_position_embeddings": 256, "pad_token_id": 0, **SIZES, **names, **more}


def _deberta() -> Any:
    attention = {"relative_attention": True, "position_buckets": 16, "pos_att_type": ["p2c", "c2p"]}
    more = {"norm_rel_ebd": "layer_norm", "share_att_key": True, "position_biased_input": False}
    return t.DebertaV2ForSequenceClassification(
        t.DebertaV2Config(**common(type_vocab_size=0, **attention, **more))
    )


def _distilbert() -> Any:
    sizes = {"dim": 32, "n_layers": 2, "n_heads": 4, "hidden_dim": 64}
    return t.DistilBertForSequenceClassification(t.DistilBertConfig(**{**common(), **sizes}))


def _modernbert() -> Any:
    ends = {"bos_token_id": 2, "cls_token_id": 2, "eos_token_id": 3, "sep_token_id": 3}
    config = t.ModernBertConfig(**common(num_hidden_layers=3, local_attention=32, **ends))
    return t.ModernBertForSequenceClassification(config)


ARCHITECTURES: dict[str, Callable[[], Any]] = {
    "bert": lambda: t.BertForSequenceClassification(t.BertConfig(**common())),
    "distilbert": _distilbert,
    "roberta": lambda: t.RobertaForSequenceClassification(t.RobertaConfig(**common())),
    "xlm-roberta": lambda: t.XLMRobertaForSequenceClassification(t.XLMRobertaConfig(**common())),
    "mpnet": lambda: t.MPNetForSequenceClassification(t.MPNetConfig(**common(pad_token_id=1))),
    "electra": lambda: t.ElectraForSequenceClassification(t.ElectraConfig(**common(embedding_size=16))),
    "albert": lambda: t.AlbertForSequenceClassification(t.AlbertConfig(**common(embedding_size=16))),
    "deberta-v2": _deberta,
    "modernbert": _modernbert,
    "encoder": lambda: t.BertModel(t.BertConfig(**common())),
}


def make(architecture: str = "bert", seed: int = 0) -> Any:
    torch.manual_seed(seed)
    return ARCHITECTURES[architecture]().eval()


def save(folder: Path, model: Any = None) -> Path:
    (make() if model is None else model).save_pretrained(folder)
    tokenizer().save_pretrained(folder)
    return folder


class Judge:
    """Answers "model/check" by onnxruntime in Python."""

    def __init__(self, spoil: float = 0.0, times: int = 1000) -> None:
        self.asked = 0
        self._spoil = spoil
        self._times = times

    def request(self, method: str, params: Mapping[str, Any]) -> dict[str, Any]:
        assert method == "model/check"
        self.asked += 1
        session = onnxruntime.InferenceSession(Path(params["folder"]) / "model.onnx")
        names = [output.name for output in session.get_outputs()]
        feeds = {
            "input_ids": params["inputIds"].astype(np.int64),
            "attention_mask": params["attentionMask"].astype(np.int64),
        }
        values = dict(zip(names, session.run(names, feeds), strict=True))
        if self.asked <= self._times:
            values["last_hidden_state"] = values["last_hidden_state"] + np.float32(self._spoil)
        return {{"last_hidden_state": "hidden"}.get(name, name): value for name, value in values.items()}
