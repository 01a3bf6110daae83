// Reads the files of records and works out, once for the whole site, who names whom.
import fs from "node:fs";
import path from "node:path";
import { load } from "js-yaml";

export const SINGLES = { events: "Event", parties: "Party", places: "Place", people: "Person", documents: "Document", questions: "Disputed question", sources: "Source", terms: "Names and words", periods: "Period" };
export const PLURALS = { events: "Chronology", parties: "Parties", places: "Places", people: "People", documents: "Documents", questions: "Disputed questions", sources: "Sources", terms: "Names and words", periods: "Periods" };

const read = (file) => load(fs.readFileSync(file, "utf8"));
const files = (folder) => fs.readdirSync(folder, { recursive: true }).filter((name) => name.endsWith(".yml")).map((name) => path.join(folder, name));
const add = (map, key, value) => { const list = map.get(key); if (list) list.push(value); else map.set(key, [value]); };

function citedBy(r) {
  const cited = new Set(r.sources);
  if (r.coordinates_source) cited.add(r.coordinates_source);
  for (const field of ["account", "decides", "control", "usage", "claims"]) for (const part of r[field] || []) for (const one of part.sources) cited.add(one);
  return [...cited];
}

function world() {
  const records = {}, named = new Map(), said = new Map(), parts = new Map(), vocab = {}, pages = [], years = new Map(), around = new Map();
  for (const file of files("data/vocab")) vocab[path.basename(file, ".yml")] = read(file);
  for (const kind of Object.keys(SINGLES)) {
    records[kind] = new Map(files(`data/${kind}`).map((file) => [path.basename(file, ".yml"), read(file)]).sort((a, b) => (a[0] < b[0] ? -1 : 1)));
    for (const [id, r] of records[kind]) {
      const cited = citedBy(r), me = { kind, id };
      pages.push({ kind, id, r, cited });
      for (const one of cited) add(named, `sources/${one}`, me);
      if (kind === "events") {
        for (const field of ["parties", "places", "people", "documents"]) for (const one of r[field] || []) add(named, `${field}/${one}`, me);
        for (const claim of r.claims) { add(said, `parties/${claim.by}`, { id, claim }); add(said, `questions/${claim.question}`, { id, claim }); }
      }
      for (const one of r.signatories || []) { add(named, `parties/${one.party}`, me); add(named, `people/${one.person}`, me); }
    }
  }
  const order = [...records.events].sort((a, b) => (a[1].date + a[0] < b[1].date + b[0] ? -1 : 1));
  order.forEach(([id, r], index) => {
    around.set(id, [order[index - 1]?.[0], order[index + 1]?.[0]]);
    add(years, r.date.slice(0, 4), id);
    if (r.part_of) add(parts, r.part_of, id);
  });
  return { records, vocab, named, said, parts, years, around, pages, yearList: [...years.keys()] };
}

export default function (settings) {
  settings.addWatchTarget("data/");
  settings.addGlobalData("world", world);
  return { dir: { input: "src", output: "_site" } };
}
