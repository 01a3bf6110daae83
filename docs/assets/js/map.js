/* One map with a slider in the place of a row of maps. All it shows is read from the row and the table on the page. */
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
  const base = figures[0].querySelector("svg").cloneNode();
  base.setAttribute("role", "presentation");
  let step, shown, tapped;

  /* The best known places come first, since a name that finds no room is left out until it is pointed at. */
  const places = [...list.querySelectorAll("tbody tr")].sort((a, b) => b.dataset.n - a.dataset.n).map((tr) => {
    const [head, ...cells] = tr.children;
    const pin = document.createElement("a");
    const place = { pin, head, cells };
    pin.href = head.querySelector("a").href;
    for (const axis of ["x", "y"]) pin.style.setProperty(`--${axis}`, tr.dataset[axis]);
    pin.innerHTML = "<i></i><span></span>";
    pin.onfocus = () => tell(place);
    pin.onpointerenter = (event) => event.pointerType === "mouse" && tell(place);
    /* A first tap shows the place, as pointing does; a second tap and the link in the card lead to its page. */
    pin.onclick = (event) => {
      if (event.pointerType !== "touch" || tapped === place) return;
      tapped = place;
      event.preventDefault();
      event.stopPropagation();
      tell(place);
    };
    return place;
  });
  field.append(base, ...places.map((place) => place.pin));

  const held = (place) => place.cells[step].textContent.trim();

  function tell(place) {
    shown?.pin.classList.remove("is-shown");
    shown = place;
    place.pin.classList.add("is-shown");
    card.innerHTML = "<p></p><p></p>";
    card.firstChild.append(...place.head.cloneNode(true).childNodes);
    card.lastChild.append(`${figures[step].querySelector("b").textContent}: `, ...place.cells[step].cloneNode(true).childNodes);
  }

  /* A name stands right of its sign, else left of it, else not at all. */
  function fit() {
    const pins = places.filter(({ pin }) => !pin.hidden).map(({ pin }) => pin);
    const edge = field.getBoundingClientRect();
    const taken = pins.map((pin) => [pin, pin.firstChild.getBoundingClientRect()]);
    for (const pin of pins) {
      const fits = ["right", "left"].some((side) => {
        pin.dataset.side = side;
        const room = pin.lastChild.getBoundingClientRect();
        return room.left > edge.left && room.right < edge.right
          && !taken.some(([other, rect]) => other !== pin && overlap(room, rect)) && taken.push([0, room]);
      });
      if (!fits) pin.dataset.side = "none";
    }
  }

  function label() {
    for (const place of places) {
      const name = place.head.querySelector(`[lang=${names.value}]`) ?? place.head.querySelector("a");
      const text = place.pin.lastChild;
      text.textContent = name.textContent;
      text.lang = name.lang || "en";
      place.pin.setAttribute("aria-label", `${name.textContent}, ${held(place)}`);
    }
    fit();
  }

  function draw(at, chosen) {
    step = at;
    base.innerHTML = '<use xlink:href="#kr-base"/>';
    base.append(...[...figures[at].querySelectorAll("svg>path")].map((path) => path.cloneNode()));
    for (const place of places) {
      const sign = signs.get(held(place));
      place.pin.hidden = !sign;
      if (sign) place.pin.firstChild.replaceChildren(sign.firstChild.cloneNode(true));
    }
    for (const [name, sign] of signs) sign.hidden = !places.some((place) => held(place) === name);
    label();
    if (shown) tell(shown);
    if (chosen) keep("on", at < figures.length - 1 && figures[at].dataset.day);
    return figures[at].querySelector("figcaption").textContent;
  }

  const last = figures.length - 1;
  const first = kept("on") ? figures.findLastIndex((figure) => figure.dataset.day <= kept("on")) : last;
  names.value = kept("names") ?? "en";
  if (!names.value) names.value = "en";
  names.oninput = () => {
    label();
    keep("names", names.value !== "en" && names.value);
  };
  box.hidden = false;
  row.hidden = true;
  card.textContent = "Point at a place, tap it or reach it by keyboard to see its names and who administered it.";
  steps(box, last, Math.max(first, 0), draw);
  new ResizeObserver(fit).observe(field);
}
