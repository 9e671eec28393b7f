"""From a plain sentence to what somebody types: greetings, asides, thanks, lower case, text speak, slips."""

from __future__ import annotations

import re
from collections.abc import Sequence
from random import Random

from demo.grammar import Slots, choose, expand

OPENERS = (
    "hi,",
    "hello,",
    "hey,",
    "hi there,",
    "good {daypart},",
    "hello!",
    "quick question:",
    "sorry to bother you,",
    "help please,",
    "ok so",
    "hey there!",
    "right,",
    "excuse me,",
    "hiya,",
    "a question,",
    "hi team,",
)
CLOSERS = (
    "thanks",
    "thank you",
    "cheers",
    "many thanks",
    "thanks in advance",
    "please help",
    "please let me know",
    "any ideas?",
    "can you help?",
    "as soon as possible please",
    "if that's ok",
    "ta",
    "it's urgent",
)
ASIDES = (
    "I've been on hold for twenty minutes.",
    "I already asked yesterday.",
    "It's rather urgent.",
    "I hope this is the right place to ask.",
    "I couldn't find it on your website.",
    "This is my second message.",
    "I'm writing on behalf of {person}.",
    "I'm not very good with computers.",
    "The chat closed on me.",
)
TEXT_SPEAK = {
    "you": "u",
    "please": "pls",
    "thanks": "thx",
    "tomorrow": "tmrw",
    "are": "r",
    "because": "cos",
    "your": "ur",
    "appointment": "appt",
    "message": "msg",
    "number": "no",
    "with": "w",
    "to": "2",
    "about": "abt",
}
QUESTION_STARTS = frozenset(
    "what where when why who which how is are was were can could do does did has have may will would any".split()
)
NEIGHBOURS = {
    "a": "s",
    "b": "v",
    "c": "x",
    "d": "f",
    "e": "r",
    "f": "g",
    "g": "h",
    "h": "j",
    "i": "o",
    "k": "l",
    "l": "k",
    "m": "n",
    "n": "m",
    "o": "p",
    "p": "o",
    "r": "t",
    "s": "a",
    "t": "r",
    "u": "y",
    "v": "b",
    "w": "e",
    "y": "u",
}


def utter(sentence: str, contexts: Sequence[str], slots: Slots, rng: Random) -> str:
    """`sentence` as one user would type it; `contexts` are asides that fit its domain."""
    text = sentence
    if rng.random() < 0.35:
        text = _punctuate(text, rng)
    if rng.random() < 0.2:
        pool = contexts if rng.random() < 0.7 else ASIDES
        aside = expand(choose(rng, pool), slots, rng)
        text = f"{aside} {_capitalised(text)}" if rng.random() < 0.4 else f"{_finished(text)} {aside}"
    if rng.random() < 0.14:
        text = f"{expand(choose(rng, OPENERS), slots, rng)} {text}"
    if rng.random() < 0.13:
        text = f"{text if text[-1] in '.?!' else text + ','} {choose(rng, CLOSERS)}"
    return _typed(text, rng)


def slip(text: str, rng: Random) -> str:
    """`text` with one slip of the finger in a word of five letters or more; unchanged where there is none."""
    words = text.split(" ")
    long = [i for i, word in enumerate(words) if re.fullmatch(r"[a-z]{5,}", word)]
    if not long:
        return text
    at = choose(rng, long)
    word = words[at]
    i = 1 + int(rng.random() * (len(word) - 2))
    kind = int(rng.random() * 4)
    if kind == 0:
        word = word[:i] + word[i + 1] + word[i] + word[i + 2 :]
    elif kind == 1:
        word = word[:i] + word[i + 1 :]
    elif kind == 2:
        word = word[: i + 1] + word[i:]
    else:
        word = word[:i] + NEIGHBOURS.get(word[i], "e") + word[i + 1 :]
    words[at] = word
    return " ".join(words)


def _typed(text: str, rng: Random) -> str:
    style = rng.random()
    if style < 0.62:
        text = _capitalised(text)
    elif style < 0.94:
        text = text.lower()
        if rng.random() < 0.35:
            text = text.replace("'", "").rstrip(".?!")
    elif style < 0.95:
        text = text.upper()
    if rng.random() < 0.05:
        text = " ".join(TEXT_SPEAK.get(word, word) for word in text.split(" "))
    if rng.random() < 0.08:
        text = slip(text, rng)
    if rng.random() < 0.12:
        text = text.rstrip("?.")
    return text


def _capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]


def _is_question(text: str) -> bool:
    return text.split(" ", 1)[0].lower() in QUESTION_STARTS


def _finished(text: str) -> str:
    if text[-1] in ".?!":
        return text
    return text + ("?" if _is_question(text) else ".")


def _punctuate(text: str, rng: Random) -> str:
    if text[-1] in ".?!":
        return text
    if _is_question(text):
        return text + "?"
    return text + ("!" if rng.random() < 0.12 else ".")
