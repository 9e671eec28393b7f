/** One model's columns, as far as they are known. */
import type { AnalysisColumns, AnalysisSummary } from "../protocol";
import { Tensor } from "../protocol/tensor";
import { isRecord } from "./answers";
import type { ByteReader, ByteWriter } from "./bytes";
import {
  readCodes,
  readPositions,
  readQuantised,
  writeCodes,
  writePositions,
  writeQuantised,
} from "./columns";
import { damaged } from "./fault";
import type { SnapshotModel } from "./snapshot";

const numbers = ["probability", "confidence", "loss", "kept"] as const;
/** Codes of `closest` and `contrast`: their place in the support set, then other rows. */
const partners = ["closest", "contrast"] as const;

export function writeModel(writer: ByteWriter, { columns, summary }: SnapshotModel): void {
  const { labelNames, gold, prediction, clusterOfLabel, clusterNames, positions, layout } = columns;
  const { support, rivals } = columns;
  writer.json(summary);
  writer.json(layout ?? null);
  writer.strings(labelNames ?? []);
  writer.strings(clusterNames ?? []);
  const optional = <T>(value: T | undefined, write: (value: T) => void): void => {
    writer.flag(value !== undefined);
    if (value !== undefined) write(value);
  };
  optional(gold, ({ data }) => writeCodes(writer, data));
  optional(prediction, ({ data }) => writeCodes(writer, data, gold?.data));
  optional(clusterOfLabel, ({ data }) => writeCodes(writer, data));
  for (const name of numbers) optional(columns[name], ({ data }) => writeQuantised(writer, data));
  optional(positions, ({ data }) => writePositions(writer, data));
  optional(rivals, ({ data }) => writeCodes(writer, data));
  optional(support, ({ data, shape }) => {
    writer.whole(shape[1] ?? 0);
    writeCodes(writer, data);
  });
  for (const name of partners)
    optional(columns[name], ({ data }) => {
      const size = support?.shape[1] ?? 0;
      writeCodes(
        writer,
        data.map((other, row) => {
          if (other < 0) return -1;
          const place = support?.data.subarray(row * size, (row + 1) * size).indexOf(other) ?? -1;
          return place >= 0 ? place : size + other;
        }),
      );
    });
}

export function readModel(reader: ByteReader, rows: number): SnapshotModel {
  const summary = readSummary(reader.json("summary"), rows);
  const layout = readLayout(reader.json("layout"));
  const labelNames = reader.strings("labels");
  const clusterNames = reader.strings("clusters");
  const columns: { -readonly [K in keyof AnalysisColumns]: AnalysisColumns[K] } = {
    labelNames,
    clusterNames,
  };
  if (layout) columns.layout = layout;
  const whole = (data: Int32Array<ArrayBuffer>): Tensor<"int32"> => new Tensor("int32", data);
  const labels = (what: string, like?: ArrayLike<number>): Tensor<"int32"> =>
    whole(readCodes(reader, rows, labelNames.length, what, like));
  if (reader.flag()) columns.gold = labels("gold label");
  if (reader.flag()) columns.prediction = labels("prediction", columns.gold?.data);
  if (reader.flag())
    columns.clusterOfLabel = whole(readCodes(reader, labelNames.length, clusterNames.length, "cluster"));
  for (const name of numbers)
    if (reader.flag()) columns[name] = new Tensor("float32", readQuantised(reader, rows));
  if (reader.flag()) columns.positions = new Tensor("float32", readPositions(reader, rows), [rows, 2]);
  if (reader.flag()) columns.rivals = whole(readCodes(reader, rows, 2 ** 30, "rivals"));
  let size = 0;
  if (reader.flag()) {
    size = reader.whole();
    if (size * rows > reader.left) throw damaged(`support: ${size} a row`);
    columns.support = new Tensor("int32", readCodes(reader, size * rows, rows, "support"), [rows, size]);
  }
  for (const name of partners)
    if (reader.flag()) {
      const codes = readCodes(reader, rows, size + rows, name);
      const known = columns.support?.data;
      columns[name] = whole(
        codes.map((code, row) =>
          code < 0 ? -1 : code < size ? (known?.[row * size + code] ?? -1) : code - size,
        ),
      );
    }
  return { columns, summary };
}

/** What is read of a summary has its kind; what it says else is shown as it is. */
function readSummary(value: unknown, rows: number): AnalysisSummary | null {
  if (value === null) return null;
  const isWhole =
    isRecord(value) &&
    typeof value.analysis === "string" &&
    value.rows === rows &&
    (value.source === "model" || value.source === "arrays") &&
    (value.layout === "given" || isRecord(value.layout)) &&
    (value.quality === null || isRecord(value.quality)) &&
    (value.signatures === null || Array.isArray(value.signatures)) &&
    isRecord(value.seconds) &&
    Array.isArray(value.notices);
  if (!isWhole) throw damaged("summary: not one of an analysis of these rows");
  return value as AnalysisSummary;
}

function readLayout(value: unknown): AnalysisColumns["layout"] | null {
  if (value === null) return null;
  if (!isRecord(value) || typeof value.method !== "string" || typeof value.final !== "boolean")
    throw damaged("layout: unreadable");
  return value as AnalysisColumns["layout"];
}
