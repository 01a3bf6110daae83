// The page of a record.
import { SINGLES, PLURALS } from "../eleventy.config.js";
import { frame, link, row, text, titleOf, word } from "./_page.js";

const FIELDS = { date: "Date", active: "Active", role: "Part in the conflict", born: "Born", publisher: "Publisher", published: "Published", force: "Force", status: "Status now", why: "Why", we_write: "We write" };
const SORTS = { events: "event-kinds", parties: "party-kinds", places: "place-kinds", documents: "document-kinds", sources: "source-kinds" };

const line = (head, value) => `<tr><th>${head}</th><td>${value}</td></tr>`;
const table = (heads, rows) => `<table><tr>${heads.map((head) => `<th>${head}</th>`).join("")}</tr>${rows.map((cells) => `<tr>${cells.map((cell) => `<td>${cell}</td>`).join("")}</tr>`).join("")}</table>`;
const list = (lines) => `<ul>${lines.map((one) => `<li>${one}</li>`).join("")}</ul>`;

function facts(w, kind, r, marks) {
  let found = line("Field", "Value");
  for (const [field, words] of Object.entries(FIELDS)) if (r[field]) found += line(words, text(r[field]));
  if (SORTS[kind]) found += line("Kind", word(w, SORTS[kind], r.kind));
  if (r.language) found += line("Language", word(w, "languages", r.language));
  if (r.affiliation) found += line("Affiliation", word(w, "affiliations", r.affiliation));
  if (r.url) found += line("Address", `<a href="${text(r.url)}">${text(r.url)}</a>`);
  if (r.coordinates) found += line("Coordinates", `${r.coordinates[1]}° N, ${r.coordinates[0]}° E, to within ${r.precision_km} km${marks([r.coordinates_source])}`);
  if (r.open) found += line("Not agreed", text(r.open.join(", ")));
  for (const field of ["parties", "places", "people", "documents"]) if (r[field]) found += line(PLURALS[field], r[field].map((one) => link(w, field, one)).join(", "));
  if (r.part_of) found += line("Part of", link(w, "events", r.part_of));
  return `<table>${found}</table>`;
}

const number = (w, value) => `${value.high ? `${value.low}–${value.high}` : `at least ${value.low}`} ${word(w, "groups", value.of)}, ${word(w, "measures", value.measure)}`;

function claim(w, r, one, marks) {
  let found = `<h3 id="${one.id}">${titleOf(w, "parties", one.by)}, ${one.on}</h3>`;
  if (one.value) found += `<p>${number(w, one.value)}</p>`;
  found += `<p>${text(one.says)}${marks(one.sources)}</p><p>By ${link(w, "parties", one.by)}. ${word(w, "statuses", one.status)}. Question: ${link(w, "questions", one.question)}.`;
  for (const party of one.about || []) found += ` About ${link(w, "parties", party)}.`;
  for (const [field, words, passive] of [["answers", "Answers", "Answered by"], ["revises", "Revises", "Revised by"]]) {
    if (one[field]) found += ` ${words} <a href="${one[field]}">${one[field].slice(1)}</a>.`;
    for (const other of r.claims) if (other[field] === `#${one.id}`) found += ` ${passive} <a href="#${other.id}">${other.id}</a>.`;
  }
  return found + "</p>";
}

const saying = (w, { id, claim: one }) => `${one.on}, ${link(w, "parties", one.by)}: ${one.value ? `${number(w, one.value)}. ` : ""}${text(one.says)} ${word(w, "statuses", one.status)}. <a href="/events/${id}/#${one.id}">In the record</a>`;

function related(w, kind, id) {
  if (kind === "events") {
    const parts = w.parts.get(id), [before, after] = w.around.get(id);
    return (parts ? `<h2 id="parts">Parts</h2><ul>${parts.map((one) => row(w, one)).join("")}</ul>` : "")
      + (before ? `<p>Before: ${link(w, "events", before)}</p>` : "") + (after ? `<p>After: ${link(w, "events", after)}</p>` : "");
  }
  const users = w.named.get(`${kind}/${id}`);
  const lines = (users || []).map((one) => one.kind === "events" && kind !== "sources" ? row(w, one.id) : `<li>${SINGLES[one.kind]}: ${link(w, one.kind, one.id)}</li>`);
  return users ? `<h2 id="related">${kind === "sources" ? "Cited by" : "In the chronology"}</h2><ul>${lines.join("")}</ul>` : "";
}

