import { signal } from "@preact/signals-core";
import type { ConceptTable, Filter, Rows } from "../core";
import type { AnalysisSummary } from "../protocol";
import {
  type Columns,
  type Dataset,
  defaultView,
  type Emphasis,
  type Groups,
  noColumns,
  type Pair,
  type Probe,
  type Second,
  type Status,
  type Theme,
  type ViewState,
} from "./state";

const starting: Status = {
  phase: "starting",
  message: "Starting",
  stage: null,
  done: null,
  total: null,
  secondsLeft: null,
  waiting: false,
  error: null,
};

/** The signals that the store's actions write; everything else is derived from them. */
export function createInputs() {
  return {
    dataset: signal<Dataset | null>(null),
    columns: signal<Columns>(noColumns),
    summary: signal<AnalysisSummary | null>(null),
    status: signal<Status>(starting),
    title: signal<{ readonly dataset: string; readonly model: string | null }>({ dataset: "", model: null }),
    filter: signal<Filter>({}),
    selection: signal<Rows>(new Uint32Array(0)),
    pair: signal<Pair | null>(null),
    groups: signal<Groups>({ a: null, b: null }),
    hover: signal(-1),
    emphasis: signal<Emphasis | null>(null),
    probe: signal<Probe | null>(null),
    concepts: signal<ConceptTable | null>(null),
    second: signal<Second | null>(null),
    frames: signal<readonly [string, string] | null>(null),
    view: signal<ViewState>(defaultView),
    theme: signal<Theme>("light"),
  };
}

export type Inputs = ReturnType<typeof createInputs>;
