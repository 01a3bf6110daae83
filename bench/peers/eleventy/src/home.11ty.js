// The home page.
import { PLURALS } from "../eleventy.config.js";
import { frame } from "./_page.js";

export default class {
  data() {
    return { permalink: "/index.html" };
  }

  render({ world: w }) {
    const rows = Object.keys(PLURALS).map((kind) => `<tr><td><a href="/${kind}/">${PLURALS[kind]}</a></td><td>${w.records[kind].size}</td></tr>`);
    const years = w.yearList.map((year) => `<a href="/chronology/${year}/">${year}</a>`);
    return frame("Invented records", `<p>Invented records, for measuring.</p><table><tr><th>Kind</th><th>Records</th></tr>${rows.join("")}</table><p>${years.join(", ")}</p>`);
  }
}
