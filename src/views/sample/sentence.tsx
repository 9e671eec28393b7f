import { type ComponentChildren, Fragment } from "preact";
import type { Store } from "../../client";
import { labelText, share } from "../parts/format";
import { allAnswered, type Explanation } from "./explanation";
import type { Outcome } from "./outcome";
import type { Reading } from "./reading";
import { heaviest, isEven, stacksOf } from "./vifi/shares";

/** What was read, what was right, and which words weigh most; of an edited text, what it is read as now. */
export function Sentence({ explanation, kind }: { explanation: Explanation; kind: Outcome["kind"] }) {
  const { edited } = explanation;
  return (
    <p class="jp-Semla-sentence" aria-live="polite" aria-busy={edited && !explanation.prediction.current}>
      {edited ? (
        <EditedSentence explanation={explanation} />
      ) : (
        <RowSentence explanation={explanation} kind={kind} />
      )}{" "}
      <Weights explanation={explanation} />
    </p>
  );
}

/** The rows that the text is held against, in a line. */
export function HeldAgainst({ explanation }: { explanation: Explanation }) {
  const { store, row, edited, relations } = explanation;
  const { closest, contrast } = store.columns.value;
  const partners = relations.current ? relations.value?.partners : undefined;
  const found = (["closest", "contrast"] as const).flatMap((role) => {
    const own = edited ? -1 : ((role === "closest" ? closest : contrast)?.[row] ?? -1);
    const other = partners?.find((partner) => partner.role === role)?.row ?? own;
    return other >= 0 && other < store.rows.value ? [{ role, row: other }] : [];
  });
  if (found.length === 0) return null;
  return (
    <p class="jp-Semla-note">
      {found.map((partner, i) => (
        <Fragment key={partner.role}>
          {i === 0 ? `${partner.role === "closest" ? "Closest" : "Contrast"} is ` : `; ${partner.role} is `}
          <PartnerName store={store} row={partner.row} />
        </Fragment>
      ))}
      .
    </p>
  );
}

function PartnerName({ store, row }: { store: Store; row: number }) {
  const label = store.gold.value?.codes[row] ?? store.prediction.value?.codes[row] ?? -1;
  const name = store.columns.value.labelNames[label];
  const id = String(store.dataset.value?.ids[row] ?? row);
  return (
    <>
      <button
        type="button"
        class="jp-Semla-inlineLink"
        title={store.dataset.value?.texts[row]}
        onClick={() => store.openRow(row)}
      >
        row {id}
      </button>
      {name !== undefined && `, ${labelText(name)}`}
      {store.errors.value[row] === 1 && ", also an error"}
    </>
  );
}

function RowSentence({ explanation, kind }: { explanation: Explanation; kind: Outcome["kind"] }) {
  const { store, row, reading } = explanation;
  const gold = store.gold.value?.codes[row] ?? -1;
  const predicted = store.prediction.value?.codes[row] ?? -1;
  // probabilities of another label than the one predicted are of another model's answer
  const sure = reading?.label === predicted ? reading : null;
  const Label = ({ code }: { code: number }) => <Name {...{ explanation, code, reading: sure }} />;
  if (predicted < 0)
    return gold < 0 ? null : (
      <>
        Gold is <Label code={gold} />.
      </>
    );
  const rival = sure && sure.rival >= 0 && sure.rival !== gold && (
    <>
      , rival <Label code={sure.rival} />
    </>
  );
  if (kind === "right")
    return (
      <>
        Read as <Label code={predicted} />, which is the gold label{rival}.
      </>
    );
  if (gold < 0)
    return (
      <>
        Read as <Label code={predicted} />; it has no gold label.
      </>
    );
  return (
    <>
      Read as <Label code={predicted} />
      {rival && <>{rival}</>}
      {rival ? "; gold is " : ", gold is "}
      <Label code={gold} />.
    </>
  );
}

function EditedSentence({ explanation }: { explanation: Explanation }) {
  const { reading, before, prediction } = explanation;
  if (prediction.failed) return <>The edited text could not be read.</>;
  if (!reading) return <>Reading the edited text.</>;
  const Label = (given: { code: number; reading: Reading }) => <Name {...{ explanation, ...given }} />;
  return (
    <>
      The edited text is {before?.label === reading.label ? "still " : ""}read as{" "}
      <Label code={reading.label} reading={reading} />
      {before && before.label !== reading.label && (
        <>
          , no longer <Label code={before.label} reading={reading} />
        </>
      )}
      .
    </>
  );
}

/** Said once every method that is on has answered, so that it does not change under the reader. */
function Weights({ explanation }: { explanation: Explanation }): ComponentChildren {
  const { picture } = explanation;
  if (!picture?.current || !allAnswered(explanation) || picture.words.length < 2) return null;
  const stacks = stacksOf(picture.parts, picture.words.length, false);
  if (isEven(stacks)) return <>No word stands out: all weigh about alike.</>;
  const [first, second] = heaviest(stacks, 2).map((word) => picture.words[word]?.text ?? "");
  if (first === undefined) return null;
  return (
    <>
      <strong dir="auto">{first}</strong>
      {second === undefined ? (
        " weighs"
      ) : (
        <>
          {" and "}
          <strong dir="auto">{second}</strong> weigh
        </>
      )}{" "}
      most.
    </>
  );
}

function Name({
  explanation,
  code,
  reading,
}: {
  explanation: Explanation;
  code: number;
  reading: Reading | null;
}) {
  const name = explanation.store.columns.value.labelNames[code] ?? "";
  return (
    <>
      <strong title={name}>{labelText(name)}</strong>
      {reading && <span class="jp-Semla-quiet"> ({share(reading.probabilities[code] ?? NaN)})</span>}
    </>
  );
}
