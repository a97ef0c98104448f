// What `kb validate` would say of a case, as far as the form alone can tell.

import { after, isAhead, isDay, moment } from "./form-dates.js";
import { checkTexts } from "./form-texts.js";
import { clean, fill, fold, quote } from "./form-words.js";
import { isEmpty } from "./form-yaml.js";

// What each reference leads to in the case itself, and the rule that it has to be there.
export const OWN = { actors: "actors", events: "timeline", sources: "sources" };
const EXISTS = { actors: "KB103", events: "KB103", sources: "KB103", tactics: "KB104", lessons: "KB105" };

// Every problem: its code and severity, where, in which words, what helps. `lacks` where something is only not there yet:
// "record" once its part of the form is filled, "whole" once everything is.
export function check(schema, data, cases = new Map(), now = Date.now()) {
  const form = [], rules = [];
  checkForm(schema, data, sayer(schema, form));
  const say = sayer(schema, rules);
  checkReferences(schema, data, say);
  checkDates(schema, data, now, say);
  checkSources(data, say);
  checkTexts(schema, data, say);
  const known = cases.get(clean(data.id));
  if (known) sayer(schema, form)("taken", ["id"], { id: clean(data.id) }, { link: known[1] });
  // Where the form of a place is at fault, no rule is asked about it; a list too short says nothing of its entries.
  const covered = (path) => form.some((each) => each.path.every((part, place) => part === path[place]) && (each.code !== "KB014" || each.path.length === path.length));
  return [...form, ...rules.filter(({ path }) => !covered(path))];
}

function sayer(schema, found) {
  return (name, path, values = {}, more = {}) => {
    const { code, severity, message, help } = schema.said[name];
    found.push({ code, severity, path, message: fill(message, values), help: fill(more.help ?? help, more.helps ?? values), lacks: more.lacks, link: more.link, at: more.at ?? path });
  };
}

// The form of each field: there, of its kind, not too long, well written.
function checkForm(schema, data, say) {
  walk(schema.fields, data, []);
  (data.actors ?? []).forEach((actor, place) => {
    const at = (name) => ["actors", place, name], hidden = schema.private.includes(actor.kind);
    if (isWanting(schema.fields.find(({ name }) => name === "actors").fields, actor)) return;
    if (hidden && clean(actor.name)) say("named", at("name"), { kind: actor.kind });
    else if (!clean(actor.role) && !clean(actor.name)) say("nameless", ["actors", place], {}, { lacks: "record", at: at("role") });
  });

  function walk(fields, record, path) {
    for (const field of fields) if (!field.fixed) one(field, record?.[field.name], [...path, field.name]);
  }

  function one(field, value, path) {
    const name = `\`${field.name}\``;
    if (field.fields && !field.many) return field.required || !isEmpty(field, value) ? walk(field.fields, value, path) : undefined;
    if (isEmpty(field, value)) return field.required ? nothing(field, path, name) : undefined;
    if (!field.many) return text(field, clean(value), path, name);
    if (value.length < field.least) say("few", path, { name, count: value.length, least: field.least }, { lacks: "whole" });
    value.forEach((each, place) => (field.fields ? walk(field.fields, each, [...path, place]) : text(field, clean(each), path, fill(schema.nouns.entry.of, { name }))));
  }

  function nothing(field, path, name) {
    if (field.many) return field.least ? say("empty", path, { name }, { lacks: "record" }) : undefined;
    if (field.kind === "term") return say("unchosen", path, { name }, { lacks: "record" });
    const expected = schema.nouns.kinds[field.kind] ?? schema.nouns.kinds.text;
    const chooses = field.values || field.target in OWN, help = chooses ? schema.said.unchosen.help : field.help;
    say("kind", path, { name, found: schema.nouns.found.empty, expected }, { lacks: "record", help });
  }

  function text(field, value, path, name) {
    const count = [...value].length;
    if (field.most && count > field.most) say("long", path, { name, count, most: field.most });
    else if (field.pattern && !isWellFormed(field, value)) say("pattern", path, { value: quote(value) }, { help: field.help });
    else if (field.kind === "term" && !knows(field, value)) say("not-allowed", path, { value: quote(value), name });
    else if (field.kind === "date" || field.kind === "day") {
      const read = moment(value), wrong = read.wrong ?? (field.kind === "day" && !isDay(value) ? "day" : "");
      if (wrong) say(wrong, path, { text: read.text ?? value }, field.kind === "day" ? { help: schema.said.day.help } : {});
    }
  }
}

