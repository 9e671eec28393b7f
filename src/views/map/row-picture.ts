import type { ColourBy, Store } from "../../client";
import { type Mask, outcomeColours, type Positions, type Rows } from "../../core";
import type { Camera, Size } from "./camera";
import { type Colouring, colourRows } from "./colouring";
import type { Destination } from "./drawn-layout";
import { drawOrder, fadedRows, type Lit, litRows } from "./emphasis";
import { ErrorMarks } from "./error-marks";
import type { MarkStyle } from "./marks";
import type { PointFrame } from "./point-layer";
import { Stamps } from "./stamps";
import { type Symbols, symbolsOf } from "./symbols";

const noRows: Rows = new Uint32Array(0);
const figures: readonly ColourBy[] = ["confidence", "loss", "kept", "attribution"];

/** How the rows look: colours, what fades, what is lit, symbols instead of discs. */
export class RowPicture {
  colouring: Colouring = { codes: new Uint16Array(0), colours: ["#888888"] };
  private faded: Mask = new Uint8Array(0);
  private lit: Lit | null = null;
  /** Of the labels in these codes, where points are drawn as symbols. */
  private symbols: { readonly of: Symbols; readonly codes: Int32Array } | null = null;
  private mode: ColourBy = "gold";
  private readonly stamps = new Stamps();
  private readonly errorMarks = new ErrorMarks();

  constructor(private readonly store: Store) {}

  /** Takes in colours, selection and filter. @returns the symbols of the labels shown, if any. */
  followRows(mode: ColourBy): Symbols | null {
    const { store } = this;
    const { gold, prediction, confidence, loss, kept } = store.columns.value;
    const attribution = mode === "attribution" ? store.salience.coloured.value : null;
    this.mode = mode;
    this.colouring = colourRows({
      mode,
      theme: store.theme.value,
      rows: store.rows.value,
      gold,
      prediction,
      confidence,
      loss,
      kept,
      attribution,
      clusterOfRow: store.clusterOfRow.value,
      clusters: store.clusters.value.length,
      labelColours: store.labelColours.value,
    });
    const selection = { rows: store.selection.value, mask: store.selectionMask.value };
    const scored = attribution && attribution.found > 0 ? attribution.column : undefined;
    this.faded = fadedRows(store.rows.value, selection, scored);
    const codes = mode === "prediction" ? prediction : mode === "gold" ? (gold ?? prediction) : null;
    const symbols = symbolsOf(codes, store.shown.value);
    this.symbols = symbols && codes && { of: symbols, codes };
    void store.errors.value;
    return symbols;
  }

  /**
   * Takes in what is under the pointer elsewhere. It changes nothing in WebGL: that picture is dimmed as a whole, and
   * lit rows are painted over it, so that light costs the same however many rows there are.
   * @returns whether some rows are lit.
   */
  followEmphasis(): boolean {
    const { store } = this;
    this.lit = litRows(store.rows.value, store.emphasis.value?.rows, store.shownMask.value);
    return this.lit !== null;
  }

  orderOf(destination: Destination | null): Rows {
    return destination ? drawOrder(this.store.shown.value, destination.target, this.faded) : noRows;
  }

  /** What WebGL draws: no row where all are symbols. */
  frame(order: Rows, positions: Positions, glide: PointFrame["glide"]): PointFrame {
    return {
      order: this.symbols ? noRows : order,
      positions,
      colouring: this.colouring,
      faded: this.faded,
      hidden: this.hidden(),
      opacity: this.opacity(),
      glide,
    };
  }

  /** Paints the rows that WebGL does not draw as they are: lit ones, symbols, errors. */
  paint(
    context: CanvasRenderingContext2D,
    view: {
      readonly order: Rows;
      readonly positions: Positions;
      readonly camera: Camera;
      readonly size: Size;
      readonly radius: number;
    },
    style: MarkStyle,
  ): void {
    const { store, colouring, symbols, lit } = this;
    const faded = lit?.faded ?? this.faded;
    const rows = symbols ? view.order : lit?.rows;
    const scene = { ...view, faded };
    if (rows)
      this.stamps.paint(context, {
        ...scene,
        rows,
        colouring,
        symbols,
        hidden: this.hidden(),
        opacity: this.opacity(),
        ground: style.canvas,
      });
    const ink = this.mode === "correct" ? outcomeColours[store.theme.value].error : style.ink;
    // a cross stands for its point, and where colour is a figure it has that of the point
    const byFigure = figures.includes(this.mode);
    this.errorMarks.paint(context, {
      ...scene,
      errors: store.errors.value,
      colouring: byFigure ? colouring : null,
      ink,
      canvas: style.canvas,
    });
  }

  /** Rows whose point is hidden by a cross; where all are errors the points tell more. */
  private hidden(): Mask | null {
    return this.store.filter.value.errors === true ? null : this.store.errors.value;
  }

  private opacity(): PointFrame["opacity"] {
    return [this.store.theme.value === "dark" ? 0.85 : 0.75, 0.3];
  }
}
