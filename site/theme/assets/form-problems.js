// Tells of problems: each beside its field, all of them in a list, how many in a line.

import { address, element } from "./form-fields.js";
import { fill } from "./form-words.js";

const PAUSE = 400;

export class Problems {
  constructor(schema, part, fields) {
    this.schema = schema;
    this.part = part;
    this.fields = fields;
    this.said = "";
    this.timer = 0;
    this.shown = "";
    this.forget();
    // What a reader has gone on from may be called unfinished.
    part("fields").addEventListener("focusout", ({ target, relatedTarget }) => {
      for (let each = target.closest(".kb-form-record"); each; each = each.parentElement.closest(".kb-form-record")) {
        if (!each.contains(relatedTarget)) this.left.add(each.id);
      }
      if (this.problems) this.show(this.problems);
    });
    // Nothing may move away from under a finger: between press and release the page stays as it is.
    document.addEventListener("pointerdown", () => { this.isPressed = true; }, true);
    for (const name of ["pointerup", "pointercancel"]) document.addEventListener(name, () => setTimeout(() => this.release()), true);
  }

  forget() {
    this.asked = false;
    this.left = new Set();
    this.problems = null;
    this.shown = "";
  }

  ask() {
    this.asked = true;
  }

  // What is only lacking is told where its part of the form is filled, or once it is asked for.
  isDue({ lacks, at }) {
    if (!lacks || this.asked) return true;
    const record = lacks === "record" && this.field(at)?.closest(".kb-form-record:not(details)");
    return Boolean(record) && this.left.has(record.id) && [...record.querySelectorAll("input, textarea")].some((each) => (each.type === "checkbox" ? each.checked : each.value));
  }

  field(path) {
    return document.getElementById(address(path));
  }

  release() {
    this.isPressed = false;
    if (this.problems) this.show(this.problems);
  }

  show(problems) {
    this.problems = problems;
    if (this.isPressed) return;
    const order = [...this.part("fields").querySelectorAll("[id]")], place = new Map(order.map((each, number) => [each.id, number]));
    const due = problems.filter((each) => this.isDue(each)).sort((one, two) => (place.get(address(one.at)) ?? 0) - (place.get(address(two.at)) ?? 0));
    this.count(problems, due);
    const key = JSON.stringify(due) + order.length;
    if (key === this.shown) return;
    this.shown = key;
    this.beside(due);
    this.part("problems").replaceChildren(...due.map((each) => element("li", {}, this.link(each), ...this.way(each))));
  }

  beside(due) {
    for (const each of this.part("fields").querySelectorAll(".kb-form-wrong")) if (each.firstChild) each.replaceChildren();
    for (const each of this.part("fields").querySelectorAll("[aria-invalid]")) each.removeAttribute("aria-invalid");
    for (const each of due) {
      const field = this.field(each.at), beside = document.getElementById(`${address(each.at)}-wrong`);
      beside?.append(element("p", { className: `kb-form-${each.severity}` }, ...this.sentence(each), ...this.way(each)));
      if (each.severity === "error" && field?.matches("input, select, textarea")) field.setAttribute("aria-invalid", "true");
    }
  }

  sentence({ message, help, severity }) {
    const { words } = this.schema;
    const whole = help ? fill(words.told, { place: message, message: help }) : message;
    return [severity === "warning" ? `(${words.warning}) ` : "", ...this.fields.marked(whole)];
  }

  // Where one can read more.
  way({ code, link }) {
    const href = link ?? `${this.schema.rules}#${code}`;
    return [" ", element("a", { href, target: "_blank", rel: "noopener" }, link ? this.schema.words.existing : code)];
  }

  link(problem) {
    const { at, message } = problem, field = this.field(at);
    const link = element("a", { href: `#${address(at)}` }, ...this.fields.marked(fill(this.schema.words.told, { place: this.place(at), message })));
    link.addEventListener("click", (event) => {
      event.preventDefault();
      for (let each = field; each; each = each.parentElement) if (each.tagName === "DETAILS") each.open = true;
      (field?.matches("input, select, textarea") ? field : field?.querySelector("summary, button, input, select, textarea"))?.focus();
    });
    return link;
  }

  // A path in words: "Timeline 2 › when".
  place(path) {
    let known = this.schema.fields, field = null;
    const parts = [];
    for (const part of path) {
      if (typeof part === "number") { parts[parts.length - 1] = `${this.fields.one(field)} ${part + 1}`; continue; }
      field = known.find(({ name }) => name === part);
      parts.push(this.fields.title(field));
      known = field.fields ?? [];
    }
    return parts.join(" › ");
  }

  count(problems, due) {
    const { words } = this.schema, number = (found, text) => (found.length ? [fill(text, { count: found.length })] : []);
    const errors = due.filter(({ severity }) => severity === "error"), weighed = due.filter(({ severity }) => severity !== "error");
    const text = [...number(errors, words.count), ...number(weighed, words.weigh), ...number(problems.filter((each) => !due.includes(each)), words.lacking)].join(" · ") || words.clean;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => { if (text !== this.said) this.part("count").textContent = this.said = text; }, PAUSE);
  }
}
