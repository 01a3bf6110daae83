/* On the page for an address that leads nowhere: its last words go into the search. */
{
  const box = document.querySelector("[data-kr-search] input");
  const parts = location.pathname.split("/").filter((part) => part && !/^index\.|^\d{4}-\d\d-\d\d$/.test(part));
  let words = parts.at(-1) ?? "";
  try { words = decodeURIComponent(words); } catch { /* no UTF-8: as it stands */ }
  words = words.replace(/\.\w+$/, "").replace(/^(\d{4}-\d\d-\d\d)[-_]/, "").replace(/[-_+\s]+/g, " ").trim().slice(0, 80);
  if (words) {
    document.querySelector("[data-kr-lost]").textContent = words;
    document.querySelector("[data-kr-lost-line]").hidden = false;
    box.value = words;
    box.focus({ preventScroll: true });
  }
}
