import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { BinaryWriter, WireType } from "@bufbuild/protobuf/wire";
import { readModel, writeModel } from "../../onnx";
import { DIMENSION, embeddingOf, trialModel, WORDS } from "./model-folder";

/** The trial model's table of piece embeddings, times a number. */
export function tableOf(scale: number): Float32Array<ArrayBuffer> {
  return Float32Array.from(WORDS.flatMap((_, id) => embeddingOf(id).map((value) => value * scale)));
}

/** Moves the table of piece embeddings out of a folder's model into a file. */
export function writeExternal(folder: string, file: string): void {
  const table = tableOf(1);
  writeFileSync(join(folder, file), Buffer.from(table.buffer));
  const writer = new BinaryWriter();
  for (const side of [WORDS.length, DIMENSION]) writer.tag(1, WireType.Varint).int64(side);
  writer.tag(2, WireType.Varint).int32(1).tag(8, WireType.LengthDelimited).string("table");
  for (const [key, value] of [
    ["location", file],
    ["offset", "0"],
    ["length", String(table.byteLength)],
  ] as const) {
    writer.tag(13, WireType.LengthDelimited).fork();
    writer.tag(1, WireType.LengthDelimited).string(key).tag(2, WireType.LengthDelimited).string(value).join();
  }
  writer.tag(14, WireType.Varint).int32(1);
  const model = readModel(trialModel());
  const shape = [WORDS.length, DIMENSION];
  model.graph.initializers = model.graph.initializers.map((tensor) =>
    tensor.name === "table" ? { name: "table", elementType: 1, shape, file, bytes: writer.finish() } : tensor,
  );
  writeFileSync(join(folder, "model.onnx"), writeModel(model));
}
