/** What ties this text to its closest and to its contrast row, word by word. */
import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { Icon } from "../../parts/icons";
import { IconButton } from "../../parts/icon-button";
import { Tracks } from "../../parts/tracks";
import type { Explanation } from "../explanation";
import { Failed } from "../../parts/failed";
import { Graph } from "./graph";

const tops = [1, 2, 3, 5, 10];

export function RelationGraphs({ explanation }: { explanation: Explanation }) {
  const full = useSignal(false);
  return (
    <>
      <section class="jp-Semla-relations" aria-busy={busy(explanation)}>
        <Head explanation={explanation}>
          <IconButton
            icon={<Icon name="fit" />}
            name="Show the graph in full size"
            onClick={() => (full.value = true)}
          />
        </Head>
        <Content explanation={explanation} />
      </section>
      {full.value && <FullSize explanation={explanation} onClose={() => (full.value = false)} />}
    </>
  );
}

/** The same over the whole screen of the explorer, until closed. */
function FullSize({ explanation, onClose }: { explanation: Explanation; onClose: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    const element = dialog.current;
    element?.showModal?.();
    element?.querySelector<HTMLElement>('[aria-label="Close"]')?.focus();
    return () => before instanceof HTMLElement && before.focus();
  }, []);
  return (
    <dialog
      ref={dialog}
      class="jp-Semla-fullSize"
      aria-label="Words behind the similarity, in full size"
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onKeyDown={(event) => event.stopPropagation()}
      onClick={(event) => {
        if (event.target === dialog.current) onClose();
      }}
    >
      <Head explanation={explanation}>
        <IconButton icon={<Icon name="cross" />} name="Close" onClick={onClose} />
      </Head>
      <Content explanation={explanation} />
    </dialog>
  );
}

function Head({ explanation, children }: { explanation: Explanation; children: ComponentChildren }) {
  const { kind, top } = explanation.model;
  return (
    <header class="jp-Semla-sectionHead">
      <h3>{kind.value === "token" ? "Words that resemble each other" : "Words behind the similarity"}</h3>
      <span class="jp-Semla-space" />
      <div class="jp-Semla-segments" role="group" aria-label="What the links mean">
        <button
          type="button"
          title="Integrated gradients of the similarity, for the words of either side"
          aria-pressed={kind.value === "similarity"}
          onClick={() => (kind.value = "similarity")}
        >
          Similarity
        </button>
        <button
          type="button"
          title="Inner products of the words' last hidden states"
          aria-pressed={kind.value === "token"}
          onClick={() => (kind.value = "token")}
        >
          Word to word
        </button>
      </div>
      <select
        aria-label="Links shown"
        value={top.value}
        onChange={({ currentTarget: { value } }) => (top.value = Number(value))}
      >
        {tops.map((count) => (
          <option key={count} value={count}>
            top {count} {kind.value === "token" ? "a row" : "a side"}
          </option>
        ))}
      </select>
      {children}
    </header>
  );
}

function Content({ explanation }: { explanation: Explanation }) {
  const { relations, model, store } = explanation;
  const { value, failed, retry } = relations;
  if (failed) return <Failed message={failed} onRetry={retry} />;
  if (!value)
    return explanation.text.trim() === "" ? (
      <p class="jp-Semla-note">A text without words is tied to none.</p>
    ) : (
      <div class="jp-Semla-relationWaits">
        <Tracks rows={5} />
      </div>
    );
  if (value.partners.length === 0)
    return (
      <p class="jp-Semla-note">There is neither a closest nor a contrast row to hold this text against.</p>
    );
  // an answer of the other kind has no links of this one
  const kind = value.partners.some(({ links }) => links) ? "token" : "similarity";
  return <Graph {...{ store, relations: value, kind }} top={model.top.value} />;
}

function busy({ relations }: Explanation): boolean {
  return relations.value !== null && !relations.current && !relations.failed;
}
