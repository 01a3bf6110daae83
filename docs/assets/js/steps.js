/* A slider with a button at each end. `draw` shows a step and returns its words; its second argument tells whether the reader chose it. */
export default function steps(box, last, first, draw) {
  const slider = box.querySelector("input[type=range]");
  const output = box.querySelector("output");
  function show(chosen) {
    const at = Number(slider.value);
    output.textContent = draw(at, chosen);
    slider.setAttribute("aria-valuetext", output.textContent);
    /* Not `disabled`, which would take the focus away from the button just pressed. */
    for (const button of box.querySelectorAll("button")) button.setAttribute("aria-disabled", at === (button.value < 0 ? 0 : last));
  }
  slider.max = last;
  slider.value = first;
  slider.addEventListener("input", () => show(true));
  box.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    slider.value = Number(slider.value) + Number(button.value);
    show(true);
  });
  show(false);
}

/* Keep a choice in the address, so that the view can be cited; an empty one is taken out. */
export function keep(name, value) {
  const query = new URLSearchParams(location.search);
  if (value) query.set(name, value);
  else query.delete(name);
  history.replaceState(history.state, "", location.pathname + (query.size ? `?${query}` : "") + location.hash);
}

export const kept = (name) => new URLSearchParams(location.search).get(name);
