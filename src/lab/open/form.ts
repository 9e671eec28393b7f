import type { TranslationBundle } from "@jupyterlab/translation";
import { Widget } from "@lumino/widgets";
import { guessColumns } from "./guess";
import { choiceSentence, noText, roleName } from "./sentences";
import { type Choice, columnsFor, type DataTable, type Role, roles } from "./tables";

/** What the form asks about. */
export interface Question {
  /** At least one; with more, the form asks which. */
  readonly tables: readonly DataTable[];
  /** Models that were named before, the last one first. */
  readonly models: readonly string[];
}

/** What was chosen of which table. */
export interface Chosen {
  readonly table: DataTable;
  readonly choice: Choice;
}

let forms = 0;

/**
 * The dialog's body: a line that says what it waits for, then a form for table, columns and model, and below it what is
 * wrong.
 */
export class OpenForm extends Widget {
  constructor(private readonly text: TranslationBundle) {
    super();
    this.addClass("jp-SemlaOpen");
    this.waiting.setAttribute("role", "status");
    this.waiting.className = "jp-SemlaOpen-waiting";
    this.fields.className = "jp-SemlaOpen-fields";
    this.fields.hidden = true;
    this.wrong.setAttribute("role", "alert");
    this.wrong.className = "jp-SemlaOpen-error";
    this.wrong.id = `${this.prefix}-error`;
    this.node.append(this.waiting, this.fields, this.wrong);
    this.fields.addEventListener("input", () => this.complain(""));
  }

  /** Says what is being waited for; "" ends it. */
  wait(sentence: string): void {
    this.waiting.textContent = sentence;
  }

  /** Says what is wrong; "" nothing. */
  complain(sentence: string): void {
    this.wrong.textContent = sentence;
  }

  /** Shows the controls, filled with guesses. */
  ask({ tables, models }: Question): void {
    this.wait("");
    this.tables = tables;
    if (tables.length > 1) {
      const names = tables.map(({ name }, index) => ({
        value: String(index),
        label: this.titleOf(name, tables),
      }));
      const frame = select(names);
      frame.addEventListener("change", () => this.fillColumns());
      this.frame = frame;
      this.add(this.text.__("Data frame"), frame);
    }
    for (const role of roles) {
      const control = select([]);
      this.columns.set(role, control);
      this.add(roleName(role, this.text), control);
    }
    this.addModel(models);
    this.fillColumns();
    this.fields.hidden = false;
    this.fields.querySelector<HTMLElement>("select, input")?.focus();
  }

  /** What is chosen, or the sentence that says what is missing, which is shown as well. */
  chosen(): Chosen | null {
    const table = this.table();
    const text = this.columns.get("text")?.value ?? "";
    const other = (role: Role): string | null => this.columns.get(role)?.value || null;
    const choice: Choice = {
      text,
      label: other("label"),
      id: other("id"),
      split: other("split"),
      model: this.model.value.trim(),
    };
    const wrong = !table
      ? ""
      : (noText(table.columns, table.name, this.text) ?? choiceSentence(choice, this.text));
    this.complain(wrong ?? "");
    return table && wrong === null ? { table, choice } : null;
  }

  private readonly prefix = `jp-SemlaOpen-${++forms}`;
  private readonly waiting = document.createElement("p");
  private readonly fields = document.createElement("div");
  private readonly wrong = document.createElement("p");
  private readonly columns = new Map<Role, HTMLSelectElement>();
  private readonly model = document.createElement("input");
  private frame: HTMLSelectElement | null = null;
  private tables: readonly DataTable[] = [];

  private table(): DataTable | undefined {
    return this.tables[Number(this.frame?.value ?? 0)];
  }

  /** An option says more than the name, so that two frames are told apart. */
  private titleOf(name: string, tables: readonly DataTable[]): string {
    const table = tables.find((one) => one.name === name);
    const rows = table?.rows ?? 0;
    const columns = this.text._n("%1 column", "%1 columns", table?.columns.length ?? 0);
    return this.text._n("%2: %1 row, %3", "%2: %1 rows, %3", rows, name, columns);
  }

  private fillColumns(): void {
    const table = this.table();
    if (!table) return;
    const guessed = guessColumns(table.columns);
    for (const role of roles) {
      const control = this.columns.get(role);
      if (!control) continue;
      const names = columnsFor(role, table.columns).map(({ name }) => ({ value: name, label: name }));
      const none = role === "text" ? [] : [{ value: "", label: this.text.__("None") }];
      control.replaceChildren(...optionsOf([...none, ...names]));
      control.value = guessed[role] ?? "";
    }
    this.complain(noText(table.columns, table.name, this.text) ?? "");
  }

  private addModel(models: readonly string[]): void {
    const { model } = this;
    model.type = "text";
    model.className = "jp-mod-styled";
    model.spellcheck = false;
    model.value = models[0] ?? "";
    model.placeholder = this.text.__("my-model or organisation/model");
    const known = document.createElement("datalist");
    known.id = `${this.prefix}-models`;
    known.append(...optionsOf(models.map((name) => ({ value: name, label: "" }))));
    model.setAttribute("list", known.id);
    const hint = document.createElement("p");
    hint.id = `${this.prefix}-hint`;
    hint.className = "jp-SemlaOpen-hint";
    hint.textContent = this.text.__(
      "A folder with model.onnx or a transformers checkpoint, seen from the notebook's folder, or a name on the Hugging Face hub.",
    );
    this.add(this.text.__("Model"), model);
    model.setAttribute("aria-describedby", `${hint.id} ${this.wrong.id}`);
    this.fields.append(known, hint);
  }

  private add(name: string, control: HTMLSelectElement | HTMLInputElement): void {
    const label = document.createElement("label");
    control.id = `${this.prefix}-${this.fields.childElementCount}`;
    control.setAttribute("aria-describedby", this.wrong.id);
    label.htmlFor = control.id;
    label.textContent = name;
    this.fields.append(label, control);
  }
}

interface Option {
  readonly value: string;
  readonly label: string;
}

function select(options: readonly Option[]): HTMLSelectElement {
  const control = document.createElement("select");
  control.className = "jp-mod-styled";
  control.append(...optionsOf(options));
  return control;
}

function optionsOf(options: readonly Option[]): HTMLOptionElement[] {
  return options.map(({ value, label }) => {
    const option = document.createElement("option");
    option.value = value;
    option.textContent = label;
    return option;
  });
}
