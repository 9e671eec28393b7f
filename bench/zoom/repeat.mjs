/** A larger data set for the playground's page: its rows again and again, each a little aside of where it lay. */

/** Columns of one small value a row; the others serve single rows and stay as they are. */
const columns = [
  "gold",
  "prediction",
  "probability",
  "confidence",
  "loss",
  "closest",
  "contrast",
  "rivals",
  "kept",
];
const layouts = ["pca", "umap"];

/** @param data what make_data.py writes, read. */
export function repeatRows(data, rows) {
  const given = data.texts.length;
  const random = seeded(1);
  const result = {
    ...data,
    second: null,
    texts: Array.from({ length: rows }, (_, i) => data.texts[i % given]),
  };
  for (const name of [...columns, "support"])
    if (data[name]) result[name] = repeatBytes(data[name], given, rows);
  for (const name of layouts) {
    const bytes = Buffer.from(repeatBytes(data[name], given, rows), "base64");
    const places = new Float32Array(bytes.buffer, bytes.byteOffset, 2 * rows);
    const extent = Math.max(...places.subarray(0, 2 * given)) - Math.min(...places.subarray(0, 2 * given));
    for (let i = 2 * given; i < places.length; i++) places[i] += (random() + random() - 1) * 0.01 * extent;
    result[name] = bytes.toString("base64");
  }
  return result;
}

function repeatBytes(base64, given, rows) {
  const bytes = Buffer.from(base64, "base64");
  const width = bytes.length / given;
  // of its own, so that it lies where four-byte numbers may
  const repeated = Buffer.from(new ArrayBuffer(rows * width));
  for (let at = 0; at < repeated.length; at += bytes.length) bytes.copy(repeated, at);
  return repeated.toString("base64");
}

function seeded(seed) {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}
