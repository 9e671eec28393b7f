import type { Signal } from "@preact/signals";
import { useRef } from "preact/hooks";
import { share } from "../../parts/format";
import { useRoving } from "../../parts/roving";
import { methodName } from "../../parts/methods";
import type { Picture } from "./picture";
import { extentOf, heaviest, isEven, type Segment, type Stack, stacksOf } from "./shares";

/** Words from which bars are lower, since they stand on several lines; heights of the tallest, px. */
const LONG = 28;
const [LOW, HIGH] = [52, 88];

interface Options {
  readonly picture: Picture;
  readonly signed: boolean;
  /** Word under the pointer or the focus; -1 none. */
  readonly lit: Signal<number>;
  /** Word whose edits are shown; -1 none. */
  readonly chosen: Signal<number>;
  /** Totals of the same words before the edit, NaN for new ones; null while nothing is edited. */
  readonly former: Float32Array | null;
}

/** The text with a bar on each word: shares of the methods, stacked. Lines wrap as the text does. */
export function Bars({ picture, signed, lit, chosen, former }: Options) {
  const root = useRef<HTMLDivElement>(null);
  useRoving(root, "horizontal");
  const { words, parts, text } = picture;
  const stacks = stacksOf(parts, words.length, signed);
  const extent = extentOf(stacks);
  const most = Math.max(extent.up, ...(former ? [...former].filter((total) => total > 0) : []));
  const scale = (words.length > LONG ? LOW : HIGH) / (most + extent.down);
  // a bar's place is as high as it is, so that a line of low bars is low
  const heightOf = (word: number): number => Math.max(stacks[word]?.up.at(-1)?.to ?? 0, former?.[word] || 0);
  const marks = former !== null && former.filter((total) => Number.isNaN(total)).length * 2 < words.length;
  const heavy = new Set(isEven(stacks) ? [] : heaviest(stacks, 3));
  return (
    <div
      ref={root}
      class="jp-Semla-vifi"
      role="group"
      aria-label="Words of the text"
      dir="auto"
      onPointerLeave={() => (lit.value = -1)}
    >
      {words.map((word, i) => (
        <button
          key={`${i} ${word.text}`}
          type="button"
          class="jp-Semla-vifiWord"
          data-heavy={heavy.has(i)}
          data-spaced={/\s/u.test(text.slice(word.end, words[i + 1]?.start))}
          data-new={marks && Number.isNaN(former[i])}
          aria-label={sayWord(word.text, stacks[i])}
          aria-pressed={chosen.value === i}
          onPointerEnter={() => (lit.value = i)}
          onFocus={() => (lit.value = i)}
          onBlur={() => (lit.value = -1)}
          onClick={() => (chosen.value = chosen.value === i ? -1 : i)}
        >
          <span
            class="jp-Semla-vifiBar"
            aria-hidden="true"
            style={{ height: `${heightOf(i) * scale + 2}px` }}
          >
            {stacks[i]?.up.map((segment) => part(segment, scale, "bottom"))}
            {former && (former[i] ?? 0) > 0 && (
              <span class="jp-Semla-vifiFormer" style={{ bottom: `${(former[i] ?? 0) * scale}px` }} />
            )}
          </span>
          {extent.down > 0 && (
            <span
              class="jp-Semla-vifiBar"
              data-side="down"
              aria-hidden="true"
              style={{ height: `${(stacks[i]?.down.at(-1)?.to ?? 0) * scale}px` }}
            >
              {stacks[i]?.down.map((segment) => part(segment, scale, "top"))}
            </span>
          )}
          <span class="jp-Semla-vifiText">{word.text}</span>
        </button>
      ))}
    </div>
  );
}

function part({ method, against, from, to }: Segment, scale: number, edge: "top" | "bottom") {
  return (
    <span
      key={method}
      data-method={method}
      data-against={against}
      style={{ [edge]: `${from * scale}px`, height: `${(to - from) * scale}px` }}
    />
  );
}

function sayWord(text: string, stack: Stack | undefined): string {
  const said = [...(stack?.up ?? []), ...(stack?.down ?? [])].map(
    (segment) =>
      `${methodName(segment.method)} ${share(Math.abs(segment.share))}${segment.against ? " against" : ""}`,
  );
  return [text, ...said].join(", ");
}
