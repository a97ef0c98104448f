// Find a precedent: search over the published cases by words and facets. The whole state lives in the address.
// Without this script the page lists every case. Everything that comes from a case is set as text, never as markup.

const root = document.getElementById("find");
if (root) start(root);

async function start(root) {
  const words = JSON.parse(root.dataset.words), stops = new Set(words.stops);
  const form = document.getElementById("find-form");
  const status = document.getElementById("find-status");
  const results = document.getElementById("find-results");
  const all = document.getElementById("find-all");
  const chips = document.getElementById("find-chips");
  const box = form.elements.q;
  const SHOWN = { "": 20, table: 50, tactic: 200 };  // results at a time, by view
  const SHORT = 4;  // letters under which a word is matched whole
  const PAIR = ["tactic", "effect"];  // asked for together, these are meant of one move

  // The facets as the page declares them: each with its panel, its button and its boxes by value.
  const facets = new Map();
  for (const panel of form.querySelectorAll("fieldset[data-facet]")) {
    const boxes = new Map(Array.from(panel.querySelectorAll("input"), (each) => [each.value, each]));
    facets.set(panel.dataset.facet, { panel, boxes, button: panel.previousElementSibling, label: panel.dataset.label });
  }
  const rows = new Map(Array.from(all.querySelectorAll("tbody tr"), (row) => [row.querySelector("a").pathname, row]));

  const labels = [...(facets.get("tactic")?.boxes.values() ?? [])].map((each) => named(each).split(/\s+/));

  let pagefind;
  try {
    pagefind = await import(new URL("../pagefind/pagefind.js", import.meta.url));
    await pagefind.options({ ranking: { termFrequency: 0.6, pageLength: 0.3 } });
    await pagefind.filters();
  } catch {
    status.textContent = words.failed;
    return;
  }

  const known = new Map();  // words asked for: does any case have them?
  let latest = 0, shown = 0, waiting, typing = false;
  form.hidden = false;
  read();
  run();

  form.addEventListener("input", ({ target }) => {
    clearTimeout(waiting);
    if (target === box) waiting = setTimeout(() => changed(true), 200);
    else changed();
  });
  box.addEventListener("change", () => { typing = false; });
  form.addEventListener("submit", (event) => { event.preventDefault(); clearTimeout(waiting); changed(true); });
  form.addEventListener("click", ({ target }) => {
    const button = target.closest("button.kb-find-facet");
    if (button) open(button.getAttribute("aria-expanded") === "true" ? null : button);
  });
  form.addEventListener("keydown", (event) => {
    const button = event.key === "Escape" && form.querySelector("button[aria-expanded=true]");
    if (!button || event.target === box) return;
    open(null);
    button.focus();
  });
  document.getElementById("find-clear").addEventListener("click", () => {
    box.value = "";
    for (const each of chosenBoxes()) each.checked = false;
    box.focus();
    changed();
  });
  addEventListener("popstate", () => { clearTimeout(waiting); typing = false; read(); run(); });

  function open(button) {
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

  // The search.

  function search(query, values) {
    const filters = Object.fromEntries(Object.entries(values).map(([name, any]) => [name, { any }]));
    const [one, two] = PAIR.map((name) => values[name]);
    if (one && two) filters.pair = { any: one.flatMap((first) => two.map((second) => `${first}/${second}`)) };
    return pagefind.search(query || null, { filters });
  }

  // Words as people type them: any apostrophe, elided articles, joined words.
  function tokens(text) {
    return text.replace(/[’‘ʼ`´]/g, "'").replace(/["“”«»]/g, " ").replace(/(^|\s)(?:[cdjlmnst]|qu)'(?=\p{L})/giu, "$1")
      .split(/[\s\u2010-\u2015/-]+/u).filter((word) => /[\p{L}\p{N}]/u.test(word));
  }

  // Pagefind answers an unknown word with its nearest beginning, or passes over it: is what it marks really this word?
  async function isKnown(word) {
    if (!known.has(word)) {
      const [first] = (await pagefind.search(word)).results;
      const data = word.length < SHORT ? null : await first?.data();
      known.set(word, Boolean(first) && (!data || sentences(data, [word]).some((each) => each.covers)));
    }
    return known.get(word);
  }

  async function find(text, values) {
    const notes = [];
    const quoted = text.trim().match(/^["“«](.+)["”»]$/);
    const every = tokens(text), telling = every.filter((word) => !stops.has(fold(word)));
    const list = telling.length ? telling : every;
    if (quoted) {
      const exact = await search(`"${quoted[1].trim()}"`, values);
      if (exact.results.length) return { found: exact, query: `"${quoted[1].trim()}"`, list, notes };
      notes.push(words.loose);
    }
    if (!text.trim()) return { found: await search("", values), query: "", list, notes };
    const checked = [];
    for (const word of list) checked.push(await isKnown(word));  // one by one: Pagefind reuses what it hands out
    let kept = list.filter((_, place) => checked[place]);
    if (!kept.length) return { found: null, query: "", list, notes };
    const left = list.filter((_, place) => !checked[place]);
    if (left.length) notes.push(words.left.replace("{words}", () => left.map(quote).join(", ")));
    let found = await search(kept.join(" "), values);
    const dropped = [];
    while (!found.results.length && kept.length > 1) {
      const tries = await Promise.all(kept.map((_, place) => search(kept.toSpliced(place, 1).join(" "), values)));
      let best = kept.length - 1;
      tries.forEach((each, place) => { if (each.results.length > tries[best].results.length) best = place; });
      dropped.push(kept[best]);
      kept = kept.toSpliced(best, 1);
      found = tries[best];
    }
    if (dropped.length && found.results.length) notes.push(words.dropped.replace("{words}", () => dropped.map(quote).join(", ")));
    return { found, query: kept.join(" "), list: kept, notes };
  }

  async function ordered(found, query, values) {
    const sort = form.elements.sort.value || (query ? "" : "-year");
    const name = sort.replace("-", "");
    if (!sort || !found.filters[name]) return found.results;
    const present = Object.keys(found.filters[name]).filter((value) => found.filters[name][value]);
    present.sort((one, two) => (sort === name ? one - two : two - one));
    return (await Promise.all(present.map((value) => search(query, { ...values, [name]: [value] })))).flatMap((part) => part.results);
  }

  // How many cases each value of a facet would give, the other facets being as they are.
  async function counts(name, query, values, found) {
    const { [name]: own, ...others } = values;
    const base = own ? await search(query, others) : found;
    const partner = PAIR.includes(name) && values[PAIR.find((each) => each !== name)];
    const here = { ...base.filters[name] };
    if (!partner) return here;
    const pairs = base.filters.pair ?? {};
    for (const value of facets.get(name).boxes.keys()) {
      const each = partner.map((other) => pairs[name === PAIR[0] ? `${value}/${other}` : `${other}/${value}`] ?? 0).filter(Boolean);
      here[value] = each.length > 1 ? (await search(query, { ...others, [name]: [value] })).results.length : each[0] ?? 0;
    }
    return here;
  }

  async function run() {
    const mine = ++latest;
    const values = chosen(), view = form.elements.view.value;
    marks(values);
    results.setAttribute("aria-busy", "true");
    const { found, query, list, notes } = await find(box.value, values);
    const hits = found ? await ordered(found, query, values) : [];
    const size = Math.max(shown, SHOWN[view]);
    const [data, numbers] = await Promise.all([
      Promise.all(hits.slice(0, size).map((each) => each.data().then((data) => ({ ...data })))),
      Promise.all([...facets.keys()].map(async (name) => [name, found ? await counts(name, query, values, found) : {}])),
    ]);
    if (mine !== latest) return;  // a later question has been asked meanwhile
    const had = results.contains(document.activeElement);
    for (const [name, count] of numbers) number(name, count);
    const cases = data.map((each) => about(each, list, values));
    results.replaceChildren(...(cases.length ? { "": cards, table, tactic: groups }[view](cases, values) : []));
    if (hits.length > size) results.append(more(size, view));
    results.removeAttribute("aria-busy");
    all.hidden = true;
    if (had) status.focus();
    let text = (hits.length === 0 ? words.none : hits.length === 1 ? words.one : words.many).replace("{n}", hits.length);
    if (view && hits.length > size) text += `, ${words.first.replace("{n}", size)}`;
    text = [...(hits.length ? notes : []), text].join(" ");
    if (status.textContent !== text) status.textContent = text;
  }

  function number(name, count) {
    for (const [value, each] of facets.get(name).boxes) {
      const cases = count[value] ?? 0;
      each.parentElement.lastElementChild.textContent = cases;
      each.parentElement.classList.toggle("kb-find-empty", !cases);
    }
  }

  // The filters in force, as chips that remove them.
  function marks(values) {
    for (const [name, { button }] of facets) {
      const count = values[name]?.length ?? 0;
      button.lastElementChild.textContent = count ? ` ${words.chosen.replace("{n}", count)}` : "";
      button.classList.toggle("kb-find-facet--on", Boolean(count));
    }
    const made = chosenBoxes().map((each) => chip(`${facets.get(each.name).label}: ${named(each)}`, () => { each.checked = false; }));
    const asked = box.value.trim();
    if (asked) made.unshift(chip(`${words.words}: ${asked}`, () => { box.value = ""; }));
    const had = chips.parentElement.contains(document.activeElement);
    chips.replaceChildren(...made);
    chips.parentElement.hidden = !made.length;
    if (had) (chips.querySelector("button") ?? box).focus();
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

  // What is shown of a case: its row of the table of all cases holds its curve, level and moves.
  function about(data, list, values) {
    const address = new URL(data.url, location.href);
    const row = rows.get(address.pathname);
    const link = row?.querySelector("a");
    const moves = row ? [...row.querySelectorAll("[data-tactic]")] : [];
    const asked = PAIR.some((name) => values[name]);
    const fits = (name, value) => !values[name] || values[name].includes(value);
    const wanted = list.map(fold);
    const matching = moves.filter((move) => asked
      ? fits("tactic", move.dataset.tactic) && fits("effect", move.dataset.effect)
      : fold(move.firstElementChild.textContent).split(/[^\p{L}\p{N}]+/u).some((word) => wanted.some((each) => each.length >= SHORT && alike(each, word))));
    let [told] = list.length ? sentences(data, list).filter((each) => each.covers && !each.repeats).sort((one, two) => two.score - one.score) : [];
    const shown = `${data.meta.title} ${data.meta.headline}`.split(/\s+/);
    if (told?.also && wanted.filter((each) => shown.some((word) => says(word, each))).length >= told.covers) told = undefined;
    return { address: address.href, row, list, matching, told, language: link?.lang ?? "", meta: data.meta };
  }

  function title(each, name, address = each.address) {
    const head = element(name), link = element("a");
    link.href = address;
    if (each.language) link.lang = each.language;
    link.append(...marked(each.meta.title, each.list));
    head.append(link);
    return head;
  }

  function passage(each) {
    const said = element("p", "kb-find-said");
    if (each.told.also) said.append(element("span", "kb-dim", `${words.also} `));
    if (each.language) said.lang = each.language;
    said.append(...each.told.nodes());
    if (each.told.address) {
      const link = element("a", "kb-find-moment", `${each.told.where || words.moment} →`);
      link.href = each.told.address;
      said.append(" ", link);
    }
    return said;
  }

  function cards(cases) {
    return cases.map((each) => {
      const card = element("article", "kb-result"), body = element("div");
      const curve = each.row?.querySelector("svg");
      if (curve) card.append(curve.cloneNode(true));
      const facts = element("p", "kb-card-facts", `${each.meta.year} · ${each.meta.country} · `);
      facts.append(each.row?.querySelector(".kb-level")?.cloneNode(true) ?? `${words.level} ${each.meta.level}`);
      const headline = element("p");
      if (each.language) headline.lang = each.language;
      headline.append(...marked(each.meta.headline, each.list));
      body.append(title(each, "h2"), facts, headline);
      if (each.told) body.append(passage(each));
      if (each.matching.length) {
        const list = element("ul", "kb-find-moves");
        list.append(...each.matching.map((move) => move.cloneNode(true)));
        body.append(list);
      }
      card.append(body);
      return card;
    });
  }

  function table(cases) {
    const scroll = all.querySelector(".kb-scroll").cloneNode(false);
    scroll.setAttribute("aria-label", words.results);
    const made = element("table"), body = element("tbody");
    made.append(all.querySelector("thead").cloneNode(true), body);
    for (const each of cases) {
      if (!each.row) continue;
      const row = each.row.cloneNode(true);
      row.className = "kb-result";
      const link = row.querySelector("a");
      link.replaceChildren(...marked(each.meta.title, each.list));
      if (each.told) link.parentElement.append(passage(each));
      body.append(row);
    }
    scroll.append(made);
    return [scroll];
  }

  // The hits under each tactic that the organisation responded with; a tactic asked for comes first.
  function groups(cases, values) {
    const found = new Map();
    for (const each of cases) {
      const moves = [...(each.row?.querySelectorAll(".kb-find-moves > li") ?? [])];
      const names = new Set(moves.map((move) => move.dataset.tactic));
      for (const name of names.size ? names : [""]) {
        const own = moves.filter((move) => move.dataset.tactic === name);
        if (!found.has(name)) found.set(name, []);
        found.get(name).push([each, own]);
      }
    }
    const rank = ([name, list]) => [values.tactic?.includes(name) ? 0 : 1, name ? 0 : 1, -list.length];
    const sorted = [...found].sort((one, two) => {
      const [first, second] = [rank(one), rank(two)];
      const place = first.findIndex((part, index) => part !== second[index]);
      return place < 0 ? 0 : first[place] - second[place];
    });
    return sorted.map(([name, list]) => {
      const part = element("section", "kb-find-tactic"), head = element("h2"), items = element("ul");
      const label = name ? list[0][1][0].firstElementChild.textContent : words.other;
      if (name) {
        const link = element("a", "", label);
        link.href = root.dataset.tacticPage.replace("{id}", () => name).replace("%7Bid%7D", () => name);
        head.append(link);
      } else head.append(label);
      head.append(" ", element("span", "kb-count", String(list.length)));
      for (const [each, moves] of list) {
        const item = title(each, "li", moves[0]?.firstElementChild.href);
        item.append(" ", element("span", "kb-count", each.meta.year));
        const seen = new Set();
        for (const move of moves) {
          if (!move.dataset.effect || seen.has(move.dataset.effect)) continue;
          seen.add(move.dataset.effect);
          item.append(" ", move.lastElementChild.cloneNode(true));
        }
        items.append(item);
      }
      part.append(head, items);
      return part;
    });
  }

  function more(size, view) {
    const button = element("button", "", words.more);
    button.type = "button";
    button.addEventListener("click", async () => {
      shown = size + SHOWN[view];
      history.replaceState({ shown }, "");
      await run();
      (results.querySelectorAll(".kb-result")[size]?.querySelector("a") ?? status).focus();
    });
    return button;
  }

  // Words: what was asked for against what is written.

  function fold(text) {
    return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  }

  function alike(wanted, word) {
    if (wanted.length < SHORT) return word === wanted || word === `${wanted}s`;
    if (word.startsWith(wanted)) return true;
    let same = 0;
    while (same < wanted.length && wanted[same] === word[same]) same++;
    return same >= 3 && same >= 0.6 * Math.max(wanted.length, word.length);
  }

  function says(word, wanted) {
    const parts = fold(word).split(/[^\p{L}\p{N}]+/u);
    return [...parts, parts.join("")].some((part) => part && alike(wanted, part));
  }

  function marked(text, list) {
    const wanted = list.map(fold);
    return text.split(/(\s+)/).map((part) => (wanted.some((each) => says(part, each)) ? element("mark", "", part) : part));
  }

  // Each sentence of a case in which Pagefind found something, with how many of the words it covers. The names of
  // tactics that follow an event and the other names that a case is found by are no sentences, and come after them.
  function sentences(data, list) {
    const text = data.content.split(/\s+/), wanted = list.map(fold), made = [], seen = new Set();
    const told = `${data.meta.title} ${data.meta.headline}`;
    for (const part of data.sub_results) {
      const at = new Set(part.locations.filter((place) => wanted.some((each) => says(text[place], each))));
      const anchor = new URL(part.url, location.href).hash, event = anchor.startsWith("#event-");
      for (const place of at) {
        let from = place, to = place + 1, label = 0;
        while (from > 0 && !isEnd(text[from - 1], text[from])) from--;
        while (to < text.length && !isEnd(text[to - 1], text[to])) to++;
        for (let size; from + label <= place && (size = labelAt(text, from)); from += size) label = place < from + size ? size : 0;
        if (label) [from, to] = [from - label, from];
        const words = text.slice(from, to);
        if (seen.has(from)) continue;
        seen.add(from);
        const covers = wanted.filter((each) => words.some((word, index) => at.has(from + index) && says(word, each))).length;
        const also = words.filter((word) => word === "·").length > 2;
        made.push({
          covers, also, repeats: told.includes(words.join(" ").replace(/[.!?]$/, "")), address: anchor && part.url, where: event ? part.title.replace(/^\d+\s+/, "") : part.title.replace(/#$/, ""),
          score: 2 * covers + event - 1.5 * also - (label || words.length < 4 ? 2.6 : 0),
          nodes: () => (also ? aliases(text, from, to, at) : written(text, from, to, at, place)),
        });
      }
    }
    return made;
  }

  // How many words from this place on are the name of a tactic.
  function labelAt(text, from) {
    let longest = 0;
    for (const name of labels) {
      if (name.length > longest && name.every((word, index) => text[from + index] === word)) longest = name.length;
    }
    return longest;
  }

  function isEnd(word, next) {
    return /[.!?…]["”»)]*$/.test(word) && /^["“«(]*[\p{Lu}\p{N}]/u.test(next ?? "A");
  }

  function written(text, from, to, at, place) {
    const first = Math.max(from, Math.min(place - 20, to - 45)), last = Math.min(to, first + 45);
    const nodes = first > from ? ["… "] : [];
    for (let each = first; each < last; each++) nodes.push(at.has(each) ? element("mark", "", text[each]) : text[each], " ");
    return last < to ? [...nodes, "…"] : nodes;
  }

  function aliases(text, from, to, at) {
    const names = [[]];
    for (let each = from; each < to; each++) text[each] === "·" ? names.push([]) : names.at(-1).push(each);
    const hits = (name) => name.filter((each) => at.has(each)).length;
    const found = names.filter(hits).sort((one, two) => hits(two) - hits(one)).slice(0, 3);
    return found.flatMap((name, place) => [place ? ", " : "", ...name.flatMap((each, index) => [index ? " " : "", at.has(each) ? element("mark", "", text[each]) : text[each]])]);
  }

  function quote(word) {
    return `“${word}”`;
  }

  function element(name, className = "", text = "") {
    const made = document.createElement(name);
    if (className) made.className = className;
    if (text) made.textContent = text;
    return made;
  }
}
