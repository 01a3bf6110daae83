// The page that lists a kind; of events, those of all years.
import { PLURALS } from "../eleventy.config.js";
import { frame, link, row, text } from "./_page.js";

export default class {
  data() {
    return { kinds: Object.keys(PLURALS), pagination: { data: "kinds", size: 1, alias: "kind" }, permalink: ({ kind }) => `/${kind}/index.html` };
  }

  render({ kind, world: w }) {
    if (kind === "events") return frame(PLURALS.events, w.yearList.map((year) => `<h2>${year}</h2><ul>${w.years.get(year).map((id) => row(w, id)).join("")}</ul>`).join(""));
    return frame(PLURALS[kind], `<ul>${[...w.records[kind]].map(([id, r]) => `<li>${link(w, kind, id)}: ${text(r.summary || r.publisher)}</li>`).join("")}</ul>`);
  }
}
