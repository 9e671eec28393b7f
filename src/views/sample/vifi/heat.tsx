import { share } from "../../parts/format";
import { methodName } from "../../parts/methods";
import type { Picture } from "./picture";

/** The text once for each method, each word as dark as its share; hatched where it speaks against. */
export function Heat({ picture }: { picture: Picture }) {
  return (
    <div class="jp-Semla-heat">
      {picture.parts.map(({ method, shares }) => {
        const most = shares.reduce((max, value) => Math.max(max, Math.abs(value)), 0);
        return (
          <figure key={method} data-method={method}>
            <figcaption>{methodName(method)}</figcaption>
            <p dir="auto">{heated(picture, shares, most)}</p>
          </figure>
        );
      })}
    </div>
  );
}

/** Words and what stands between them, as the text has it. */
function heated({ text, words }: Picture, shares: Float32Array, most: number) {
  return words.map(({ text: word, start }, i) => {
    const value = shares[i] ?? 0;
    const strength = most > 0 ? Math.abs(value) / most : 0;
    return [
      text.slice(i === 0 ? start : words[i - 1]?.end, start),
      <span
        key={i}
        data-against={value < 0}
        style={{ "--heat": `${Math.round(strength * 46)}%` }}
        title={`${word}: ${share(Math.abs(value))}${value < 0 ? " against" : ""}`}
      >
        {word}
      </span>,
    ];
  });
}
