import type { ComponentChildren } from "preact";

/** Drawn on a 16 px grid, stroke 1.5. */
const shapes = {
  move: (
    <path d="M8 1.8v12.4M1.8 8h12.4M6.3 3.4 8 1.7l1.7 1.7M6.3 12.6 8 14.3l1.7-1.7M3.4 6.3 1.7 8l1.7 1.7M12.6 6.3 14.3 8l-1.7 1.7" />
  ),
  lasso: (
    <>
      <path d="M5.2 10.3C3 9.7 1.5 8.3 1.5 6.7c0-2.5 2.9-4.5 6.5-4.5s6.5 2 6.5 4.5-2.9 4.5-6.5 4.5c-.4 0-.7 0-1-.1" />
      <circle cx="5.7" cy="11.3" r="1.1" />
      <path d="M5.2 12.4c0 .8-.4 1.5-1.3 1.9" />
    </>
  ),
  box: (
    <rect x="2.5" y="3.2" width="11" height="9.6" rx=".5" stroke-dasharray="2.4 2.1" stroke-dashoffset="1" />
  ),
  words: (
    <path d="m1.5 11.7 3-7.7h.6l3 7.7M2.5 9.2h4.6M13.8 7.2v4.5M13.8 9.5a2 2.2 0 1 1-4 0 2 2.2 0 0 1 4 0Z" />
  ),
  spread: (
    <>
      <circle cx="8" cy="8" r="1.2" />
      <circle cx="8" cy="3" r="1.2" />
      <circle cx="12.6" cy="6.2" r="1.2" />
      <circle cx="11" cy="12.2" r="1.2" />
      <circle cx="5" cy="12.2" r="1.2" />
      <circle cx="3.4" cy="6.2" r="1.2" />
    </>
  ),
  neighbours: (
    <>
      <circle cx="8" cy="8.5" r="1.6" />
      <circle cx="3" cy="4" r="1.2" />
      <circle cx="13" cy="5" r="1.2" />
      <circle cx="5.5" cy="13.2" r="1.2" />
      <path d="M6.8 7.4 3.9 4.8M9.5 7.9l2.5-2.1M7.3 10l-1.2 2" />
    </>
  ),
  table: (
    <>
      <rect x="2.2" y="2.7" width="11.6" height="10.6" rx="1.2" />
      <path d="M2.2 6.3h11.6M6.3 6.3v7" />
    </>
  ),
  swap: (
    <path d="M2.5 5.5h10.500M10.300 2.800l2.700 2.700-2.700 2.700M13.500 10.5h-10.500M5.700 7.800l-2.700 2.700 2.700 2.700" />
  ),
  plus: <path d="M8 3v10M3 8h10" />,
  minus: <path d="M3 8h10" />,
  fit: <path d="M2.5 5.8V2.5h3.3M10.2 2.5h3.3v3.3M13.5 10.2v3.3h-3.3M5.8 13.5H2.5v-3.3" />,
  zoomToSelection: (
    <>
      <path d="M2.5 5.3V2.5h2.8M10.7 2.5h2.8v2.8M13.5 10.7v2.8h-2.8M5.3 13.5H2.5v-2.8" />
      <circle cx="8" cy="8" r="2.2" />
    </>
  ),
  list: <path d="M6.5 4h7.5M6.5 8h7.5M6.5 12h7.5M2.5 4h1M2.5 8h1M2.5 12h1" />,
  caretDown: <path d="m4.5 6.3 3.5 3.5 3.5-3.5" />,
  caretUp: <path d="m4.5 9.7 3.5-3.5 3.5 3.5" />,
  caretRight: <path d="m6.3 4.5 3.5 3.5-3.5 3.5" />,
  cross: <path d="m4.3 4.3 7.4 7.4M11.7 4.3l-7.4 7.4" />,
  tick: <path d="m3.3 8.5 3.2 3.2 6.2-7" />,
  more: <path stroke-width="2.2" d="M8 3.2v.01M8 8v.01M8 12.8v.01" />,
  attention: <path d="M8 2.3 14.3 13.2H1.7ZM8 6.3v3.4M8 11.4v.01" />,
  search: (
    <>
      <circle cx="7" cy="7" r="4.5" />
      <path d="m10.3 10.3 3.7 3.7" />
    </>
  ),
  database: (
    <path d="M13 3.8c0 1-2.2 1.8-5 1.8s-5-.8-5-1.8S5.2 2 8 2s5 .8 5 1.8Zm0 0v8.4c0 1-2.2 1.8-5 1.8s-5-.8-5-1.8V3.8M13 8c0 1-2.2 1.8-5 1.8S3 9 3 8" />
  ),
  model: <path d="m8 1.9 5.3 3v6.2L8 14.1l-5.3-3V4.9ZM2.7 4.9 8 8l5.3-3.1M8 8v6.1" />,
  palette: (
    <>
      <circle cx="5.7" cy="8" r="3.7" />
      <circle cx="10.3" cy="8" r="3.7" />
    </>
  ),
  filter: <path d="M2 3.2h12L9.6 8.4v4.8l-3.2-1.6V8.4Z" />,
  compare: <path d="M2.4 3.5h3.6v9H2.4ZM10 3.5h3.6v9H10ZM8 1.8v12.4" />,
  previous: <path d="M9.7 4.5 6.2 8l3.5 3.5" />,
  next: <path d="m6.3 4.5 3.5 3.5-3.5 3.5" />,
  column: (
    <>
      <rect x="2.2" y="2.7" width="11.6" height="10.6" rx="1.2" />
      <path d="M10 2.700v10.6" />
    </>
  ),
} satisfies Record<string, ComponentChildren>;

export type IconName = keyof typeof shapes;

/** An icon in the current colour. Decoration only: the control it stands in has the name. */
export function Icon({
  name,
  size = 16,
}: {
  readonly name: IconName;
  /** Side in px. */ readonly size?: number;
}) {
  return (
    <svg
      class="jp-Semla-icon"
      width={size}
      height={size}
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      stroke-width={24 / size}
      stroke-linecap="round"
      stroke-linejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      {shapes[name]}
    </svg>
  );
}
