import { pythonString } from "./literal";

/**
 * What a kernel is asked. Each snippet is fixed text that reads `request` and sets `reply`; `user` is the namespace of
 * the notebook.
 */
export type Snippet = "frames" | "file" | "model";

/**
 * A Python expression that runs a snippet in a namespace of its own and is the base64 of its reply as JSON. The
 * request travels as JSON in a string literal and never as code.
 */
export function expression(snippet: Snippet, request: object): string {
  const program = pythonString(
    [
      "import base64, json",
      "request = json.loads(request)",
      snippets[snippet],
      "answer = base64.b64encode(json.dumps(reply).encode()).decode()",
    ].join("\n"),
  );
  const names = `{"request": ${pythonString(JSON.stringify(request))}, "user": globals()}`;
  return `(lambda names: (exec(${program}, names), names["answer"])[1])(${names})`;
}

/** A column by some of its values. */
const describe = `
def missing(value):
    named = type(value).__name__ in ("NAType", "NaTType")
    return value is None or named or (isinstance(value, float) and value != value)

def describe(name, values):
    there = [value for value in values if not missing(value)]
    kinds = {"string": str, "integer": int, "number": (int, float)}
    fitting = [kind for kind, types in kinds.items() if all(isinstance(value, types) for value in there)]
    kind = "empty" if not there else fitting[0] if fitting else "other"
    distinct = len(set(there)) if fitting else 0
    characters = sum(map(len, there)) / len(there) if kind == "string" else 0
    return {"name": name, "kind": kind, "values": len(there), "distinct": distinct, "characters": characters}

def describe_pandas(head):
    columns = enumerate(head.columns)
    return [describe(name, head.iloc[:, at].tolist()) for at, name in columns if isinstance(name, str)]
`;

/** Data frames of the namespace, and the names in it that begin like an explorer's. */
const frames = `
import importlib.util, keyword
HEAD = 200
${describe}
def describe_arrow(head):
    return [describe(name, head.column(at).to_pylist()) for at, name in enumerate(head.column_names)]

readers = {
    ("pandas", "DataFrame"): lambda frame: describe_pandas(frame.head(HEAD)),
    ("polars", "DataFrame"): lambda frame: [describe(name, frame.head(HEAD)[name].to_list()) for name in frame.columns],
    ("pyarrow", "Table"): lambda frame: describe_arrow(frame.slice(0, HEAD)),
    ("datasets", "Dataset"): lambda frame: describe_arrow(frame.with_format("arrow")[:HEAD]),
}

def reader_of(value):
    kinds = ((kind.__module__.split(".")[0], kind.__name__) for kind in type(value).__mro__)
    return next((readers[kind] for kind in kinds if kind in readers), None)

def names_a_frame(name):
    return isinstance(name, str) and name.isidentifier() and not keyword.iskeyword(name) and name[0] != "_"

reply = {"semla": importlib.util.find_spec("semla") is not None, "taken": [], "frames": []}
for name, value in list(user.items()):
    if isinstance(name, str) and name.startswith("ex"):
        reply["taken"].append(name)
    read = reader_of(value) if names_a_frame(name) else None
    if read is not None:
        reply["frames"].append({"name": name, "rows": len(value), "columns": read(value)})
`;

/** The head of a file, or what is wrong with it. */
const file = `
import importlib.util, os
HEAD = 200
${describe}
def separator_of(path, usual):
    with open(path, encoding="utf-8-sig") as lines:
        first = next((line for line in lines if line.strip()), "")
    counts = {mark: first.count(mark) for mark in (usual, ",", ";", "\\t", "|")}
    return usual if counts[usual] else max(counts, key=counts.get)

def read(path, format):
    import pandas
    if format == "parquet":
        from pyarrow import Table, parquet
        table = parquet.ParquetFile(path)
        batch = next(table.iter_batches(HEAD), None)
        head = table.schema_arrow.empty_table() if batch is None else Table.from_batches([batch])
        return head.to_pandas(), None
    if format == "jsonl":
        return pandas.read_json(path, lines=True, nrows=HEAD), None
    separator = separator_of(path, "\\t" if format == "tsv" else ",")
    return pandas.read_csv(path, sep=separator, nrows=HEAD), separator

def look(path, format):
    lacking = [name for name in ("semla", "pandas") if importlib.util.find_spec(name) is None]
    if lacking:
        return {"problem": lacking[0]}
    if not os.path.isfile(path):
        return {"problem": "absent", "detail": os.getcwd()}
    if os.path.getsize(path) == 0:
        return {"problem": "empty"}
    try:
        head, separator = read(path, format)
    except Exception as error:
        if type(error).__name__ == "EmptyDataError":
            return {"problem": "empty"}
        return {"problem": "unreadable", "detail": f"{type(error).__name__}: {error}".strip()[:300]}
    if len(head) == 0:
        return {"problem": "empty"}
    return {"columns": describe_pandas(head), "separator": separator}

reply = look(request["path"], request["format"])
`;

/** Whether a text can be meant as a model: a folder that holds one, or a name on the hub. */
const model = `
import os, re

def judge(model):
    model = os.path.expanduser(model)
    if os.path.isdir(model):
        holds = any(os.path.isfile(os.path.join(model, name)) for name in ("model.onnx", "config.json"))
        return "" if holds else "hollow"
    if os.path.exists(model):
        return "" if model.endswith(".onnx") else "file"
    return "" if re.fullmatch(r"\\w[\\w.-]*(/\\w[\\w.-]*)?", model) else "absent"

reply = {"problem": judge(request["model"]), "folder": os.getcwd()}
`;

const snippets: Record<Snippet, string> = { frames, file, model };
