import { perturbedText, uniformMask, type PerturbingMethod, type WordMask } from "./perturb";

/** Maskings that are evaluated together; the queue is ordered anew after each lot. */
const LOT = 32;

/** A run of words whose credit is to be shared out, given some others: F with those only, and with the run too. */
interface Group {
  readonly from: number;
  readonly to: number;
  readonly context: WordMask;
  readonly without: number;
  readonly with: number;
  /** Share of this context among all in which the run is looked at. */
  readonly weight: number;
}

/**
 * Partition SHAP: Owen values over a balanced binary tree of the words in their order (Lundberg's
 * `shap.explainers.Partition`). Each node's credit is split between its halves by how F changes when either is
 * there first, in all contexts that the tree allows. Where `options.evaluations` run out, the groups that matter
 * least keep their credit whole and share it among their words alike; the scores always add up to F of the text
 * less F without any word.
 */
export const shap: PerturbingMethod = async (reading, forward, target, options, stopped) => {
  const { words, evaluate } = perturbedText(reading, forward, target, options.perturbation, stopped);
  const [value = NaN, empty = NaN] = await evaluate([uniformMask(words, 1), uniformMask(words, 0)]);
  const scores = new Float64Array(words);
  let open: Group[] =
    words === 0
      ? []
      : [{ from: 0, to: words, context: uniformMask(words, 0), without: empty, with: value, weight: 1 }];
  let left = options.evaluations - 2;
  while (open.length > 0) {
    const groups = open.filter(({ from, to }) => to - from > 1).sort((a, b) => stake(b) - stake(a));
    const splitting = groups.splice(0, Math.min(LOT, Math.floor(left / 2)));
    const settled = splitting.length === 0 ? open : open.filter(({ from, to }) => to - from === 1);
    for (const group of settled) settle(group, scores);
    if (splitting.length === 0) break;
    const found = await evaluate(
      splitting.flatMap((group) => [
        adding(group.context, group.from, middle(group)),
        adding(group.context, middle(group), group.to),
      ]),
    );
    left -= 2 * splitting.length;
    open = groups.concat(
      splitting.flatMap((group, i) => halves(group, found[2 * i] ?? NaN, found[2 * i + 1] ?? NaN)),
    );
  }
  return { scores: Float32Array.from(scores), r2: null, spread: null, value };
};

function stake(group: Group): number {
  return Math.abs(group.with - group.without) * group.weight;
}

/** Both halves of a group, each with and without the other. */
function halves(group: Group, left: number, right: number): Group[] {
  const { from, to, context, without, with: all } = group;
  const cut = middle(group);
  const weight = group.weight / 2;
  return [
    { from, to: cut, context, without, with: left, weight },
    { from: cut, to, context, without, with: right, weight },
    { from, to: cut, context: adding(context, cut, to), without: right, with: all, weight },
    { from: cut, to, context: adding(context, from, cut), without: left, with: all, weight },
  ];
}

function settle(group: Group, scores: Float64Array): void {
  const { from, to } = group;
  const share = ((group.with - group.without) * group.weight) / (to - from);
  for (let word = from; word < to; word++) scores[word] = (scores[word] ?? 0) + share;
}

function middle({ from, to }: Group): number {
  return (from + to) >> 1;
}

function adding(context: WordMask, from: number, to: number): WordMask {
  return context.slice().fill(1, from, to);
}
