/** Which rows are looked at: reading a filter, applying it, saying it in words. */
export { applyFilter, filterSteps } from "./apply";
export * from "./conditions";
export { describeClause } from "./describe";
export { readExpression } from "./expression";
export { parseFilter } from "./parse";
