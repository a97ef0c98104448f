// The fields of the form, drawn from the schema. `form` tells the data and is told of changes.

import { OWN } from "./form-check.js";
import { clean, fill } from "./form-words.js";

export function address(path) {
  return `f-${path.join("-")}`;
}

export function element(name, properties = {}, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

export class Fields {
  constructor(schema, form) {
    this.schema = schema;
    this.words = schema.words;
    this.form = form;
  }

  title({ name, label }) {
    return this.schema.titles[name] ?? label ?? name;
  }

  // One of a list.
  one(field) {
    return this.schema.one[field.name] ?? this.title(field);
  }

  drawn(fields, record, path) {
    return fields.filter(({ fixed }) => !fixed).map((field) => {
      const here = [...path, field.name];
      if (field.fields && field.many) return this.list(field, record, here);
      if (field.fields) return element("fieldset", { className: "kb-form-part kb-form-record", id: address(here) }, element("legend", {}, this.title(field)), this.told(field, here), ...this.drawn(field.fields, record[field.name] ??= {}, here));
      if (field.many && (field.values || field.target)) return this.choices(field, record, here);
      return this.control(field, record, here);
    });
  }

  // A list of records, each with a button that removes it, and one to add another.
  list(field, record, path) {
    const items = (record[field.name] ??= []), { words, form } = this, title = this.title(field), fixed = field.name === "moves";
    const whole = element("fieldset", { className: "kb-form-part", id: address(path) }, element("legend", {}, title));
    const body = element("div"), add = element("button", { type: "button" }, fill(words.add, { title }));
    let gone = null;
    const draw = () => {
      const cards = items.map((item, place) => this.card(field, item, [...path, place], fixed, () => {
        gone = { place, item: items.splice(place, 1)[0] };
        show();
        body.querySelector(".kb-form-gone button").focus();
      }, (by) => {
        gone = null;
        items.splice(place + by, 0, ...items.splice(place, 1));
        show();
        form.say(fill(words.moved, { title: this.one(field), number: place + by + 1 }));
        const buttons = body.children[place + by].querySelectorAll(":scope > .kb-actions > button:not([disabled])");
        (buttons[by < 0 ? 0 : buttons.length - 2] ?? buttons[0]).focus();
      }, items.length));
      if (gone) cards.splice(gone.place, 0, undo());
      body.replaceChildren(...cards);
      if (fixed && !items.length) body.append(element("p", { className: "kb-dim" }, words.nomoves));
    };
    const show = () => { draw(); form.changed(); };
    const undo = () => {
      const button = element("button", { type: "button" }, words.undo), { place, item } = gone;
      button.addEventListener("click", () => {
        gone = null;
        items.splice(place, 0, item);
        show();
        form.say(words.undone);
        document.getElementById(address([...path, place]))?.querySelector("input, select, textarea")?.focus();
      });
      return element("p", { className: "kb-form-gone" }, fill(words.removed, { title: this.one(field), number: place + 1 }), " ", button);
    };
    add.addEventListener("click", () => {
      gone = null;
      items.push({});
      show();
      form.say(fill(words.added, { title: this.one(field), number: items.length }));
      body.lastElementChild.querySelector("input, select, textarea")?.focus();
    });
    whole.append(this.told(field, path), this.wrong(path), body, ...(fixed ? [] : [add]));
    whole.redraw = show;
    draw();
    return whole;
  }

  card(field, item, path, fixed, remove, move, count) {
    const title = this.one(field), number = path.at(-1) + 1;
    const made = element("fieldset", { className: "kb-form-item kb-form-record", id: address(path) }, element("legend", {}, fixed ? `${item.event}: ${this.named(field, item)}` : `${title} ${number}`));
    made.append(...this.drawn(fixed ? field.fields.filter(({ target }) => !target) : field.fields, item, path));
    if (!fixed) {
      const buttons = [["up", () => move(-1), number === 1], ["down", () => move(1), number === count], ["remove", remove, false]].map(([name, act, disabled]) => {
        const button = element("button", { type: "button", disabled }, fill(this.words[name], { title, number }));
        button.addEventListener("click", act);
        return button;
      });
      made.append(element("p", { className: "kb-actions" }, ...buttons));
    }
    return made;
  }

  named({ fields }, { tactic }) {
    return fields.find(({ name }) => name === "tactic").values.find(([value]) => value === tactic)?.[1] ?? tactic;
  }

  // What a field may hold, and what it holds although it may not any more.
  offered(field, chosen) {
    const known = field.target in OWN ? this.own(field.target) : field.values;
    const lost = chosen.filter((value) => value && !known.some(([each]) => each === value));
    return [...known, ...lost.map((value) => [value, fill(this.words.gone, { value }), ""])];
  }

  own(target) {
    const ids = (this.form.data()[OWN[target]] ?? []).filter(({ id }) => clean(id));
    return ids.map(({ id, name, role, title, what }) => {
      const about = clean(name) || clean(role) || clean(title) || clean(what);
      return [clean(id), about ? `${clean(id)} (${about.length > 60 ? `${about.slice(0, 60)}…` : about})` : clean(id), ""];
    });
  }

  // Several of many, in the order in which they are chosen.
  choices(field, record, path) {
    const id = address(path), title = this.title(field), whole = element("details", { className: "kb-form-choices", id }), summary = element("summary");
    const none = element("p", { className: "kb-dim" }), boxes = element("div", { className: "kb-form-boxes" });
    const group = element("fieldset", {}, element("legend", { className: "kb-hidden" }, title), this.told(field, path), none, boxes);
    whole.append(summary, group);
    record[field.name] ??= [];
    const count = () => { summary.textContent = fill(this.words.chosen, { name: title, count: record[field.name].length }); };
    whole.refresh = () => {
      const options = this.offered(field, record[field.name]), key = JSON.stringify([options, record[field.name]]);
      count();
      none.textContent = options.length ? "" : this.words[`no${field.target}`] ?? "";
      if (boxes.said === key) return;
      const held = boxes.contains(document.activeElement) ? document.activeElement.value : null;
      boxes.said = key;
      let last = "";
      boxes.replaceChildren(...options.flatMap(([value, name, family]) => {
        const box = element("input", { type: "checkbox", value, checked: record[field.name].includes(value) });
        box.addEventListener("change", () => {
          record[field.name] = record[field.name].filter((each) => each !== value);
          if (box.checked) record[field.name].push(value);
          this.form.changed();
        });
        const head = family && family !== last ? [element("p", { className: "kb-dim" }, family)] : [];
        last = family;
        return [...head, element("label", {}, box, " ", name)];
      }));
      if (held !== null) [...boxes.querySelectorAll("input")].find(({ value }) => value === held)?.focus();
    };
    whole.refresh();
    return element("div", { className: "kb-form-field" }, whole, this.wrong(path));
  }

  control(field, record, path) {
    const id = address(path), long = field.many || (field.most > 300 && !field.pattern), chooses = Boolean(field.values) || field.target in OWN, { form } = this;
    const made = element(chooses ? "select" : long ? "textarea" : "input", { id });
    made.setAttribute("aria-describedby", `${id}-told ${id}-means ${id}-wrong`);
    if (field.required) made.setAttribute("aria-required", "true");
    if (long && !chooses) made.rows = 3;
    const shown = () => (field.many ? (record[field.name] ?? []).join("\n") : String(record[field.name] ?? ""));
    const means = element("p", { className: "kb-dim kb-form-told", id: `${id}-means` });
    made.refresh = () => {
      if (chooses) this.options(made, means, field, shown());
      else if (made !== document.activeElement && made.value !== shown()) made.value = shown();
    };
    made.refresh();
    made.value = shown();
    made.addEventListener(field.name === "id" ? "change" : "input", () => {
      const before = { ...record };
      record[field.name] = field.many ? made.value.split("\n").filter((line) => line.trim()) : made.value;
      form.changed({ field, path, record, before });
    });
    // What messages call it.
    const name = field.label === field.name.replaceAll("_", " ") ? [] : [" ", element("code", {}, field.name)];
    const label = element("label", { htmlFor: id }, this.title(field), ...name, ...(field.required ? [] : [element("span", { className: "kb-dim" }, ` (${this.words.optional})`)]));
    const whole = element("div", { className: "kb-form-field" }, label, this.told(field, path), made, means, this.wrong(path));
    if (field.name === "name" && path[0] === "actors") {
      // A private person has none; one that was typed before is told of, not thrown away.
      whole.refresh = () => { whole.hidden = this.schema.private.includes(record.kind) && !clean(record.name) && made !== document.activeElement; };
      whole.refresh();
      made.addEventListener("blur", whole.refresh);
    }
    return whole;
  }

  options(made, means, field, chosen) {
    const known = this.offered(field, [chosen]), key = JSON.stringify(known);
    if (made.said !== key) {
      made.said = key;
      made.replaceChildren(element("option", { value: "" }, this.words.choose));
      let group = null;
      for (const [value, name, family] of known) {
        if (family && group?.label !== family) made.append(group = element("optgroup", { label: family }));
        (family ? group : made).append(element("option", { value }, name));
      }
    }
    made.value = chosen;
    means.textContent = known.length ? known.find(([value]) => value === chosen)?.[3] ?? "" : this.words[`no${field.target}`] ?? "";
  }

  told(field, path) {
    const lines = field.many && !field.fields && !field.values && !field.target ? [" ", this.words.lines] : [];
    const more = field.more ? [" ", element("a", { href: field.more, target: "_blank", rel: "noopener" }, this.words.means)] : [];
    return element("p", { className: "kb-dim kb-form-told", id: `${address(path)}-told` }, ...this.marked(field.text ?? ""), ...lines, ...more);
  }

  // `name` in a text, as code.
  marked(text) {
    return text.split("`").map((part, place) => (place % 2 ? element("code", {}, part) : part)).filter((part) => part !== "");
  }

  wrong(path) {
    return element("div", { className: "kb-form-wrong", id: `${address(path)}-wrong` });
  }
}
