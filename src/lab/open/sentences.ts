import type { TranslationBundle } from "@jupyterlab/translation";
import type { FileReply, ModelReply } from "./ask";
import { columnsFor, type Choice, type Column, type Format, type Role, roles } from "./tables";

type FileProblem = Extract<FileReply, { problem: string }>;

/** What is wrong with a file, and what to do. */
export function fileSentence(
  { problem, detail }: FileProblem,
  name: string,
  format: Format,
  text: TranslationBundle,
): string {
  switch (problem) {
    case "semla":
      return noSemla(text);
    case "pandas":
      return text.__("The kernel has no pandas, which reads the file. Run: %pip install pandas");
    case "absent":
      return text.__("The kernel does not see %1 in its folder %2.", name, detail ?? "");
    case "empty":
      return text.__("%1 has no rows.", name);
    case "unreadable":
      return text.__("%1 cannot be read as %2: %3", name, formatName(format, text), detail ?? "");
  }
}

/** How to install what the kernel lacks. */
export function noSemla(text: TranslationBundle): string {
  return text.__("This kernel has no SemLa. Run: %pip install semla-lab");
}

/** Why no row can be shown, null where a column can be the text. */
export function noText(columns: readonly Column[], name: string, text: TranslationBundle): string | null {
  if (columnsFor("text", columns).length > 0) return null;
  return columns.length === 0
    ? text.__("%1 has no columns with names.", name)
    : text.__(
        "%1 has no column of text: its columns are %2.",
        name,
        listed(columns.map((column) => column.name)),
      );
}

/** What is missing or contradicts itself in a choice, null where it can be run. */
export function choiceSentence(choice: Choice, text: TranslationBundle): string | null {
  for (const [at, role] of roles.entries()) {
    const column = choice[role];
    const other = roles.slice(0, at).find((earlier) => column !== null && choice[earlier] === column);
    if (other && column !== null) {
      return text.__(
        "%1 and %2 are the same column, %3.",
        roleName(other, text),
        roleName(role, text),
        column,
      );
    }
  }
  if (choice.model === "") return text.__("Name a model: a folder, or a model on the Hugging Face hub.");
  return null;
}

/** What is wrong with what was typed as a model, null where nothing is. */
export function modelSentence(reply: ModelReply, model: string, text: TranslationBundle): string | null {
  switch (reply.problem) {
    case "":
      return null;
    case "hollow":
      return text.__("%1 holds neither model.onnx nor config.json, so it is no model.", model);
    case "file":
      return text.__("%1 is a file; name the folder of the model.", model);
    case "absent":
      return text.__(
        "There is no folder %1, seen from %2, and it is no name on the hub.",
        model,
        reply.folder,
      );
  }
}

/** What the form calls a role. */
export function roleName(role: Role, text: TranslationBundle): string {
  switch (role) {
    case "text":
      return text.__("Text");
    case "label":
      return text.__("Label");
    case "id":
      return text.__("Row id");
    case "split":
      return text.__("Split");
  }
}

function formatName(format: Format, text: TranslationBundle): string {
  switch (format) {
    case "csv":
      return text.__("CSV");
    case "tsv":
      return text.__("TSV");
    case "jsonl":
      return text.__("JSON lines");
    case "parquet":
      return text.__("Parquet");
  }
}

function listed(names: readonly string[]): string {
  const shown = names.slice(0, 8).join(", ");
  return names.length > 8 ? `${shown}…` : shown;
}
