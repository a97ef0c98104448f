// The rules on texts: figures, privacy, fairness, style. Each says what its counterpart in `kb.rules` says.

import { moment } from "./form-dates.js";
import { clean, expressions, fold, quote, words } from "./form-words.js";

let compiled = null;

// Calls `say(rule, path, values)` for each breach.
export function checkTexts(schema, data, say) {
  compiled ??= expressions(schema.patterns);
  const found = [...passages(schema.fields, data, [])];
  privacy(schema, data, found, say);
  figures(schema, data, found, say);
  const language = `loaded-${data.language}` in schema.patterns ? data.language : "en";
  const open = (data.crisis?.sensitivities ?? []).includes("proceedings");
  for (const passage of found.filter(({ prose }) => prose)) own(schema, language, passage, open, say);
}

// Every text: what is neither an id, an address, a date nor a term.
function* passages(fields, record, path) {
  for (const field of fields) {
    const value = record?.[field.name], here = [...path, field.name];
    if (field.fields && field.many) for (const [place, each] of (value ?? []).entries()) yield* passages(field.fields, each, [...here, place]);
    else if (field.fields) yield* passages(field.fields, value, here);
    else if (field.free) for (const each of field.many ? value ?? [] : [value]) if (clean(each)) yield { text: clean(each), path: here, field: here.filter((part) => typeof part === "string").join("."), prose: field.prose };
  }
}

function privacy(schema, data, found, say) {
  const { all, whole } = compiled;
  for (const { text, path } of found) {
    for (const [match] of all("email", text)) say("KB403", path, [quote(match)]);
    for (const [match] of all("digits", text)) if (isTelephone(match) && !whole("count", match)) say("KB404", path, [quote(match)]);
    if (/\d/.test(text)) for (const [match] of all("street", text)) say("KB405", path, [quote(match)]);
  }
  const actors = data.actors ?? [], sources = data.sources ?? [], organisation = clean(data.organisation?.name);
  const named = [organisation, ...actors.map(({ name }) => clean(name)).filter(Boolean)], publishers = sources.map(({ publisher }) => clean(publisher));
  const letters = (text) => fold(text).replace(/[^a-z0-9]/g, "");
  const parts = [...named, ...publishers].flatMap((name) => name.split(/[\s,]+/)).map(letters).filter((word) => word.length >= 3);
  const known = [...parts, ...[...named, ...publishers].map(letters)].filter(Boolean);
  for (const { text, path } of found) {
    for (const match of all("handle", text)) if (!known.some((word) => letters(match[1]).includes(word))) say("KB406", path, [quote(match[0])]);
  }
  const known_names = fold([organisation, ...actors.map(({ name }) => clean(name)), ...publishers, ...sources.map(({ title }) => clean(title))].join(" \n "));
  const roles = [
    ...actors.flatMap(({ kind, role }, place) => (schema.private.includes(kind) ? [[["actors", place, "role"], clean(role)]] : [])),
    ...sources.map(({ author }, place) => [["sources", place, "author"], clean(author)]),
  ];
  for (const [path, role] of roles) {
    const names = all("named", role).filter(({ groups }) => !schema.limits.before_a_place.includes(groups.noun)).map(({ groups }) => groups.opening ?? groups.following ?? groups.titled);
    const name = names.find((each) => !known_names.includes(fold(each)));
    if (name) say("KB407", path, [quote(name)]);
  }
}

// Whether digits that stand together are written as a number is dialled: from abroad, with the zero before an area, or in
// the groups of North America. `kb validate` knows the numbers of every country.
function isTelephone(text) {
  const digits = text.replace(/\D/g, "");
  return digits.length >= 9 && (/^\+|^\(?0/.test(text) || /^\(?[2-9]\d\d\)?[ .-]{1,2}\d{3}[ .-]\d{4}$/.test(text));
}

function own(schema, language, { text, path }, open, say) {
  const { all, without, parted } = compiled, first = (name, where) => compiled.first(`${name}-${language}`, where), line = (whole) => words(whole).join(" ");
  if (open) {
    for (const clause of parted("clause-end", line(text))) {
      const found = first("guilt", clause);
      if (found && !first("hedges", clause)) say("KB408", path, [quote(found[0])]);
    }
  }
  for (const clause of first("markets", text) ? parted("clause-end", line(text)) : []) {
    const found = first("causes", clause), market = first("markets", clause);
    if (found && market && /\p{Nd}/u.test(clause) && !first("doubts", clause)) say("KB409", path, [quote(found[0]), quote(market[0])]);
  }
  for (const [quoted] of all("quotation", text)) {
    const count = words(quoted).filter((word) => /[\p{L}\p{N}]/u.test(word)).length;
    if (count > schema.limits.quoted) say("KB503", path, [count, schema.limits.quoted]);
  }
  for (const sentence of parted("sentence-end", line(without("quotation", text)))) {
    const found = first("loaded", sentence);
    if (found && !first("judged", sentence)) say("KB504", path, [quote(found[0])]);
  }
}

// Figures stand in the texts that cite a source before they stand in those that do not.
function figures({ limits }, data, found, say) {
  const isCiting = ({ path }) => path[1] === "intensifiers" && path[3] === "what" && data.crisis.intensifiers[path[2]].sources?.length;
  const texts = found.filter((each) => limits.sourced.includes(each.field) || isCiting(each)).map(({ text }) => text);
  const dates = (data.timeline ?? []).map(({ at }) => clean(at)).filter((at) => !moment(at).wrong);
  const known = new Set([...texts, ...dates].flatMap((text) => exact(text).map(({ bare }) => bare)));
  for (const { text, path } of found.filter(({ field }) => limits.unsourced.includes(field))) {
    for (const { written, bare } of exact(text)) {
      if (!known.has(bare) && !compiled.before("rounded", text, written)) say("KB307", path, [quote(written)]);
    }
  }
}

// The figures of a text as written and as bare digits; years, days of a month and small numbers are none.
function exact(text) {
  return compiled.all("figure", text).flatMap((match) => {
    const bare = compiled.without("spacing", match[0]).replaceAll(",", ".");
    const none = compiled.whole("no-figure", bare) || compiled.at("day", text, match.index + match[0].length);
    return none ? [] : [{ written: match[0], bare }];
  });
}
