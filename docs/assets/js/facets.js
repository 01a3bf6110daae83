/* Filter all events: several facets, several values of each, counts of what would be left, the choice in the address.
   The list is fetched when the tool is opened or the address asks; without script, pages list the same events by time and kind. */
const PAGE = 50;
const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/ə/g, "e").replace(/ı/g, "i");
const said = (number) => number.toLocaleString("en-GB");
const make = (tag, props, ...parts) => {
  const node = Object.assign(document.createElement(tag), props);
  node.append(...parts);
  return node;
};

export default function facets(box) {
  const [tool, form, fields, status, list, more, year, month] = ["details", "form", ".kr-fields", "[role=status]", "ol",
    "[data-kr-more]", "[data-kr-year]", "[data-kr-month]"].map((selector) => box.querySelector(selector));
  const browse = document.querySelector("[data-kr-browse]");
  const words = form.elements.text;
  const given = new URLSearchParams(location.search);
  let loading, names, events, choices, found;
  box.hidden = false;

  const load = () => loading ??= fetch(box.dataset.krFacets).then((answer) => answer.json()).then(build).catch(() => {
    status.textContent = "The list of events could not be loaded. The pages below hold all of them.";
  });

  function build(data) {
    names = data.facets.map((facet) => facet[0]);
    events = data.events.map(([id, iso, when, title, ...has]) => ({ id, iso, when, title, has }));
    choices = data.facets.map(([name, label, values], facet) => {
      const made = values.map(([value, label], at) => {
        const input = make("input", { type: "checkbox", name, value, checked: given.getAll(name).includes(value) });
        const left = make("span", { className: "kr-alt kr-num" });
        return { input, left, label, also: data.spellings[facet][at] ?? "", row: make("label", {}, input, ` ${label} `, left) };
      });
      fields.append(make("fieldset", {}, make("legend", { textContent: label }),
        make("div", { className: "kr-choices" }, ...made.map((one) => one.row))));
      return made;
    });
    words.value = given.get("text") ?? "";
    year.append(...[...new Set(events.map((event) => event.iso.slice(0, 4)))].map((one) => new Option(one)));
    form.addEventListener("input", (event) => event.target.name && apply(true));
    form.addEventListener("reset", () => setTimeout(apply, 0, true));
    form.addEventListener("submit", (event) => event.preventDefault());
    box.querySelector("[data-kr-jump]").addEventListener("click", jump);
    more.addEventListener("click", () => show(list.childElementCount, true));
    apply();
  }

  const also = (event, facet) => event.has[facet].map((one) => choices[facet][one].also).join(" ");
  const labels = (event, facet) => event.has[facet].map((one) => choices[facet][one].label).join(", ");

  /* Set `found` to the events that pass; return of each choice how many there would be if its facet held it alone. */
  function sift(text, wanted) {
    const left = choices.map((facet) => facet.map(() => 0));
    found = [];
    for (const event of events) {
      if (text.length) event.text ??= fold([event.title, ...choices.map((_, facet) => `${labels(event, facet)} ${also(event, facet)}`)].join(" "));
      if (!text.every((word) => event.text.includes(word))) continue;
      let fails = 0;
      let failed;
      wanted.forEach((some, facet) => {
        if (some.size && !event.has[facet].some((one) => some.has(one))) [fails, failed] = [fails + 1, facet];
      });
      if (!fails) found.push(event);
      if (fails < 2) event.has.forEach((some, facet) => {
        if (!fails || facet === failed) for (const one of some) left[facet][one] += 1;
      });
    }
    return left;
  }

  function apply(keep) {
    const wanted = choices.map((facet) => new Set(facet.flatMap((one, at) => (one.input.checked ? [at] : []))));
    const text = words.value.trim();
    const left = sift(fold(text).split(/\s+/).filter(Boolean), wanted);
    choices.forEach((facet, at) => facet.forEach((one, index) => {
      const number = left[at][index];
      if (one.number !== number) one.left.textContent = said(one.number = number);
      one.row.hidden = !number && !one.input.checked;
    }));
    browse.hidden = Boolean(text) || wanted.some((some) => some.size);
    status.textContent = found.length ? `${said(found.length)} of ${said(events.length)} events` : "No event matches. Take one filter away.";
    list.replaceChildren();
    if (browse.hidden) show(0);
    else more.hidden = true;
    if (!keep) return;
    const query = new URLSearchParams(location.search);
    for (const name of [...names, "text"]) query.delete(name);
    for (const [name, value] of new FormData(form)) if (value) query.append(name, value);
    history.replaceState(history.state, "", location.pathname + (query.size ? `?${query}` : "") + location.hash);
  }

  /* Add a page of rows from `start` on; with `focus`, keyboard and screen reader go on at that row. */
  function show(start, focus) {
    if (start >= list.childElementCount) {
      list.append(...found.slice(list.childElementCount, start + PAGE).map((event) => make("li", {},
        make("time", { className: "kr-date", dateTime: event.iso, textContent: event.when }),
        make("div", {}, make("p", { className: "kr-title" }, make("a", { href: `../events/${event.id}/`, textContent: event.title })),
          make("div", { className: "kr-meta" }, ...[2, 1, 0].map((facet) => make("span", { textContent: labels(event, facet) })))))));
    }
    const rest = found.length - list.childElementCount;
    more.hidden = !rest;
    more.textContent = `Show more (${said(rest)} left)`;
    if (focus) list.children[start]?.querySelector("a").focus();
  }

  /* Go to a month or year: in what the filters left, or else on the page of the year. */
  function jump() {
    if (!browse.hidden) {
      location.assign(`${year.value}/${month.value && `#m-${Number(month.value)}`}`);
      return;
    }
    const to = year.value + (month.value && `-${month.value}`);
    const at = found.findIndex((one) => one.iso >= to);
    if (found.length) show(at < 0 ? found.length - 1 : at, true);
  }

  tool.addEventListener("toggle", load);
  tool.open = ["text", "party", "place", "kind", "period", "rank"].some((name) => given.has(name));
}
