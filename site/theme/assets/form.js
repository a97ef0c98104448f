// The form that writes a case: built from the schema in the page. Nothing that is typed leaves the browser by itself.

import { check } from "./form-check.js";
import { clean, write } from "./form-yaml.js";

const KEPT = "kb-case-draft", FORMER = "kb-case-draft-former";
const OWN = { actors: "actors", events: "timeline", sources: "sources" };
const PARTS = ["organisation", "crisis", "actors", "timeline", "moves", "outcome", "lessons", "sources"];

const root = document.getElementById("form");
if (root) start(root);

function start(root) {
  const part = (name) => document.getElementById(`form-${name}`);
  const schema = JSON.parse(root.dataset.schema);
  const { words, titles } = schema, foreign = schema.language === "en" ? "" : "en";
  let data = stored(KEPT) ?? fresh(), asked = false, said = "", timer = 0, uses = 0;

  part("without").hidden = true;
  part("live").hidden = false;
  part("fields").addEventListener("submit", (event) => event.preventDefault());
  part("ask").addEventListener("click", () => { asked = true; update(); part("problems").querySelector("a")?.focus(); });
  part("discard").addEventListener("click", () => {
    store(FORMER, data);
    data = fresh();
    redraw(words.discarded);
    part("restore").focus();
  });
  part("restore").addEventListener("click", () => { data = stored(FORMER) ?? data; forget(FORMER); redraw(words.restored); part("discard").focus(); });
  part("copy").addEventListener("click", copy);
  redraw("");

  function fresh() {
    return { language: schema.language, status: "draft", actors: [{}], timeline: [{}, {}, {}], lessons: [{}], sources: [{}, {}] };
  }

  function stored(name) {
    try { return JSON.parse(localStorage.getItem(name)); } catch { return null; }
  }

  function store(name, value) {
    try { localStorage.setItem(name, JSON.stringify(value)); return true; } catch { return false; }
  }

  function forget(name) {
    try { localStorage.removeItem(name); } catch { /* nothing is kept there */ }
  }

  function redraw(message) {
    asked = false;
    const single = schema.fields.filter((field) => !PARTS.includes(field.name)), needed = single.filter((field) => field.required);
    const rest = element("details", { className: "kb-form-part" }, element("summary", {}, titles.rest), ...drawn(single.filter((field) => !field.required), data, []));
    part("fields").replaceChildren(
      element("fieldset", { className: "kb-form-part" }, element("legend", {}, titles.case), ...drawn(needed, data, [])),
      ...PARTS.map((name) => schema.fields.find((field) => field.name === name)).flatMap((field) => drawn([field], data, [])),
      rest,
    );
    update();
    part("said").textContent = message;
  }

  function drawn(fields, record, path) {
    return fields.map((field) => {
      const here = [...path, field.name];
      if (field.fields && field.many) return list(field, record, here);
      if (field.fields) return element("fieldset", { className: "kb-form-part" }, element("legend", {}, title(field)), ...drawn(field.fields, record[field.name] ??= {}, here));
      if (field.many && (field.values || field.target)) return choices(field, record, here);
      return control(field, record, here);
    });
  }

  function title({ name }) {
    return titles[name] ?? name.replaceAll("_", " ");
  }

  function address(path) {
    return `f-${path.join("-")}`;
  }

  // A list of records, each with a button that removes it, and one to add another.
  function list(field, record, path) {
    const items = (record[field.name] ??= []), whole = element("fieldset", { className: "kb-form-part", id: address(path) }, element("legend", {}, title(field)));
    const body = element("div"), fixed = field.name === "moves";
    const add = element("button", { type: "button" }, fill(words.add, { title: title(field) }));
    add.addEventListener("click", () => {
      items.push({});
      show();
      part("said").textContent = fill(words.added, { title: title(field), number: items.length });
      body.lastElementChild.querySelector("input, select, textarea")?.focus();
    });
    whole.append(told(field, path), body, ...(fixed ? [] : [add]));
    if (fixed) whole.redraw = show;
    draw();
    return whole;

    function show() {
      draw();
      update();
    }

    function draw() {
      body.replaceChildren(...items.map((item, place) => {
        const number = place + 1, card = element("fieldset", { className: "kb-form-item" });
        card.append(element("legend", {}, fixed ? `${item.event}: ${item.tactic}` : `${title(field)} ${number}`));
        card.append(...drawn(fixed ? field.fields.filter(({ target }) => !target) : field.fields, item, [...path, place]));
        if (!fixed) {
          const remove = element("button", { type: "button" }, fill(words.remove, { title: title(field), number }));
          remove.addEventListener("click", () => { items.splice(place, 1); show(); add.focus(); });
          card.append(remove);
        }
        return card;
      }));
      if (fixed && !items.length) body.append(element("p", { className: "kb-dim" }, words.nomoves));
    }
  }

  // Several of many, in the order in which they are chosen.
  function choices(field, record, path) {
    const whole = element("details", { className: "kb-form-choices", id: address(path) }), summary = element("summary");
    const group = element("fieldset", {}, element("legend", { className: "kb-hidden" }, title(field)), told(field, path));
    const boxes = element("div", { className: "kb-form-boxes" });
    group.append(boxes);
    whole.append(summary, group);
    whole.refresh = () => {
      const options = field.target in OWN ? own(field.target) : field.values;
      record[field.name] = (record[field.name] ?? []).filter((each) => options.some(([value]) => value === each));
      count();
      if (boxes.said === JSON.stringify(options)) return;
      boxes.said = JSON.stringify(options);
      let last = "";
      boxes.replaceChildren(...options.flatMap(([value, name, family]) => {
        const box = element("input", { type: "checkbox", value, checked: record[field.name].includes(value) });
        box.addEventListener("change", () => {
          record[field.name] = record[field.name].filter((each) => each !== value);
          if (box.checked) record[field.name].push(value);
          count();
          update();
        });
        const head = family && family !== last ? [element("p", { className: "kb-dim" }, family)] : [];
        last = family;
        return [...head, element("label", {}, box, " ", name)];
      }));
    };
    whole.refresh();
    return element("div", { className: "kb-form-field" }, whole, wrong(path));

    function count() {
      summary.textContent = fill(words.chosen, { name: title(field), count: record[field.name].length });
    }
  }

  function control(field, record, path) {
    const id = address(path), long = field.many || field.most > 300;
    const chooses = field.values || field.target in OWN;
    const made = element(chooses ? "select" : long ? "textarea" : "input", { id });
    made.setAttribute("aria-describedby", `${id}-told ${id}-wrong`);
    if (field.required) made.setAttribute("aria-required", "true");
    if (long && !chooses) made.rows = 3;
    if (chooses) {
      made.refresh = () => options(made, field, String(record[field.name] ?? ""));
      made.refresh();
    } else made.value = field.many ? (record[field.name] ?? []).join("\n") : record[field.name] ?? "";
    made.addEventListener(field.name === "id" ? "change" : "input", () => {
      const before = record[field.name];
      record[field.name] = field.many ? made.value.split("\n").filter((line) => line.trim()) : made.value;
      if (field.name === "id" && before && path.length > 1) renamed(path[0], before, clean(made.value));
      update();
    });
    const label = element("label", { htmlFor: id }, element("span", field.name in titles || !foreign ? {} : { lang: foreign }, title(field)), ...(field.required ? [] : [element("span", { className: "kb-dim" }, ` (${words.optional})`)]));
    const whole = element("div", { className: "kb-form-field" }, label, told(field, path), made, wrong(path));
    if (field.name === "name" && path[0] === "actors") {
      whole.refresh = () => { whole.hidden = schema.private.includes(record.kind); if (whole.hidden && record.name) { delete record.name; made.value = ""; } };
      whole.refresh();
    }
    return whole;
  }

  function options(made, field, chosen) {
    const known = field.target in OWN ? own(field.target) : field.values, key = JSON.stringify(known);
    if (made.said !== key) {
      made.said = key;
      made.replaceChildren(element("option", { value: "" }, words.choose));
      let group = null;
      for (const [value, name, family] of known) {
        if (family && group?.label !== family) made.append(group = element("optgroup", { label: family }));
        (family ? group : made).append(element("option", { value }, name));
      }
    }
    made.value = chosen;
  }

  function own(target) {
    const ids = (data[OWN[target]] ?? []).filter(({ id }) => clean(id));
    return ids.map((each) => [clean(each.id), each.name || each.role || each.title ? `${clean(each.id)} (${each.name || each.role || each.title})` : clean(each.id), ""]);
  }

  // What refers to an actor, an event or a source goes on doing so under its new id.
  function renamed(list, before, now) {
    const target = Object.keys(OWN).find((each) => OWN[each] === list);
    if (target && now) walk(schema.fields, data);
    function walk(fields, record) {
      for (const field of fields) {
        const value = record?.[field.name];
        if (field.target === target && field.many) record[field.name] = (value ?? []).map((each) => (each === before ? now : each));
        else if (field.target === target && value === before) record[field.name] = now;
        else if (field.fields) for (const each of field.many ? value ?? [] : [value]) walk(field.fields, each);
      }
    }
  }

  // A move for each tactic named at an event, and no other.
  function moves() {
    const wanted = data.timeline.flatMap(({ id, tactics }) => (id ? (tactics ?? []).map((tactic) => ({ event: clean(id), tactic })) : []));
    const key = JSON.stringify(wanted);
    if (key === uses) return;
    uses = key;
    const former = [...data.moves];
    data.moves.splice(0, Infinity, ...wanted.map((each) => former.find(({ event, tactic }) => event === each.event && tactic === each.tactic) ?? each));
    document.getElementById("f-moves").redraw();
  }

  function update() {
    moves();
    for (const each of part("fields").querySelectorAll("select, .kb-form-choices, .kb-form-field")) each.refresh?.();
    part("kept").textContent = store(KEPT, data) ? words.kept : words.unkept;
    part("restore").hidden = !stored(FORMER);
    const text = write(schema, data), name = `${clean(data.id) || "case"}.yml`;
    part("file").value = text;
    part("name").textContent = `cases/${name}`;
    part("download").download = name;
    part("download").href = `data:text/yaml;charset=utf-8,${encodeURIComponent(text)}`;
    pull(name, text);
    const problems = check(schema, data);
    tell(problems);
    clearTimeout(timer);
    timer = setTimeout(() => {
      const now = problems.length ? fill(words.count, { count: problems.length }) : words.clean;
      if (now !== said) part("count").textContent = said = now;
    }, 400);
  }

  function tell(problems) {
    const shown = problems.filter(({ lacks }) => asked || !lacks);
    for (const each of part("fields").querySelectorAll(".kb-form-wrong")) each.textContent = "";
    for (const each of part("fields").querySelectorAll("[aria-invalid]")) each.removeAttribute("aria-invalid");
    part("problems").replaceChildren(...shown.map(({ path, message, help }) => {
      const id = address(path), field = document.getElementById(id), beside = document.getElementById(`${id}-wrong`);
      if (beside) beside.textContent = help ? `${message}: ${help}` : message;
      if (field?.matches("input, select, textarea")) field.setAttribute("aria-invalid", "true");
      const link = element("a", { href: `#${id}` }, `${path.map((each) => (typeof each === "number" ? each + 1 : each)).join(" › ")}: ${message}`);
      link.addEventListener("click", (event) => {
        event.preventDefault();
        for (let each = field; each; each = each.parentElement) if (each.tagName === "DETAILS") each.open = true;
        (field?.matches("input, select, textarea") ? field : field?.querySelector("summary, button, input, select, textarea"))?.focus();
      });
      return element("li", {}, link);
    }));
  }

  function pull(name, text) {
    const repository = document.querySelector('meta[name="kb-repository"]')?.content;
    part("pull").hidden = !/^https:\/\//.test(repository ?? "");
    if (part("pull").hidden) return;
    const base = `${repository.replace(/\/$/, "")}/new/main/cases?filename=${encodeURIComponent(name)}`, whole = `${base}&value=${encodeURIComponent(text)}`;
    part("pull").href = whole.length < 8000 ? whole : base;
    part("pull").title = whole.length < 8000 ? "" : words.paste;
  }

  async function copy() {
    part("file").select();
    try { await navigator.clipboard.writeText(part("file").value); } catch { document.execCommand("copy"); }
    part("said").textContent = words.copied;
  }

  function told(field, path) {
    const made = element("p", { className: "kb-dim kb-form-told", id: `${address(path)}-told` }, field.many && !field.fields && !field.values && !field.target ? `${field.text} ${words.lines}` : field.text ?? "");
    if (foreign) made.lang = foreign;
    return made;
  }

  function wrong(path) {
    return element("p", { className: "kb-form-wrong", id: `${address(path)}-wrong` });
  }

  function fill(text, values) {
    return text.replace(/\{(\w+)\}/g, (all, key) => values[key] ?? all);
  }

  function element(name, properties = {}, ...children) {
    const made = Object.assign(document.createElement(name), properties);
    made.append(...children);
    return made;
  }
}
