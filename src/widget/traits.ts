import type { HostState, ViewState } from "../client";

/** Synchronised traits of `semla.Explorer`, by their Python names. */
export interface Traits {
  _state: HostState;
  /** Row indices, uint32 little endian. */
  _selection: DataView;
  _filter: Record<string, unknown>;
  _view: Partial<ViewState>;
}

/** Custom messages; a frame's bytes travel as the message's one buffer. */
export type Message =
  | { readonly type: "frame"; readonly view: string | null }
  /** The page keeps its view when the cell's output is updated. */
  | { readonly type: "kept" }
  | { readonly type: "cancel" }
  | { readonly type: "retry" };
