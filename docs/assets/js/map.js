/* One map with a slider in the place of a row of maps. All it shows is read from the row and the table on the page. */
import steps, { keep, kept } from "./steps.js";

const overlap = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

export default function map(box) {
  const list = box.parentNode;
  const row = list.querySelector(".kr-maps");
  const figures = [...row.children];
  const field = box.querySelector(".kr-pins");
  const card = box.querySelector(".kr-card");
  const [names, finder] = box.querySelectorAll("select");
  const signs = new Map([...list.querySelectorAll(".kr-key>span")].map((sign) => [sign.textContent.trim(), sign]));
  const base = figures[0].querySelector("svg").cloneNode();
  base.setAttribute("role", "presentation");
  let step, shown;

  /* The best known places come first, since a name that finds no room is left out until it is pointed at. */
  const places = [...list.querySelectorAll("tbody tr")].sort((a, b) => b.dataset.n - a.dataset.n).map((tr) => {
    const [head, ...cells] = tr.children;
    const pin = document.createElement("b");
    for (const axis of ["x", "y"]) pin.style.setProperty(`--${axis}`, tr.dataset[axis]);
    pin.innerHTML = "<i></i><span></span>";
    return { pin, head, cells, id: head.firstChild.pathname.split("/").at(-2) };
  });
  field.append(base, ...places.map((place) => place.pin));

  const held = (place) => place.cells[step].textContent.trim();

  function tell(place) {
    shown?.pin.classList.remove("is-shown");
    shown = place;
    place.pin.classList.add("is-shown");
    finder.value = places.indexOf(place);
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

  /* Places stand too close for each to be a target of its own, so the nearest one is meant. A click leads on, a tap only shows. */
  field.onpointermove = field.onpointerdown = ({ clientX, clientY }) => {
    const far = ({ pin }) => {
      const { x, y } = pin.getBoundingClientRect();
      return pin.hidden ? Infinity : Math.hypot(x + 12 - clientX, y + 12 - clientY);
    };
    const near = places.reduce((best, place) => (far(place) < far(best) ? place : best));
    field.classList.toggle("is-near", far(near) < 30);
    if (far(near) < 30 && near !== shown) tell(near);
  };
  field.onclick = ({ pointerType }) => pointerType === "mouse" && field.matches(".is-near") && card.querySelector("a").click();
  finder.oninput = () => {
    if (finder.value) tell(places[finder.value]);
    keep("place", finder.value && shown.id);
  };

  function label() {
    finder.length = 0;
    finder.add(new Option("Choose a place", ""));
    for (const place of places) {
      const name = place.head.querySelector(`[lang=${names.value}]`) ?? place.head.querySelector("a");
      const text = place.pin.lastChild;
      text.textContent = name.textContent;
      text.lang = name.lang || "en";
      if (!place.pin.hidden) finder.add(new Option(`${name.textContent}, ${held(place)}`, places.indexOf(place)));
    }
    finder.append(...[...finder.options].slice(1).sort((a, b) => a.text.localeCompare(b.text, names.value)));
    if (shown) tell(shown);
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
  card.textContent = "Point at a place, tap it or choose it from the list to see its names and who administered it.";
  steps(box, last, Math.max(first, 0), draw);
  const asked = places.find(({ id, pin }) => id === kept("place") && !pin.hidden);
  if (asked) tell(asked);
  new ResizeObserver(fit).observe(field);
}
