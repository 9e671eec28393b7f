/** For esbuild: a style sheet that a module imports is a string, with what it imports in it. */
import { build } from "esbuild";

export const cssText = {
  name: "css-text",
  setup({ onLoad }) {
    onLoad({ filter: /\.css$/ }, async ({ path }) => {
      const { outputFiles, metafile } = await build({
        entryPoints: [path],
        bundle: true,
        minify: true,
        write: false,
        metafile: true,
        logLevel: "warning",
      });
      const watchFiles = Object.keys(metafile.inputs);
      return { contents: outputFiles[0].text, loader: "text", watchFiles };
    });
  },
};
