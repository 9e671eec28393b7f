import { parseArgs } from "node:util";

/** Named options of a script; a missing one ends it with a sentence. */
export function readOptions(defaults) {
  const options = Object.fromEntries(
    Object.entries(defaults).map(([name, value]) => [
      name,
      { type: "string", ...(value !== null && { default: value }) },
    ]),
  );
  const { values } = parseArgs({ options });
  for (const name of Object.keys(defaults))
    if (values[name] === undefined) {
      console.error(`--${name} is missing (see ui-tests/playground/README.md)`);
      process.exit(2);
    }
  return values;
}
