import { describe, expect, test } from "@jest/globals";
import { predictionsOf } from "../../__tests__/fake-explanations";
import { changesOf } from "../changes";
import { piecesOf } from "../difference";
import { difference } from "../edit-button";
import { counterparts, editsOf, foreignWords, removed, replaced } from "../edits";

const text = "My card, still late?";
const words = piecesOf(text);

describe("an edited text", () => {
  test("has no two spaces where a word was taken away", () => {
    expect(words.map((word) => removed(text, word))).toEqual([
      "card, still late?",
      "My, still late?",
      "My card still late?",
      "My card, late?",
      "My card, still?",
      "My card, still late",
    ]);
  });

  test("has another word at the same place", () => {
    expect(replaced(text, { start: 3, end: 7 }, "[MASK]")).toBe("My [MASK], still late?");
  });

  test("is offered with the word removed, masked where there is a mask, and swapped for others", () => {
    expect(
      editsOf(text, words, 1, "<mask>", ["money", "card"]).map((edit) => [edit.kind, edit.text]),
    ).toEqual([
      ["remove", "My, still late?"],
      ["mask", "My <mask>, still late?"],
      ["swap", "My money, still late?"],
    ]);
    expect(editsOf(text, words, 1, null, [])).toHaveLength(1);
    expect(editsOf(text, words, 9, null, [])).toEqual([]);
  });
});

describe("words to swap in", () => {
  test("are those that the text does not have, once each, without marks", () => {
    expect(foreignWords(["my", "card"], ["My", "money", "?", "Money", "now"])).toEqual(["money", "now"]);
  });

  test("stand where the other text differs", () => {
    const own = ["when", "will", "my", "card", "arrive", "?"];
    expect(counterparts(own, ["How", "do", "I", "top", "up", "my", "card", "again", "?"])).toEqual([
      "How",
      "do",
      null,
      null,
      "again",
      null,
    ]);
    expect(counterparts(["a", "b"], ["b"])).toEqual([null, null]);
  });
});

describe("what an edit changes", () => {
  test("is the predicted label's probability, less what it was", () => {
    const now = predictionsOf(["card_arrival", "top_up"], [[0.75, 0.25]]);
    const edited = predictionsOf(
      ["card_arrival", "top_up"],
      [
        [0.5, 0.5],
        [1, 0],
      ],
    );
    expect([...changesOf(edited, now, 0)]).toEqual([-0.25, 0.25]);
  });

  test.each([
    [undefined, "…"],
    [0.254, "+.25"],
    [-0.3, "−.30"],
    [0.001, "0"],
    [-0.004, "0"],
    [-1, "−1.00"],
  ])("of %s is written %s", (change, written) => {
    expect(difference(change)).toBe(written);
  });
});
