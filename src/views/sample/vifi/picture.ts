/** What the answers of the methods make up together: words and each method's shares of them. */
import type { Attribution, TextWord } from "../../../client";
import type { Asked } from "../asked";
import { type VifiMethod, vifiMethods } from "../../parts/methods";
import { type MethodShares, sharesOf } from "./shares";

export type Answers = Readonly<Record<VifiMethod, Asked<Attribution>>>;

export interface Picture {
  readonly text: string;
  readonly words: readonly TextWord[];
  /** Of the methods that have answered, in the order of the legend. */
  readonly parts: readonly (MethodShares & { readonly attribution: Attribution })[];
  /** Of the present question; else it is the last picture, kept until the next is there. */
  readonly current: boolean;
}

/** One text's answers, never those of two: the present one's as soon as any is there. Null before all answers. */
export function pictureOf(answers: Answers): Picture | null {
  const given = vifiMethods.flatMap((method) => {
    const { value, current } = answers[method];
    return value && isFinite(value) ? [{ method, value, current }] : [];
  });
  const present = given.filter(({ current }) => current);
  const [first] = present.length ? present : given;
  if (!first) return null;
  const { text, words, target, against } = first.value;
  const together = (present.length ? present : given).filter(
    ({ value }) => value.text === text && value.target === target && value.against === against,
  );
  const parts = together.map(({ method, value }) => ({
    method,
    shares: sharesOf(scoresOn(words, value)),
    attribution: value,
  }));
  return { text, words, parts, current: first.current };
}

/** Why a method is not in the picture of the present question; null while it is asked, or where it is there. */
export function failureOf({ value, current, failed }: Asked<Attribution>): string | null {
  if (failed) return failed;
  return current && value && !isFinite(value) ? "its scores are not finite numbers" : null;
}

/** Scores of words of the same text, which a method may cut in another way: a word's that begins at the same place. */
function scoresOn(words: readonly TextWord[], { words: own, scores }: Attribution): Float32Array {
  const starts = new Map(own.map(({ start }, word) => [start, word]));
  return Float32Array.from(words, ({ start }) => scores.data[starts.get(start) ?? -1] ?? 0);
}

function isFinite({ scores }: Attribution): boolean {
  return scores.data.every((score) => Number.isFinite(score));
}
