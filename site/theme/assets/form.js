// The form that writes a case: built from the schema in the page. Nothing that is typed leaves the browser by itself.

import { OWN, check } from "./form-check.js";
import { Drafts, isOurs } from "./form-draft.js";
import { Fields, element } from "./form-fields.js";
import { CaseFile } from "./form-file.js";
import { Names } from "./form-ids.js";
import { Problems } from "./form-problems.js";
import { clean, drop, fill } from "./form-words.js";

const PARTS = ["organisation", "crisis", "sources", "actors", "timeline", "moves", "outcome", "lessons"];

const root = document.getElementById("form");
if (root) start(JSON.parse(root.dataset.schema));

function start(schema) {
  const part = (name) => document.getElementById(`form-${name}`);
  drop(schema.limits.hidden);
  const { words, titles } = schema, drafts = new Drafts(schema), names = new Names(schema), file = new CaseFile(schema, part);
  const fields = new Fields(schema, { data: () => data, changed, say }), problems = new Problems(schema, part, fields);
  const kin = element("div", { className: "kb-form-kin" }), ids = new WeakMap(), typed = new WeakSet(), dropped = new Map();
  let data = drafts.current() ?? fresh(), suggested = "", uses = "", isElsewhere = false, isCounted = true;

  part("without").hidden = true;
  part("live").hidden = false;
  part("fields").addEventListener("submit", (event) => event.preventDefault());
  part("ask").addEventListener("click", () => { problems.ask(); update(); part("problems").querySelector("a")?.focus(); });
  part("discard").addEventListener("click", () => {
    drafts.setAside(data, new Date().toISOString().slice(0, 16).replace("T", " "));
    data = fresh();
    redraw(words.discarded);
    part("former").querySelector("button")?.focus();
  });
  for (const name of ["copy", "download", "pull"]) part(name).addEventListener("click", () => { problems.ask(); update(); });
  part("copy").addEventListener("click", async () => say(await file.copy()));
  window.addEventListener("storage", (event) => { if (isOurs(event)) { isElsewhere = true; keep(); } });
  redraw("");
  names.load(schema.cases).catch(() => { isCounted = false; }).then(update);

  function fresh() {
    return { language: schema.language, actors: [{}], timeline: [{}, {}, {}], lessons: [{}], sources: [{}, {}] };
  }

  function say(message) {
    part("said").textContent = message;
  }

  function redraw(message) {
    problems.forget();
    dropped.clear();
    for (const list of Object.values(OWN)) for (const each of data[list] ?? []) if (clean(each.id)) ids.set(each, clean(each.id));
    suggested = names.ofCase(data);
    uses = "";
    const single = schema.fields.filter((field) => !PARTS.includes(field.name)), needed = single.filter((field) => field.required), spare = single.filter((field) => !field.required);
    part("fields").replaceChildren(
      element("fieldset", { className: "kb-form-part kb-form-record", id: "f-case" }, element("legend", {}, titles.case), ...fields.drawn(needed, data, [])),
      ...PARTS.map((name) => schema.fields.find((field) => field.name === name)).flatMap((field) => fields.drawn([field], data, [])),
      element("details", { className: "kb-form-part" }, element("summary", {}, titles.rest), ...fields.drawn(spare, data, [])),
    );
    document.getElementById("f-organisation").after(kin);
    tellOfDrafts();
    update();
    say(message);
  }

  function tellOfDrafts() {
    part("older").hidden = !drafts.isOlder;
    part("strays").hidden = !drafts.strays.length;
    part("strays-text").value = drafts.strays.join("\n");
    part("former").hidden = !drafts.former.length;
    part("former").querySelector("summary").textContent = fill(words.former, { count: drafts.former.length });
    part("former-list").replaceChildren(...drafts.former.map(({ data: kept, on }, place) => {
      const title = clean(kept?.title) || clean(kept?.organisation?.name) || words.untitled, button = element("button", { type: "button" }, fill(words.restore, { title }));
      button.addEventListener("click", () => {
        const brought = drafts.former[place];
        drafts.setAside(data, new Date().toISOString().slice(0, 16).replace("T", " "));
        data = drafts.bringBack(drafts.former.indexOf(brought)) ?? data;
        redraw(words.restored);
        part("discard").focus();
      });
      return element("li", {}, button, " ", element("span", { className: "kb-dim" }, on ?? ""));
    }));
  }

  // Something was typed or chosen: at `path`, in `record`, which was as `before`.
  function changed({ field, path, record, before } = {}) {
    const list = path?.length === 3 ? path[0] : "";
    if (Object.values(OWN).includes(list)) {
      const others = data[list].filter((each) => each !== record);
      if (field.name === "id") {
        typed[clean(record.id) ? "add" : "delete"](record);
        rename(list, record);
      } else if (!typed.has(record) && names.names(list, field.name) && [undefined, "", names.ofItem(list, before, others)].includes(record.id)) {
        record.id = names.ofItem(list, record, others);
        rename(list, record);
      }
    }
    if (field?.name === "id" && path.length === 1) typed[clean(data.id) ? "add" : "delete"](data);
    update();
  }

  // What refers to an actor, an event or a source goes on doing so under its new id, unless another has that already.
  function rename(list, record) {
    const target = Object.keys(OWN).find((each) => OWN[each] === list), before = ids.get(record), now = clean(record.id);
    if (!now || now === before || data[list].some((each) => each !== record && clean(each.id) === now)) return;
    ids.set(record, now);
    if (before) follow(schema.fields, data);
    function follow(below, within) {
      for (const field of below) {
        const value = within?.[field.name];
        if (field.target === target && field.many) within[field.name] = (value ?? []).map((each) => (each === before ? now : each));
        else if (field.target === target && value === before) within[field.name] = now;
        else if (field.fields) for (const each of field.many ? value ?? [] : [value]) if (each) follow(field.fields, each);
      }
    }
  }

  // The case's own id follows organisation, title and date until somebody types another.
  function suggest() {
    const now = names.ofCase(data), own = document.getElementById("f-id");
    if (now && !typed.has(data) && own !== document.activeElement && (!clean(data.id) || data.id === suggested)) data.id = now;
    suggested = now || suggested;
  }

  // A move for each tactic named at an event, and no other; what was said of one comes back with its tactic.
  function moves() {
    const wanted = data.timeline.flatMap(({ id, tactics }) => (clean(id) ? (tactics ?? []).map((tactic) => ({ event: clean(id), tactic })) : []));
    const key = JSON.stringify(wanted);
    if (key === uses) return;
    uses = key;
    for (const each of data.moves) dropped.set(`${each.event} ${each.tactic}`, each);
    data.moves.splice(0, Infinity, ...wanted.map((each) => dropped.get(`${each.event} ${each.tactic}`) ?? each));
    document.getElementById("f-moves").redraw();
  }

  function keep() {
    const kept = drafts.keep(data) ? words.kept : words.unkept;
    part("kept").textContent = [kept, isElsewhere ? words.elsewhere : "", isCounted ? "" : words.uncounted].filter(Boolean).join(" ");
  }

  function update() {
    suggest();
    moves();
    for (const each of part("fields").querySelectorAll("input, textarea, select, .kb-form-choices, .kb-form-field")) each.refresh?.();
    keep();
    file.write(data);
    tellOfKin();
    problems.show(check(schema, data, names.cases));
  }

  function tellOfKin() {
    const found = names.kin(data), key = JSON.stringify(found);
    if (kin.said === key) return;
    kin.said = key;
    const items = found.map(({ url, name, why }) => element("li", {}, element("a", { href: url, target: "_blank", rel: "noopener" }, name), " ", element("span", { className: "kb-dim" }, why.map((each) => words[each]).join(", "))));
    kin.replaceChildren(...(found.length ? [element("p", {}, words.kin), element("ul", {}, ...items)] : []));
  }
}
