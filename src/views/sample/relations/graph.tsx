import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { Partner, Relations, Store, TextWord } from "../../../client";
import { labelText } from "../../parts/format";
import { Icon } from "../../parts/icons";
import { useRoving } from "../../parts/roving";
import { useLines } from "./boxes";
import { pillOf, ribbonsOf } from "./geometry";
import { largestOf, type Link, linksOf } from "./links";

type Role = Partner["role"];
type Line = Role | "row";

/** px; the pill of a link's value is as wide as that of the similarity, so that nothing moves. */
const PILL = { width: 168, height: 22 };

interface Options {
  readonly store: Store;
  readonly relations: Relations;
  readonly kind: "token" | "similarity";
  /** Links shown of each side. */
  readonly top: number;
}

/** What is under the pointer or locked: a link of a partner, or all links of a word. */
interface Active {
  readonly role: Role;
  readonly link: Link;
}

/** Closest, this row and contrast on three lines, with what ties them between. */
export function Graph({ store, relations, kind, top }: Options) {
  const root = useRef<HTMLDivElement>(null);
  useRoving(root, "horizontal");
  const hovered = useSignal<Active | null>(null);
  const locked = useSignal<Active | null>(null);
  const { partners, words } = relations;
  useEffect(() => {
    hovered.value = locked.value = null;
  }, [relations, kind, top]);
  const largest = largestOf(partners, kind);
  const links = new Map(partners.map((partner) => [partner.role, linksOf(partner, kind, top, largest)]));
  const lines = useLines(root, [relations, kind, top]);
  const active = hovered.value ?? locked.value;

  const linksAt = (line: Line, word: number): readonly Active[] =>
    [...links].flatMap(([role, all]) =>
      line !== "row" && line !== role
        ? []
        : all
            .filter((link) => (line === "row" ? link.own : link.other) === word)
            .map((link) => ({ role, link })),
    );
  const lock = (chosen: Active | undefined): void => {
    locked.value = chosen && !same(chosen, locked.value) ? chosen : null;
  };
  const wordsOf = (line: Line, texts: readonly TextWord[], text: string) => (
    <p class="jp-Semla-relationWords" data-line={line} dir="auto">
      {texts.map((word, i) => {
        const own = linksAt(line, i);
        const [first] = own;
        const spaced = /\s/u.test(text.slice(word.end, texts[i + 1]?.start));
        if (!first)
          return (
            <span key={i} data-word data-spaced={spaced}>
              {word.text}
            </span>
          );
        return (
          <button
            key={i}
            type="button"
            data-word
            data-spaced={spaced}
            aria-pressed={own.some((each) => same(each, locked.value))}
            aria-label={`${word.text}: ${own.map((each) => say(each, relations, kind)).join("; ")}`}
            onPointerEnter={() => (hovered.value = first)}
            onPointerLeave={() => (hovered.value = null)}
            onFocus={() => (hovered.value = first)}
            onBlur={() => (hovered.value = null)}
            onClick={() => lock(first)}
          >
            {word.text}
          </button>
        );
      })}
    </p>
  );
  const partnerOf = (role: Role): Partner | undefined => partners.find((partner) => partner.role === role);
  const [closest, contrast] = [partnerOf("closest"), partnerOf("contrast")];
  const signs = kind === "similarity" && (
    <span class="jp-Semla-signs">
      <i data-sign="raises" aria-hidden="true" /> raises <i data-sign="lowers" aria-hidden="true" /> lowers
    </span>
  );
  const pills = partners.map((partner) => {
    const { role } = partner;
    const own = links.get(role) ?? [];
    if (!lines) return null;
    const pill = pillOf(own, lines.row, lines[role], lines.gaps[role], PILL, lines.width);
    const above = role === "closest";
    return { partner, pill, ribbons: ribbonsOf(own, { own: lines.row, other: lines[role], pill, above }) };
  });

  return (
    <div class="jp-Semla-relationGraph" ref={root} role="group" aria-label="Words that tie the rows">
      <svg class="jp-Semla-links" width={lines?.width ?? 0} height={lines?.height ?? 0} aria-hidden="true">
        {pills.map((each) =>
          each?.ribbons.map(({ link, path }, i) => {
            const me: Active = { role: each.partner.role, link };
            return (
              <g
                key={`${each.partner.role} ${i}`}
                data-lowers={link.value < 0}
                data-active={same(me, active)}
                data-locked={same(me, locked.value)}
                data-faded={active !== null && !same(me, active)}
              >
                <path d={path} class="jp-Semla-linkRing" stroke-width={link.width + 4} />
                <path d={path} class="jp-Semla-link-drawn" stroke-width={link.width} />
                <path
                  d={path}
                  class="jp-Semla-linkTarget"
                  stroke-width={Math.max(12, link.width)}
                  onPointerEnter={() => (hovered.value = me)}
                  onPointerLeave={() => (hovered.value = null)}
                  onClick={() => lock(me)}
                />
              </g>
            );
          }),
        )}
      </svg>
      {closest && (
        <>
          <span class="jp-Semla-quiet jp-Semla-relationRole">closest</span>
          <PartnerInfo store={store} partner={closest}>
            {signs}
          </PartnerInfo>
          {wordsOf("closest", closest.words, closest.text)}
          <div class="jp-Semla-gap" data-gap="closest" />
        </>
      )}
      <span class="jp-Semla-quiet jp-Semla-relationRole">this row</span>
      {wordsOf("row", words, relations.text)}
      {contrast && (
        <>
          <div class="jp-Semla-gap" data-gap="contrast" />
          <span class="jp-Semla-quiet jp-Semla-relationRole">contrast</span>
          {wordsOf("contrast", contrast.words, contrast.text)}
          <PartnerInfo store={store} partner={contrast}>
            {!closest && signs}
          </PartnerInfo>
        </>
      )}
      {pills.map(
        (each) =>
          each && (
            <span
              key={each.partner.role}
              class="jp-Semla-pill"
              title={`Cosine of the two embeddings; their inner product, which the links are of, is ${each.partner.similarity.toPrecision(4)}`}
              style={{ left: `${each.pill.x}px`, top: `${each.pill.y}px`, width: `${PILL.width}px` }}
            >
              {active?.role === each.partner.role
                ? say(active, relations, kind)
                : `similarity ${fine(each.partner.cosine)}`}
            </span>
          ),
      )}
    </div>
  );
}

