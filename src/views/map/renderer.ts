import { createRenderer } from "regl-scatterplot";

type Renderer = ReturnType<typeof createRenderer>;

interface Held {
  readonly renderer: Renderer;
  users: number;
}

// on the page and not in this module: anywidget imports the bundle anew for each widget
const page = globalThis as { [key: symbol]: Held | undefined };
const key = Symbol.for("semla.renderer");

/**
 * The one WebGL context of the page: browsers allow about sixteen, and a notebook may show more maps than that.
 * @throws Error where WebGL or the floating-point textures that points are kept in are missing.
 */
export function acquireRenderer(): { renderer: Renderer; release: () => void } {
  let held = page[key];
  if (!held || held.renderer.isDestroyed) {
    const renderer = open();
    if (!renderer.isSupported) {
      renderer.destroy();
      throw new Error("WebGL: floating-point textures are missing");
    }
    const opened = { renderer, users: 0 };
    renderer.canvas.addEventListener("webglcontextlost", () => forget(opened));
    page[key] = held = opened;
  }
  const mine = held;
  mine.users++;
  let released = false;
  return {
    renderer: mine.renderer,
    release: () => {
      if (released) return;
      released = true;
      if (--mine.users > 0) return;
      mine.renderer.destroy();
      forget(mine);
    },
  };
}

function forget(held: Held): void {
  if (page[key] === held) delete page[key];
}

function open(): Renderer {
  try {
    return createRenderer();
  } catch (error) {
    throw new Error("WebGL: the browser gives no context", { cause: error });
  }
}
