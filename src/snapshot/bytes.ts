import { damaged } from "./fault";

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { fatal: true });

/** Bytes one after another; numbers little endian, whole ones as varints of seven bits a byte. */
export class ByteWriter {
  private bytes = new Uint8Array(1 << 14);
  private length = 0;

  /** A whole number from 0 to 2^53 - 1. */
  whole(value: number): void {
    this.reserve(8);
    let rest = value;
    while (rest >= 128) {
      this.bytes[this.length++] = (rest % 128) + 128;
      rest = Math.floor(rest / 128);
    }
    this.bytes[this.length++] = rest;
  }

  flag(value: boolean): void {
    this.whole(value ? 1 : 0);
  }

  float(value: number): void {
    this.raw(new Uint8Array(Float32Array.of(value).buffer));
  }

  raw(bytes: Uint8Array): void {
    this.reserve(bytes.length);
    this.bytes.set(bytes, this.length);
    this.length += bytes.length;
  }

  /** Bytes with their number before them. */
  block(bytes: Uint8Array): void {
    this.whole(bytes.length);
    this.raw(bytes);
  }

  json(value: unknown): void {
    this.block(encoder.encode(JSON.stringify(value)));
  }

  /** Strings: first all lengths, then all characters, which compresses better. */
  strings(values: readonly string[]): void {
    const coded = values.map((value) => encoder.encode(value));
    this.whole(coded.length);
    for (const { length } of coded) this.whole(length);
    for (const bytes of coded) this.raw(bytes);
  }

  finish(): Uint8Array {
    return this.bytes.slice(0, this.length);
  }

  private reserve(more: number): void {
    if (this.length + more <= this.bytes.length) return;
    const larger = new Uint8Array(Math.max(this.bytes.length * 2, this.length + more));
    larger.set(this.bytes.subarray(0, this.length));
    this.bytes = larger;
  }
}

/** Reads what a `ByteWriter` wrote. Never reads behind the end, nor makes room for more than can follow. */
export class ByteReader {
  private at = 0;

  constructor(private readonly bytes: Uint8Array) {}

  get left(): number {
    return this.bytes.length - this.at;
  }

  whole(): number {
    let value = 0;
    let factor = 1;
    for (let i = 0; i < 8; i++) {
      const byte = this.bytes[this.at++];
      if (byte === undefined) throw damaged("it ends too early");
      value += (byte % 128) * factor;
      if (byte < 128) {
        if (!Number.isSafeInteger(value)) break;
        return value;
      }
      factor *= 128;
    }
    throw damaged("a number is too large");
  }

  /** A whole number below `end`. */
  below(end: number, what: string): number {
    const value = this.whole();
    if (value >= end) throw damaged(`${what}: ${value} (allowed: below ${end})`);
    return value;
  }

  /** How many entries of at least so many bytes follow. */
  count(what: string, bytesEach = 1): number {
    const value = this.whole();
    if (value * bytesEach > this.left) throw damaged(`${what}: ${value} of them, in ${this.left} bytes`);
    return value;
  }

  flag(): boolean {
    return this.below(2, "flag") === 1;
  }

  float(): number {
    return new Float32Array(this.raw(4).slice().buffer)[0] ?? NaN;
  }

  raw(length: number): Uint8Array {
    if (length > this.left) throw damaged("it ends too early");
    this.at += length;
    return this.bytes.subarray(this.at - length, this.at);
  }

  block(what: string): Uint8Array {
    return this.raw(this.count(what));
  }

  json(what: string): unknown {
    const bytes = this.block(what);
    try {
      return JSON.parse(decoder.decode(bytes)) as unknown;
    } catch (error) {
      throw damaged(`${what}: unreadable`, error);
    }
  }

  strings(what: string): string[] {
    const lengths = new Uint32Array(this.count(what));
    for (let i = 0; i < lengths.length; i++) lengths[i] = this.below(2 ** 31, what);
    try {
      return Array.from(lengths, (length) => decoder.decode(this.raw(length)));
    } catch (error) {
      throw damaged(`${what}: unreadable`, error);
    }
  }
}
