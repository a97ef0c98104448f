// Find a precedent: search over the published cases by words and facets. The whole state lives in the address.
// Without this script the page lists every case.

let latest;
const root = document.getElementById("find");
if (root) start(root);

async function start(root) {
  const words = JSON.parse(root.dataset.words);
  const form = document.getElementById("find-form");
  const status = document.getElementById("find-status");
  const results = document.getElementById("find-results");
  const all = document.getElementById("find-all");
  const names = ["tactic", "crisis_type", "platform", "year"];
  const PAGE = 20;

  let pagefind, facets;
  try {
    pagefind = await import(new URL("../pagefind/pagefind.js", import.meta.url));
    await pagefind.options({ excerptLength: 28, ranking: { termFrequency: 0.6, pageLength: 0.3 } });
    facets = await pagefind.filters();
  } catch {
    status.textContent = words.failed;
    return;
  }
  form.hidden = false;
  for (const name of names) fill(form.elements[name], facets[name] ?? {});
  read();
  await run();

  let waiting;
  form.addEventListener("input", (event) => {
    clearTimeout(waiting);
    waiting = setTimeout(() => { write(); run(); }, event.target.name === "q" ? 150 : 0);
  });
  form.addEventListener("submit", (event) => { event.preventDefault(); write(); run(); });
  form.addEventListener("reset", () => setTimeout(() => { write(); run(); form.elements.q.focus(); }));
  addEventListener("popstate", () => { read(); run(); });

  function fill(select, counts) {
    const values = Object.entries(counts).sort(([one], [two]) => one.localeCompare(two));
    if (select.name === "year") values.reverse();
    select.replaceChildren(new Option(words.any, ""), ...values.map(([value, count]) => new Option(`${value} (${count})`, value)));
  }

  function read() {
    const asked = new URLSearchParams(location.search);
    form.elements.q.value = asked.get("q") ?? "";
    for (const name of names) form.elements[name].value = asked.get(name) ?? "";
  }

  function write() {
    const state = new URLSearchParams();
    for (const name of ["q", ...names]) if (form.elements[name].value) state.set(name, form.elements[name].value);
    const address = state.size ? `?${state}` : location.pathname;
    if (address !== location.search) history.pushState(null, "", address);
  }

  async function run() {
    const query = form.elements.q.value.trim();
    const filters = Object.fromEntries(names.filter((name) => form.elements[name].value).map((name) => [name, form.elements[name].value]));
    const asked = Boolean(query || Object.keys(filters).length);
    all.hidden = asked;
    if (!asked) { results.replaceChildren(); status.textContent = ""; return; }
    status.textContent = words.loading;
    const mine = (latest = Symbol());
    const found = await pagefind.search(query || null, { filters });
    const shown = await Promise.all(found.results.slice(0, PAGE).map((each) => each.data()));
    if (mine !== latest) return;  // a later question has been asked meanwhile
    results.replaceChildren(...shown.map(card));
    const count = found.results.length;
    status.textContent = count === 0 ? words.none : (count === 1 ? words.one : words.many).replace("{n}", count);
    if (count > PAGE) more(found.results.slice(PAGE));
  }

  function more(rest) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = words.more;
    button.addEventListener("click", async () => {
      const next = await Promise.all(rest.slice(0, PAGE).map((each) => each.data()));
      const cards = next.map(card);
      button.replaceWith(...cards);
      if (rest.length > PAGE) more(rest.slice(PAGE));
      cards[0].querySelector("a").focus();
    });
    results.append(button);
  }

  // Everything that comes from a case is set as text; only Pagefind's own <mark> is rebuilt as an element.
  function card(data) {
    const item = element("article", "kb-result");
    const head = element("h2");
    const link = element("a", "", data.meta.title);
    link.href = data.url;
    head.append(link);
    item.append(head, element("p", "kb-card-facts", `${data.meta.year} · ${data.meta.country} · ${words.level} ${data.meta.level}`));
    const excerpt = element("p");
    const parsed = new DOMParser().parseFromString(data.excerpt, "text/html").body;
    for (const node of parsed.childNodes) excerpt.append(node.nodeName === "MARK" ? element("mark", "", node.textContent) : node.textContent);
    item.append(element("p", "", data.meta.headline), excerpt);
    return item;
  }

  function element(name, className = "", text = "") {
    const made = document.createElement(name);
    if (className) made.className = className;
    if (text) made.textContent = text;
    return made;
  }
}
