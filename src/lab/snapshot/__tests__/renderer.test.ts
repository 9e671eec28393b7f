/** @jest-environment jsdom */
import "./page";
import { afterEach, beforeEach, describe, expect, jest, test } from "@jest/globals";
import { nullTranslator } from "@jupyterlab/translation";
import type { IRenderMime } from "@jupyterlab/rendermime-interfaces";
import { Signal } from "@lumino/signaling";
import { Panel, Widget } from "@lumino/widgets";
import type { Drawn } from "../drawing";
import { WIDGET_MIME } from "../live";
import { SnapshotRenderer } from "../renderer";
import { SNAPSHOT_MIME } from "../saved";
import { sentences } from "../sentences";

/** A renderer of widgets whose answer the test gives. */
class FakeWidgetRenderer extends Panel {
  readonly models: string[] = [];

  async renderModel(model: IRenderMime.IMimeModel): Promise<void> {
    this.models.push((model.data[WIDGET_MIME] as { model_id: string }).model_id);
    this.node.textContent = "Loading widget...";
  }

  find(): Widget {
    this.node.textContent = "";
    const view = new Widget();
    this.addWidget(view);
    return view;
  }

  miss(): void {
    this.node.textContent = "Error displaying widget: model not found";
    this.addClass("jupyter-widgets");
  }
}

/** A notebook with a cell, as far as an output looks for them. */
function fakeNotebook(kernel: { connectionStatus: string } | null) {
  const made: FakeWidgetRenderer[] = [];
  const rendermime = {
    factory: {},
    getFactory: () => rendermime.factory,
    createRenderer: () => {
      made.push(new FakeWidgetRenderer());
      return made.at(-1);
    },
    createModel: ({ data, trusted }: { data: object; trusted: boolean }) => ({ data, trusted, metadata: {} }),
  };
  const session = { session: { kernel } } as Record<string, unknown>;
  session["ready"] = Promise.resolve();
  const signals = ["statusChanged", "connectionStatusChanged", "kernelChanged"] as const;
  for (const name of signals) session[name] = new Signal(session);
  const panel = Object.assign(new Panel(), { sessionContext: session });
  const cell = Object.assign(new Panel(), { rendermime });
  const notebook = Object.assign(new Panel(), { activeCellIndex: 0, deselectAll: jest.fn() });
  notebook.addWidget(new Widget());
  notebook.addWidget(cell);
  panel.addWidget(notebook);
  Widget.attach(panel, document.body);
  const emit = (name: (typeof signals)[number]): void =>
    (session[name] as Signal<object, unknown>).emit(null);
  return { panel, notebook, cell, rendermime, made, session, emit };
}

function fakeDrawing() {
  const drawn: { data: unknown; element: HTMLElement; disposed: boolean; run: (() => void) | null }[] = [];
  const draw = async (element: HTMLElement, saved: { data?: string; problem?: string }): Promise<Drawn> => {
    const entry = {
      data: saved.data ?? saved.problem,
      element,
      disposed: false,
      run: null as (() => void) | null,
    };
    drawn.push(entry);
    element.textContent = "saved";
    return {
      offerRun: (run) => (entry.run = run),
      dispose: () => {
        entry.disposed = true;
        element.replaceChildren();
      },
    };
  };
  return { drawn, draw };
}

const says = sentences(nullTranslator.load("semla-lab"));

function model(changes: object = {}, trusted = true): IRenderMime.IMimeModel {
  const saved = { version: 1, model_id: "abc", rows: 1, texts: false, title: {}, data: "AAAA", ...changes };
  return { trusted, data: { [SNAPSHOT_MIME]: saved }, metadata: {}, setData: () => undefined };
}

/** What waits for nothing but promises and observers has happened. */
async function settled(): Promise<void> {
  for (let i = 0; i < 30; i++) await Promise.resolve();
}

function open(place: Panel) {
  const drawing = fakeDrawing();
  const runCell = jest.fn();
  const renderer = new SnapshotRenderer({ says, runCell, loadDrawing: async () => drawing });
  place.addWidget(renderer);
  return { renderer, runCell, ...drawing };
}

let visible: ((seen: boolean) => void)[] = [];

beforeEach(() => {
  jest.useFakeTimers();
  visible = [];
  globalThis.IntersectionObserver = class {
    constructor(callback: (entries: { isIntersecting: boolean }[]) => void) {
      visible.push((isIntersecting) => callback([{ isIntersecting }]));
    }
    observe(): void {
      visible.at(-1)?.(true);
    }
    disconnect(): void {}
  } as never;
});

afterEach(() => {
  jest.useRealTimers();
  document.body.replaceChildren();
});

