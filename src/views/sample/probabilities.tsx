import { share } from "../parts/format";
import { LabelName } from "../parts/label-name";
import { ShareBar } from "../parts/share-bar";
import { Tracks } from "../parts/tracks";
import type { Explanation } from "./explanation";
import { Failed } from "../parts/failed";
import { mostProbable, type Reading } from "./reading";

const SHOWN = 5;

/** The most probable labels, of an edited text beside what they were; the last picture stays until the next is there. */
export function Probabilities({ explanation }: { explanation: Explanation }) {
  const { store, known, prediction, edited, before, text } = explanation;
  if (store.columns.value.prediction === null) return null;
  const asked = edited ? prediction : known;
  const values = edited && explanation.reading ? explanation.reading.probabilities : known.value;
  if (!values && asked.current && !asked.failed) return null;
  const shown = values ? labelsToShow(values, before) : [];
  const answered = edited ? prediction.current && explanation.reading !== null : known.current;
  return (
    <section class="jp-Semla-probabilities" aria-busy={!answered && !asked.failed} data-edited={edited}>
      <h3>
        Class probability{" "}
        {values && (
          <small>
            {shown.length} of {values.length}
          </small>
        )}
      </h3>
      {!values && !asked.failed && <Tracks rows={SHOWN} />}
      {asked.failed && <Failed message={asked.failed} onRetry={asked.retry} />}
      {text.trim() === "" && edited && <p class="jp-Semla-note">What the model says of an empty text.</p>}
      <ul>
        {shown.map((label) => (
          <li key={label}>
            <LabelName store={store} label={label} />
            <span class="jp-Semla-number">
              {before && (
                <span class="jp-Semla-quiet jp-Semla-before">
                  {share(before.probabilities[label] ?? NaN)} →{" "}
                </span>
              )}
              {share(values?.[label] ?? NaN)}
            </span>
            <ShareBar
              value={values?.[label] ?? 0}
              {...(before && { tick: before.probabilities[label] ?? 0 })}
            />
          </li>
        ))}
      </ul>
    </section>
  );
}

/** The most probable, and what was most probable before. */
function labelsToShow(values: Float32Array, before: Reading | null): readonly number[] {
  const best = mostProbable(values, SHOWN);
  if (!before || before.label < 0 || best.includes(before.label)) return best;
  return [...best.slice(0, SHOWN - 1), before.label];
}
