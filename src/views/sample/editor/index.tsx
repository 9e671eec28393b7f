/** The text of the row, to be changed and read anew, with what was changed beside it. */
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { counted } from "../../parts/format";
import type { Explanation } from "../explanation";
import type { SampleModel } from "../model";
import { draftOf } from "../settled";
import { Failed } from "../../parts/failed";
import { differenceOf, piecesOf } from "./difference";

/** px from which the field scrolls, where the browser does not fit it to the text. */
const HIGHEST = 160;

export function Editor({ explanation }: { explanation: Explanation }) {
  const { model, row, original, text, edited, hasModel } = explanation;
  useProbe(explanation);
  if (hasModel !== true) return <Still {...{ text, hasModel }} />;
  return (
    <div class="jp-Semla-editor">
      <Field model={model} row={row} original={original} />
      <div class="jp-Semla-editorNote">
        <span>{edited ? "Edited" : "Edit to predict again as you type"}</span>
        {edited && (
          <button
            type="button"
            class="jp-Semla-link"
            onClick={({ currentTarget }) => {
              currentTarget.closest(".jp-Semla-editor")?.querySelector("textarea")?.focus();
              model.draft.value = null;
            }}
          >
            Revert
          </button>
        )}
        <span class="jp-Semla-space" />
        <Cost explanation={explanation} />
      </div>
      {edited && <WordChanges explanation={explanation} />}
      <Cut explanation={explanation} />
    </div>
  );
}

/** Follows the keys by itself; what depends on the text follows it a moment later. */
function Field({ model, row, original }: { model: SampleModel; row: number; original: string }) {
  const field = useRef<HTMLTextAreaElement>(null);
  const value = draftOf(model.draft.value, row) ?? original;
  useLayoutEffect(() => {
    const element = field.current;
    if (!element || "fieldSizing" in element.style) return;
    element.style.height = "auto";
    element.style.height = `${Math.min(HIGHEST, element.scrollHeight + 2)}px`;
  }, [value]);
  return (
    <textarea
      ref={field}
      class="jp-Semla-sampleText"
      dir="auto"
      rows={1}
      spellcheck={false}
      aria-label="Text of the row; edit it to predict again"
      value={value}
      onInput={({ currentTarget }) => (model.draft.value = { row, text: currentTarget.value })}
    />
  );
}

/** Where nothing can be read anew. */
function Still({ text, hasModel }: { text: string; hasModel: boolean | null }) {
  return (
    <>
      {text.trim() ? (
        <p class="jp-Semla-sampleText" dir="auto" tabIndex={0} aria-label="Text of the row">
          {text}
        </p>
      ) : (
        <p class="jp-Semla-note">The text of this row is empty.</p>
      )}
      {hasModel === false && (
        <p class="jp-Semla-note">
          This analysis has no model: its texts can be neither changed nor explained. Give{" "}
          <code>semla.explore</code> a model to have both.
        </p>
      )}
    </>
  );
}

function Cost({ explanation: { prediction } }: { explanation: Explanation }) {
  if (prediction.failed) return <Failed message={prediction.failed} onRetry={prediction.retry} />;
  const pieces = prediction.value?.pieces.data[0];
  if (pieces === undefined || !prediction.current) return <span aria-hidden="true">…</span>;
  return (
    <span title="Pieces that the model reads, and the time from question to answer">
      {counted(pieces, "piece")}
      {prediction.took > 0 && `, ${Math.max(1, Math.round(prediction.took))} ms`}
    </span>
  );
}

/** Says what did not fit into the model's window. */
function Cut({ explanation: { prediction, picture, text } }: { explanation: Explanation }) {
  const cut = (prediction.current && prediction.value?.cut.data[0]) || 0;
  if (cut <= 0) return null;
  const end = picture?.text === text ? picture.words.at(-1)?.end : undefined;
  const rest = end === undefined ? "" : text.slice(end).trim();
  return (
    <p class="jp-Semla-note">
      The text is longer than the model's window: {counted(cut, "piece")} at its end{" "}
      {cut === 1 ? "was" : "were"} not read
      {rest && (
        <>
          , from “<span dir="auto">{rest.slice(0, 60)}</span>
          {rest.length > 60 && "…"}”
        </>
      )}
      .
    </p>
  );
}

/** Runs of changed words shown before "and n more". */
const SHOWN = 12;

function WordChanges({ explanation: { original, text } }: { explanation: Explanation }) {
  const [before, after] = [original, text].map((each) => piecesOf(each).map((piece) => piece.text));
  const changed = differenceOf(before ?? [], after ?? []).filter(({ kind }) => kind !== "kept");
  if (changed.length === 0) return <p class="jp-Semla-note">The words are the same.</p>;
  const rest = changed.length - SHOWN;
  return (
    <p class="jp-Semla-wordChanges" aria-label="Words changed">
      {changed.slice(0, SHOWN).map((change, i) =>
        change.kind === "removed" ? (
          <del key={i} dir="auto">
            {before?.[change.before]}
          </del>
        ) : (
          <ins key={i} dir="auto">
            {after?.[change.after]}
          </ins>
        ),
      )}
      {rest > 0 && <span class="jp-Semla-quiet">and {counted(rest, "more change")}</span>}
    </p>
  );
}

/** Marks the edited text at its approximate place on the map, for as long as it is edited. */
function useProbe({ store, edited, prediction, text }: Explanation): void {
  const place = edited && prediction.current ? prediction.value?.positions.data : undefined;
  const [x = NaN, y = NaN] = place ?? [];
  const known = Number.isFinite(x) && Number.isFinite(y);
  useEffect(() => {
    if (!edited) store.setProbe(null);
    else if (known) store.setProbe({ x, y, text });
  }, [store, edited, known, x, y, text]);
}
