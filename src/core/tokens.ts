/** How text is cut into words: by Unicode letters, or as SemLa does, by ASCII `\b\w+\b`. */
export type TokenMode = "unicode" | "ascii";

const asciiWord = /\w+/g;
const plainWord = /\w+(?:'\w+)*/g;
const unicodeWord = /[\p{L}\p{M}\p{N}_]+(?:'[\p{L}\p{M}\p{N}_]+)*/gu;
const notAscii = /[^\x00-\x7f]/;
const clitic = /'(?:s|m|re|ve|ll|d)$/;
const unspaced =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

/**
 * The words of a text, lower-cased, in reading order, with repetitions.
 *
 * `unicode`: runs of letters, marks, digits and `_`; inner apostrophes stay ("can't"), but a contracted verb or
 * possessive is dropped ("I'm", "card's" give "i", "card") so that both spellings count as one word. Scripts
 * without spaces are cut by `Intl.Segmenter`. `ascii`: exactly `\b\w+\b`.
 */
export function tokenize(text: string, mode: TokenMode): string[] {
  const lower = text.toLowerCase();
  if (mode === "ascii") return lower.match(asciiWord) ?? [];
  const plain = !notAscii.test(lower);
  const words = plain
    ? lower.match(plainWord)
    : lower.normalize("NFC").replaceAll("’", "'").match(unicodeWord);
  if (words === null) return [];
  if (lower.includes("'") || lower.includes("’"))
    for (let i = 0; i < words.length; i++) words[i] = words[i]?.replace(clitic, "") ?? "";
  return plain || !unspaced.test(lower) ? words : words.flatMap(segment);
}

function segment(run: string): string | string[] {
  if (!unspaced.test(run) || !("Segmenter" in Intl)) return run;
  const parts = new Intl.Segmenter(undefined, { granularity: "word" }).segment(run);
  return Array.from(parts, (part) => part.segment);
}

const articles = "a an the";
const auxiliaries =
  "am is are was were be been being do does did doing done have has had having will would shall should can could may might must ought";
const prepositions =
  "about above across after against along among around as at before behind below beneath beside between beyond by despite down during except for from in inside into like near of off on onto out outside over past per since than through throughout till to toward towards under until up upon via with within without";
const conjunctions = "and or but nor so yet if because although though unless while whereas whether that";
const questions = "how what when where which why";
const adverbs = "also any even ever just here there then too very only again still some such more most much";
const pieces = "s t d m re ve ll";

/**
 * English words of the closed classes that say nothing about a region of the map: articles, auxiliaries,
 * prepositions, conjunctions, question words, some adverbs, and the pieces that ASCII tokens leave of contractions.
 * Pronouns (they, she, my, who ...) are not among them, since bias shows there, nor are negations (no, not,
 * can't), since they turn a meaning round.
 */
export const stopWords: ReadonlySet<string> = new Set(
  [articles, auxiliaries, prepositions, conjunctions, questions, adverbs, pieces].join(" ").split(" "),
);

const pronouns =
  "i me my mine myself we us our ours ourselves you your yours yourself he him his himself she her hers herself it its itself they them their theirs themselves this these those who whom whose one";
const negations =
  "no not none never cannot can't don't doesn't didn't isn't aren't wasn't weren't won't wouldn't shouldn't couldn't haven't hasn't hadn't don doesn didn isn aren wasn weren won wouldn shouldn couldn haven hasn hadn";

/** Stop words, pronouns and negations: words that may not give a cluster its name. */
export const functionWords: ReadonlySet<string> = new Set([
  ...stopWords,
  ...`${pronouns} ${negations}`.split(" "),
]);

/** Whether a word, or every word of an n-gram (joined by spaces), is in `words`. */
export function isMadeOf(feature: string, words: ReadonlySet<string>): boolean {
  return words.has(feature) || (feature.includes(" ") && feature.split(" ").every((word) => words.has(word)));
}
