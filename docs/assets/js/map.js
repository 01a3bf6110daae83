/* One map with a slider in the place of a row of maps. All it shows is read from the table and the row on the page. */
import steps, { keep, kept } from "./steps.js";

const overlap = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

export default function map(box) {
  const list = box.parentNode;
  const row = list.querySelector(".kr-maps");
  const figures = [...row.children];
  const field = box.querySelector(".kr-pins");
  const card = box.querySelector(".kr-card");
  const names = box.querySelector("select");
  const signs = new Map([...list.querySelectorAll(".kr-key>span")].map((sign) => [sign.textContent.trim(), sign]));
  const base = figures[0].querySelector("svg").cloneNode(false);
  base.setAttribute("role", "presentation");
  let step;
  let shown;

  /* The best known places come first, since a name that finds no room is left out until it is pointed at. */
  const places = [...list.querySelectorAll("tbody tr")].sort((a, b) => b.dataset.n - a.dataset.n).map((tr) => {
    const pin = document.createElement("a");
    const [head, ...cells] = tr.children;
    pin.href = head.querySelector("a").href;
    pin.style.setProperty("--x", tr.dataset.x);
    pin.style.setProperty("--y", tr.dataset.y);
    pin.innerHTML = "<i></i><span></span>";
    const place = { pin, head, cells, label: pin.lastChild };
    const show = () => tell(place);
    pin.addEventListener("pointerenter", (event) => event.pointerType === "mouse" && show());
    pin.addEventListener("focus", show);
    /* A first tap shows the place, as pointing does; the link in the card and a second tap lead to its page. */
    pin.addEventListener("click", (event) => {
      if (event.pointerType !== "touch" || shown === place && pin.matches(".is-open")) return;
      event.preventDefault();
      event.stopPropagation();
      tell(place, true);
    });
    return place;
  });
  field.append(base, ...places.map((place) => place.pin));

  const party = (place) => place.cells[step].textContent.trim();

  function tell(place, tapped) {
    if (shown) shown.pin.classList.remove("is-open", "is-shown");
    shown = place;
    place.pin.classList.add("is-shown");
    place.pin.classList.toggle("is-open", Boolean(tapped));
    const name = document.createElement("p");
    name.append(...place.head.cloneNode(true).childNodes);
    const held = document.createElement("p");
    held.append(`${figures[step].querySelector("b").textContent}: `, ...place.cells[step].cloneNode(true).childNodes);
    card.replaceChildren(name, held);
  }

  /* Right of the sign, else left of it, else not at all. */
  function fit() {
    const pins = places.filter((place) => !place.pin.hidden);
    const edge = field.getBoundingClientRect();
    const taken = new Map(pins.map((place) => [place, place.pin.firstChild.getBoundingClientRect()]));
    for (const place of pins) {
      const free = ["", "is-left"].some((side) => {
        place.pin.dataset.side = side;
        const room = place.label.getBoundingClientRect();
        if (room.left < edge.left || room.right > edge.right) return false;
        for (const [other, rect] of taken) if (other !== place && overlap(room, rect)) return false;
        return taken.set({}, room);
      });
      if (!free) place.pin.dataset.side = "is-quiet";
    }
  }

  function label() {
    for (const place of places) {
      const found = place.head.querySelector(`[lang=${names.value}]`) ?? place.head.querySelector("a");
      place.label.textContent = found.textContent;
      place.label.lang = found.lang || "en";
      place.pin.setAttribute("aria-label", `${found.textContent}, ${party(place)}`);
    }
    fit();
  }

  function draw(at, chosen) {
    step = at;
    const figure = figures[at];
    base.replaceChildren(...[...figure.querySelectorAll("svg>path")].map((path) => path.cloneNode()));
    base.insertAdjacentHTML("afterbegin", '<use xlink:href="#kr-base"/>');
    for (const place of places) {
      const sign = signs.get(party(place));
      place.pin.hidden = !sign;
      if (sign) place.pin.firstChild.replaceChildren(sign.querySelector("svg").cloneNode(true));
    }
    for (const [name, sign] of signs) sign.hidden = !places.some((place) => party(place) === name);
    label();
    if (shown) tell(shown);
    if (chosen) keep("on", at < figures.length - 1 && figure.dataset.day);
    return figure.querySelector("figcaption").textContent;
  }

  const last = figures.length - 1;
  const given = kept("on");
  const first = given ? figures.findLastIndex((figure) => figure.dataset.day <= given) : last;
  if ([...names.options].some((option) => option.value === kept("names"))) names.value = kept("names");
  names.addEventListener("input", () => {
    label();
    keep("names", names.value !== "en" && names.value);
  });
  box.hidden = false;
  row.hidden = true;
  card.textContent = "Point at a place, tap it or reach it by keyboard to see its names and who administered it.";
  steps(box, last, Math.max(first, 0), draw);
  new ResizeObserver(fit).observe(field);
}
