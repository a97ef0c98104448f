// Find a precedent: search over the published cases by words and facets. The whole state lives in the address.
// Without this script the page lists every case. Everything that comes from a case is set as text, never as markup.

import { Index, PAIR } from "./find-index.js";
import { Results } from "./find-results.js";
import { element } from "./find-sentences.js";
import { fold, tokens } from "./find-words.js";

const FAINT = 0.05;  // cases that score less than this share of the best are not shown

const root = document.getElementById("find");
if (root) start(root);

function start(root) {
  const words = JSON.parse(root.dataset.words), stops = new Set(words.stops), asides = new Set(words.asides);
  const sizes = JSON.parse(root.dataset.shown);  // results at a time, by view
  const form = document.getElementById("find-form");
  const status = document.getElementById("find-status");
  const results = document.getElementById("find-results");
  const all = document.getElementById("find-all");
  const chips = document.getElementById("find-chips");
  const box = form.elements.q;

  // The facets as the page declares them: each with its panel, its button, its boxes by value and how many cases those have.
  const facets = new Map();
  for (const panel of form.querySelectorAll("fieldset[data-facet]")) {
    const boxes = new Map(Array.from(panel.querySelectorAll("input"), (each) => [each.value, each]));
    const cases = new Map([...boxes.values()].map((each) => [each, Number(each.parentElement.lastElementChild.textContent)]));
    facets.set(panel.dataset.facet, { panel, boxes, cases, button: panel.previousElementSibling, label: panel.dataset.label });
  }
  const shower = new Results({ words, tacticPage: root.dataset.tacticPage, all });

  // The page itself answers the question that asks for nothing: the index is read when something is asked for.
  const index = new Index(root.dataset.index, Number(root.dataset.cases));
  let latest = 0, shown = 0, waiting, typing = false;
  read();
  if (location.search || shown) run();
  results.addEventListener("click", ({ target }) => { if (target.closest("#find-more")) more(); });

  function fail() {
    const had = form.contains(document.activeElement) || results.contains(document.activeElement);
    latest++;
    status.textContent = words.failed;
    results.replaceChildren();
    results.removeAttribute("aria-busy");
    root.classList.remove("kb-find--asked");
    root.classList.add("kb-find--failed");
    form.hidden = true;
    if (had) status.focus();
  }

  form.addEventListener("input", ({ target }) => {
    clearTimeout(waiting);
    if (target === box) waiting = setTimeout(() => changed(true), 200);
    else changed();
  });
  box.addEventListener("change", () => { typing = false; });
  form.addEventListener("submit", (event) => { event.preventDefault(); clearTimeout(waiting); changed(true); });
  form.addEventListener("click", ({ target }) => {
    const button = target.closest("button.kb-find-facet");
    if (button) unfold(button.getAttribute("aria-expanded") === "true" ? null : button);
  });
  form.addEventListener("keydown", (event) => {
    const button = event.key === "Escape" && form.querySelector("button[aria-expanded=true]");
    if (!button || event.target === box) return;
    unfold(null);
    button.focus();
  });
  document.getElementById("find-clear").addEventListener("click", () => {
    box.value = "";
    for (const each of chosenBoxes()) each.checked = false;
    box.focus();
    changed();
  });
  addEventListener("popstate", () => { clearTimeout(waiting); typing = false; read(); run(); });

  function unfold(button) {
    if (button) count().catch(fail);
    for (const facet of facets.values()) {
      facet.panel.hidden = facet.button !== button;
      facet.button.setAttribute("aria-expanded", String(facet.button === button));
    }
  }

  // The state: the controls hold it, the address repeats it.

  function read() {
    const asked = new URLSearchParams(location.search);
    box.value = asked.get("q") ?? "";
    for (const [name, { boxes }] of facets) {
      const values = asked.getAll(name).map(fold);
      for (const each of boxes.values()) each.checked = values.includes(fold(each.value)) || values.includes(fold(named(each)));
    }
    const options = [...form.elements.sort.options], views = [...form.elements.view];
    (options.find((each) => each.value === asked.get("sort")) ?? options[0]).selected = true;
    (views.find((each) => each.value === asked.get("view")) ?? views[0]).checked = true;
    shown = history.state?.shown ?? 0;
  }

  function changed(byTyping = false) {
    const state = new URLSearchParams();
    if (box.value.trim()) state.set("q", box.value.trim());
    for (const each of chosenBoxes()) state.append(each.name, each.value);
    for (const name of ["view", "sort"]) if (form.elements[name].value) state.set(name, form.elements[name].value);
    const address = state.size ? `?${state}` : "";
    if (address !== location.search) {
      // One step back undoes one filter, or one spell of typing.
      history[byTyping && typing ? "replaceState" : "pushState"](null, "", address || location.pathname);
      shown = 0;
    }
    typing = byTyping;
    run();
  }

  function chosenBoxes() {
    return [...facets.values()].flatMap(({ boxes }) => [...boxes.values()].filter((each) => each.checked));
  }

  function chosen() {
    const values = {};
    for (const each of chosenBoxes()) (values[each.name] ??= []).push(each.value);
    return values;
  }

  function named(box) {
    return box.nextElementSibling.textContent;
  }

  // The search: the cases that were found with their scores, the words that were looked for, and what to say of it.
  async function find(text) {
    const quoted = text.trim().match(/^["“«](.+)["”»]$/);
    const every = tokens(text), telling = every.filter((word) => !stops.has(fold(word)));
    const list = telling.length ? telling : every, notes = [];
    if (!text.trim()) return { found: index.all(), list, notes };
    const meanings = await Promise.all(list.map((word) => index.meaning(word)));
    meanings.forEach((each, place) => { if (each) each.aside = asides.has(fold(list[place])); });
    if (quoted && !meanings.includes(null)) {
      const { scores, terms } = await index.ranked(meanings);
      const found = await index.quoted(quoted[1], best(scores).filter((number) => terms.every(({ own }) => own.has(number))));
      if (found.length) return { found: new Map(found.map((number) => [number, scores.get(number)])), list, notes };
    }
    if (quoted) notes.push(words.loose);
    const kept = meanings.filter(Boolean);
    meanings.forEach((each, place) => {
      if (each && each.written !== list[place]) notes.push(words.meant.replace("{word}", () => quote(list[place])).replace("{near}", () => quote(each.written)));
    });
    const left = list.filter((_, place) => !meanings[place]);
    if (left.length) notes.push(words.left.replace("{words}", () => left.map(quote).join(", ")));
    const { scores, terms } = await index.ranked(kept, every.map(fold)), most = Math.max(0, ...scores.values());
    return { found: new Map([...scores].filter(([, score]) => score >= FAINT * most)), list: kept.map((each) => each.written), terms, notes };
  }

  // The cases in the order asked for: that of a facet with numbers, or the best first; without words, the newest.
  async function ordered(cases, found, terms) {
    const sort = form.elements.sort.value, name = sort.replace("-", ""), place = new Map();
    if (sort) {
      for (const [value, members] of await index.facet(name)) {
        for (const number of members) place.set(number, sort === name ? -value : Number(value));
      }
    }
    const hits = best(new Map(cases.map((number) => [number, found.get(number)])));
    if (sort) hits.sort((one, two) => (place.get(two) ?? -Infinity) - (place.get(one) ?? -Infinity));
    return terms && !sort ? index.weighed(hits, found, terms) : hits;
  }

  function best(scores) {
    return [...scores.keys()].sort((one, two) => scores.get(two) - scores.get(one) || one - two);
  }

  // How many cases each value of a facet would give, the other facets being as they are. Reckoned where it is seen.
  async function count() {
    const mine = latest, values = chosen();
    if (!box.value.trim() && !Object.keys(values).length) {
      for (const { cases, panel } of facets.values()) {
        for (const [each, those] of cases) number(each, those);
        panel.removeAttribute("aria-busy");
      }
      return;
    }
    for (const { panel } of facets.values()) panel.setAttribute("aria-busy", "true");
    const { found } = await find(box.value);
    for (const [name, { boxes, panel }] of facets) {
      const { [name]: own, ...others } = values;
      const partner = PAIR.find((each) => each !== name && PAIR.includes(name));
      const base = await within(found, others);
      for (const [value, each] of boxes) {
        const wanted = values[partner] ? { [partner]: values[partner], [name]: [value] } : { [name]: [value] };
        const members = await index.chosen(wanted);
        if (mine !== latest) return;
        number(each, base.filter((one) => members.has(one)).length);
      }
      panel.removeAttribute("aria-busy");
    }
  }

  async function within(found, values) {
    const members = await index.chosen(values);
    return [...found.keys()].filter((number) => !members || members.has(number));
  }

  function run() {
    return answer(++latest).catch(fail);
  }

  async function answer(mine) {
    const values = chosen(), view = form.elements.view.value;
    marks(values);
    results.setAttribute("aria-busy", "true");
    const { found, list, terms, notes } = await find(box.value);
    const hits = await ordered(await within(found, values), found, terms);
    const size = Math.max(shown, sizes[view]);
    const data = await Promise.all(hits.slice(0, size).map((number) => index.data(number)));
    if (mine !== latest) return;  // a later question has been asked meanwhile
    const had = results.contains(document.activeElement);
    results.replaceChildren(...(data.length ? shower.show(view, data, list, values) : []));
    if (hits.length > size) results.append(another());
    results.removeAttribute("aria-busy");
    root.classList.remove("kb-find--asked");
    if (had) status.focus();
    let text = (hits.length === 0 ? words.none : hits.length === 1 ? words.one : words.many).replace("{n}", hits.length);
    if (view && hits.length > size) text += `, ${words.first.replace("{n}", size)}`;
    text = [...(hits.length ? notes : []), text].join(" ");
    if (status.textContent !== text) status.textContent = text;
    if (form.querySelector("button[aria-expanded=true]")) await count();
  }

  function number(each, cases) {
    each.parentElement.lastElementChild.textContent = cases;
    each.parentElement.classList.toggle("kb-find-empty", !cases);
  }

  // The filters in force, as chips that remove them.
  function marks(values) {
    for (const [name, { button }] of facets) {
      const count = values[name]?.length ?? 0;
      button.lastElementChild.textContent = count ? ` ${words.chosen.replace("{n}", count)}` : "";
      button.classList.toggle("kb-find-facet--on", Boolean(count));
    }
    const made = chosenBoxes().map((each) => chip(labelled(facets.get(each.name).label, named(each)), () => { each.checked = false; }));
    const asked = box.value.trim();
    if (asked) made.unshift(chip(labelled(words.words, asked), () => { box.value = ""; }));
    const had = chips.parentElement.contains(document.activeElement);
    chips.replaceChildren(...made);
    chips.parentElement.hidden = !made.length;
    if (had) (chips.querySelector("button") ?? box).focus();
  }

  function labelled(name, value) {
    return words.pair.replace("{name}", () => name).replace("{value}", () => value);
  }

  function chip(text, remove) {
    const item = element("li"), button = element("button", "kb-find-chip", text);
    button.type = "button";
    button.setAttribute("aria-label", `${words.remove} ${text}`);
    button.append(cross());
    button.addEventListener("click", () => {
      const place = [...chips.children].indexOf(item);
      remove();
      changed();
      (chips.children[Math.min(place, chips.children.length - 1)]?.firstElementChild ?? box).focus();
    });
    item.append(button);
    return item;
  }

  function cross() {
    const made = element("span", "kb-find-cross", "×");
    made.setAttribute("aria-hidden", "true");
    return made;
  }

  function another() {
    const button = element("button", "", words.more);
    Object.assign(button, { id: "find-more", type: "button" });
    return button;
  }

  async function more() {
    const view = form.elements.view.value, size = Math.max(shown, sizes[view]);
    shown = size + sizes[view];
    history.replaceState({ shown }, "");
    await run();
    (results.querySelectorAll(".kb-result")[size]?.querySelector("a") ?? status).focus();
  }

  function quote(word) {
    return `“${word}”`;
  }
}
