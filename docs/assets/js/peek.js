/* A look ahead: hovering or focusing a source mark shows the source, a link to a record shows its title and summary. */
const shown = new Map();
const box = document.createElement("div");
box.className = "kr-peek";
box.id = "kr-peek";
box.hidden = true;
document.body.append(box);
let wanted = null;
let timer = 0;

function close() {
  clearTimeout(timer);
  wanted?.removeAttribute("aria-describedby");
  wanted = null;
  box.hidden = true;
}

/* What a link leads to, as nodes; nothing for what is not a record of this site. */
async function look(link) {
  if (link.matches(".footnote-ref")) {
    const entry = document.getElementById(link.hash.slice(1));
    return [...(entry?.cloneNode(true).childNodes ?? [])];
  }
  const page = link.pathname;
  if (!shown.has(page)) {
    const text = await fetch(page).then((answer) => (answer.ok ? answer.text() : ""));
    const found = new DOMParser().parseFromString(text, "text/html");
    shown.set(page, [".kr-kicker", "h1", ".kr-lede"].map((part) => found.querySelector(`article ${part}`)).filter(Boolean));
  }
  return shown.get(page).map((node) => {
    const copy = document.createElement(node.matches("h1") ? "b" : "p");
    const inner = node.cloneNode(true);
    for (const mark of inner.querySelectorAll("sup,.headerlink")) mark.remove();
    copy.textContent = inner.textContent;
    return copy;
  });
}

async function open(link) {
  const nodes = await look(link).catch(() => []);
  if (wanted !== link || !nodes.length) return;
  for (const node of nodes.flatMap((node) => [node, ...(node.querySelectorAll?.("[id],.footnote-backref") ?? [])])) {
    if (node.matches?.(".footnote-backref")) node.remove();
    else node.removeAttribute?.("id");
  }
  box.replaceChildren(...nodes);
  box.hidden = false;
  link.setAttribute("aria-describedby", box.id);
  const at = link.getBoundingClientRect();
  const above = at.bottom + box.offsetHeight > innerHeight && at.top > box.offsetHeight;
  box.style.top = `${scrollY + (above ? at.top - box.offsetHeight - 6 : at.bottom + 6)}px`;
  box.style.left = `${Math.max(8, Math.min(at.left, document.documentElement.clientWidth - box.offsetWidth - 8))}px`;
}

function over(event) {
  const link = event.target.closest?.("a[href]");
  if (!link || link === wanted) return;
  close();
  const isRecord = link.origin === location.origin && link.pathname !== location.pathname && link.closest("article") && !link.closest(".kr-peek");
  if (!link.matches(".footnote-ref") && !(isRecord && /\/[a-z]+\/[^/]+\/$/.test(link.pathname))) return;
  wanted = link;
  timer = setTimeout(open, 300, link);
}

const looks = {
  pointerover: (event) => event.pointerType === "mouse" && over(event),
  focusin: (event) => event.target.matches(":focus-visible") && over(event),
};
let isReady = false;

/* `event`: what the script was loaded for. */
export default function peek(article, event) {
  if (!isReady) {
    isReady = true;
    for (const [kind, look] of Object.entries(looks)) article.addEventListener(kind, look);
    article.addEventListener("pointerout", ({ relatedTarget }) => !box.contains(relatedTarget) && close());
    article.addEventListener("focusout", close);
    box.addEventListener("pointerleave", close);
    document.addEventListener("keydown", ({ key }) => key === "Escape" && close());
  }
  looks[event.type](event);
}
