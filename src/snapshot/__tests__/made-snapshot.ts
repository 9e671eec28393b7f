import { Tensor } from "../../protocol";
import { wordPostings } from "../../core";
import { frequentWords, type Snapshot } from "..";

/** What an attacker would put into a text, a label, an id or a name. */
export const payloads = [
  "<script>globalThis.hacked = 1</script>",
  '"><img src=x onerror="globalThis.hacked = 1">',
  "<svg onload=globalThis.hacked=1><a href=javascript:alert(1)>x</a></svg>",
  '[x](javascript:globalThis.hacked=1) ![x](x" onerror="globalThis.hacked=1)',
  "]]><!--${`x`}&#60;script&#62; \u0000\ud800 \u2028",
  "{{constructor.constructor('globalThis.hacked=1')()}}",
];

const texts = ["where is my card", "my card has not arrived", "card payment failed", ...payloads.slice(0, 3)];

/** Six rows, three labels, an explanation of row 1. */
export function madeSnapshot(change: Partial<Snapshot> = {}): Snapshot {
  const postings = wordPostings(texts);
  const int = (...values: number[]): Tensor<"int32"> => new Tensor("int32", Int32Array.from(values));
  const float = (...values: number[]): Tensor<"float32"> => new Tensor("float32", Float32Array.from(values));
  return {
    title: { dataset: "cards", model: "minilm" },
    rows: texts.length,
    ids: texts.map((_, row) => row),
    split: { names: ["train", "test"], codes: Int32Array.of(0, 1, -1, 0, 0, 1) },
    texts: null,
    words: frequentWords(postings, 2),
    lengths: postings.lengths,
    characters: Uint32Array.from(texts, (text) => text.length),
    concepts: { source: "made", names: ["money"], wordsOf: [["card"]] },
    first: {
      columns: {
        labelNames: ["card_arrival", "top_up", payloads[0] ?? ""],
        gold: int(0, 0, 1, 2, -1, 2),
        prediction: int(0, 1, 1, 2, 0, -1),
        probability: float(0.9, 0.5, 0.25, 1, 0.1, NaN),
        loss: float(0.1, 2.5, Infinity, 0, 0.5, NaN),
        clusterOfLabel: int(0, 0, 1),
        clusterNames: ["card", payloads[1] ?? ""],
        positions: new Tensor("float32", Float32Array.of(0, 1, 2, 3, 4, 5, -6, 7, NaN, NaN, 9, 1), [6, 2]),
        layout: { method: "umap", final: true },
        support: new Tensor("int32", Int32Array.of(1, 2, 0, 2, 0, 1, 5, -1, -1, -1, 3, 0), [6, 2]),
        closest: int(1, 0, 5, 5, -1, 3),
        contrast: int(2, 4, 1, -1, -1, 0),
        rivals: int(3, 2, 1, 0, 0, 15),
      },
      summary: null,
    },
    second: null,
    frames: null,
    filter: { label: ["top_up"] },
    selection: Uint32Array.of(1, 4),
    view: { colourBy: "cluster" },
    answers: [
      {
        side: "a",
        method: "analysis/neighbours",
        params: { row: 1 },
        result: { rows: new Tensor("uint32", Uint32Array.of(0, 2)), similarity: float(0.5, 0.25) },
      },
    ],
    ...change,
  };
}

/** The texts behind it. */
export const madeTexts: readonly string[] = texts;
