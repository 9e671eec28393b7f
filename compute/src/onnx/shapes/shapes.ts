import type { Dataflow } from "../flow";
import type { OperatorNode } from "../node";
import { shapeRule } from "./shape-rules";
import type { Side } from "./side";
import { valueRule } from "./value-rules";

export type Shape = readonly Side[];

/** Longest list of integers that is followed through a graph: shapes, axes, indices. */
const LONGEST = 64;

/**
 * Shapes of a graph's values, and the integers in those that hold shapes, as far as they follow from its inputs,
 * constants and operators. Sides that are free have names: "batch" and "sequence" for the two of every input.
 */
export class Shapes {
  private readonly shapes = new Map<string, Shape>();
  private readonly lists = new Map<string, readonly Side[]>();

  constructor(readonly flow: Dataflow) {
    const { graph } = flow;
    // names that the model itself has for the two free sides
    const names = new Map<string, Side>();
    for (const { name, shape } of graph.inputs) {
      if (flow.constant(name)) continue;
      const sides = ["batch", "sequence"].map((side, axis) => {
        const said = shape?.[axis];
        if (typeof said === "string") names.set(said, side);
        return typeof said === "number" ? said : side;
      });
      const more = shape?.slice(2).map((side, axis) => side ?? `?${name}/${axis + 2}`) ?? [];
      this.shapes.set(name, [...sides, ...more]);
    }
    const declared = new Map(graph.values.map(({ name, shape }) => [name, shape]));
    for (const node of graph.nodes) {
      const shapes = shapeRule(node, this);
      node.outputs.forEach((output, i) => {
        const said = declared.get(output)?.map((side) => (typeof side === "string" ? names.get(side) : side));
        const shape = shapes[i]?.map((side, axis) =>
          typeof side === "string" && side.startsWith("?") ? (said?.[axis] ?? side) : side,
        );
        const known = shape ?? said?.map((side, axis) => side ?? `?${output}/${axis}`);
        if (known) this.shapes.set(output, known);
      });
      const [output] = node.outputs;
      const list = valueRule(node, this);
      if (output !== undefined && list && list.length <= LONGEST)
        this.lists.set(
          output,
          list.map((item, i) => item ?? `?${output}[${i}]`),
        );
    }
  }

  /** Sides of a value; undefined where not even their number is known. */
  of(value: string | undefined): Shape | undefined {
    if (value === undefined) return undefined;
    return this.shapes.get(value) ?? this.flow.constant(value)?.shape;
  }

  /** What is in a list of integers, or in a single one; undefined where it is not known what it stands for. */
  list(value: string | undefined): readonly Side[] | undefined {
    if (value === undefined) return undefined;
    const known = this.lists.get(value);
    if (known) return known;
    const constant = this.flow.constant(value);
    if (!constant || constant.shape.length > 1 || (constant.shape[0] ?? 1) > LONGEST) return undefined;
    return this.flow.integers(value) ?? undefined;
  }

  /** A list in which every integer is known; undefined for any other. */
  numbers(value: string | undefined): readonly number[] | undefined {
    const list = this.list(value);
    return list?.every((item) => typeof item === "number") ? list : undefined;
  }

  /** The axes that an operator names, as an attribute or as an input, counted from the front. */
  axes(node: OperatorNode, input: number, rank: number): readonly number[] | undefined {
    const attribute = node.attributes.get("axes");
    const axes = attribute && "ints" in attribute ? attribute.ints : this.numbers(node.inputs[input]);
    return axes?.map((axis) => (axis < 0 ? axis + rank : axis));
  }
}
