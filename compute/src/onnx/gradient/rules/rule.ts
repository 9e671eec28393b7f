import type { OperatorNode } from "../../node";
import type { Tape } from "../tape";
import { described, refuse } from "../refuse";

/** One operator, on the way back through it. */
export interface Step {
  readonly node: OperatorNode;
  readonly tape: Tape;
  /** Gradient of the first output. */
  readonly gradient: string;
  /** Gradients of all outputs; null for those that nothing depends on. */
  readonly gradients: readonly (string | null)[];
  /** Whether the gradient of that input is asked for. */
  wants(input: number): boolean;
}

/**
 * How a gradient passes back through an operator: adds to the tape what computes the gradients of its inputs, and
 * names them, null for those that are not wanted.
 */
export type Rule = (step: Step) => readonly (string | null)[];

/** The gradients of the wanted inputs, each made by itself. */
export function eachInput(step: Step, make: (input: string, index: number) => string): (string | null)[] {
  return step.node.inputs.map((input, index) => (step.wants(index) ? make(input, index) : null));
}

/** A rule for operators of one input: what its gradient is. */
export function unary(make: (gradient: string, input: string, output: string, step: Step) => string): Rule {
  return (step) =>
    eachInput(step, (input, index) => {
      if (index > 0) refuseInput(step, index);
      return make(step.gradient, input, step.node.outputs[0] ?? "", step);
    });
}

/** Refuses an operator that is given something that was computed from the words where a constant is expected. */
export function refuseInput({ node }: Step, index: number): never {
  return refuse(`${described(node)} with a computed input ${index + 1}`);
}
