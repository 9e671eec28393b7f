import { intOf } from "../../node";
import { described, refuse } from "../refuse";
import { type Cut, sliceOf } from "../../shapes";
import type { Shape } from "../../shapes";
import { sameShape, type Tape } from "../tape";
import { type Rule, refuseInput, type Step } from "./rule";

/** Adds each part of a gradient where it was read from: zeros of the shape of `value`, with parts added along an axis. */
function scatter(tape: Tape, value: string, places: string, parts: string, axis: number): string {
  return tape.op("ScatterElements", [tape.zeros(value), places, parts], {
    axis: { int: axis },
    reduction: { string: "add" },
  });
}

/** Zeros before and behind a gradient, so that its axis is as long as that of `value` again. */
function pad(tape: Tape, gradient: string, value: string, cuts: readonly Cut[]): string | null {
  const shape = tape.shape(value);
  const before = shape.map((_, axis) => cuts.find((cut) => cut.axis === axis)?.start ?? 0);
  const taken = shape.map((side, axis) => {
    const cut = cuts.find((one) => one.axis === axis);
    return cut ? cut.length : side;
  });
  if (!before.every((side) => typeof side === "number")) return null;
  const behind: (number | string)[] = [];
  for (const [axis, side] of shape.entries()) {
    const [length, start] = [taken[axis], before[axis] ?? 0];
    if (length === null || length === undefined) return null;
    if (length === side) behind.push(0);
    else if (typeof length !== "number") return null;
    else if (typeof side === "number") behind.push(side - start - length);
    else behind.push(tape.op("Sub", [tape.length(value, axis), tape.ints([start + length])]));
  }
  const pads = [...before, ...behind];
  if (pads.every((one) => typeof one === "number")) return tape.op("Pad", [gradient, tape.ints(pads)]);
  const parts = pads.map((one) => (typeof one === "number" ? tape.ints([one]) : one));
  return tape.op("Pad", [gradient, tape.op("Concat", parts, { axis: { int: 0 } })]);
}

const slice: Rule = (step) => {
  const { node, tape, gradient } = step;
  const [input = ""] = node.inputs;
  refuseOthers(step);
  const shape = tape.shape(input);
  const cuts = sliceOf(node, tape.shapes, shape);
  const padded = cuts && pad(tape, gradient, input, cuts);
  if (padded) return [padded];
  const [axis, more] = cuts?.map((cut) => cut.axis) ?? [];
  if (axis === undefined || more !== undefined || node.inputs.length < 3)
    return refuse(`${described(node)} along several axes at places that only the run tells`);
  // the places that were read: the numbers 0, 1, 2 ... of the axis, sliced like it
  const end = tape.op("Squeeze", [tape.length(input, axis)]);
  const all = tape.op("Range", [tape.int(0), end, tape.int(1)]);
  const [, starts = "", ends = "", , steps = ""] = node.inputs;
  const read = tape.op("Slice", [all, starts, ends, tape.ints([0]), ...(steps === "" ? [] : [steps])]);
  return [scatter(tape, input, along(tape, read, axis, shape.length, gradient), gradient, axis)];
};

/** Places along one axis, repeated over the others to the shape of the gradient. */
function along(tape: Tape, places: string, axis: number, rank: number, gradient: string): string {
  const sides = Array.from({ length: rank }, (_, at) => (at === axis ? -1 : 1));
  const aligned = tape.op("Reshape", [places, tape.ints(sides)]);
  return tape.op("Expand", [aligned, tape.op("Shape", [gradient])]);
}

const gather: Rule = (step) => {
  const { node, tape, gradient } = step;
  const [input = "", indices = ""] = node.inputs;
  refuseOthers(step);
  const shape = tape.shape(input);
  const axis = ((intOf(node, "axis") ?? 0) + shape.length) % shape.length;
  const from: Shape = [...shape.slice(0, axis), ...tape.shape(indices), ...shape.slice(axis + 1)];
  const [place, more] = tape.shapes.numbers(indices) ?? [];
  const side = shape[axis] ?? 1;
  if (place !== undefined && more === undefined && (place >= 0 || typeof side === "number")) {
    const start = place < 0 && typeof side === "number" ? place + side : place;
    const kept = sameShape(
      from,
      shape.map((one, at) => (at === axis ? 1 : one)),
    )
      ? gradient
      : tape.op("Reshape", [
          gradient,
          tape.ints(
            shape.map((one, at) =>
              at === axis ? 1 : typeof one === "number" ? one : from[at] === one ? 0 : -1,
            ),
          ),
        ]);
    const padded = pad(tape, kept, input, [{ axis, start, length: 1 }]);
    if (padded) return [padded];
  }
  // all indices in one row
  const sides = shape.map((one, at) =>
    at === axis ? tape.ints([-1]) : typeof one === "number" ? tape.ints([one]) : tape.length(input, at),
  );
  const parts = tape.op("Reshape", [gradient, tape.op("Concat", sides, { axis: { int: 0 } })]);
  return [scatter(tape, input, along(tape, indices, axis, shape.length, parts), parts, axis)];
};

const gatherElements: Rule = (step) => {
  const { node, tape, gradient } = step;
  const [input = "", places = ""] = node.inputs;
  refuseOthers(step);
  return [scatter(tape, input, places, gradient, intOf(node, "axis") ?? 0)];
};

/** Indices and bounds cannot be differentiated. */
function refuseOthers(step: Step): void {
  step.node.inputs.forEach((_, i) => {
    if (i > 0 && step.wants(i)) refuseInput(step, i);
  });
}

/** Rules of operators that take a part of what they are given. */
export const selection: Readonly<Record<string, Rule>> = {
  Slice: slice,
  Gather: gather,
  GatherElements: gatherElements,
};
