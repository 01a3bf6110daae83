// The events of a year.
import { frame, row } from "./_page.js";

export default class {
  data() {
    return { pagination: { data: "world.yearList", size: 1, alias: "year" }, permalink: ({ year }) => `/chronology/${year}/index.html` };
  }

  render({ year, world: w }) {
    return frame(year, `<ul>${w.years.get(year).map((id) => row(w, id)).join("")}</ul>`);
  }
}
