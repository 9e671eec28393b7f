/** What the colours mean, how many rows each has, and a way to filter by them. */
export { Legend } from "./legend";
