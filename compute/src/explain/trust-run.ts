import { seededRandom } from "../../../src/core/random";
import type { AttributionMethod, Partner, TrustFigure } from "../../../src/protocol";
import { shuffled } from "../models/batches";
import type { Slices } from "../threads/slices";
import type { Attributed } from "./attribute";
import type { Erasure } from "./erasure";
import { sideTest, type Tie } from "./sides";
import { figuresOf, summarised, withErasure, type TextFigures } from "./trust";

/** Where what is measured comes from. */
export interface TrustSource {
  /** A row's attribution, of the label that the model predicts. */
  attribute(row: number, method: AttributionMethod): Promise<Attributed>;
  /** Erasures of a row by each of its attributions; null for a model without labels. */
  erase(row: number, attributions: readonly Attributed[]): Promise<readonly Erasure[] | null>;
  /** What ties a row to its closest and to its contrast row. */
  relate(row: number, kind: "token" | "similarity"): Promise<readonly Partner[]>;
  /** Confidence of a row's prediction, p1 - p2; NaN where it is not known. */
  confidence(row: number): number;
}

/** What is known of one row: attributions are let go once there are figures. */
interface RowState {
  readonly attributions: Map<AttributionMethod, Attributed>;
  readonly figures: Map<AttributionMethod, TextFigures>;
  readonly partners: Partner[][];
  confident: boolean;
}

/** The method that the side test is a test of: relations are made of its scores. */
const SIDES: AttributionMethod = "integrated_gradients";
/** Above it a prediction is confident, in SemLa's own figures. */
const CONFIDENT = 0.9;

/** Measures methods on a seeded sample of rows, one small step after the other, and remembers what is done. */
export class TrustRun {
  private readonly sample: Uint32Array;
  private readonly states = new Map<number, RowState>();
  private last: Promise<unknown> = Promise.resolve();

  /** @param rows how many of the data set's `total` rows are measured, at most */
  constructor(
    total: number,
    rows: number,
    private readonly seed: number,
  ) {
    this.sample = shuffled(total, seededRandom(seed)).subarray(0, rows);
  }

  get total(): number {
    return this.sample.length;
  }

  /** How many rows have all figures of these methods. */
  done(methods: readonly AttributionMethod[]): number {
    return this.sample.filter((row) => this.isDone(row, methods)).length;
  }

  /** Runs tasks on this run one after the other. */
  async alone<T>(task: () => Promise<T>): Promise<T> {
    const run = this.last.then(task);
    this.last = run.catch(() => undefined);
    return run;
  }

  /** Does the next thing: one attribution, a row's erasures, or one relation. False when all is done. */
  async step(methods: readonly AttributionMethod[], source: TrustSource): Promise<boolean> {
    const row = this.sample.find((each) => !this.isDone(each, methods));
    if (row === undefined) return false;
    const state = this.state(row);
    const missing = methods.filter((method) => !state.figures.has(method));
    const needed: AttributionMethod[] = [...missing.filter((method) => method !== "occlusion"), "occlusion"];
    const next = needed.find((method) => !state.attributions.has(method));
    if (next !== undefined) state.attributions.set(next, await source.attribute(row, next));
    else if (missing.includes(SIDES) && state.partners.length < 2)
      state.partners.push([
        ...(await source.relate(row, state.partners.length === 0 ? "token" : "similarity")),
      ]);
    else await this.measure(row, missing, source);
    return true;
  }

  /** Figures of the rows done so far. */
  async figures(methods: readonly AttributionMethod[], slices: Slices): Promise<TrustFigure[]> {
    const found: TrustFigure[] = [];
    for (const method of methods) {
      const texts = Array.from(this.sample).flatMap((row) => {
        const state = this.states.get(row);
        const measured = state?.figures.get(method);
        return state && measured ? [{ figures: measured, confident: state.confident }] : [];
      });
      for (const figure of summarised(method, texts, this.seed)) {
        found.push(figure);
        if (slices.due()) await slices.rest();
      }
    }
    return found;
  }

  private async measure(
    row: number,
    methods: readonly AttributionMethod[],
    source: TrustSource,
  ): Promise<void> {
    const state = this.state(row);
    const { attributions, figures, partners } = state;
    const held = methods.flatMap((method) => attributions.get(method) ?? []);
    const occlusion = attributions.get("occlusion");
    if (!occlusion) throw new Error(`trust: row ${row} has no occlusion to be held against`);
    const erasures = await source.erase(row, held);
    held.forEach((attribution, i) => {
      const erased = erasures?.[i];
      const own = figuresOf(attribution, occlusion);
      const sides = attribution.method === SIDES ? sidesOf(partners) : {};
      figures.set(attribution.method, { ...(erased ? withErasure(own, erased) : own), ...sides });
    });
    state.confident = source.confidence(row) > CONFIDENT;
    attributions.clear();
    partners.length = 0;
  }

  private isDone(row: number, methods: readonly AttributionMethod[]): boolean {
    const figures = this.states.get(row)?.figures;
    return methods.every((method) => figures?.has(method) ?? false);
  }

  private state(row: number): RowState {
    const known = this.states.get(row);
    if (known) return known;
    const fresh: RowState = { attributions: new Map(), figures: new Map(), partners: [], confident: false };
    this.states.set(row, fresh);
    return fresh;
  }
}

/** The side test of a row, where it has both a closest and a contrast row. */
function sidesOf([token = [], similarity = []]: readonly (readonly Partner[])[]): TextFigures {
  const tie = (role: Partner["role"]): Tie | null => {
    const links = token.find((each) => each.role === role)?.links?.data ?? null;
    const partner = similarity.find((each) => each.role === role);
    const scores = partner?.own && partner.theirs ? [...partner.own.data, ...partner.theirs.data] : null;
    return links || scores ? { links, scores } : null;
  };
  const [closest, contrast] = [tie("closest"), tie("contrast")];
  return closest && contrast ? sideTest(closest, contrast) : {};
}
