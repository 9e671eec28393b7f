/** The importance of each word: bars of all methods on the text, or the text in each method's heat. */
import { type Signal, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { share } from "../../parts/format";
import { Tracks } from "../../parts/tracks";
import { WordEdits } from "../editor/word-edits";
import { allAnswered, type Explanation, targetName } from "../explanation";
import type { VifiMode } from "../model";
import { Bars } from "./bars";
import { formerTotals } from "./former";
import { Heat } from "./heat";
import { methodName } from "../../parts/methods";
import { type Picture } from "./picture";
import { isEven, stacksOf } from "./shares";
import { TargetChoice } from "./target";

const modes: readonly { readonly mode: VifiMode; readonly name: string; readonly means: string }[] = [
  { mode: "bars", name: "Bars", means: "Shares of all methods on each word" },
  { mode: "signed", name: "Signed", means: "What speaks against stands below the line" },
  { mode: "heat", name: "Heat", means: "The text once for each method" },
];

export function Vifi({ explanation }: { explanation: Explanation }) {
  const { model, answers, picture, formerPicture, edited } = explanation;
  const lit = useSignal(-1);
  const chosen = useSignal(-1);
  const text = picture?.text;
  useEffect(() => {
    lit.value = -1;
    chosen.value = -1;
  }, [text]);
  const waits = Object.values(answers).some(({ current, failed }) => !current && !failed);
  const { mode } = model;
  return (
    <section class="jp-Semla-importance" aria-busy={picture !== null && !picture.current && waits}>
      <header class="jp-Semla-sectionHead">
        <h3>Importance of each word</h3>
        <span class="jp-Semla-space" />
        <div class="jp-Semla-segments" role="group" aria-label="How importance is drawn">
          {modes.map(({ mode: each, name, means }) => (
            <button
              key={each}
              type="button"
              title={means}
              aria-pressed={mode.value === each}
              onClick={() => (mode.value = each)}
            >
              {name}
            </button>
          ))}
        </div>
      </header>
      <TargetChoice explanation={explanation} />
      <Body {...{ explanation, picture, lit, chosen }} former={edited ? formerPicture : null} />
    </section>
  );
}

function Body(options: {
  explanation: Explanation;
  picture: Picture | null;
  lit: Signal<number>;
  chosen: Signal<number>;
  former: Picture | null;
}) {
  const { explanation, picture, lit, chosen, former } = options;
  const { model, answers, text } = explanation;
  const { mode, methods } = model;
  if (text.trim() === "") return <p class="jp-Semla-note">There are no words to weigh.</p>;
  if (methods.value.size === 0)
    return <p class="jp-Semla-note">No method is on: tick one in the list of methods.</p>;
  if (!picture) {
    const failed = Object.values(answers).every(({ failed: why }) => why !== null);
    if (failed) return <p class="jp-Semla-note">No method could weigh the words; see the list of methods.</p>;
    return (
      <div class="jp-Semla-vifiWaits">
        <Tracks rows={3} />
      </div>
    );
  }
  if (picture.words.length === 0)
    return <p class="jp-Semla-note">The model reads no words in this text, so there are none to weigh.</p>;
  const stacks = stacksOf(picture.parts, picture.words.length, false);
  return (
    <>
      {mode.value === "heat" ? (
        <Heat picture={picture} />
      ) : (
        <Bars
          {...{ picture, lit, chosen }}
          signed={mode.value === "signed"}
          former={former && picture.current ? formerTotals(picture, former) : null}
        />
      )}
      <Readout
        {...{ explanation, picture, lit }}
        even={picture.current && allAnswered(explanation) && isEven(stacks)}
        marked={former !== null && picture.current}
      />
      {picture.current && picture.text === text && mode.value !== "heat" && (
        <WordEdits explanation={explanation} words={picture.words} chosen={chosen} />
      )}
    </>
  );
}

/** One line on the word under the pointer; else on all words. Of fixed height, so that nothing moves. */
function Readout(options: {
  explanation: Explanation;
  picture: Picture;
  lit: Signal<number>;
  even: boolean;
  /** Bars hold a mark of what they were. */
  marked: boolean;
}) {
  const { explanation, picture, even, marked } = options;
  const hint =
    explanation.model.mode.value === "heat"
      ? ""
      : marked
        ? "A line is the bar before the edit."
        : "Click a word to change it.";
  const lit = options.lit.value;
  const word = picture.words[lit];
  if (!word)
    return (
      <p class="jp-Semla-readout">
        {even
          ? "No word stands out: all contribute about alike."
          : `Shares of |score| for ${targetName(explanation)}; what is hatched speaks against. ${hint}`}
      </p>
    );
  return (
    <p class="jp-Semla-readout">
      <strong dir="auto">{word.text}</strong>
      {picture.parts.map(({ method, shares, attribution }) => {
        const value = shares[lit] ?? 0;
        const sum = attribution.scores.data.reduce((total, score) => total + Math.abs(score), 0);
        const spread = attribution.spread?.data[lit];
        return (
          <span key={method}>
            <i class="jp-Semla-methodMark" data-method={method} aria-hidden="true" />
            {methodName(method)} {value < 0 && "−"}
            {share(Math.abs(value))}
            {spread !== undefined && sum > 0 && <span class="jp-Semla-quiet"> ± {share(spread / sum)}</span>}
          </span>
        );
      })}
    </p>
  );
}
