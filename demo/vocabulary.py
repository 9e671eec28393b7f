"""A WordPiece vocabulary by byte-pair merges with ties broken by the alphabet.

The trainers of `tokenizers` break ties by hash order, so that two runs give two vocabularies; this one gives
the same vocabulary for the same texts.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import pairwise

from tokenizers import normalizers, pre_tokenizers

SPECIAL = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")
CONTINUED = "##"
RAREST_PAIR = 2

Pair = tuple[str, str]


def wordpieces(texts: list[str], size: int) -> dict[str, int]:
    """Special pieces, letters, then merged pieces in the order found, numbered from 0; `size` at most in all.

    Texts are lower-cased and cut into words as BERT does. Pairs seen less than twice are not merged.
    """
    counts = _word_counts(texts)
    words = [[word[0], *(CONTINUED + letter for letter in word[1:])] for word in counts]
    weights = list(counts.values())
    pieces = [*SPECIAL, *sorted({piece for word in words for piece in word})]
    known = set(pieces)
    pair_counts: Counter[Pair] = Counter()
    where: defaultdict[Pair, set[int]] = defaultdict(set)
    for at, word in enumerate(words):
        for pair in pairwise(word):
            pair_counts[pair] += weights[at]
            where[pair].add(at)
    while len(pieces) < size and pair_counts:
        best = min(pair_counts, key=lambda pair: (-pair_counts[pair], pair))
        if pair_counts[best] < RAREST_PAIR:
            break
        merged = best[0] + best[1].removeprefix(CONTINUED)
        if merged not in known:
            known.add(merged)
            pieces.append(merged)
        for at in sorted(where[best]):
            for pair in pairwise(words[at]):
                pair_counts[pair] -= weights[at]
                where[pair].discard(at)
            words[at] = _merge(words[at], best, merged)
            for pair in pairwise(words[at]):
                pair_counts[pair] += weights[at]
                where[pair].add(at)
        pair_counts = +pair_counts
    return {piece: number for number, piece in enumerate(pieces)}


def _word_counts(texts: list[str]) -> Counter[str]:
    normalizer = normalizers.BertNormalizer(lowercase=True)
    splitter = pre_tokenizers.BertPreTokenizer()
    counts: Counter[str] = Counter()
    for text in texts:
        counts.update(word for word, _ in splitter.pre_tokenize_str(normalizer.normalize_str(text)))
    return counts


def _merge(word: list[str], pair: Pair, merged: str) -> list[str]:
    out: list[str] = []
    at = 0
    while at < len(word):
        if at + 1 < len(word) and (word[at], word[at + 1]) == pair:
            out.append(merged)
            at += 2
        else:
            out.append(word[at])
            at += 1
    return out