// Of an address, that it has a host too.
function isWellFormed(field, value) {
  if (!new RegExp(field.pattern).test(value)) return false;
  if (!field.pattern.startsWith("^http")) return true;
  try {
    const { hostname, username, password } = new URL(value);
    return hostname.replace(/^\.+|\.+$/g, "").includes(".") && !username && !password && !value.split("/")[2].includes("@");
  } catch {
    return false;
  }
}

function knows(field, value) {
  return (field.values ?? []).some(([known]) => known === value);
}

// Whether a required field of a record has nothing sound in it.
function isWanting(fields, record) {
  return fields.some((field) => (field.required && isEmpty(field, record[field.name])) || (field.pattern && clean(record[field.name]) && !isWellFormed(field, clean(record[field.name]))));
}

function checkReferences(schema, data, say) {
  const ids = Object.fromEntries(Object.entries(OWN).map(([target, list]) => [target, (data[list] ?? []).map(({ id }) => clean(id))]));
  const used = new Set();
  (function walk(fields, record, path) {
    for (const field of fields) {
      const value = record?.[field.name], here = [...path, field.name];
      if (field.fields) {
        if (field.many) (value ?? []).forEach((each, place) => walk(field.fields, each, [...here, place]));
        else walk(field.fields, value, here);
      } else if (field.target) {
        for (const each of field.many ? value ?? [] : [value]) if (clean(each)) one(field, clean(each), here);
      } else if (field.kind === "number" && field.values && clean(value) && !knows(field, clean(value))) level(field, clean(value), here);
    }
  })(schema.fields, data, []);
  for (const [target, list] of Object.entries(OWN)) {
    ids[target].forEach((id, place) => { if (id && ids[target].indexOf(id) < place) say("KB102", [list, place, "id"], [quote(id), list]); });
  }
  const acting = new Set((data.timeline ?? []).map(({ actor }) => clean(actor)));
  ids.actors.forEach((id, place) => { if (!acting.has(id)) say("KB111", ["actors", place, "id"], [quote(id)], { lacks: "whole" }); });
  ids.sources.forEach((id, place) => { if (!used.has(id)) say("KB110", ["sources", place, "id"], [quote(id)], { lacks: "whole" }); });

  function one(field, value, path) {
    if (field.target === "sources") used.add(value);
    const exists = field.target in OWN ? ids[field.target].includes(value) : knows(field, value);
    if (!exists) say(EXISTS[field.target] ?? "KB106", path, [quote(value), schema.nouns.one[field.target]]);
  }

  function level(field, value, path) {
    say("KB204", path, [value], { helps: [field.values.at(-1)[0]] });
  }
}

