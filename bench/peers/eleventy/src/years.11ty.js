// The list of years.
import { frame } from "./_page.js";

export default class {
  data() {
    return { permalink: "/chronology/index.html" };
  }

  render({ world: w }) {
    return frame("Years", `<ul>${w.yearList.map((year) => `<li><a href="/chronology/${year}/">${year}</a></li>`).join("")}</ul>`);
  }
}
