import { readdir, realpath, stat } from "node:fs/promises";
import { join } from "node:path";
import { SemlaError } from "../../../src/protocol";
import type { Attributed, Erasure, Related, RelationsInput } from "../explain";
import type { Answered, AttributeInput, Batch, EraseInput, InferenceEngine, LoadedModel } from "../models";
import { hashValue, type DiskCache } from "../store";
import { abortable } from "../threads/abortable";

type PoolingChoice = "auto" | "cls" | "mean";

interface Known {
  readonly folder: string;
  readonly pooling: PoolingChoice;
  readonly info: LoadedModel;
  open: Promise<unknown> | null;
}

/**
 * The models that have been asked for. What a folder's model is like is remembered on disk by the names, sizes and
 * times of its files, so that a model whose results are all cached is never opened.
 */
export class Models {
  private readonly known = new Map<string, Known>();
  private engine: Promise<InferenceEngine> | null = null;

  constructor(
    private readonly createEngine: () => Promise<InferenceEngine>,
    private readonly disk: DiskCache,
  ) {}

  /** Looks at a model folder, or remembers what it is like. Errors are those of the engine. */
  async load(folder: string, pooling: PoolingChoice): Promise<LoadedModel> {
    const name = await rememberedAs(folder, pooling);
    if (name !== null) {
      const { value } = await this.disk.read(name);
      if (isLoadedModel(value)) return this.keep(folder, pooling, value, null);
    }
    const info = await (await this.running()).load(folder, pooling);
    if (name !== null) await this.disk.write(name, info);
    return this.keep(folder, pooling, info, Promise.resolve());
  }

  /** What a model is like. @throws SemlaError "unknown_handle" */
  info(handle: string): LoadedModel {
    return this.entry(handle).info;
  }

  /** Opens the model, if it is not open yet. */
  async open(handle: string): Promise<void> {
    const entry = this.entry(handle);
    entry.open ??= this.running().then((engine) => engine.load(entry.folder, entry.pooling));
    try {
      await entry.open;
    } catch (error) {
      entry.open = null;
      throw error;
    }
  }

  /** Runs an open model over texts; rows come in batches, in an order of the engine's choosing. */
  async run(
    handle: string,
    texts: readonly string[],
    control: { signal: AbortSignal; onBatch(batch: Batch): void },
  ): Promise<void> {
    await (await this.running()).run(handle, texts, control);
  }

  /** What a model says of a few texts, in their order; it is opened if need be. */
  async answer(handle: string, texts: readonly string[], signal: AbortSignal): Promise<Answered> {
    await abortable(this.open(handle), signal);
    return (await this.running()).answer(handle, texts, signal);
  }

  /** Attributes texts by one method; the model is opened if need be. Errors are those of the engine. */
  async attribute(
    handle: string,
    request: AttributeInput,
    control: { signal: AbortSignal; onAttributed(attributed: Attributed, index: number): void },
  ): Promise<void> {
    await abortable(this.open(handle), control.signal);
    await (await this.running()).attribute(handle, request, control);
  }

  /** Relates a text to others, word by word; the model is opened if need be. Errors are those of the engine. */
  async relate(handle: string, input: RelationsInput, signal: AbortSignal): Promise<Related> {
    await abortable(this.open(handle), signal);
    return (await this.running()).relate(handle, input, signal);
  }

  /** Takes the words of a text away by their scores; the model is opened if need be. Errors are those of the engine. */
  async erase(handle: string, input: EraseInput, signal: AbortSignal): Promise<Erasure[]> {
    await abortable(this.open(handle), signal);
    return (await this.running()).erase(handle, input, signal);
  }

  private entry(handle: string): Known {
    const entry = this.known.get(handle);
    if (!entry) throw new SemlaError("unknown_handle", `model: ${handle} is not loaded; load it again`);
    return entry;
  }

  private keep(folder: string, pooling: PoolingChoice, info: LoadedModel, open: Known["open"]): LoadedModel {
    const before = this.known.get(info.handle);
    this.known.set(info.handle, { folder, pooling, info, open: open ?? before?.open ?? null });
    return info;
  }

  private running(): Promise<InferenceEngine> {
    this.engine ??= this.createEngine();
    return this.engine;
  }
}

/** Name of what is remembered of a folder, or null where there is no such folder. */
async function rememberedAs(folder: string, pooling: PoolingChoice): Promise<string | null> {
  try {
    const place = await realpath(folder);
    const files = [];
    for (const entry of (await readdir(place)).sort()) {
      const { size, mtimeMs } = await stat(join(place, entry));
      files.push([entry, size, mtimeMs]);
    }
    return `model-${await hashValue({ place, pooling, files })}`;
  } catch {
    return null;
  }
}

function isLoadedModel(value: unknown): value is LoadedModel {
  return typeof value === "object" && value !== null && "handle" in value && "pooling" in value;
}
