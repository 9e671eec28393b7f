import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { attributionOptions, SemlaError, Tensor } from "../../protocol";
import { answerKey, decodeSnapshot, encodeSnapshot, HIDDEN_WORD, type Snapshot, withoutTexts } from "..";
import { defaultOptions } from "../answers";
import { ByteReader, ByteWriter } from "../bytes";
import { readQuantised, writeQuantised } from "../columns";
import { compress } from "../compress";
import { HEAD } from "../encode";
import { madeSnapshot, madeTexts, payloads } from "./made-snapshot";

const roundTrip = async (snapshot: Snapshot): Promise<Snapshot> =>
  decodeSnapshot(await encodeSnapshot(snapshot));

async function complaint(bytes: Uint8Array): Promise<string> {
  try {
    await decodeSnapshot(bytes);
    return "";
  } catch (error) {
    expect(error).toBeInstanceOf(SemlaError);
    return (error as Error).message;
  }
}

describe("what is read is what was written", () => {
  test("all but numbers comes back as it was, numbers within a 65,533rd of their range", async () => {
    const given = madeSnapshot({
      ids: ["a", 7, ...payloads.slice(0, 4)],
      second: { name: "B", ...madeSnapshot().first },
    });
    const { first, second, ...found } = await roundTrip(given);
    const { first: givenFirst, second: givenSecond, ...expected } = given;
    expect(found).toEqual({ ...expected, words: { ...expected.words, postings: found.words?.postings } });
    expect(found.words?.postings.features.slice().sort()).toEqual(
      given.words?.postings.features.slice().sort(),
    );
    const { probability, loss, positions, ...exact } = givenFirst.columns;
    expect(first.columns).toMatchObject(exact);
    expect(second?.name).toBe(givenSecond?.name);
    for (const [name, column] of Object.entries({ probability, loss, positions }))
      for (const [i, value] of (column?.data ?? []).entries()) {
        const back = first.columns[name as "loss"]?.data[i] ?? 0;
        if (Number.isFinite(value)) expect(Math.abs(back - value)).toBeLessThan(15 / 65_533);
        else expect(back).toBe(value);
      }
  });

  test("texts are there when they were given", async () => {
    const { texts, words } = await roundTrip(madeSnapshot({ texts: madeTexts, words: null }));
    expect([texts, words]).toEqual([madeTexts, null]);
  });

  test("of a data set without rows there is nothing, and no error", async () => {
    const none = new Uint32Array(0);
    const empty = { columns: { labelNames: [], clusterNames: [] }, summary: null };
    const words = { postings: { features: [], offsets: new Uint32Array(1), rows: none }, fewest: 2 };
    const given = madeSnapshot({
      rows: 0,
      ids: [],
      split: null,
      words,
      lengths: none,
      characters: none,
      first: empty,
      filter: {},
      selection: none,
      answers: [],
    });
    expect(await roundTrip(given)).toEqual(given);
  });

  test("any column of numbers comes back within half a step", () => {
    const number = fc.oneof(
      fc.float({ min: -1e6, max: 1e6, noNaN: true }),
      fc.constantFrom(NaN, Infinity, 0),
    );
    fc.assert(
      fc.property(fc.array(number, { maxLength: 50 }), (values) => {
        const writer = new ByteWriter();
        writeQuantised(writer, values);
        const found = readQuantised(new ByteReader(writer.finish()), values.length);
        const finite = values.filter(Number.isFinite);
        const range = finite.length > 0 ? Math.max(...finite) - Math.min(...finite) : 0;
        const step = range / 65_533 + 1e-6 * Math.max(0, ...finite.map(Math.abs));
        values.forEach((value, i) => {
          if (Number.isFinite(value)) expect(Math.abs((found[i] ?? NaN) - value)).toBeLessThanOrEqual(step);
          else expect(found[i]).toBe(value);
        });
      }),
    );
  });
});

