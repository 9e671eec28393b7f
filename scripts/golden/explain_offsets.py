"""Where the reference library finds pieces in their texts: `golden/offsets.json` of the tests of `compute/src/explain`.

For the tokenizers and texts of `compute/src/models/__tests__/golden/tokens.json`: begin and end of each piece in UTF-16
units, as `tokenizers` gives them, special pieces left out, texts cut as there.
"""

import json
from pathlib import Path

from tokenizers import Tokenizer

SOURCE = Path(__file__).parents[2] / "compute" / "src"
GOLDEN = SOURCE / "models" / "__tests__" / "golden" / "tokens.json"
TARGET = SOURCE / "explain" / "__tests__" / "golden" / "offsets.json"


def utf16(text: str, at: int) -> int:
    return len(text[:at].encode("utf-16-le")) // 2


def offsets(tokenizer: Tokenizer, text: str, limit: int) -> list[list[int]]:
    tokenizer.enable_truncation(limit)
    found = tokenizer.encode(text)
    pairs = zip(found.offsets, found.special_tokens_mask, strict=True)
    return [[utf16(text, start), utf16(text, end)] for (start, end), special in pairs if not special]


def main() -> None:
    golden = json.loads(GOLDEN.read_text("utf-8"))
    result = {
        entry["kind"]: [
            offsets(Tokenizer.from_str(json.dumps(entry["tokenizer"])), text, golden["limit"])
            for text in golden["texts"]
        ]
        for entry in golden["tokenizers"]
    }
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_text(json.dumps(result, separators=(",", ":")) + "\n", "utf-8")


if __name__ == "__main__":
    main()
