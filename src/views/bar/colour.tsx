import { type ColourBy, colourModes, type Store } from "../../client";
import { Icon } from "../parts/icons";
import { Menu } from "../parts/menu";

const names: Record<ColourBy, string> = {
  gold: "gold label",
  cluster: "label cluster",
  prediction: "predicted label",
  confidence: "confidence",
  correct: "right or wrong",
};

/** What the points' colours stand for. */
export function Colour({ store, roomy, compact }: { store: Store; roomy: boolean; compact: boolean }) {
  const known = colourModes.filter((mode) => isKnown(store, mode));
  const [first] = known;
  if (!first) return null;
  const wanted = store.view.value.colourBy;
  const colourBy = known.includes(wanted) ? wanted : first;
  return (
    <Menu
      name={`Colour by ${names[colourBy]}`}
      className={compact ? "jp-Semla-iconButton" : "jp-Semla-button"}
      items={known.map((mode) => ({
        name: names[mode],
        checked: mode === colourBy,
        onSelect: () => store.setView({ colourBy: mode }),
      }))}
    >
      {compact ? (
        <Icon name="palette" />
      ) : (
        <>
          {roomy && <span class="jp-Semla-quiet">Colour</span>} {names[colourBy]}
          <Icon name="caretDown" size={12} />
        </>
      )}
    </Menu>
  );
}

function isKnown(store: Store, mode: ColourBy): boolean {
  const { gold, prediction, confidence, clusterOfLabel } = store.columns.value;
  const needs: Record<ColourBy, boolean> = {
    gold: gold !== null,
    cluster: clusterOfLabel !== null,
    prediction: prediction !== null,
    confidence: confidence !== null,
    correct: gold !== null && prediction !== null,
  };
  return needs[mode];
}
