import { expect, test } from "@jest/globals";
import { versioned } from "../versioned";

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
