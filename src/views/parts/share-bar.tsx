interface Options {
  /** Share of the track, 0 to 1. */
  readonly value: number;
  /** What it is compared with, 0 to 1. */
  readonly tick?: number;
  readonly kind?: "selection" | "neutral";
}

/** A bar of a share on a track, with an optional tick for what it is compared with. */
export function ShareBar({ value, tick, kind = "neutral" }: Options) {
  const width = (part: number): string => `${Math.max(0, Math.min(1, part || 0)) * 100}%`;
  return (
    <span class="jp-Semla-track" aria-hidden="true">
      <span class="jp-Semla-trackFill" data-kind={kind} style={{ width: width(value) }} />
      {tick !== undefined && <span class="jp-Semla-trackTick" style={{ left: width(tick) }} />}
    </span>
  );
}
