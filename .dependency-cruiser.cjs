/** Who may import whom: the table of rooms in ARCHITECTURE.md. */
const room = (name, from, allowed, builtins = false) => ({
  name,
  comment: `${from} may import ${allowed.join(", ") || "nothing"} (ARCHITECTURE.md, rooms)`,
  severity: "error",
  from: { path: `^${from}/`, pathNot: "/__tests__/" },
  to: { pathNot: [`^${from}/`, ...allowed], ...(builtins && { dependencyTypesNot: ["core"] }) },
});
const npm = (...names) => names.map((name) => `^node_modules/${name}/`);

module.exports = {
  forbidden: [
    room("core", "src/core", []),
    room("protocol", "src/protocol", ["^src/core/", ...npm("zod")]),
    room("snapshot", "src/snapshot", ["^src/core/", "^src/protocol/"]),
    room("client", "src/client", [
      "^src/core/",
      "^src/protocol/",
      "^src/snapshot/",
      ...npm("@preact/signals-core", "@uwdata/flechette"),
    ]),
    room("views", "src/views", [
      "^src/core/",
      "^src/client/",
      ...npm(
        "d3[-a-z]*",
        "@types/d3[-a-z]*",
        "regl",
        "regl-scatterplot",
        "preact",
        "@preact/signals[-core]*",
      ),
    ]),
    room("widget", "src/widget", [
      "^src/client/",
      "^src/views/",
      ...npm("@anywidget/types", "@preact/signals-core"),
    ]),
    room("report", "src/report", ["^src/client/", "^src/snapshot/", "^src/views/"]),
    room("lab", "src/lab", [
      "^src/client/",
      "^src/snapshot/",
      "^src/protocol/errors",
      "^src/views/",
      "^style/",
      ...npm("@jupyterlab/[^/]+", "@lumino/[^/]+", "@jupyter-widgets/[^/]+"),
    ]),
    room(
      "sidecar",
      "compute/src",
      [
        "^src/core/",
        "^src/protocol/",
        "^src/snapshot/",
        ...npm(
          "onnxruntime-node",
          "onnxruntime-common",
          "@huggingface/tokenizers",
          "@bufbuild/protobuf",
          "@uwdata/flechette",
          "ml-matrix",
          "ml-levenberg-marquardt",
          "umap-js",
          "vscode-jsonrpc",
          "zod",
        ),
      ],
      true,
    ),
    {
      name: "no-cycles",
      severity: "error",
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
    { name: "resolvable", severity: "error", from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "/__tests__/" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["types", "import", "node", "default", "browser"],
    },
  },
};
