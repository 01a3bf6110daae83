/* The search box before it is used, and the words looked for on the page reached. No module: search works from a disk too.
   Each file that is loaded leaves its value on its own element. */
(() => {
  const own = document.currentScript.src;
  const root = new URL("../../", own);
  const box = document.querySelector("[data-kr-search] input");
  const load = (path) => new Promise((done, fail) => {
    const script = Object.assign(document.createElement("script"), { src: new URL(path, root), onerror: fail });
    script.onload = () => (script.kr ? done(script.kr) : fail());
    document.head.append(script);
  });
  const toggle = document.querySelector("#__search");
  const status = document.querySelector("[data-kr-status]");
  const hint = status.textContent;
  function warn() {
    const link = Object.assign(document.createElement("a"), { href: document.querySelector("[data-kr-none] a:last-child").href, textContent: "all names from A to Z" });
    status.replaceChildren("Part of the search could not be loaded. Type on to try again, or see ", link, ".");
    if (!toggle.checked) toggle.click();
  }
  let using;
  function use() {
    if (!using) document.head.append(Object.assign(document.createElement("link"), { rel: "stylesheet", href: new URL("../css/search.css", own) }));
    using ??= Promise.all([new URL("search-box.js", own), new URL("search.js", own), "search/names.js"].map(load))
      .then(([start, engine, names]) => {
        status.textContent = hint;
        start(box, root, load, engine(names), warn);
      }).catch(() => warn(using = null));
  }
  box.addEventListener("focus", use);
  box.addEventListener("input", use);
  box.form.addEventListener("submit", (event) => event.preventDefault());
  document.querySelector(".md-header__button[for=__search]").addEventListener("click", () => setTimeout(() => box.focus(), 50));
  addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input,textarea,select")) return;
    event.preventDefault();
    box.focus();
    box.select();
  });

  function mark() {
    const address = new URL(location);
    for (const words of address.searchParams.getAll("h")) {
      const walker = document.createTreeWalker(document.querySelector("article"), 4);
      while (walker.nextNode()) {
        const node = walker.currentNode;
        const at = node.data.toLowerCase().indexOf(words.toLowerCase());
        if (at < 0 || node.parentElement.closest("mark,svg,.kr-exits")) continue;
        const found = node.splitText(at);
        found.splitText(words.length);
        const sign = document.createElement("mark");
        found.replaceWith(sign);
        sign.append(found);
      }
    }
    address.searchParams.delete("h");
    /* A page on a disk may not change its address. */
    if (root.protocol !== "file:" && address.href !== location.href) history.replaceState(history.state, "", address);
    const query = address.searchParams.get("q");
    if (query && box.value !== query) {
      box.value = query;
      box.focus();
    }
  }
  mark();
})();