function PartnerInfo(options: { store: Store; partner: Partner; children: ComponentChildren }) {
  const { store, partner, children } = options;
  const { row } = partner;
  const names = store.columns.value.labelNames;
  const label = store.gold.value?.codes[row] ?? store.prediction.value?.codes[row] ?? -1;
  const id = String(store.dataset.value?.ids[row] ?? row);
  return (
    <span class="jp-Semla-relationInfo">
      <button
        type="button"
        class="jp-Semla-link"
        title={`Open row ${id}`}
        onClick={() => store.openRow(row)}
        onPointerEnter={() => store.setHover(row)}
        onPointerLeave={() => store.setHover(-1)}
        onFocus={() => store.setHover(row)}
        onBlur={() => store.setHover(-1)}
      >
        row {id}
      </button>
      {label >= 0 && <span class="jp-Semla-ellipsis">{labelText(names[label] ?? "")}</span>}
      {store.errors.value[row] === 1 && (
        <span class="jp-Semla-alsoError">
          <Icon name="cross" size={12} /> also an error
        </span>
      )}
      {children}
    </span>
  );
}

function same(a: Active, b: Active | null): boolean {
  return b !== null && a.role === b.role && a.link.own === b.link.own && a.link.other === b.link.other;
}

/** "week +1.24", or "week ~ arrive 24.1". */
function say({ role, link }: Active, { words, partners }: Relations, kind: "token" | "similarity"): string {
  const theirs = partners.find((partner) => partner.role === role)?.words[link.other]?.text;
  const both = [words[link.own]?.text, theirs].filter((text) => text !== undefined);
  const sign = kind === "token" ? "" : link.value < 0 ? "lowers by " : "raises by ";
  const value =
    kind === "token" && link.value < 0
      ? `−${(-link.value).toPrecision(3)}`
      : Math.abs(link.value).toPrecision(3);
  return `${both.join(" ~ ")} ${sign}${value}`;
}

function fine(cosine: number): string {
  return cosine.toFixed(3).replace(/^(-?)0/, "$1");
}
