import { expect, type Locator, type Page } from "@playwright/test";

export interface Place {
  readonly x: number;
  readonly y: number;
}

/** The widget's screen. */
export class Explorer {
  constructor(
    readonly page: Page,
    readonly root: Locator,
  ) {}

  async ready(): Promise<void> {
    await this.root.scrollIntoViewIfNeeded({ timeout: 60_000 });
    await expect(this.root.locator(".jp-Semla-status")).toHaveAttribute("data-phase", "ready", {
      timeout: 180_000,
    });
  }

  /** Of several explorers under one root. */
  nth(index: number): Explorer {
    return new Explorer(this.page, this.root.nth(index));
  }

  /** The map; of two the first. */
  get map(): Locator {
    return this.root.locator(".jp-Semla-mapPlace").first();
  }

  chip(name: string | RegExp): Locator {
    return this.root.locator(".jp-Semla-chip", { hasText: name });
  }

  /** The chip of one of two groups. */
  group(side: "A" | "B"): Locator {
    const letter = this.page.locator(`[data-side="${side.toLowerCase()}"]`);
    return this.root.locator(".jp-Semla-chip", { has: letter });
  }

  button(name: string | RegExp): Locator {
    return this.root.getByRole("button", { name, exact: typeof name === "string" });
  }

  tool(name: RegExp): Locator {
    return this.root.getByRole("button", { name });
  }

  /** Opens a menu by its button and chooses. */
  async choose(menu: string | RegExp, item: string): Promise<void> {
    await this.button(menu).first().click();
    const items = this.root.locator('[role="menuitem"], [role="menuitemradio"]');
    await items
      .filter({ hasText: new RegExp(`^${item}$`) })
      .first()
      .click();
  }

  tab(name: "Words" | "Labels" | "Sample" | "Changes"): Promise<void> {
    return this.root.getByRole("tab", { name }).click();
  }

  /** A list of the side column. */
  list(name: string): Locator {
    return this.root.getByRole("tabpanel").getByRole("list", { name, exact: true });
  }

  /** Number of the rows shown, as the bar says it. */
  async shown(): Promise<number> {
    const text = await this.root.locator(".jp-Semla-figures strong").first().innerText();
    return Number(text.replaceAll(",", ""));
  }

  /** Words over the points once they rest, as they are read to the keyboard: "visa, 31 rows". */
  wordList(): Promise<string[]> {
    return this.root
      .locator(".jp-Semla-wordList button")
      .evaluateAll((buttons) => buttons.map((button) => button.getAttribute("aria-label") ?? ""));
  }

  /** Rests the pointer on one of the words over the points, not on `other`. @returns the word and its place. */
  async hoverWord(other?: string): Promise<Place & { readonly word: string }> {
    await this.root.scrollIntoViewIfNeeded();
    const box = await this.box();
    const plane = this.map.locator(".jp-Semla-mapPlane");
    const tip = this.map.locator(".jp-Semla-wordTip strong");
    for (let y = box.y + box.height * 0.2; y < box.y + box.height * 0.8; y += 9)
      for (let x = box.x + box.width * 0.35; x < box.x + box.width * 0.75; x += 30) {
        await this.page.mouse.move(x, y);
        if ((await plane.getAttribute("data-over")) !== "word") continue;
        const word = await tip.innerText();
        if (word !== other) return { x, y, word };
      }
    throw new Error("there is no word over the points");
  }

  /** Rests the pointer on a point that no word lies over. @returns its place. */
  async hoverPoint(map = this.map): Promise<Place> {
    await this.root.scrollIntoViewIfNeeded();
    const box = await this.box(map);
    const plane = map.locator(".jp-Semla-mapPlane");
    for (let y = box.y + box.height * 0.25; y < box.y + box.height * 0.75; y += 7)
      for (let x = box.x + box.width * 0.4; x < box.x + box.width * 0.7; x += 13) {
        await this.page.mouse.move(x, y);
        if ((await plane.getAttribute("data-over")) === "point") return { x, y };
      }
    throw new Error("there is no point on the map");
  }

  /** How colourful the map is, in sums of its pixels: fading rows and words takes from it. */
  colour(map = this.map): Promise<number> {
    return map.locator(".jp-Semla-mapPlane").evaluate((plane) => {
      const points = plane.querySelector<HTMLCanvasElement>(".jp-Semla-mapPoints");
      const overlay = plane.querySelector<HTMLCanvasElement>(".jp-Semla-mapOverlay");
      if (!points || !overlay) return 0;
      const copy = new OffscreenCanvas(points.width, points.height);
      const context = copy.getContext("2d", { willReadFrequently: true });
      if (!context) throw new Error("no 2D canvas");
      context.fillStyle = "white";
      context.fillRect(0, 0, copy.width, copy.height);
      for (const canvas of [points, overlay]) context.drawImage(canvas, 0, 0, copy.width, copy.height);
      const { data } = context.getImageData(0, 0, copy.width, copy.height);
      let sum = 0;
      for (let i = 0; i < data.length; i += 4) {
        const [r = 0, g = 0, b = 0] = [data[i], data[i + 1], data[i + 2]];
        sum += Math.max(r, g, b) - Math.min(r, g, b);
      }
      return sum;
    });
  }

  /** The same once it stays, since points fade and glide. */
  async settledColour(map = this.map): Promise<number> {
    let before = -1;
    await expect(async () => {
      const now = await this.colour(map);
      const still = now === before;
      before = now;
      expect(still).toBe(true);
    }).toPass({ intervals: [300], timeout: 20_000 });
    return before;
  }

  /** Draws with the lasso around the middle of the map, `part` of its size. */
  async lasso(part = 0.5): Promise<void> {
    await this.tool(/lasso/).first().click();
    const box = await this.box();
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    const [rx, ry] = [(box.width * part) / 2, (box.height * part) / 2];
    const points = Array.from({ length: 25 }, (_, step) => {
      const angle = (2 * Math.PI * step) / 24;
      return [x + rx * Math.cos(angle), y + ry * Math.sin(angle)] as const;
    });
    const [first] = points;
    await this.page.mouse.move(...(first ?? [x, y]));
    await this.page.mouse.down();
    for (const point of points) await this.page.mouse.move(...point);
    await this.page.mouse.up();
  }

  /** Where the map is on the page, px. */
  async box(map = this.map): Promise<{ x: number; y: number; width: number; height: number }> {
    const box = await map.boundingBox();
    if (!box) throw new Error("the map is not on the page");
    return box;
  }

  /** Share of a map's pixels that are not of the colour most of them have: above 0 when something is drawn. */
  async drawn(map = this.map): Promise<number> {
    const png = await map.screenshot();
    return this.page.evaluate(
      async (bytes) => {
        const image = await createImageBitmap(new Blob([new Uint8Array(bytes)], { type: "image/png" }));
        const canvas = new OffscreenCanvas(image.width, image.height);
        const context = canvas.getContext("2d");
        if (!context) throw new Error("no 2D canvas");
        context.drawImage(image, 0, 0);
        const pixels = new Uint32Array(context.getImageData(0, 0, image.width, image.height).data.buffer);
        const counts = new Map<number, number>();
        for (const pixel of pixels) counts.set(pixel, (counts.get(pixel) ?? 0) + 1);
        return 1 - Math.max(...counts.values()) / pixels.length;
      },
      [...png],
    );
  }
}
