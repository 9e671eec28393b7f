import { TextDecoder, TextEncoder } from "node:util";
import { afterEach } from "@jest/globals";
// lets components follow signals, as the explorer's entry does
import "@preact/signals";
import type { ComponentChild } from "preact";
import { render } from "preact";
import { act } from "preact/test-utils";

/** Nothing has a size here. */
class NoResizeObserver implements ResizeObserver {
  observe(): void {}
  unobserve(): void {}
  disconnect(): void {}
}

// browsers have them, jsdom does not
Object.assign(globalThis, { TextDecoder, TextEncoder, ResizeObserver: NoResizeObserver });

// jsdom says that it has none, each time
HTMLCanvasElement.prototype.getContext = () => null;

const roots: HTMLElement[] = [];
afterEach(() => {
  for (const root of roots.splice(0)) {
    render(null, root);
    root.remove();
  }
});

/** Renders into the page, inside an element like the explorer's own. */
export function show(view: ComponentChild): Screen {
  const root = document.createElement("div");
  root.className = "jp-Semla";
  root.tabIndex = -1;
  document.body.append(root);
  roots.push(root);
  void act(() => render(view, root));
  return new Screen(root);
}

/** What a person sees and does, by roles and names. */
export class Screen {
  constructor(readonly root: HTMLElement) {}

  get text(): string {
    return this.root.textContent.replace(/\s+/g, " ").trim();
  }

  all(selector: string): HTMLElement[] {
    return [...this.root.querySelectorAll<HTMLElement>(selector)];
  }

  /** Texts of everything the selector finds. */
  texts(selector: string): string[] {
    return this.all(selector).map((each) => each.textContent.replace(/\s+/g, " ").trim());
  }

  /** The control whose accessible name begins so. */
  control(name: string): HTMLElement {
    const all = this.all("button, input, [role=separator]");
    const found = all.find((each) => nameOf(each).startsWith(name));
    if (!found) throw new Error(`no control ${name} (there are ${all.map(nameOf).join("; ")})`);
    return found;
  }

  async click(name: string): Promise<void> {
    await act(() => {
      this.control(name).click();
    });
  }

  async type(name: string, text: string): Promise<void> {
    await act(() => {
      const input = this.control(name) as HTMLInputElement;
      input.value = text;
      input.dispatchEvent(new Event("input", { bubbles: true }));
    });
  }

  /** Presses a key where the focus is. */
  async press(key: string): Promise<void> {
    await act(() => {
      document.activeElement?.dispatchEvent(
        new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }),
      );
    });
  }
}

/** Accessible name of what has the focus. */
export function focused(): string {
  return document.activeElement instanceof HTMLElement ? nameOf(document.activeElement) : "";
}

function nameOf(element: HTMLElement): string {
  return element.getAttribute("aria-label") ?? element.textContent.replace(/\s+/g, " ").trim();
}
