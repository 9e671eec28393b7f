import { useSignal } from "@preact/signals";
import type { Store } from "../../client";
import { Icon } from "../parts/icons";
import { IconButton } from "../parts/icon-button";

/** Says when the picture should not be believed, and what to check next; gone for this analysis once closed. */
export function ReadingHelp({ store, onChange }: { readonly store: Store; readonly onChange: () => void }) {
  const closed = useSignal<string | null>(null);
  const place = useSignal(0);
  const summary = store.summary.value;
  const signatures = summary?.signatures ?? [];
  const all = signatures.map(({ name }) => name).join();
  const key = `${summary?.analysis} ${all}`;
  const shown = signatures[place.value % Math.max(1, signatures.length)];
  if (!shown || closed.value === key) return null;
  return (
    <div class="jp-Semla-readingHelp" role="note" aria-label="Reading help" data-semla-panel>
      <Icon name="attention" />
      <p>
        {shown.sentence} <span class="jp-Semla-quiet">Check next: {shown.advice}</span>
      </p>
      {signatures.length > 1 && (
        <button
          type="button"
          class="jp-Semla-projectionButton"
          aria-label={`Next of ${signatures.length} notices`}
          onClick={() => (place.value = (place.value + 1) % signatures.length)}
        >
          {(place.value % signatures.length) + 1} of {signatures.length}
          <Icon name="next" size={12} />
        </button>
      )}
      <IconButton
        icon={<Icon name="cross" size={12} />}
        name="Close the reading help"
        onClick={() => {
          closed.value = key;
          onChange();
        }}
      />
    </div>
  );
}
