/* Results beneath the search box: a combobox with its list, the kinds, and a live count. */
document.currentScript.kr = (box, root, load, search, warn) => {
  const MOST = 30;
  const toggle = document.querySelector("#__search");
  const frame = box.closest("[data-kr-search]");
  const [status, kinds, list, none] = frame.querySelector(".md-search-result").children;
  const hint = status.textContent;
  let [chosen, active, asked, texts] = ["", -1];

  const make = (tag, values, ...parts) => {
    const node = Object.assign(document.createElement(tag), values);
    node.append(...parts);
    return node;
  };
  const of = (hits, kind) => hits.filter(({ entry }) => !kind || entry.kind === kind);
  const expand = () => box.setAttribute("aria-expanded", toggle.checked && !list.hidden);
  const show = (open) => toggle.checked !== open && toggle.click();

  function address({ entry, form }, unit, words) {
    const path = entry.kind === "pages" ? entry.path : `${entry.kind}/${entry.path}`;
    const url = new URL(path && `${path}/`, root);
    if (url.protocol === "file:") url.pathname += "index.html";
    const said = unit?.says.match(/[\p{L}\p{N}]+/gu).filter((one) => words.some((word) => search.fold(one).startsWith(word)));
    for (const one of new Set(said ?? [entry.labels[form]])) url.searchParams.append("h", one);
    url.hash = unit?.anchor ?? "";
    return url;
  }

  /* The kind, the date, other names, and the spelling or the sentence that was found. */
  function option(hit, at, words) {
    const { entry: { kind, sub, date, shown, labels }, form } = hit;
    const unit = search.unitOf(hit);
    const beside = [search.kinds[kind][0] + (sub && `, ${sub.toLowerCase()}`), ...labels.slice(1, 1 + shown)];
    if (date) beside.splice(1, 0, date);
    if (form > shown) beside.push(`also written ${labels[form]}`);
    return make("a", { id: `kr-o${at}`, role: "option", tabIndex: -1, href: address(hit, unit, words), className: "md-search-result__link kr-hit" },
      make("b", {}, labels[0]), make("small", {}, beside.join(" · ")), unit?.says ?? "");
  }

  function choose(at) {
    const options = [...list.children];
    active = at < 0 ? -1 : at % options.length;
    options.forEach((one, number) => one.setAttribute("aria-selected", number === active));
    const one = options[active];
    one?.scrollIntoView({ block: "nearest" });
    box.setAttribute("aria-activedescendant", one?.id ?? "");
  }

  function offer(hits) {
    const found = Object.keys(search.kinds).filter((kind) => hits.some(({ entry }) => entry.kind === kind));
    if (!found.includes(chosen)) chosen = "";
    const button = (kind) => make("button", { type: "button", value: kind, ariaPressed: kind === chosen }, `${kind ? search.kinds[kind][1] : "All"} ${of(hits, kind).length}`);
    kinds.replaceChildren(...(found[1] ? ["", ...found] : []).map(button));
  }

  function render() {
    const text = box.value.trim();
    const hits = search.find(text);
    offer(hits);
    const listed = of(hits, chosen);
    const close = hits[0] ? [] : search.nearest(text);
    const words = search.fold(text).split(" ");
    const kept = list.children[active]?.pathname;
    list.replaceChildren(...[...listed.slice(0, MOST), ...close].map((hit, at) => option(hit, at, words)));
    list.hidden = !list.firstChild;
    none.hidden = !text || hits[0];
    const count = `${listed.length} result${listed[1] ? "s" : ""}${listed[MOST] ? `, the first ${MOST} shown` : ""}`;
    status.textContent = !text ? hint : hits[0] ? count : `Nothing found for “${text}”.${close[0] ? " Nearest spellings:" : ""}`;
    expand();
    choose([...list.children].findIndex((one) => one.pathname === kept));
  }

  function update() {
    show(true);
    if (box.value === asked) return;
    asked = box.value;
    choose(-1);
    render();
    if (asked) texts ??= setTimeout(() => load("search/texts.js").then((more) => search.addTexts(more, () => {
      frame.dataset.krSearch = "whole";
      render();
    })).catch(() => warn(texts = null)), 300);
  }

  box.addEventListener("input", update);
  box.addEventListener("focus", update);
  box.form.addEventListener("reset", () => setTimeout(() => box.focus() ?? update()));
  toggle.addEventListener("change", expand);
  kinds.addEventListener("click", ({ target }) => {
    if (target === kinds) return;
    chosen = target.value;
    render();
    kinds.querySelector("[aria-pressed=true]").focus();
  });
  list.addEventListener("click", () => show(false));
  frame.addEventListener("focusout", ({ relatedTarget: next }) => next && !frame.contains(next) && show(false));
  frame.addEventListener("keydown", (event) => {
    const { key } = event;
    if (key === "Escape") show(box.focus() ?? false);
    else if (key === "ArrowDown" && kinds.contains(event.target)) choose(box.focus() ?? 0);
    else if (event.isComposing || event.target !== box) return;
    else if (key === "ArrowDown") choose(show(true) || active + 1);
    else if (key === "ArrowUp") choose((active < 1 ? list.children.length : active) - 1);
    else if (key === "Enter") list.children[Math.max(active, 0)]?.click();
    else return;
    event.preventDefault();
  });
  update();
};
