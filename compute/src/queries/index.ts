/** Questions about an analysis: its rows, words, concepts, labels, and how groups or models differ. */
export { probabilitiesOf, whatToKeep, wholeArray } from "./arrays";
export { attributeSubjects } from "./attribute";
export { compareModels } from "./compare";
export { conceptsOf } from "./concepts";
export { contrastGroups } from "./contrast";
export { filterRows } from "./filter";
export { confusedLabels, labelFigures } from "./labels";
export type { Question } from "./question";
export { predictTexts } from "./predict";
export { relateWords } from "./relations";
export { rankSalience, salienceOfWord } from "./salience";
export { measureTrust } from "./trust";
export { takeSnapshot } from "./snapshot";
export { Answered } from "./snapshot-answers";
export { localWords } from "./words";