describe("bytes that are not what was written", () => {
  test("a newer version says what to upgrade", async () => {
    const bytes = await encodeSnapshot(madeSnapshot());
    bytes[5] = 2;
    expect(await complaint(bytes)).toMatch(/version 2 \(allowed: up to 1\).*upgrade semla-lab/);
  });

  test("every truncation is an error with a sentence", async () => {
    const bytes = await encodeSnapshot(madeSnapshot());
    for (let length = 0; length < bytes.length; length += 7)
      expect(await complaint(bytes.subarray(0, length))).toMatch(/^snapshot: .*damaged/);
  });

  test("a changed byte is an error with a sentence, or changes nothing", async () => {
    const bytes = await encodeSnapshot(madeSnapshot());
    await fc.assert(
      fc.asyncProperty(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), async (at, mask) => {
        const other = bytes.slice();
        other[at] = (other[at] ?? 0) ^ mask;
        await complaint(other);
      }),
      { numRuns: 300 },
    );
  });

  test("a body that was packed anew after any change is refused or read, never worse", async () => {
    const bytes = await encodeSnapshot(madeSnapshot());
    const stream = new Blob([bytes.slice(HEAD)]).stream().pipeThrough(new DecompressionStream("gzip"));
    const body = new Uint8Array(await new Response(stream).arrayBuffer());
    await fc.assert(
      fc.asyncProperty(fc.nat(body.length - 1), fc.integer({ min: 0, max: 255 }), async (at, byte) => {
        const other = body.slice();
        other[at] = byte;
        const packed = await compress(other);
        const whole = new Uint8Array(HEAD + packed.length);
        whole.set(bytes.subarray(0, HEAD));
        whole.set(packed, HEAD);
        await complaint(whole);
      }),
      { numRuns: 1000 },
    );
  });

  test("a length beyond all measure is refused before anything is unpacked", async () => {
    const bytes = await encodeSnapshot(madeSnapshot());
    bytes.set([255, 255, 255, 255], 6);
    expect(await complaint(bytes)).toMatch(/4294967295 bytes \(allowed: up to/);
  });

  test("more bytes than the head says are not unpacked", async () => {
    const bytes = await encodeSnapshot(madeSnapshot());
    const bomb = await compress(new Uint8Array(50_000_000));
    const whole = new Uint8Array(HEAD + bomb.length);
    whole.set(bytes.subarray(0, HEAD));
    whole.set(bomb, HEAD);
    expect(await complaint(whole)).toMatch(/cannot be unpacked/);
  });
});

describe("explanations", () => {
  const words = [
    { text: "secret", start: 0, end: 6 },
    { text: "word", start: 7, end: 11 },
  ];
  const attribution = {
    text: "secret word",
    words,
    pieces: ["[CLS]", "secret", "word"],
    special: new Tensor("uint8", Uint8Array.of(1, 0, 0)),
    scores: new Tensor("float32", Float32Array.of(0.5, 0.25)),
  };
  const about = (params: Record<string, unknown>, method = "explain/attribute") =>
    ({ side: "a", method, params, result: attribution }) as Snapshot["answers"][number];

  test("without texts no word of a row stands in them, but all scores", () => {
    const [kept] = withoutTexts([about({ subject: { row: 1 } })], () => true);
    expect(JSON.stringify(kept)).not.toMatch(/secret|word /);
    expect(kept?.result).toMatchObject({ text: `${HIDDEN_WORD} ${HIDDEN_WORD}`, scores: attribution.scores });
  });

  test("without texts those about other texts are left out", () => {
    const others = [
      about({ subject: { text: "secret word" } }),
      about({ text: "secret" }, "explain/predict"),
    ];
    expect(withoutTexts(others, () => true)).toEqual([]);
  });

  test("a question is the same whether or not its defaults are written out", () => {
    const asked = { side: "a", method: "explain/attribute" } as const;
    const whole = { method: "lime", subject: { row: 1 }, options: attributionOptions.parse({ target: 3 }) };
    const short = { subject: { row: 1 }, method: "lime", options: { target: 3 } };
    expect(answerKey({ ...asked, params: whole })).toBe(answerKey({ ...asked, params: short }));
    expect(answerKey({ ...asked, params: { ...short, options: {} } })).not.toBe(
      answerKey({ ...asked, params: short }),
    );
  });

  test("the defaults are the protocol's", () => {
    expect(defaultOptions).toEqual(attributionOptions.parse({}));
  });
});