function checkDates(schema, data, now, say) {
  const read = (text) => (clean(text) ? moment(clean(text)) : { wrong: "nothing" });
  const ahead = (text, path) => { const found = read(text); if (!found.wrong && isAhead(found, now)) say("KB203", path, [clean(text)]); };
  let reached = 0, first = null;
  const years = new Set(), dated = [];
  (data.timeline ?? []).forEach((event, place) => {
    const path = (name) => ["timeline", place, name], found = read(event.at), at = clean(event.at);
    ahead(event.at, path("at"));
    if (!found.wrong) {
      first ??= { ...found, at };
      years.add(found.year);
      dated.push({ ...found, id: clean(event.id), at, place });
    }
    const level = Number(event.level || NaN);
    if (level < reached) say("KB205", path("level"), [level, reached]);
    reached = Math.max(reached, level || 0);
  });
  checkOrder(dated, schema, say);
  const ended = read(data.outcome?.ended);
  ahead(data.outcome?.ended, ["outcome", "ended"]);
  if (first && !ended.wrong && after(first, ended)) say("KB206", ["outcome", "ended"], [clean(data.outcome.ended), first.at]);
  (data.sources ?? []).forEach(({ published, accessed }, place) => {
    ahead(published, ["sources", place, "published"]);
    ahead(accessed, ["sources", place, "accessed"]);
    const out = read(published), seen = read(accessed);
    if (!out.wrong && isDay(clean(accessed)) && Math.floor(out.start / 86400000) * 86400000 > seen.start) say("KB207", ["sources", place, "accessed"], [clean(accessed), clean(published)]);
  });
  const year = clean(data.id).match(/^\d{4}/)?.[0];
  if (year && years.size && !years.has(Number(year))) say("KB208", ["id"], [year], { helps: [[...years].sort((one, two) => one - two).join(", ")] });
}

// Most dates are in order as they stand: each of the others is told of, so that one wrong date is one problem.
function checkOrder(dated, schema, say) {
  const chains = [];
  dated.forEach((one, place) => {
    let best = null;
    for (let each = 0; each < place; each++) if (!after(dated[each], one) && chains[each].length > (best?.length ?? 0)) best = chains[each];
    chains.push([...(best ?? []), one]);
  });
  const kept = chains.reduce((one, two) => (two.length > one.length ? two : one), []);
  for (const one of dated.filter((each) => !kept.includes(each))) {
    const former = kept.find((each) => each.place < one.place && after(each, one)), later = kept.find((each) => each.place > one.place && after(one, each)), other = former ?? later;
    if (other) say("KB202", ["timeline", one.place, "at"], [one.at, schema.nouns.how[former ? "before" : "after"], other.id, other.at]);
  }
}

function checkSources(data, say) {
  (data.timeline ?? []).forEach(({ id, sources }, place) => {
    if (!sources?.length) say("KB302", ["timeline", place, "sources"], [clean(id)], { lacks: "record" });
  });
  (data.outcome?.effects ?? []).forEach(({ sources }, place) => {
    if (!sources?.length) say("KB305", ["outcome", "effects", place, "sources"], [], { lacks: "record" });
  });
  const sources = data.sources ?? [], origins = new Set(sources.map(({ id, origin }) => clean(origin) || clean(id))), single = clean(data.single_source);
  sources.forEach((source, place) => {
    const origin = clean(source.origin), named = fold(origin), meant = sources.filter((each) => each !== source && fold(clean(each.publisher)) === named);
    if (named && meant.length && meant.every((each) => (clean(each.origin) || clean(each.id)) !== origin)) say("KB311", ["sources", place, "origin"], [quote(origin), meant.map(({ id }) => quote(clean(id))).join(", ")]);
  });
  const twice = new Set(sources.map(({ id }) => clean(id))).size < sources.length;
  if (!sources.length) return;
  if (origins.size < 2 && !single && !twice) say("KB301", ["sources"], [origins.size, origins.size === 1 ? "" : "s"], { lacks: "whole" });
  if (origins.size >= 2 && single) say("KB303", ["single_source"]);
  if (origins.size < 2 || single) return;
  const publishers = new Set(sources.map(({ publisher }) => fold(clean(publisher)))), hosts = new Set(sources.map(({ url }) => host(clean(url))));
  const same = publishers.size === 1 ? clean(sources[0].publisher) : hosts.size === 1 ? [...hosts][0] : null;
  if (same !== null) say("KB308", ["sources"], [quote(same)], { lacks: same ? undefined : "whole" });
}

function host(url) {
  try { return new URL(url).hostname.replace(/^www\./, ""); } catch { return ""; }
}
