import { useLayoutEffect, useRef } from "preact/hooks";
import type { Store } from "../../client";
import { counted, percent } from "../parts/format";
import { Group } from "../parts/group";
import type { MapStage } from "./stage";
import type { MapState } from "./state";
import { boxOfExtent } from "./word-extent";

interface Props {
  readonly store: Store;
  readonly stage: MapStage;
  readonly state: MapState;
}

const gap = 8;

/** What the word under the pointer or the focus is, and in how many of the rows shown. */
export function WordTip({ store, stage, state }: Props) {
  const card = useRef<HTMLParagraphElement>(null);
  const pointed = state.pointedWord.value;
  const size = state.size.value;
  useLayoutEffect(() => {
    const element = card.current;
    if (!element || !pointed) return;
    const { word, extent } = pointed;
    const { camera } = stage.viewport;
    const now = stage.words.placeOf(word, camera);
    const box = extent && boxOfExtent(extent, camera);
    // beside what it tells of, where there is room
    const bottom = Math.max(now.y + word.height / 2, box ? box.y + box.height : 0);
    const top = Math.min(now.y - word.height / 2, box ? box.y : Infinity);
    const { offsetWidth: width, offsetHeight: height } = element;
    const x = Math.max(gap, Math.min(size.width - gap - width, now.x - width / 2));
    const below = bottom + gap;
    const above = top - gap - height;
    const y = below + height <= size.height - gap ? below : Math.max(gap, above);
    element.style.transform = `translate(${Math.round(x)}px, ${Math.round(y)}px)`;
  }, [pointed, size]);
  if (!pointed) return null;
  const { word, rows } = pointed;
  const shown = store.shown.value.length;
  return (
    <p ref={card} class="jp-Semla-wordTip" role="status">
      <strong>{word.label}</strong> {counted(rows, "row")}, {percent(shown > 0 ? rows / shown : 0)}
      {word.count !== rows && ` (${counted(word.count, "row")} in view)`}
      <span>Click filters, Shift-click contrasts</span>
    </p>
  );
}

/** The words over the points as buttons for the keyboard and screen readers: arrows go from word to word. */
export function WordList({ store, stage, state }: Props) {
  if (!store.view.value.words || state.wordList.value.length === 0) return null;
  return (
    <Group name="Words over the points" class="jp-Semla-wordList" axis="vertical">
      {state.wordList.value.map((word) => (
        <button
          key={word.text}
          type="button"
          aria-label={`${word.label}, ${counted(word.count, "row")}`}
          onFocus={() => stage.words.point(word)}
          onBlur={() => stage.words.point(null)}
          onClick={(event) => stage.words.pick(word, event.shiftKey ? "group" : "filter")}
        />
      ))}
    </Group>
  );
}
