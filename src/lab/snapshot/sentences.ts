import type { TranslationBundle } from "@jupyterlab/translation";

/** What is said of a saved explorer, in the user's language. */
export interface Sentences {
  readonly saved: string;
  readonly run: string;
  readonly picture: string;
  readonly newer: string;
  readonly damaged: string;
  readonly empty: string;
  readonly notLoaded: string;
}

export function sentences(text: TranslationBundle): Sentences {
  return {
    saved: text.__("A saved picture: run the cell again to compute anything new."),
    run: text.__("Run the cell"),
    picture: text.__("Saved picture of the map"),
    newer: text.__("This output was saved by a newer SemLa: update SemLa, or run the cell again."),
    damaged: text.__("This saved output is damaged or cut off: run the cell again."),
    empty: text.__("Nothing of this explorer was saved yet: run the cell again."),
    notLoaded: text.__("The views of SemLa could not be loaded: reload the page, or run the cell again."),
  };
}
