/** Python `TypedDict`s of the protocol's JSON Schema. */

const header = `"""Types of the protocol, generated from src/protocol by \`npm run generate\`. Do not edit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, TypedDict

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    from typing_extensions import NotRequired

    Float32 = npt.NDArray[np.float32]
    Int32 = npt.NDArray[np.int32]
    Uint32 = npt.NDArray[np.uint32]
    Uint8 = npt.NDArray[np.uint8]

`;

const arrays = { float32: "Float32", int32: "Int32", uint32: "Uint32", uint8: "Uint8" };

export function pythonTypes({ version, errorCodes, methods, progress }) {
  const classes = [];
  for (const [method, { params, result }] of Object.entries(methods)) {
    typeOf(params, `${pascal(method)}Params`, classes);
    typeOf(result, `${pascal(method)}Result`, classes);
  }
  for (const [method, schema] of Object.entries(progress))
    typeOf(schema, `${pascal(method)}Progress`, classes);
  const names = Object.keys(methods).map((name) => `    "${name}",`);
  const kinds = Object.keys(errorCodes).map((kind) => `    "${kind}",`);
  const codes = Object.entries(errorCodes).map(([kind, code]) => `    "${kind}": ${code},`);
  return [
    `${header}PROTOCOL_VERSION = ${version}`,
    `Method = Literal[\n${names.join("\n")}\n]`,
    `ErrorKind = Literal[\n${kinds.join("\n")}\n]`,
    `#: JSON-RPC code of each kind of error.\nERROR_CODES: dict[ErrorKind, int] = {\n${codes.join("\n")}\n}\n`,
    ...classes,
  ].join("\n\n");
}

/** The Python type of a schema; classes it needs are added before it. */
function typeOf(schema, name, classes) {
  if (schema.tensor) return arrays[schema.tensor.dtype];
  if (schema.const !== undefined) return `Literal[${JSON.stringify(schema.const)}]`;
  if (schema.enum) return `Literal[${schema.enum.map((value) => JSON.stringify(value)).join(", ")}]`;
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices) {
    return choices
      .map((choice, index) =>
        typeOf(
          choice,
          choices.length > 1 && choice.properties ? variant(name, choice, index) : name,
          classes,
        ),
      )
      .join(" | ");
  }
  if (Array.isArray(schema.type)) {
    return schema.type.map((type) => typeOf({ ...schema, type }, name, classes)).join(" | ");
  }
  switch (schema.type) {
    case "string":
      return "str";
    case "integer":
      return "int";
    case "number":
      return "float";
    case "boolean":
      return "bool";
    case "null":
      return "None";
    case "array":
      return schema.prefixItems
        ? `list[${typeOf(schema.prefixItems[0], name, classes)}]`
        : `list[${typeOf(schema.items ?? {}, `${name}Item`, classes)}]`;
    case "object":
      return schema.properties ? classOf(schema, name, classes) : "dict[str, Any]";
    default:
      return "Any";
  }
}

function classOf(schema, name, classes) {
  const required = new Set(schema.required ?? []);
  const members = Object.entries(schema.properties).map(([key, value]) => {
    const type = typeOf(value, `${name}${pascal(key)}`, classes);
    return `    ${key}: ${required.has(key) ? type : `NotRequired[${type}]`}`;
  });
  const text = schema.description ?? `${name}.`;
  classes.push(`class ${name}(TypedDict):\n    """${text}"""\n\n${members.join("\n")}\n`);
  return name;
}

function variant(name, choice, index) {
  const kind = choice.properties?.kind?.const;
  return `${name}${kind ? pascal(kind) : index || ""}`;
}

function pascal(name) {
  return name.replace(/(^|[^a-zA-Z0-9]+)([a-zA-Z0-9])/g, (_all, _gap, letter) => letter.toUpperCase());
}
