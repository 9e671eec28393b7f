import type { AnyModel } from "@anywidget/types";
import type { Host } from "../client";
import type { Message, Traits } from "./traits";

/** The traits and messages of a widget as the host of a session. */
export function modelHost(model: AnyModel<Traits>): Host & { dispose(): void } {
  // two tabs on one kernel hear each other's answers; each keeps to its own
  const view = crypto.randomUUID();
  const stops = new Set<() => void>();
  const undo = (off: () => void): (() => void) => {
    const stop = (): void => {
      off();
      stops.delete(stop);
    };
    stops.add(stop);
    return stop;
  };
  const onChange = (trait: keyof Traits, callback: () => void): (() => void) => {
    model.on(`change:${trait}`, callback);
    return undo(() => model.off(`change:${trait}`, callback));
  };
  const write = <K extends keyof Traits>(trait: K, value: Traits[K]): void => {
    model.set(trait, value);
    model.save_changes();
  };
  return {
    state: () => model.get("_state"),
    filter: () => model.get("_filter"),
    selection: () => rowsOf(model.get("_selection")),
    view: () => model.get("_view"),
    onState: (callback) => onChange("_state", callback),
    onFilter: (callback) => onChange("_filter", callback),
    onSelection: (callback) => onChange("_selection", callback),
    onGone(callback) {
      // the host's widget manager says so when the comm to the kernel has closed
      model.on("comm_live_update", callback);
      return undo(() => model.off("comm_live_update", callback));
    },
    setFilter: (filter) => write("_filter", { ...filter }),
    setSelection: (rows) => write("_selection", new DataView(rows.slice().buffer)),
    setView: (state) => write("_view", state),
    command: (type) => model.send({ type } satisfies Message),
    send: (frame) => model.send({ type: "frame", view } satisfies Message, undefined, [frame.slice().buffer]),
    onFrame(callback) {
      const listener = (message: Message, buffers: DataView[]): void => {
        const [frame] = buffers;
        if (message.type !== "frame" || (message.view !== null && message.view !== view) || !frame) return;
        callback(new Uint8Array(frame.buffer, frame.byteOffset, frame.byteLength));
      };
      model.on("msg:custom", listener);
      return { dispose: undo(() => model.off("msg:custom", listener)) };
    },
    dispose: () => stops.forEach((stop) => stop()),
  };
}

function rowsOf(bytes: DataView): Uint32Array {
  return new Uint32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
}
