/** Draws what was saved. Loaded only when there is something to draw: it holds all the views. */
import { sentenceOf } from "../../client";
import { openSnapshot } from "../../client/snapshot";
import { SemlaError } from "../../protocol/errors";
import { bytesOfBase64, decodeSnapshot, type Snapshot } from "../../snapshot";
import { followTheme, mountExplorer } from "../../views/explorer";
import css from "../../../style/saved.css";
import type { Saved, Unreadable } from "./saved";
import type { Sentences } from "./sentences";

/** Something drawn in an element, which is empty again afterwards. */
export interface Drawn {
  /** Offers to run the cell; null where there is no kernel to run it. */
  offerRun(run: (() => void) | null): void;
  dispose(): void;
}

/**
 * Mounts the saved explorer under a line that says what it is. Where it cannot be read, the line says why, above the
 * picture that was saved beside it.
 */
export async function draw(
  element: HTMLElement,
  saved: Saved | Unreadable,
  picture: string | null,
  says: Sentences,
): Promise<Drawn> {
  addStyles();
  if ("problem" in saved) return drawProblem(element, says[saved.problem], picture, says);
  if (saved.data === "") return drawProblem(element, says.empty, picture, says);
  try {
    return drawExplorer(element, await decodeSnapshot(bytesOfBase64(saved.data)), says);
  } catch (error) {
    const sentence = error instanceof SemlaError ? sentenceOf(error) : says.damaged;
    return drawProblem(element, sentence, picture, says);
  }
}

function drawExplorer(element: HTMLElement, snapshot: Snapshot, says: Sentences): Drawn {
  const session = openSnapshot(snapshot);
  const theme = followTheme((value) => session.store.setTheme(value));
  const line = lineOf(says.saved, says.run);
  const place = document.createElement("div");
  element.replaceChildren(line.element, place);
  const explorer = mountExplorer(place, session.store);
  return {
    offerRun: line.offerRun,
    dispose() {
      explorer.dispose();
      theme.dispose();
      session.dispose();
      element.replaceChildren();
    },
  };
}

function drawProblem(element: HTMLElement, sentence: string, picture: string | null, says: Sentences): Drawn {
  const line = lineOf(sentence, says.run);
  element.replaceChildren(line.element);
  if (picture) {
    const image = document.createElement("img");
    image.src = picture;
    image.alt = says.picture;
    element.append(image);
  }
  return { offerRun: line.offerRun, dispose: () => element.replaceChildren() };
}

function lineOf(sentence: string, runName: string): { element: HTMLElement; offerRun: Drawn["offerRun"] } {
  const element = document.createElement("div");
  element.className = "jp-SemlaSaved-line";
  const text = document.createElement("span");
  text.textContent = sentence;
  element.append(text);
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = runName;
  return {
    element,
    offerRun(run) {
      button.onclick = run;
      if (run) element.append(button);
      else button.remove();
    },
  };
}

function addStyles(): void {
  const id = "jp-SemlaSaved-styles";
  if (document.getElementById(id)) return;
  const style = document.createElement("style");
  style.id = id;
  style.textContent = css;
  document.head.append(style);
}
