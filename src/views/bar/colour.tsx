import { type ColourBy, colourModes, type Store } from "../../client";
import { Icon } from "../parts/icons";
import { Menu, type MenuItem } from "../parts/menu";

const names: Record<ColourBy, string> = {
  gold: "gold label",
  cluster: "label cluster",
  prediction: "predicted label",
  confidence: "confidence",
  correct: "right or wrong",
  loss: "loss",
  kept: "trust in the position",
};

/** What the points' colours stand for; of two maps, each its own. */
export function Colour({ store, roomy, compact }: { store: Store; roomy: boolean; compact: boolean }) {
  const sides = store.view.value.compare ? store.sides.value : null;
  const first = shownMode(store);
  if (!first) return null;
  const items = sides
    ? [...itemsOf(sides.a, `Map A, ${sides.nameA}`), ...itemsOf(sides.b, `Map B, ${sides.nameB}`)]
    : itemsOf(store);
  const second = sides && shownMode(sides.b);
  const said = second && second !== first ? `${names[first]}, ${names[second]}` : names[first];
  return (
    <Menu
      name={`Colour by ${said}`}
      className={compact ? "jp-Semla-iconButton" : "jp-Semla-button"}
      items={items}
    >
      {compact ? (
        <Icon name="palette" />
      ) : (
        <>
          {roomy && !sides && <span class="jp-Semla-quiet jp-Semla-barWord">Colour</span>}
          {said}
          <Icon name="caretDown" size={12} />
        </>
      )}
    </Menu>
  );
}

/** The mode in use: what is wanted, else the first that can be shown. */
function shownMode(store: Store): ColourBy | undefined {
  const known = colourModes.filter((mode) => missing(store, mode) === undefined);
  const wanted = store.view.value.colourBy;
  return known.includes(wanted) ? wanted : known[0];
}

function itemsOf(store: Store, heading?: string): MenuItem[] {
  const shown = shownMode(store);
  return colourModes.map((mode, i) => ({
    name: names[mode],
    checked: mode === shown,
    disabled: missing(store, mode),
    onSelect: () => store.setView({ colourBy: mode }),
    ...(heading !== undefined && i === 0 && { heading }),
  }));
}

/** Why a mode cannot be shown; undefined where it can. */
function missing(store: Store, mode: ColourBy): string | undefined {
  const { gold, prediction, confidence, clusterOfLabel, loss, kept } = store.columns.value;
  const noGold = gold ? undefined : "There are no gold labels";
  const noPrediction = prediction ? undefined : "There are no predictions";
  const reasons: Record<ColourBy, string | undefined> = {
    gold: noGold,
    cluster: clusterOfLabel ? undefined : "There are no label clusters (yet)",
    prediction: noPrediction,
    confidence: confidence ? undefined : "There are no confidences",
    correct: noGold ?? noPrediction,
    loss: loss ? undefined : "Losses need gold labels and probabilities",
    kept: kept ? undefined : "The map has not been measured (yet)",
  };
  return reasons[mode];
}
