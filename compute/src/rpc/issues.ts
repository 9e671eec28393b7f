import type { z } from "zod";
import type { $ZodIssue, $ZodType, $ZodTypeDef } from "zod/v4/core";

/** What the definitions of the schemas in use may hold below them. */
interface Definition extends $ZodTypeDef {
  readonly innerType?: $ZodType;
  readonly element?: $ZodType;
  readonly shape?: Readonly<Record<string, $ZodType>>;
  readonly options?: readonly $ZodType[];
  readonly discriminator?: string;
}

/** One sentence about what is wrong with `value`, in the form "where: what (allowed: these)". */
export function explainIssues(schema: z.ZodType, value: unknown, issues: readonly $ZodIssue[]): string {
  return issues.map((issue) => explainIssue(schema, value, issue)).join("; ");
}

function explainIssue(schema: z.ZodType, value: unknown, issue: $ZodIssue): string {
  const path = issue.path.map(String);
  const given = path.reduce<unknown>(member, value);
  const at = path.join(".");
  const where = at === "" ? "" : `${at}: `;
  switch (issue.code) {
    case "unrecognized_keys": {
      const keys = issue.keys.map((key) => JSON.stringify(key)).join(", ");
      const noun = issue.keys.length > 1 ? "unknown keys" : "unknown key";
      return `${where}${noun} ${keys} (allowed: ${keysAt(schema, value, path).join(", ") || "none"})`;
    }
    case "invalid_value":
      return `${where}${show(given)} (allowed: ${issue.values.map(String).join(", ")})`;
    case "invalid_union":
      return `${where}${show(given)} (allowed: ${optionsAt(schema, value, path).join(", ") || "another form"})`;
    case "too_small":
      return `${where}${show(given)} (allowed: at least ${String(issue.minimum)})`;
    case "too_big":
      return `${where}${show(given)} (allowed: at most ${String(issue.maximum)})`;
    case "invalid_type":
      return given === undefined
        ? `${where}missing (allowed: ${issue.expected})`
        : `${where}${show(given)} (allowed: ${issue.expected})`;
    case "custom":
    case "invalid_element":
    case "invalid_format":
    case "invalid_key":
    case "not_multiple_of":
      return `${where}${issue.message.charAt(0).toLowerCase()}${issue.message.slice(1)}`;
  }
}

function keysAt(schema: $ZodType, value: unknown, path: readonly string[]): string[] {
  const { shape } = definition(schemaAt(schema, value, path));
  return Object.keys(shape ?? {});
}

/** Values of the key that tells the members of a union apart. */
function optionsAt(schema: $ZodType, value: unknown, path: readonly string[]): string[] {
  const last = path.at(-1) ?? "";
  const { discriminator, options } = definition(schemaAt(schema, value, path.slice(0, -1), false));
  if (discriminator !== last) return [];
  return (options ?? []).flatMap((option) => literals(definition(option).shape?.[discriminator]));
}

/** The schema of the member at `path`, wrappers removed; members of unions are told apart by `value`. */
function schemaAt(schema: $ZodType, value: unknown, path: readonly string[], choose = true): $ZodType {
  let at = schema;
  let given = value;
  for (const key of path) {
    const { shape, element } = definition(chosen(unwrapped(at), given));
    const next = shape?.[key] ?? element;
    if (!next) return at;
    at = next;
    given = member(given, key);
  }
  return choose ? chosen(unwrapped(at), given) : unwrapped(at);
}

function chosen(schema: $ZodType, value: unknown): $ZodType {
  const { discriminator, options } = definition(schema);
  if (discriminator === undefined) return schema;
  const wanted = member(value, discriminator);
  const option = options?.find((each) =>
    literals(definition(each).shape?.[discriminator]).includes(String(wanted)),
  );
  return option ?? schema;
}

function unwrapped(schema: $ZodType): $ZodType {
  let at = schema;
  for (let inner = definition(at).innerType; inner; inner = definition(at).innerType) at = inner;
  return at;
}

function literals(schema: $ZodType | undefined): string[] {
  return schema ? [...(schema._zod.values ?? [])].map(String) : [];
}

function definition(schema: $ZodType): Definition {
  return schema._zod.def;
}

function member(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>)[key] : undefined;
}

function show(value: unknown): string {
  const json: string | undefined = JSON.stringify(value);
  if (json === undefined) return String(value);
  return json.length > 80 ? `${json.slice(0, 79)}…` : json;
}
