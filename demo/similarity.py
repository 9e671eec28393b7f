"""How alike two texts are as strings: the Jaccard coefficient of their character trigrams."""

from __future__ import annotations

import re


class TrigramIndex:
    """Texts as bit sets of the trigrams of their lower-cased letters and digits, one bit a known trigram."""

    def __init__(self) -> None:
        self._bit_of: dict[str, int] = {}
        self._sets: list[int] = []

    def encode(self, text: str) -> int:
        """The bit set of `text`; new trigrams get the next bit."""
        plain = " " + " ".join(re.findall(r"[^\W_]+", text.lower().replace("'", ""))) + " "
        bits = 0
        for start in range(len(plain) - 2):
            bits |= 1 << self._bit_of.setdefault(plain[start : start + 3], len(self._bit_of))
        return bits

    def add(self, bits: int) -> None:
        """Remember a text by its bit set."""
        self._sets.append(bits)

    def replace(self, at: int, bits: int) -> None:
        """The text at `at` is now another one."""
        self._sets[at] = bits

    def nearest(self, bits: int, below: float = 1.1, skip: int = -1) -> tuple[int, float]:
        """Index and similarity of the most similar remembered text, (-1, 0.0) if there is none.

        Stops early, with what it has, at the first similarity of at least `below`; leaves out index `skip`.
        """
        size = bits.bit_count()
        best, best_similarity = -1, 0.0
        for at, other in enumerate(self._sets):
            shared = (bits & other).bit_count()
            similarity = shared / (size + other.bit_count() - shared)
            if similarity > best_similarity and at != skip:
                best, best_similarity = at, similarity
                if similarity >= below:
                    break
        return best, best_similarity


def jaccard(left: int, right: int) -> float:
    """Shared trigrams over all trigrams of two bit sets of one index, 0 to 1."""
    return (left & right).bit_count() / (left | right).bit_count()
