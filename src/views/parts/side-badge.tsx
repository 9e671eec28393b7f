/** The letter of a side of a comparison, or of a group to be contrasted, in its colour. */
export function SideBadge(options: {
  side: "a" | "b";
  title?: string | undefined;
  /** Whether it is left unsaid, as where the name around it says the letter. */
  hidden?: boolean;
}) {
  const { side, title, hidden = false } = options;
  return (
    <span class="jp-Semla-sideBadge" data-side={side} title={title} aria-hidden={hidden || undefined}>
      {side.toUpperCase()}
    </span>
  );
}
