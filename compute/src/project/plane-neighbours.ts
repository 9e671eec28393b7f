import type { Control } from "./cancelled";
import { checkStop } from "./cancelled";

const LEAF = 12;
/** Points between two questions whether to stop. */
const POINTS_BETWEEN_CHECKS = 4_096;

/**
 * Exact k nearest other points of every point in the plane by a k-d tree (Bentley 1975), nearest first.
 * @param positions points x 2, interleaved, finite.
 * @param k at most points - 1.
 * @returns their numbers, points x k. Which of equally distant ones are kept is fixed by the positions.
 * @throws {Cancelled}
 */
export function planeNeighbours(positions: Float32Array, k: number, control: Control): Int32Array {
  const count = positions.length / 2;
  const order = Int32Array.from({ length: count }, (_, i) => i);
  const axes = new Uint8Array(count);
  build(positions, order, axes, 0, count);

  const found = new Int32Array(count * k);
  const distances = new Float64Array(k);
  let point = 0;
  let held = 0;
  const offer = (other: number): void => {
    if (other === point) return;
    const dx = (positions[2 * other] as number) - (positions[2 * point] as number);
    const dy = (positions[2 * other + 1] as number) - (positions[2 * point + 1] as number);
    const squared = dx * dx + dy * dy;
    if (held === k && squared >= (distances[k - 1] as number)) return;
    let place = held < k ? held++ : k - 1;
    for (; place > 0 && (distances[place - 1] as number) > squared; place--) {
      distances[place] = distances[place - 1] as number;
      found[point * k + place] = found[point * k + place - 1] as number;
    }
    distances[place] = squared;
    found[point * k + place] = other;
  };
  const visit = (low: number, high: number): void => {
    if (high - low <= LEAF) {
      for (let at = low; at < high; at++) offer(order[at] as number);
      return;
    }
    const middle = (low + high) >> 1;
    const split = order[middle] as number;
    const axis = axes[middle] as number;
    const apart = (positions[2 * point + axis] as number) - (positions[2 * split + axis] as number);
    if (apart < 0) visit(low, middle);
    else visit(middle + 1, high);
    offer(split);
    if (held === k && apart * apart >= (distances[k - 1] as number)) return;
    if (apart < 0) visit(middle + 1, high);
    else visit(low, middle);
  };
  if (k > 0)
    for (point = 0; point < count; point++) {
      if (point % POINTS_BETWEEN_CHECKS === 0) checkStop(control, "neighbours on the map");
      held = 0;
      visit(0, count);
    }
  return found;
}

/** Orders a range so that its middle point splits it along the axis on which it is wider. */
function build(
  positions: Float32Array,
  order: Int32Array,
  axes: Uint8Array,
  low: number,
  high: number,
): void {
  if (high - low <= LEAF) return;
  const extent = [0, 1].map((axis) => {
    let least = Infinity;
    let most = -Infinity;
    for (let at = low; at < high; at++) {
      const value = positions[2 * (order[at] as number) + axis] as number;
      if (value < least) least = value;
      if (value > most) most = value;
    }
    return most - least;
  });
  const axis = (extent[0] as number) >= (extent[1] as number) ? 0 : 1;
  const middle = (low + high) >> 1;
  axes[middle] = axis;
  select(positions, order, axis, low, high - 1, middle);
  build(positions, order, axes, low, middle);
  build(positions, order, axes, middle + 1, high);
}

/** Hoare's selection: the place `wanted` holds what sorting along the axis would put there. */
function select(
  positions: Float32Array,
  order: Int32Array,
  axis: number,
  from: number,
  to: number,
  wanted: number,
): void {
  const value = (at: number) => positions[2 * (order[at] as number) + axis] as number;
  let [left, right] = [from, to];
  while (left < right) {
    const pivot = value((left + right) >> 1);
    let i = left;
    let j = right;
    while (i <= j) {
      while (value(i) < pivot) i++;
      while (value(j) > pivot) j--;
      if (i > j) break;
      const swapped = order[i] as number;
      order[i++] = order[j] as number;
      order[j--] = swapped;
    }
    if (wanted <= j) right = j;
    else if (wanted >= i) left = i;
    else return;
  }
}