function source(w, id, index) {
  const s = w.records.sources.get(id);
  return `<li id="fn:${index + 1}">${link(w, "sources", id)} ${text(s.publisher)}, ${s.published}. ${word(w, "affiliations", s.affiliation)}, in ${word(w, "languages", s.language)}. <a href="${text(s.url)}">Open</a></li>`;
}

export default class {
  data() {
    return { pagination: { data: "world.pages", size: 1, alias: "page_of" }, permalink: ({ page_of: { kind, id } }) => `/${kind}/${id}/index.html` };
  }

  render({ page_of: { kind, id, r, cited }, world: w }) {
    const numbers = new Map(cited.map((one, index) => [one, index + 1]));
    const marks = (sources) => sources.map((one) => `<sup><a href="#fn:${numbers.get(one)}">${numbers.get(one)}</a></sup>`).join("");
    const said = w.said.get(`${kind}/${id}`);
    let main = `<p><a href="/${kind}/">${SINGLES[kind]}</a></p>` + facts(w, kind, r, marks);
    if (r.summary) main += `<p>${text(r.summary)}${marks(r.sources)}</p>`;
    if (r.account) main += `<h2 id="account">What is known</h2><p>${r.account.map((one) => text(one.says) + marks(one.sources)).join(" ")}</p>`;
    if (r.decides) main += `<h2 id="decides">What it decides</h2>${list(r.decides.map((one) => text(one.says) + marks(one.sources)))}`;
    if (r.claims) main += `<h2 id="claims">Claims</h2>${r.claims.map((one) => claim(w, r, one, marks)).join("")}`;
    if (r.names) main += `<h2 id="names">Names</h2>${table(["Language", "Name", "Used by", "Since"], r.names.map((one) => [word(w, "languages", one.lang), text(one.text), one.by.map((party) => link(w, "parties", party)).join(", "), one.from]))}`;
    if (r.spellings) main += `<p>Also written: ${text(r.spellings.join(", "))}.</p>`;
    if (r.leaders) main += `<h2 id="leaders">Leaders</h2>${table(["Person", "Office", "From", "To"], r.leaders.map((one) => [link(w, "people", one.person), text(one.office), one.from, one.to]))}`;
    if (r.roles) main += `<h2 id="roles">Offices</h2>${table(["Office", "Party", "From", "To"], r.roles.map((one) => [text(one.office), link(w, "parties", one.party), one.from, one.to]))}`;
    if (r.control) main += `<h2 id="control">Who administered it</h2>${table(["Party", "From", "To", "Note"], r.control.map((one) => [link(w, "parties", one.by), one.from, one.to || "", text(one.note || "") + marks(one.sources)]))}`;
    if (r.signatories) main += `<h2 id="signatories">Signed by</h2>${table(["Name", "Party", "Person"], r.signatories.map((one) => [text(one.name), link(w, "parties", one.party), link(w, "people", one.person)]))}`;
    if (r.usage) main += `<h2 id="usage">Who says what</h2>${table(["Who", "Form"], r.usage.map((one) => [text(one.by), text(one.form) + marks(one.sources)]))}`;
    if (said) main += `<h2 id="said">What is said</h2>${list(said.map((one) => saying(w, one)))}`;
    main += related(w, kind, id);
    main += r.checked ? `<p>File data/${kind}/${id}.yml. Last checked ${r.checked}.</p>` : "<p>Not opened yet.</p>";
    if (cited.length) main += `<ol>${cited.map((one, index) => source(w, one, index)).join("")}</ol>`;
    return frame(titleOf(w, kind, id), main);
  }
}
