// The frame of every page, and what several pages show.
import { SINGLES, PLURALS } from "../eleventy.config.js";

const SIGNS = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
export const text = (value) => String(value).replace(/[&<>"]/g, (sign) => SIGNS[sign]);
export const titleOf = (w, kind, id) => { const r = w.records[kind].get(id); return text(r.title || r.name); };
export const link = (w, kind, id) => `<a href="/${kind}/${id}/">${titleOf(w, kind, id)}</a>`;
export const word = (w, vocabulary, name) => text(w.vocab[vocabulary][name].label);

export const frame = (title, main) => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>${title} - Invented records</title>
<style>body{font:16px/1.6 system-ui,sans-serif;max-width:46rem;margin:0 auto;padding:1rem}table{border-collapse:collapse}td,th{border:1px solid #ccc;padding:.2rem .6rem}nav a{margin-right:1rem}</style>
</head><body><nav><a href="/">Home</a><a href="/chronology/">Years</a>${Object.keys(SINGLES).map((kind) => `<a href="/${kind}/">${PLURALS[kind]}</a>`).join("")}</nav>
<main><h1>${title}</h1>${main}</main></body></html>`;

export function row(w, id) {
  const r = w.records.events.get(id);
  const rest = [word(w, "event-kinds", r.kind), ...r.places.map((one) => titleOf(w, "places", one)), ...r.parties.map((one) => link(w, "parties", one))];
  return `<li>${r.date} ${link(w, "events", id)}: ${rest.join(", ")}</li>`;
}
