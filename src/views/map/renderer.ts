import { createRenderer } from "regl-scatterplot";

type Renderer = ReturnType<typeof createRenderer>;

let shared: { renderer: Renderer; users: number } | null = null;

/**
 * The one WebGL context of the page: browsers allow about sixteen, and a notebook may show more maps than that.
 * @throws Error where WebGL or the floating-point textures that points are kept in are missing.
 */
export function acquireRenderer(): { renderer: Renderer; release: () => void } {
  if (!shared || shared.renderer.isDestroyed) {
    const renderer = open();
    if (!renderer.isSupported) {
      renderer.destroy();
      throw new Error("WebGL: floating-point textures are missing");
    }
    const opened = { renderer, users: 0 };
    renderer.canvas.addEventListener("webglcontextlost", () => {
      if (shared === opened) shared = null;
    });
    shared = opened;
  }
  const held = shared;
  held.users++;
  let released = false;
  return {
    renderer: held.renderer,
    release: () => {
      if (released) return;
      released = true;
      if (--held.users > 0) return;
      held.renderer.destroy();
      if (shared === held) shared = null;
    },
  };
}

function open(): Renderer {
  try {
    return createRenderer();
  } catch (error) {
    throw new Error("WebGL: the browser gives no context", { cause: error });
  }
}
