/** The card beside a point: its text, labels and confidence. */
export { placeTooltip } from "./place";
export { Tooltip } from "./tooltip";
