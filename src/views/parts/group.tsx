import type { ComponentChildren } from "preact";
import { useRef } from "preact/hooks";
import { type Axis, useRoving } from "./roving";

/** Controls that are one tab stop; see `useRoving` for the keys. */
export function Group(options: {
  /** Its accessible name. */
  name: string;
  class: string;
  axis: Axis;
  role?: "toolbar" | "group";
  children: ComponentChildren;
}) {
  const { name, axis, role = "group", children } = options;
  const root = useRef<HTMLDivElement>(null);
  useRoving(root, axis);
  return (
    <div ref={root} class={options.class} role={role} aria-label={name}>
      {children}
    </div>
  );
}

/** A list of rows with a button each; the rows are one tab stop. */
export function RowList({ name, children }: { name: string; children: ComponentChildren }) {
  const root = useRef<HTMLUListElement>(null);
  useRoving(root, "vertical");
  return (
    <ul ref={root} aria-label={name}>
      {children}
    </ul>
  );
}
