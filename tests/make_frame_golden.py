"""Writes tests/golden/frame.bin with the TypeScript codec; run it again when the frame changes."""

from __future__ import annotations

import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[1]
SCRIPT = """
import { writeFileSync } from "node:fs";
import { encodeFrame } from "./src/protocol/frame";
import { Tensor } from "./src/protocol/tensor";
writeFileSync("tests/golden/frame.bin", encodeFrame({
  jsonrpc: "2.0", id: 7, result: {
    text: "naïve 🙂", nothing: null, half: 0.5,
    matrix: new Tensor("float32", new Float32Array([1, -2.5, NaN, 4, 5, Infinity]), [2, 3]),
    rows: [new Tensor("uint32", new Uint32Array([1, 4294967295, 3])),
      new Tensor("uint8", new Uint8Array([9]))],
    empty: new Tensor("int32", new Int32Array(0), [0, 4]),
  },
}));
"""

if __name__ == "__main__":
    build = ["node_modules/.bin/esbuild", "--bundle", "--platform=node", "--loader=ts", "--format=esm"]
    bundle = subprocess.run(
        [*build, "--log-level=error"], input=SCRIPT, cwd=ROOT, text=True, stdout=subprocess.PIPE
    )
    subprocess.run(["node", "--input-type=module", "-"], input=bundle.stdout, cwd=ROOT, text=True, check=True)
