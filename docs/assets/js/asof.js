/* "As known on": show a ledger of claims as it stood on a date. Works on the dates written in the page, nothing is fetched. */
const day = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
const number = new Intl.NumberFormat("en-GB");
const month = new Intl.DateTimeFormat("en-GB", { month: "long", year: "numeric", timeZone: "UTC" });
/* A date is shown no finer than it is written: "2023" and "2023-05" stay a year and a month. */
const shown = (iso) => (iso.length === 4 ? iso : (iso.length === 7 ? month : day).format(new Date(iso)));

/* A date counts from the end of what it may mean: "1991" from the end of 1991. Sorts and compares dates written to the day, month or year. */
const key = (iso) => `${iso}-99-99`.slice(0, 10);
const inOrder = (a, b) => (key(a) < key(b) ? -1 : Number(key(a) > key(b)));

/* A range is said only of figures that count the same thing; `data-measure` tells what an entry counts. */
function said(live, values) {
  if (!live.length) return "No figure is on record by then.";
  const count = `${live.length} standing ${live.length === 1 ? "figure" : "figures"}`;
  const same = new Set(live.map((entry) => entry.dataset.measure)).size === 1;
  const low = number.format(Math.min(...values));
  const high = number.format(Math.max(...values));
  if (!same) return `${count}.`;
  return low === high ? `${count}, ${low}.` : `${count}, from ${low} to ${high}.`;
}

export default function asof(box) {
  const slider = box.querySelector("input[type=range]");
  const output = box.querySelector("output");
  const summary = box.querySelector("[data-kr-summary]");
  const dated = [...document.querySelectorAll("[data-on]")];
  const entries = dated.filter((node) => node.dataset.value);
  const revised = dated.filter((node) => node.dataset.replaced);
  const stops = [...new Set(dated.map((node) => node.dataset.on))].sort(inOrder);
  if (stops.length < 2) return;
  slider.max = stops.length - 1;
  box.hidden = false;

  const given = new URLSearchParams(location.search).get("on");
  const start = given ? stops.findLastIndex((stop) => key(stop) <= key(given)) : stops.length - 1;
  slider.value = Math.max(start, 0);

  function apply(keep) {
    const on = stops[slider.value];
    const last = Number(slider.value) === stops.length - 1;
    for (const node of dated) node.toggleAttribute("hidden", key(node.dataset.on) > key(on));
    for (const node of revised) node.classList.toggle("is-replaced", key(node.dataset.replaced) <= key(on));
    const live = entries.filter((entry) => !entry.hidden && !entry.classList.contains("is-replaced"));
    const values = live.map((entry) => Number(entry.dataset.value));
    output.textContent = last ? `${shown(on)} and since` : shown(on);
    slider.setAttribute("aria-valuetext", output.textContent);
    summary.textContent = said(live, values);
    for (const button of box.querySelectorAll("button")) {
      button.disabled = button.value < 0 ? Number(slider.value) === 0 : last;
    }
    if (!keep) return;
    const query = new URLSearchParams(location.search);
    if (last) query.delete("on");
    else query.set("on", on);
    history.replaceState(history.state, "", location.pathname + (query.size ? `?${query}` : "") + location.hash);
  }

  slider.addEventListener("input", () => apply(true));
  box.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    slider.value = Number(slider.value) + Number(button.value);
    apply(true);
  });
  apply(false);
}
