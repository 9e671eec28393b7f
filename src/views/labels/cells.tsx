import { count, share } from "../parts/format";
import { ShareBar } from "../parts/share-bar";
import { type Figures, labelKeys, type SortBy } from "./order";

/** The figures of one label or cluster, a cell a column. */
export function Cells(options: { figures: Figures; columns: readonly SortBy[]; sort: SortBy }) {
  const { figures, columns, sort } = options;
  return (
    <>
      {columns.map((column) => (
        <td
          key={column}
          data-column={column}
          data-current={column === sort}
          class={column === "count" ? "jp-Semla-quiet" : undefined}
        >
          <Figure column={column} value={Number(labelKeys[column].value(figures))} />
        </td>
      ))}
    </>
  );
}

function Figure({ column, value }: { column: SortBy; value: number }) {
  if (column === "count" || column === "errors") return <>{count(value)}</>;
  if (column !== "precision" && column !== "recall") return <>{share(value)}</>;
  return (
    <span class="jp-Semla-shareCell">
      <ShareBar value={value} />
      {share(value)}
    </span>
  );
}
