/* Filter a list of events. The form is hidden in the HTML and shown here; the address keeps the choice. */
const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/ə/g, "e").replace(/ı/g, "i");

/* A field called x keeps the rows whose data-x holds its value; these two hold several. */
const plural = { party: "parties", place: "places" };

export default function facets(box) {
  const form = box.querySelector("form");
  const rows = [...document.querySelectorAll("[data-kr-row]")];
  const groups = [...document.querySelectorAll("[data-kr-group]")];
  const bars = [...document.querySelectorAll("[data-kr-years] rect[data-y]")];
  const count = document.querySelector("[data-kr-count]");
  const texts = new Map(rows.map((row) => [row, fold(row.textContent)]));
  box.hidden = false;
  box.open = matchMedia("(min-width: 45em)").matches;

  const given = new URLSearchParams(location.search);
  for (const field of form.elements) if (field.name && given.has(field.name)) { field.value = given.get(field.name); box.open = true; }

  function matches(row, want) {
    return Object.entries(want).every(([name, value]) => name === "text"
      ? fold(value).split(/\s+/).every((word) => texts.get(row).includes(word))
      : (row.dataset[plural[name] ?? name] ?? "").split(" ").includes(value));
  }

  function apply() {
    const want = Object.fromEntries([...new FormData(form)].filter(([, value]) => value));
    const years = new Set();
    let shown = 0;
    for (const row of rows) {
      row.hidden = !matches(row, want);
      if (!row.hidden) { shown += 1; years.add(row.dataset.y); }
    }
    for (const group of groups) group.hidden = !group.querySelector("[data-kr-row]:not([hidden])");
    for (const bar of bars) bar.classList.toggle("is-off", !years.has(bar.dataset.y));
    count.textContent = shown ? `${shown} of ${rows.length} events shown` : "No event matches. Take one filter away.";
    const query = new URLSearchParams(location.search);
    for (const field of form.elements) if (field.name) query.delete(field.name);
    for (const [name, value] of Object.entries(want)) query.set(name, value);
    history.replaceState(history.state, "", location.pathname + (query.size ? `?${query}` : "") + location.hash);
  }

  form.addEventListener("input", apply);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(apply));
  apply();
}
