/** A bar of a share on a track, with an optional tick for what it is compared with. Both 0 to 1 of the track. */
export function ShareBar({
  value,
  tick,
  kind = "neutral",
}: {
  value: number;
  tick?: number;
  kind?: "selection" | "neutral";
}) {
  const width = (part: number): string => `${Math.max(0, Math.min(1, part || 0)) * 100}%`;
  return (
    <span class="jp-Semla-track" aria-hidden="true">
      <span class={`jp-Semla-fillbar jp-mod-${kind}`} style={{ width: width(value) }} />
      {tick !== undefined && <span class="jp-Semla-tick" style={{ left: width(tick) }} />}
    </span>
  );
}
