/** Grey tracks where rows are yet to come, as many as there will be, so that nothing moves when they do. */
export function Tracks({ rows }: { rows: number }) {
  return (
    <div class="jp-Semla-tracks" aria-hidden="true">
      {Array.from({ length: rows }, (_, row) => (
        <span key={row} style={{ width: `${72 - ((row * 37) % 44)}%` }} />
      ))}
    </div>
  );
}
