// Play a crisis: one decision at a time. The choices live in the address: `#2,0` after two decisions, `#2,0/followed`
// on what followed the second. Without this script the page folds each part into the one before.

const root = document.getElementById("play");
if (root) start(root);

function start(root) {
  const words = JSON.parse(root.dataset.words);
  const part = (name) => document.getElementById(`play-${name}`);
  const points = [...root.querySelectorAll(".kb-point")].map((section) => ({
    section,
    form: section.querySelector(".kb-choice"),
    options: [...section.querySelectorAll(":scope > .kb-options > .kb-option")].map(told),
    lesson: section.querySelector(".kb-lesson-of-it"),
  }));
  const debrief = document.getElementById("debrief"), followed = part("followed");
  const screens = [...points.map(({ section }) => section), followed, debrief];
  let choices = [];

  // Each part out of the one that held it, side by side.
  root.append(...screens);
  for (const each of root.querySelectorAll(".kb-options, .kb-next")) each.hidden = true;
  for (const each of [...points.map(({ form }) => form), part("again"), part("print"), part("address")]) each.hidden = false;

  for (const { form } of points) {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      go([...choices, Number(new FormData(form).get("option"))], true);
    });
  }
  part("on").addEventListener("click", () => go(choices));
  part("again").addEventListener("click", () => go([]));
  part("print").addEventListener("click", () => print());
  addEventListener("popstate", () => { if (read(location.hash)) show(); });

  show(false);

  function told(details) {
    return {
      taken: "taken" in details.dataset,
      label: details.querySelector("summary"),
      after: details.querySelector(".kb-after"),
      basis: details.querySelector(".kb-basis"),
      consequence: details.querySelector(".kb-consequence"),
    };
  }

  // What an address says, as far as it makes sense here; null for the anchor of something else.
  function read(hash) {
    const [, list, followed] = hash.match(/^#?(\d+(?:,\d+)*)?(\/followed)?$/) ?? [];
    if (list === undefined) return hash.length < 2 ? { chosen: [], after: false } : null;
    const chosen = list.split(",").map(Number).slice(0, points.length);
    const wrong = chosen.findIndex((choice, place) => choice >= points[place].options.length);
    return wrong < 0 ? { chosen, after: Boolean(followed) } : { chosen: chosen.slice(0, wrong), after: false };
  }

  function go(chosen, after = false) {
    const address = chosen.length ? `#${chosen.join(",")}${after ? "/followed" : ""}` : location.pathname + location.search;
    history.pushState(null, "", address);
    show();
  }

  function show(moved = true) {
    const { chosen, after } = read(location.hash) ?? { chosen: [], after: false };
    choices = chosen;
    const screen = after ? followed : chosen.length < points.length ? points[chosen.length].section : debrief;
    part("intro").hidden = Boolean(chosen.length);
    if (after) tell(points[chosen.length - 1], chosen.at(-1));
    else if (screen === debrief) compare();
    else points[chosen.length].form.reset();
    for (const each of screens) each.hidden = each !== screen;
    const heading = screen.querySelector("h2");
    if (moved) {
      if (!after) part("status").textContent = heading.textContent;
      heading.scrollIntoView();
      heading.focus({ preventScroll: true });
    }
  }

  function tell({ options, lesson }, choice) {
    const { label, after, basis } = options[choice];
    part("chosen").textContent = label.textContent;
    part("after").replaceChildren(after.cloneNode(true));
    part("lesson-of-it").replaceChildren(lesson.cloneNode(true));
    part("status").textContent = words.decided.replace("{basis}", () => basis.textContent);
  }

  // The reader's line beside theirs, and where somebody else took the reader's road.
  function compare() {
    const table = debrief.querySelector("table");
    for (const each of table.querySelectorAll("[data-you]")) each.remove();
    table.tHead.rows[0].cells[0].after(cell("th", words.you));
    table.tHead.rows[0].cells[1].scope = "col";
    points.forEach(({ options }, place) => {
      const { taken, label, basis, consequence } = options[choices[place]];
      const made = cell("td");
      if (taken) made.append(text("p", words.same));
      else {
        const line = text("p", "", label);
        line.append(text("strong", label.textContent));
        const kind = text("p", "");
        kind.append(text("span", basis.textContent));
        kind.firstChild.className = "kb-basis";
        made.append(line, kind, text("p", consequence.textContent, consequence));
      }
      table.tBodies[0].rows[place].cells[0].after(made);
    });
    roads();
  }

  function roads() {
    if (!part("roads")) return;
    const all = [...part("roads").children];
    const own = choices.map((choice, place) => `${place}.${choice}`);
    const mine = all.filter((each) => own.includes(each.dataset.road));
    const shown = varied(mine.length ? mine : all, 3);
    for (const each of all) each.hidden = !shown.includes(each);
    part("roads-intro").textContent = mine.length ? words.otherwise : words.alike;
  }

  // At most `most` items of as many roads as possible, each of another case.
  function varied(items, most) {
    const chosen = [];
    for (const fresh of [true, false]) {
      for (const each of items) {
        const known = chosen.some(({ dataset }) => dataset.case === each.dataset.case)
          || (fresh && chosen.some(({ dataset }) => dataset.road === each.dataset.road));
        if (!known && chosen.length < most) chosen.push(each);
      }
    }
    return chosen;
  }

  function cell(name, said = "") {
    const made = text(name, said);
    made.dataset.you = "";
    return made;
  }

  // A new element with a text, in the language of the element that the text is from.
  function text(name, said, from) {
    const made = document.createElement(name);
    made.textContent = said;
    if (from?.lang) made.lang = from.lang;
    return made;
  }
}
