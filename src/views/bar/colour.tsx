import { type ColourBy, colourModes, type Store } from "../../client";
import { shortQuote } from "../parts/format";
import { Icon } from "../parts/icons";
import { Menu, type MenuItem } from "../parts/menu";

const names: Record<Exclude<ColourBy, "attribution">, string> = {
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
  const name = nameOf(store, first);
  const said = second && second !== first ? `${name}, ${nameOf(store, second)}` : name;
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

function nameOf(store: Store, mode: ColourBy): string {
  if (mode !== "attribution") return names[mode];
  return `attribution of ${shortQuote(store.view.value.attributionWord?.word ?? "")}`;
}

/** The mode in use: what is wanted, else the first that can be shown. */
function shownMode(store: Store): ColourBy | undefined {
  const known = colourModes.filter((mode) => missing(store, mode) === undefined);
  const wanted = store.view.value.colourBy;
  return known.includes(wanted) ? wanted : known[0];
}

function itemsOf(store: Store, heading?: string): MenuItem[] {
  const shown = shownMode(store);
  const { attributionWord } = store.view.value;
  const modes = colourModes.filter((mode) => mode !== "attribution" || attributionWord !== null);
  return modes.map((mode, i) => ({
    name: nameOf(store, mode),
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
    attribution:
      store.view.value.attributionWord && store.summary.value?.source === "model"
        ? undefined
        : "There is no word whose attribution a model can tell",
  };
  return reasons[mode];
}
