/** What words mean: the bundled lexicon, cut down to the words of a data set, or the user's own mapping. */
export { Concepts, type ConceptSet } from "./concepts";
