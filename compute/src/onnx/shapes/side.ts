/**
 * Length of one side of a value: a number, or a name where it is only known when the graph runs. Equal names are equal
 * lengths, different ones need not differ. Products of names are written in one order: "4*batch*sequence".
 */
export type Side = number | string;

/** A times b. */
export function times(a: Side, b: Side): Side {
  const { count, names } = factors(a);
  const other = factors(b);
  return joined(count * other.count, [...names, ...other.names]);
}

/** All sides multiplied, 1 for none. */
export function product(sides: readonly Side[]): Side {
  return sides.reduce(times, 1);
}

/** What times `b` makes `a`; null where that cannot be told. */
export function over(a: Side, b: Side): Side | null {
  const { count, names } = factors(a);
  const divisor = factors(b);
  if (divisor.count === 0 || count % divisor.count !== 0) return null;
  for (const name of divisor.names) {
    const at = names.indexOf(name);
    if (at < 0) return null;
    names.splice(at, 1);
  }
  return joined(count / divisor.count, names);
}

/** a plus b. */
export function plus(a: Side, b: Side): Side {
  if (typeof a === "number" && typeof b === "number") return a + b;
  if (a === 0) return b;
  if (b === 0) return a;
  return atom([a, b].map(String).sort().join("+"));
}

/** a minus b. */
export function minus(a: Side, b: Side): Side {
  if (typeof a === "number" && typeof b === "number") return a - b;
  if (a === b) return 0;
  return b === 0 ? a : atom(`${a}-${b}`);
}

/** An expression as a name that is no product. */
function atom(expression: string): string {
  return `(${expression.replaceAll("*", "·")})`;
}

function factors(side: Side): { count: number; names: string[] } {
  if (typeof side === "number") return { count: side, names: [] };
  const parts = side.split("*");
  const count = Number(parts[0]);
  return Number.isInteger(count) ? { count, names: parts.slice(1) } : { count: 1, names: parts };
}

function joined(count: number, names: readonly string[]): Side {
  if (names.length === 0 || count === 0) return count;
  return [...(count === 1 ? [] : [count]), ...[...names].sort()].join("*");
}