describe("an output with a saved explorer", () => {
  test("shows the live widget where the kernel has it, and nothing else", async () => {
    const { cell, made } = fakeNotebook({ connectionStatus: "connected" });
    const { renderer, drawn } = open(cell);
    void renderer.renderModel(model());
    await settled();
    made[0]?.find();
    await settled();
    expect(made[0]?.models).toEqual(["abc"]);
    expect(made[0]?.isHidden).toBe(false);
    jest.runAllTimers();
    await settled();
    expect(drawn).toHaveLength(0);
  });

  test("keeps the live widget when the output is updated with it", async () => {
    const { cell, made } = fakeNotebook({ connectionStatus: "connected" });
    const { renderer, drawn } = open(cell);
    void renderer.renderModel(model());
    await settled();
    const view = made[0]?.find();
    await settled();
    await renderer.renderModel(model({ data: "BBBB" }));
    expect(made).toHaveLength(1);
    expect(view?.isDisposed).toBe(false);
    expect(drawn).toHaveLength(0);
  });

  test("draws what was saved at once where no kernel is connected, and gives way to the live one", async () => {
    const { cell, rendermime, made, emit } = fakeNotebook(null);
    const { renderer, drawn } = open(cell);
    await renderer.renderModel(model());
    expect(drawn).toMatchObject([{ data: "AAAA", disposed: false, run: null }]);
    // the notebook learns of its kernel, and renders widgets by another renderer from then on
    rendermime.factory = {};
    emit("statusChanged");
    await settled();
    made.at(-1)?.find();
    await settled();
    expect(made).toHaveLength(2);
    expect(made[0]?.isDisposed).toBe(true);
    expect(drawn[0]?.disposed).toBe(true);
  });

  test("draws what was saved as soon as the kernel does not have the widget", async () => {
    const { cell, made } = fakeNotebook({ connectionStatus: "connected" });
    const { renderer, drawn } = open(cell);
    void renderer.renderModel(model());
    await settled();
    expect(drawn).toHaveLength(0);
    made[0]?.miss();
    await settled();
    expect(drawn).toHaveLength(1);
    expect(made[0]?.isHidden).toBe(true);
  });

  test("does not wait long for a kernel that says nothing", async () => {
    const { cell } = fakeNotebook({ connectionStatus: "connected" });
    const { renderer, drawn } = open(cell);
    void renderer.renderModel(model());
    await settled();
    jest.runAllTimers();
    await settled();
    expect(drawn).toHaveLength(1);
  });

  test("shows what was saved again after the widget was closed", async () => {
    const { cell, made } = fakeNotebook({ connectionStatus: "connected" });
    const { renderer, drawn } = open(cell);
    void renderer.renderModel(model());
    await settled();
    const view = made[0]?.find();
    await settled();
    view?.dispose();
    await settled();
    expect(drawn).toHaveLength(1);
  });

  test("never asks for the widget where the output is not trusted", async () => {
    const { cell, made } = fakeNotebook({ connectionStatus: "connected" });
    const { renderer, drawn } = open(cell);
    await renderer.renderModel(model({}, false));
    expect(made).toHaveLength(0);
    expect(drawn).toHaveLength(1);
  });

  test("draws once what has not changed, and anew what has", async () => {
    const { cell } = fakeNotebook(null);
    const { renderer, drawn } = open(cell);
    await renderer.renderModel(model());
    await renderer.renderModel(model());
    expect(drawn).toHaveLength(1);
    await renderer.renderModel(model({ data: "BBBB" }));
    expect(drawn).toMatchObject([{ disposed: true }, { data: "BBBB", disposed: false }]);
  });

  test("runs its cell, where there is a kernel", async () => {
    const { cell, notebook, made, session, emit } = fakeNotebook(null);
    const { renderer, drawn, runCell } = open(cell);
    await renderer.renderModel(model());
    expect(drawn[0]?.run).toBeNull();
    session["session"] = { kernel: { connectionStatus: "connecting" } };
    emit("kernelChanged");
    await settled();
    expect(made).toHaveLength(1);
    drawn[0]?.run?.();
    expect(notebook.activeCellIndex).toBe(1);
    expect(notebook.deselectAll).toHaveBeenCalled();
    expect(runCell).toHaveBeenCalledTimes(1);
  });

  test("says what is wrong with it in the drawing's own words", async () => {
    const { cell } = fakeNotebook(null);
    const { renderer, drawn } = open(cell);
    await renderer.renderModel(model({ version: 2 }));
    expect(drawn).toMatchObject([{ data: "newer" }]);
  });

  test("says so where the drawing cannot be loaded", async () => {
    const logged = jest.spyOn(console, "error").mockImplementation(() => undefined);
    const { cell } = fakeNotebook(null);
    const loadDrawing = (): Promise<never> => Promise.reject(new Error("offline"));
    const renderer = new SnapshotRenderer({ says, runCell: () => undefined, loadDrawing });
    cell.addWidget(renderer);
    await renderer.renderModel(model());
    expect(renderer.node.textContent).toContain(says.notLoaded);
    expect(logged).toHaveBeenCalled();
    logged.mockRestore();
  });

  test("frees what it holds", async () => {
    const { cell, made } = fakeNotebook(null);
    const { renderer, drawn } = open(cell);
    await renderer.renderModel(model());
    renderer.dispose();
    expect(drawn[0]?.disposed).toBe(true);
    expect(made.every((each) => each.isDisposed)).toBe(true);
  });

  test("waits until it is on the page", async () => {
    const place = new Panel();
    const { renderer, drawn } = open(place);
    await renderer.renderModel(model());
    expect(drawn).toHaveLength(0);
    Widget.attach(place, document.body);
    await settled();
    expect(drawn).toHaveLength(1);
  });
});
