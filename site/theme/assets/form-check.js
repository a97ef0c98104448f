// What `kb validate` would say of a case, as far as the form alone can tell.

import { clean, isEmpty } from "./form-yaml.js";

const DATE = /^(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d)(?::(\d\d))?(Z|[+-]\d\d:\d\d)?)?)?)?([~?%])?$/;

// Start and end of a date in milliseconds, in UTC where it has a time; or the name of what is wrong with it.
export function moment(text) {
  const [first, second, more] = text.split("/");
  const one = single(first);
  if (second === undefined || one.wrong) return one;
  const two = single(second);
  if (more !== undefined || two.wrong) return two.wrong ? two : { wrong: "date" };
  return after(one, two) ? { wrong: "calendar" } : { start: one.start, end: two.end, timed: one.timed && two.timed };
}

function single(text) {
  const found = text.match(DATE);
  if (!found) return { wrong: "date" };
  const [year, month, day, hour, minute] = found.slice(1, 6).map((part) => (part === undefined ? undefined : Number(part)));
  const zone = found[6];
  if (hour !== undefined && !zone) return { wrong: "zone" };
  const start = new Date(Date.UTC(2000, (month ?? 1) - 1, day ?? 1, hour ?? 0, minute ?? 0));
  start.setUTCFullYear(year, (month ?? 1) - 1, day ?? 1);
  const sound = year > 0 && start.getUTCMonth() === (month ?? 1) - 1 && start.getUTCDate() === (day ?? 1) && (hour ?? 0) < 24 && (minute ?? 0) < 60;
  if (!sound) return { wrong: "calendar" };
  let offset = 0;
  if (zone && zone !== "Z") {
    const [hours, minutes] = zone.slice(1).split(":").map(Number);
    if (hours > 14 || minutes > 59) return { wrong: "calendar" };
    offset = (zone[0] === "-" ? -1 : 1) * (hours * 60 + minutes) * 60000;
  }
  const end = new Date(start);
  if (minute !== undefined) end.setUTCMinutes(minute + 1);
  else if (hour !== undefined) end.setUTCHours(hour + 1);
  else if (day !== undefined) end.setUTCDate(day + 1);
  else if (month !== undefined) end.setUTCMonth(month);
  else end.setUTCFullYear(year + 1);
  return { start: +start, end: +end, offset, timed: hour !== undefined };
}

// Whether one date certainly lies after the whole of another.
function after(one, two) {
  return one.timed && two.timed ? one.start - one.offset >= two.end - two.offset : one.start >= two.end;
}

// Every problem: where, in which words, what helps; `lacks` where something is only not there yet.
export function check(schema, data, now = Date.now()) {
  const found = [];
  const say = (path, name, values = {}, more = {}) => {
    const filled = schema.messages[name].replace(/\{(\w+)\}/g, (all, key) => values[key] ?? all);
    found.push({ path, message: filled, ...more });
  };
  walk(schema.fields, data, []);
  whole();
  return found;

  function walk(fields, record, path) {
    for (const field of fields) one(field, record?.[field.name], [...path, field.name], record);
  }

  function one(field, value, path, record) {
    const name = field.name;
    if (name === "name" && path[0] === "actors" && schema.private.includes(record.kind)) return;
    if (isEmpty(field, value) && !(field.fields && !field.many && field.required)) {
      if (field.least) say(path, "few", { name, count: 0, least: field.least }, { lacks: true });
      else if (field.required && !field.many) say(path, "missing", { name }, { lacks: true, help: field.text });
    } else if (field.many) {
      if (value.length < field.least) say(path, "few", { name, count: value.length, least: field.least }, { lacks: true });
      if (field.fields) value.forEach((each, place) => walk(field.fields, each, [...path, place]));
      else value.forEach((each) => text(field, clean(each), path));
    } else if (field.fields) walk(field.fields, value, path);
    else text(field, clean(value), path);
  }

  function text(field, value, path) {
    const name = field.name, count = [...value].length, help = field.help;
    if (field.most && count > field.most) say(path, "long", { name, count, most: field.most });
    if (field.pattern && !new RegExp(field.pattern).test(value)) say(path, "pattern", { value }, { help });
    if (field.kind === "date" || field.kind === "day") {
      const read = moment(value), wrong = read.wrong ?? (field.kind === "day" && !/^\d{4}-\d\d-\d\d$/.test(value) ? "day" : "");
      if (wrong) say(path, wrong, { value }, { help });
      else if (read.start - 14 * 3600000 > now) say(path, "future", { value });
    }
  }

  function whole() {
    for (const name of ["actors", "timeline", "sources"]) {
      const seen = new Set();
      (data[name] ?? []).forEach(({ id }, place) => {
        if (id && seen.has(id)) say([name, place, "id"], "twice", { value: id, name });
        seen.add(id);
      });
    }
    (data.actors ?? []).forEach((actor, place) => {
      const hidden = schema.private.includes(actor.kind);
      if (!clean(actor.role) && (hidden || !clean(actor.name))) say(["actors", place, "role"], "nameless", {}, { lacks: true });
    });
    let reached = 0, latest = null, first = null;
    (data.timeline ?? []).forEach((event, place) => {
      const path = (name) => ["timeline", place, name], read = moment(clean(event.at));
      if (!read.wrong) {
        first ??= { ...read, at: clean(event.at) };
        if (latest && after(latest, read)) say(path("at"), "order", { value: clean(event.at), event: latest.id, at: latest.at });
        else latest = { ...read, id: event.id, at: clean(event.at) };
      }
      if (event.level) {
        if (Number(event.level) < reached) say(path("level"), "falls", { value: event.level, reached });
        reached = Math.max(reached, Number(event.level));
      }
      if (!event.sources?.length) say(path("sources"), "unsourced", { event: event.id ?? "" }, { lacks: true });
    });
    (data.outcome?.effects ?? []).forEach((effect, place) => {
      if (!effect.sources?.length) say(["outcome", "effects", place, "sources"], "effect", {}, { lacks: true });
    });
    const ended = moment(clean(data.outcome?.ended));
    if (first && !ended.wrong && after(first, ended)) say(["outcome", "ended"], "ended", { value: clean(data.outcome.ended), at: first.at });
    const sources = data.sources ?? [];
    for (const [place, source] of sources.entries()) {
      const read = moment(clean(source.accessed)), published = moment(clean(source.published));
      if (!read.wrong && published.start > read.start && !/T/.test(source.published)) say(["sources", place, "accessed"], "before", { value: source.accessed, published: source.published });
    }
    const origins = new Set(sources.map((source) => clean(source.origin) || source.id));
    if (origins.size < 2 && !clean(data.single_source)) say(["sources"], "independent", { count: origins.size }, { lacks: true });
  }
}
