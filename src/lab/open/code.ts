import { pythonString } from "./literal";
import type { Choice, Format } from "./tables";

/** Longest line of code before a call goes over several lines. */
const width = 96;

/** A file beside the notebook. */
export interface FileSource {
  readonly file: string;
  readonly format: Format;
  /** Between the fields of a line of text; null for other formats. */
  readonly separator: string | null;
}

/** Code of a cell that reads a file and shows it: what a person would write. */
export function fileCode(source: FileSource, choice: Choice): string {
  const stem = source.file.slice(0, source.file.lastIndexOf("."));
  const lines = ["import pandas as pd", "import semla", "", `df = ${reading(source)}`];
  return [...lines, ...showing("ex", "df", choice, stem)].join("\n");
}

/** Code of a cell that shows a data frame of the kernel. `explorer`: a name that the kernel does not use yet. */
export function variableCode(frame: string, explorer: string, choice: Choice): string {
  return ["import semla", "", ...showing(explorer, frame, choice, frame)].join("\n");
}

/** "ex", or with the first number from 2 on that makes it a name that is not taken. */
export function freeName(taken: readonly string[]): string {
  let name = "ex";
  for (let number = 2; taken.includes(name); number++) name = `ex${number}`;
  return name;
}

function reading({ file, format, separator }: FileSource): string {
  const path = pythonString(file);
  switch (format) {
    case "csv":
    case "tsv":
      return separator === null || separator === ","
        ? `pd.read_csv(${path})`
        : `pd.read_csv(${path}, sep=${pythonString(separator)})`;
    case "jsonl":
      return `pd.read_json(${path}, lines=True)`;
    case "parquet":
      return `pd.read_parquet(${path})`;
  }
}

function showing(explorer: string, frame: string, choice: Choice, name: string): string[] {
  const options = [frame, pythonString(choice.model), `text=${pythonString(choice.text)}`];
  for (const role of ["label", "id", "split"] as const) {
    const column = choice[role];
    if (column !== null) options.push(`${role}=${pythonString(column)}`);
  }
  options.push(`name=${pythonString(name)}`);
  const call = `${explorer} = semla.explore(`;
  const line = `${call}${options.join(", ")})`;
  const lines = line.length <= width ? [line] : [call, ...options.map((option) => `    ${option},`), ")"];
  return [...lines, explorer];
}
