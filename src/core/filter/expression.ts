import { shorten } from "./show";

/** Characters of the longest expression. */
const LONGEST = 500;

/** A repeated group that is nothing but a repetition, such as (a+)+ or (?:\w*)*: takes exponentially long. */
const doublyRepeated =
  /\((?:\?:|\?<\w+>)?(?:\\[pP]\{[^}]*\}|\\.|\[(?:\\.|[^\]\\])*\]|[^\\()[\]|])(?:[*+]|\{\d*,\d*\})\??\)(?:[*+]|\{\d+,\d*\})/u;

/**
 * The regular expression of a filter: case-insensitive, Unicode.
 * @throws Error that names the expression and what the engine says about it.
 */
export function readExpression(source: string): RegExp {
  if (source.length > LONGEST)
    throw new Error(`filter regex: ${source.length} characters (allowed: at most ${LONGEST})`);
  let expression: RegExp;
  try {
    expression = new RegExp(source, "iu");
  } catch (error) {
    const said = (error as Error).message.replace(/^Invalid regular expression: (?:\/.*\/iu: )?/s, "");
    throw new Error(`filter regex: ${shorten(source)} is no regular expression: ${said}`, { cause: error });
  }
  if (doublyRepeated.test(source))
    throw new Error(
      `filter regex: ${shorten(source)} repeats a repetition, which can take for ever; repeat once, as in \\w+ for (\\w+)+`,
    );
  return expression;
}
