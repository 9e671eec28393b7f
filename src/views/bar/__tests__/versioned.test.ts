import { expect, test } from "@jest/globals";
import { versioned, versionedPair } from "../versioned";

test.each([
  ["banking77 test", "banking77", "test"],
  ["minilm step 2191", "minilm", "step 2191"],
  ["my tickets v2.1", "my tickets", "v2.1"],
  ["org/model-base checkpoint 12", "org/model-base", "checkpoint 12"],
  ["customer support tickets", "customer support tickets", ""],
  ["test", "test", ""],
  ["", "", ""],
])("%j is named %j, version %j", (title, name, version) => {
  expect(versioned(title)).toEqual({ name, version });
});

test.each([
  ["minilm step 0438", "minilm step 2191", "minilm", "step 0438, 2191"],
  ["tickets v1", "tickets v2", "tickets", "v1, v2"],
  ["minilm step 4", "other step 4", "minilm step 4, other step 4", ""],
  ["minilm", "minilm", "minilm, minilm", ""],
])("%j and %j are named %j, version %j", (first, second, name, version) => {
  expect(versionedPair(first, second)).toEqual({ name, version });
});
