# ruff: noqa: RUF001
"""Golden piece ids: one small tokenizer of each kind, and what the `tokenizers` library makes of texts.

``python scripts/golden/models_tokens.py`` writes ``compute/src/models/__tests__/golden/tokens.json``.
"""

import json
from pathlib import Path

from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers

TARGET = Path(__file__).parents[2] / "compute/src/models/__tests__/golden/tokens.json"
LIMIT = 24
CORPUS = [
    "How do I find my lost card? It hasn't arrived yet.",
    "Where's the parcel I've ordered last week -- it should be here by now!",
    "Wo ist meine Größe? Die Straße heißt Mühlenweg, Haus Nr. 12.",
    "La carte n'a pas été acceptée à l'étranger: pourquoi?",
    "Ich möchte 3,50 € zurück, bitte. Überweisung an das Café.",
]
TEXTS = [
    "",
    " ",
    "\n\t ",
    "Where is my card?",
    "Die GRÖSSE heißt größer; naïve Überprüfung à l’été",
    "👩‍👩‍👧‍👦 🇩🇪 💳 is gone 💳💳",
    "لم تصل بطاقتي بعد",
    "הכרטיס שלי לא הגיע",
    "我的卡还没到。为什么？",
    "e\u0301te\u0301 zero\u00a0width\u200b",
    "snake_case and-dashes 3.50€ #tag @name http://a.org/?b=1&c=%20",
    "word " * 100,
    "x" * 300,
    "why?! " * 40,
]


def tokenizers():
    word = Tokenizer(models.WordLevel(unk_token="[UNK]"))
    word.normalizer = normalizers.Lowercase()
    word.pre_tokenizer = pre_tokenizers.Whitespace()
    yield "WordLevel", word, trainers.WordLevelTrainer, ["[PAD]", "[UNK]", "[CLS]", "[SEP]"], "[UNK]"

    piece = Tokenizer(models.WordPiece(unk_token="[UNK]"))
    piece.normalizer = normalizers.BertNormalizer()
    piece.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    yield "WordPiece", piece, trainers.WordPieceTrainer, ["[PAD]", "[UNK]", "[CLS]", "[SEP]"], "[UNK]"

    pair = Tokenizer(models.BPE())
    pair.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    pair.decoder = decoders.ByteLevel()
    yield "BPE", pair, trainers.BpeTrainer, ["<pad>", "<unk>", "<s>", "</s>"], None

    unigram = Tokenizer(models.Unigram())
    unigram.normalizer = normalizers.NFKC()
    unigram.pre_tokenizer = pre_tokenizers.Metaspace()
    yield "Unigram", unigram, trainers.UnigramTrainer, ["<pad>", "<unk>", "<s>", "</s>"], "<unk>"


def golden():
    for kind, tokenizer, trainer, special, unknown in tokenizers():
        options = {"vocab_size": 320, "special_tokens": special, "show_progress": False}
        if kind == "BPE":
            options["initial_alphabet"] = pre_tokenizers.ByteLevel.alphabet()
        if unknown and kind == "Unigram":
            options["unk_token"] = unknown
        tokenizer.train_from_iterator(CORPUS, trainer(**options))
        first, last = special[2:]
        tokenizer.post_processor = processors.TemplateProcessing(
            single=f"{first} $A {last}",
            special_tokens=[(token, tokenizer.token_to_id(token)) for token in (first, last)],
        )
        untruncated = json.loads(tokenizer.to_str())
        tokenizer.enable_truncation(LIMIT)
        ids = [tokenizer.encode(text).ids for text in TEXTS]
        yield {"kind": kind, "tokenizer": untruncated, "ids": ids}


if __name__ == "__main__":
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    content = {"limit": LIMIT, "texts": TEXTS, "tokenizers": list(golden())}
    TARGET.write_text(json.dumps(content, ensure_ascii=True, separators=(",", ":")) + "\n")
