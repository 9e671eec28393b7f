/** Two maps side by side (or one with a switch, where there is little room) and what the second model changes. */
import type { Sides, Store } from "../../client";
import { count, percent } from "../parts/format";
import { Icon } from "../parts/icons";
import { SideBadge } from "../parts/side-badge";
import { MapPlace } from "../explorer/map-place";
import { Changes } from "./changes";

/** `single`: one map at a time; the changes then stand among the tabs. */
export function Comparison({ store, sides, single }: { store: Store; sides: Sides; single: boolean }) {
  const { side } = store.view.value;
  const models = sides.kind === "models";
  return (
    <div class="jp-Semla-compare">
      {single && <Switch store={store} sides={sides} />}
      <div class="jp-Semla-compareMaps">
        {(single ? [side] : (["a", "b"] as const)).map((each) => (
          <section
            key={each}
            class="jp-Semla-compareSide"
            data-side={each}
            aria-label={`Map ${each.toUpperCase()}`}
          >
            {!single && (
              <header class="jp-Semla-compareHead">
                <SideBadge side={each} />
                <Figures side={sides[each]} name={each === "a" ? sides.nameA : sides.nameB} />
              </header>
            )}
            <MapPlace store={sides[each]} />
          </section>
        ))}
      </div>
      {!single && models && (
        <section class="jp-Semla-compareChanges" aria-label="Changes">
          <Changes store={store} sides={sides} />
        </section>
      )}
    </div>
  );
}

function Figures({ side, name }: { side: Store; name: string }) {
  const accuracy = side.accuracy.value;
  const errors = side.errorCount.value;
  return (
    <>
      <strong class="jp-Semla-ellipsis" title={name}>
        {name}
      </strong>
      <span class="jp-Semla-quiet jp-Semla-compareRows">{count(side.shown.value.length)} rows</span>
      {accuracy !== null && (
        <>
          <span>
            <span class="jp-Semla-quiet jp-Semla-compareWord">accuracy</span>{" "}
            <strong>{percent(accuracy)}</strong>
          </span>
          <span class="jp-Semla-space" />
          <span class="jp-Semla-compareErrors">
            <Icon name="cross" size={12} /> {count(errors)} errors
          </span>
        </>
      )}
    </>
  );
}

function Switch({ store, sides }: { store: Store; sides: Sides }) {
  const { side } = store.view.value;
  return (
    <div class="jp-Semla-compareSwitch" role="radiogroup" aria-label="Which map">
      {(["a", "b"] as const).map((each) => (
        <button
          key={each}
          type="button"
          role="radio"
          aria-checked={each === side}
          tabIndex={each === side ? 0 : -1}
          onClick={() => store.setView({ side: each })}
          onKeyDown={(event) => {
            if (!["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"].includes(event.key)) return;
            const next = each === "a" ? "b" : "a";
            store.setView({ side: next });
            const other = each === "a" ? "nextElementSibling" : "previousElementSibling";
            (event.currentTarget[other] as HTMLElement | null)?.focus();
            event.preventDefault();
          }}
        >
          <SideBadge side={each} />
          <Figures side={sides[each]} name={each === "a" ? sides.nameA : sides.nameB} />
        </button>
      ))}
    </div>
  );
}
