import type { OperatorNode } from "../node";

/** Why a graph cannot be differentiated: the operator in the way, or what is wrong with it. */
export class Refusal extends Error {}

/** @throws Refusal */
export function refuse(reason: string): never {
  throw new Refusal(reason);
}

/** An operator, for a message: domain, kind and name. */
export function described({ domain, op, name, outputs }: OperatorNode): string {
  return [domain, op, name || (outputs[0] ?? "")].filter((part) => part !== "").join(" ");
}
