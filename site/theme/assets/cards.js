// Flash cards: one card at a time, answered on the spot. Which card it is stands in the address, as `#card-7`; the links
// between cards lead there by themselves. Without this script all cards stand below one another, their answers folded.

const root = document.getElementById("cards");
if (root) start(root);

function start(root) {
  const words = JSON.parse(root.dataset.words);
  const cards = [...root.querySelectorAll(".kb-flash")];

  for (const card of cards) {
    const form = card.querySelector("form"), answer = card.querySelector(".kb-answer");
    form.hidden = false;
    card.querySelector(".kb-card-names").hidden = true;
    answer.hidden = true;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      check(card, form, answer);
    });
  }
  addEventListener("hashchange", () => show());
  show(false);

  function check(card, form, answer) {
    const chosen = new FormData(form).get("tactic"), { right } = answer.dataset;
    const named = (id) => form.querySelector(`[value="${id}"]`).nextElementSibling.textContent;
    const said = chosen === right ? words.right : words.wrong;
    card.querySelector(".kb-said").textContent = said
      .replace("{chosen}", () => named(chosen)).replace("{tactic}", () => named(right));
    answer.hidden = false;
    answer.open = true;
    for (const each of answer.querySelectorAll("[data-tactic]")) {
      each.classList.toggle("kb-chosen", each.dataset.tactic === chosen);
    }
  }

  function show(moved = true) {
    const named = cards.find(({ id }) => `#${id}` === location.hash);
    if (!named && moved) return;
    const card = named ?? cards[0];
    for (const each of cards) each.hidden = each !== card;
    if (!named) return;
    const heading = card.querySelector("h2");
    heading.scrollIntoView();
    if (moved) heading.focus({ preventScroll: true });
  }
}
