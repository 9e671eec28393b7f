import type { Store } from "../../client";
import { Icon } from "../parts/icons";
import { Popover } from "../parts/popover";
import { FilterPanel } from "./panel";

/** Opens the panel of conditions. */
export function FilterButton({ store, compact }: { store: Store; compact: boolean }) {
  return (
    <Popover
      name="Filter rows"
      className={compact ? "jp-Semla-iconButton" : "jp-Semla-button"}
      width={384}
      button={
        <>
          <Icon name="filter" size={compact ? 16 : 14} />
          {!compact && <span class="jp-Semla-barWord">Filter</span>}
        </>
      }
    >
      {() => <FilterPanel store={store} />}
    </Popover>
  );
}
