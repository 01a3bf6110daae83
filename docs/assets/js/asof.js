/* "As known on": show claims and figures as they stood on a date. Works on the dates written in the page, nothing is fetched. */
import steps, { keep, kept } from "./steps.js";

const day = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
const number = new Intl.NumberFormat("en-GB");
const month = new Intl.DateTimeFormat("en-GB", { month: "long", year: "numeric", timeZone: "UTC" });
/* A date is shown no finer than it is written: "2023" and "2023-05" stay a year and a month. */
const shown = (iso) => (iso.length === 4 ? iso : (iso.length === 7 ? month : day).format(new Date(iso)));

/* A date counts from the end of what it may mean: "1991" from 31 December 1991. */
const key = (iso) => (iso.length === 10 ? iso : new Date(Date.UTC(iso.slice(0, 4), iso.slice(5) || 12, 0)).toISOString().slice(0, 10));
const inOrder = (a, b) => (key(a) < key(b) ? -1 : Number(key(a) > key(b)));
const count = (all, word) => `${all.length} ${word}${all.length === 1 ? "" : "s"}`;

/* A range is said only of figures that count the same thing; `data-measure` tells what an entry counts. */
function said(claims, figures) {
  const parts = [claims.length && count(claims, "claim"), figures.length && count(figures, "figure")].filter(Boolean);
  if (!parts.length) return "Nothing stood by then.";
  const values = figures.map((entry) => Number(entry.dataset.value));
  const same = new Set(figures.map((entry) => entry.dataset.measure)).size === 1;
  const low = number.format(Math.min(...values));
  const high = number.format(Math.max(...values));
  return `Standing: ${parts.join(" and ")}${same ? (low === high ? `, ${low}` : `, from ${low} to ${high}`) : ""}.`;
}

export default function asof(box) {
  const summary = box.querySelector("[data-kr-summary]");
  const dated = [...document.querySelectorAll("[data-on]")];
  const revised = dated.filter((node) => node.dataset.replaced);
  const notes = [...document.querySelectorAll("[data-since]")];
  const stops = [...new Set([...dated.map((node) => node.dataset.on), ...revised.map((node) => node.dataset.replaced)])].sort(inOrder);
  if (stops.length < 2) return;
  /* Before the first word nothing stood. */
  stops.unshift(new Date(Date.parse(key(stops[0])) - 864e5).toISOString().slice(0, 10));
  const last = stops.length - 1;

  function draw(at, chosen) {
    const on = stops[at];
    const later = (date) => key(date) > key(on);
    for (const node of dated) node.toggleAttribute("hidden", later(node.dataset.on));
    for (const node of notes) node.hidden = later(node.dataset.since);
    for (const node of revised) node.classList.toggle("is-replaced", !later(node.dataset.replaced));
    const live = (part) => dated.filter((node) => node.matches(`${part}:not([hidden], .is-replaced)`));
    summary.textContent = said(live(".kr-claim"), live(".kr-entry")) + (at < last ? " The status beside a claim is today’s." : "");
    if (chosen) keep("on", at < last && on);
    if (!at) return `Until ${shown(on)}`;
    return at < last ? shown(on) : `${shown(on)} and since`;
  }

  const given = /^\d{4}(-\d\d){0,2}$/.test(kept("on")) && kept("on");
  let first = given ? Math.max(stops.findLastIndex((stop) => !(key(stop) > key(given))), 0) : last;
  /* A link to a claim shows the claim, also where the address names an earlier day. */
  const target = document.getElementById(location.hash.slice(1))?.dataset.on;
  if (target) first = Math.max(first, stops.indexOf(target));
  box.hidden = false;
  steps(box, last, first, draw);
}
