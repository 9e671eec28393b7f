/** The methods: which are on, how each fared on this text, and how far it can be trusted on this model and data. */
import { useSignal } from "@preact/signals";
import type { TrustFigure } from "../../../client";
import { counted, share } from "../../parts/format";
import type { Explanation } from "../explanation";
import { Failed } from "../../parts/failed";
import { methodName, type VifiMethod, vifiMethods } from "../../parts/methods";
import { failureOf } from "../vifi/picture";
import { fewestRows, measures, sayOverlap, sideMeasures } from "./measures";
import { type TrustRun, trustRun } from "./measuring";

export function Methods({ explanation }: { explanation: Explanation }) {
  const { store, model, answers } = explanation;
  const run = trustRun(store);
  const { trust } = run.now.value;
  const measure = useSignal<TrustFigure["measure"]>("comprehensiveness");
  const figures = trust?.figures ?? [];
  const known = measures.filter((each) => figures.some((figure) => figure.measure === each.measure));
  const chosen = known.find((each) => each.measure === measure.value) ?? known[0];
  const shown = figures.filter((figure) => figure.measure === chosen?.measure);
  const range = rangeOf(shown);
  const n = Math.min(...shown.map((figure) => figure.n));
  const toggle = (method: VifiMethod): void => {
    const next = new Set(model.methods.value);
    if (!next.delete(method)) next.add(method);
    model.methods.value = next;
  };
  return (
    <section class="jp-Semla-methods">
      <header class="jp-Semla-sectionHead">
        <h3>Methods</h3>
        <span class="jp-Semla-space" />
        {known.length > 0 && (
          <select
            aria-label="Measure of trust"
            value={chosen?.measure}
            onChange={({ currentTarget: { value } }) => (measure.value = value as TrustFigure["measure"])}
          >
            {known.map(({ measure: each, name }) => (
              <option key={each} value={each}>
                {name}
              </option>
            ))}
          </select>
        )}
      </header>
      <ul>
        {vifiMethods.map((method) => {
          const figure = shown.find((each) => each.method === method);
          const asked = answers[method];
          const failed = failureOf(asked);
          const on = model.methods.value.has(method);
          return (
            <li key={method} data-method={method}>
              <label>
                <input type="checkbox" checked={on} onChange={() => toggle(method)} />
                <span title={methodName(method)}>{methodName(method)}</span>
              </label>
              {figure && <IntervalPlot figure={figure} range={range} />}
              {on && failed && <Failed message={failed} onRetry={asked.retry} />}
            </li>
          );
        })}
      </ul>
      {chosen && shown.length > 0 && (
        <p class="jp-Semla-note">
          {chosen.means}, 95 % interval, n = {n}.{" "}
          {n < fewestRows
            ? "Too few rows to tell the methods apart yet."
            : sayOverlap(shown.map(({ method, low, high }) => ({ name: methodName(method), low, high })))}
        </p>
      )}
      <SideTest figures={figures} />
      <MeasuringControls run={run} />
      <Checks explanation={explanation} />
    </section>
  );
}

/** Starts the measuring, says how far it is, and stops it; nothing once it is done. */
function MeasuringControls({ run }: { run: TrustRun }) {
  const { state, trust, message } = run.now.value;
  if (state === "done") return null;
  if (state === "failed") return <Failed message={message} onRetry={run.start} />;
  const running = state === "running";
  const progress = trust ? `${trust.done} of ${trust.total}` : "";
  return (
    <div class="jp-Semla-measuring">
      <span role="status">{running && (trust ? `Measured on ${progress} rows` : "Measuring trust")}</span>
      <button
        type="button"
        class="jp-Semla-link"
        title={
          running
            ? "Stop; what was measured is kept"
            : "Measures each method on a sample of rows; takes a while"
        }
        onClick={running ? run.cancel : run.start}
      >
        {running ? "Cancel" : trust ? `Go on measuring (${progress})` : "Measure trust"}
      </button>
    </div>
  );
}

interface Range {
  readonly low: number;
  readonly high: number;
}

/** From the lowest to the highest end, 0 included. */
function rangeOf(figures: readonly TrustFigure[]): Range {
  const low = Math.min(0, ...figures.map((figure) => figure.low));
  const high = Math.max(0, ...figures.map((figure) => figure.high));
  return { low, high: high > low ? high : low + 1 };
}

const PLOT = 44;

function IntervalPlot({ figure, range }: { figure: TrustFigure; range: Range }) {
  const at = (value: number): number => 3 + ((value - range.low) / (range.high - range.low)) * (PLOT - 6);
  const { value, low, high, n } = figure;
  return (
    <span
      class="jp-Semla-interval"
      title={`${signed(value)}, 95 % interval ${signed(low)} to ${signed(high)}, n = ${n}`}
    >
      <svg width={PLOT} height="12" aria-hidden="true">
        <line class="jp-Semla-intervalTrack" x1={at(0)} x2={at(0)} y1="1" y2="11" />
        <line x1={at(low)} x2={at(high)} y1="6" y2="6" />
        <circle cx={at(value)} cy="6" r="3" />
      </svg>
      <span class="jp-Semla-number">{signed(value)}</span>
    </span>
  );
}

function signed(value: number): string {
  return value < 0 ? `−${share(-value)}` : share(value);
}

/** SemLa's side test: how often the words tie a text closer to the closest row than to the contrast row. */
function SideTest({ figures }: { figures: readonly TrustFigure[] }) {
  const found = sideMeasures.flatMap(({ measure, name }) => {
    const [all, confident] = (["all", "confident"] as const).map((among) =>
      figures.find((each) => each.measure === measure && each.among === among),
    );
    return all ? [{ name, all, confident }] : [];
  });
  if (found.length === 0) return null;
  return (
    <details class="jp-Semla-sideTest">
      <summary title="Share of rows whose links to the closest row outweigh those to the contrast row">
        Side test of the relation graphs
      </summary>
      <dl>
        {found.map(({ name, all, confident }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd title={`n = ${all.n}`}>
              {share(all.value)}{" "}
              <span class="jp-Semla-quiet">
                ({share(all.low)} to {share(all.high)})
              </span>
            </dd>
            {confident && (
              <dd
                class="jp-Semla-quiet"
                title={`Rows predicted with a confidence above .9: n = ${confident.n}, ${share(confident.low)} to ${share(confident.high)}`}
              >
                confident {share(confident.value)}
              </dd>
            )}
          </div>
        ))}
      </dl>
    </details>
  );
}

/** What the methods report of their own work on this text. */
function Checks({ explanation: { answers, model } }: { explanation: Explanation }) {
  const { integrated_gradients: integrated, lime } = answers;
  const on = model.methods.value;
  const said: string[] = [];
  const gradients = integrated.current && on.has("integrated_gradients") ? integrated.value : null;
  if (gradients && gradients.delta !== null) {
    const explained = gradients.scores.data.reduce((sum, score) => sum + score, 0) - gradients.delta;
    const relative = Math.abs(gradients.delta / explained);
    said.push(
      `integrated gradients delta ${Number.isFinite(relative) ? `${(relative * 100).toPrecision(2)} %` : gradients.delta.toPrecision(2)}${gradients.points === null ? "" : ` at ${counted(gradients.points, "point")}`}`,
    );
  }
  if (lime.current && on.has("lime") && lime.value && lime.value.r2 !== null)
    said.push(`LIME R² ${share(lime.value.r2)}`);
  if (said.length === 0) return null;
  return <p class="jp-Semla-note">{said.join(", ")}</p>;
}
