/** The map: points, words, tools, legend, tooltip and the table that stands for it. */
export { mountMap } from "./mount";
