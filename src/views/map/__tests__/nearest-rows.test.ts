/** @jest-environment jsdom */
import { afterEach, beforeEach, describe, expect, jest, test } from "@jest/globals";
// what jsdom lacks
import "../../__tests__/screen";
import { NearestRows } from "../nearest-rows";

interface Question {
  readonly row: number;
  readonly signal: AbortSignal;
  answer(): Promise<void>;
  fail(): Promise<void>;
}

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

function open() {
  const questions: Question[] = [];
  const onChange = jest.fn();
  const neighbours = (row: number, signal: AbortSignal) =>
    new Promise<{ rows: Uint32Array; similarity: Float32Array }>((resolve, reject) => {
      questions.push({
        row,
        signal,
        answer: async () => {
          resolve({ rows: Uint32Array.of(row + 1), similarity: Float32Array.of(1) });
          await jest.advanceTimersByTimeAsync(0);
        },
        fail: async () => {
          reject(new Error("no embeddings"));
          await jest.advanceTimersByTimeAsync(0);
        },
      });
    });
  return { questions, onChange, nearest: new NearestRows({ neighbours }, onChange) };
}

describe("the nearest rows", () => {
  test("are asked for once the pointer stays on a row, and remembered", async () => {
    const { questions, onChange, nearest } = open();
    nearest.of(3);
    nearest.of(4);
    expect(nearest.of(5)).toBeNull();
    jest.advanceTimersByTime(100);
    expect(questions.map(({ row }) => row)).toEqual([5]);
    await questions[0]?.answer();
    expect(onChange).toHaveBeenCalledTimes(1);
    expect([...(nearest.of(5)?.rows ?? [])]).toEqual([6]);
    nearest.of(-1);
    nearest.of(5);
    jest.advanceTimersByTime(100);
    expect(questions).toHaveLength(1);
  });

  test("of a row that was left are no longer asked for", async () => {
    const { questions, onChange, nearest } = open();
    nearest.of(3);
    jest.advanceTimersByTime(100);
    nearest.of(-1);
    expect(questions[0]?.signal.aborted).toBe(true);
    await questions[0]?.answer();
    expect(onChange).not.toHaveBeenCalled();
  });

  test("say why there are none", async () => {
    const { questions, nearest } = open();
    nearest.of(3);
    jest.advanceTimersByTime(100);
    await questions[0]?.fail();
    expect(nearest.error).toBe("no embeddings");
    expect(nearest.of(3)).toBeNull();
  });
});
