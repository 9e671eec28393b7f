import { Dialog } from "@jupyterlab/apputils";
import type { TranslationBundle } from "@jupyterlab/translation";
import css from "../../../style/open.css";
import { type Chosen, OpenForm, type Question } from "./form";
import { errorText } from "./errors";

/** What a dialog does: ask a kernel for tables, then judge what was chosen. */
export interface Asking {
  readonly title: string;
  /** What it waits for at first. */
  readonly waiting: string;
  /** The tables to choose from, or the sentence why there are none. Throws what went wrong. */
  load(form: OpenForm, signal: AbortSignal): Promise<Question | string>;
  /** What is wrong with a choice that looks complete; null where it can be run. */
  judge(chosen: Chosen, signal: AbortSignal): Promise<string | null>;
}

/**
 * Asks until there is an answer or the dialog is left (null). The dialog is there at once; it says what it waits for
 * and what is wrong, and leaving it ends the asking.
 */
export async function askChoice(asking: Asking, text: TranslationBundle): Promise<Chosen | null> {
  const leaving = new AbortController();
  // eslint-disable-next-line jupyter/require-disposable-ownership -- disposed below, when it was left
  const dialog = new ChoiceDialog(asking, text, leaving.signal);
  void dialog.load();
  try {
    const { button } = await dialog.launch();
    return button.accept ? dialog.answer : null;
  } finally {
    leaving.abort();
    dialog.dispose();
  }
}

class ChoiceDialog extends Dialog<unknown> {
  answer: Chosen | null = null;

  constructor(
    private readonly asking: Asking,
    private readonly text: TranslationBundle,
    private readonly signal: AbortSignal,
  ) {
    const form = new OpenForm(text);
    super({
      title: asking.title,
      body: form,
      buttons: [
        Dialog.cancelButton({ label: text.__("Cancel") }),
        Dialog.okButton({ label: text.__("Open in SemLa") }),
      ],
    });
    this.addClass("jp-SemlaOpenDialog");
    this.form = form;
    const style = document.createElement("style");
    style.textContent = css;
    this.node.prepend(style);
    this.form.wait(asking.waiting);
    this.allow(false);
  }

  /** Fills the form, or says why not. */
  async load(): Promise<void> {
    try {
      const question = await this.asking.load(this.form, this.signal);
      if (this.signal.aborted) return;
      if (typeof question !== "string") {
        this.form.ask(question);
        this.allow(true);
        return;
      }
      this.fail(question);
    } catch (error) {
      if (!this.signal.aborted) this.fail(this.text.__("The kernel cannot be asked: %1", errorText(error)));
    }
  }

  /** Accepts only what passes; else the dialog stays and says why. */
  override resolve(index?: number): void {
    if (index === 0 || this.answer) super.resolve(index);
    else if (!this.judging) void this.judge();
  }

  private readonly form: OpenForm;
  private judging = false;

  private async judge(): Promise<void> {
    if (!this.allowed) return;
    const chosen = this.form.chosen();
    if (!chosen) return;
    this.judging = true;
    this.allow(false);
    // most kernels answer before one could read it
    const slow = setTimeout(() => this.form.wait(this.text.__("Asking the kernel about the model…")), 500);
    try {
      const wrong = await this.asking.judge(chosen, this.signal);
      if (wrong === null) this.answer = chosen;
      else this.form.complain(wrong);
    } catch (error) {
      if (!this.signal.aborted)
        this.form.complain(this.text.__("The kernel did not answer: %1", errorText(error)));
    } finally {
      clearTimeout(slow);
      this.form.wait("");
      this.judging = false;
      this.allow(true);
    }
    if (this.answer) super.resolve(1);
  }

  private fail(sentence: string): void {
    this.form.wait("");
    this.form.complain(sentence);
  }

  private get allowed(): boolean {
    return this.accept?.ariaDisabled !== "true";
  }

  /** The button keeps the focus, and with it the keys of the dialog, while it can do nothing. */
  private allow(allowed: boolean): void {
    if (this.accept) this.accept.ariaDisabled = String(!allowed);
  }

  private get accept(): HTMLElement | null {
    return this.node.querySelector<HTMLElement>("button.jp-Dialog-button.jp-mod-accept");
  }
}
