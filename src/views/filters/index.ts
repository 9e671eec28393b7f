/** Everything that adds, changes or takes away conditions on rows: the panel behind the bar's button, its fields. */
export { flipClause, withoutClause } from "./clauses";
export { FilterButton } from "./button";
export { Pattern, type PatternKind } from "./pattern";
export { RowConditions } from "./row-conditions";
