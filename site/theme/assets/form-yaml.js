// A case as text in the canonical layout, as `kb fmt` writes it.

import { clean } from "./form-words.js";

const PLAIN = /^(?![-?:,\[\]{}#&*!|>'"%@`~=<\s])(?:[^\s:#]|:(?=\S)|(?<=\S)#| (?=[^\s#])|[^\S\t\n\r ](?!#))+$/u;
const NOT_IN_BRACKETS = /[,\[\]{}?:]/;
const OTHER = /^(?:[-+]?[0-9]{1,18}|[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?|null|Null|NULL|true|True|TRUE|false|False|FALSE|~|)$/;
// Between two words: the one place where a line may be folded without a change of meaning.
const FOLD = /(?<=\S) (?=\S)/;
const RAW = ["date", "day", "number", "truth"];

const long = (text) => [...text].length;

export function write(schema, data) {
  const lines = [schema.head];
  for (const field of schema.fields) {
    const own = entry(field, field.fixed ?? data[field.name], 0, schema.width, true);
    if (own.length && field.apart) lines.push("");
    lines.push(...own);
  }
  return lines.join("\n") + "\n";
}

export function isEmpty(field, value) {
  if (field.many) return !(value ?? []).length;
  if (field.fields) return field.fields.every((each) => isEmpty(each, value?.[each.name]));
  return clean(value) === "";
}

function record(fields, data, indent, width) {
  return fields.flatMap((field) => entry(field, data?.[field.name], indent, width));
}

function entry(field, value, indent, width, top = false) {
  const prefix = `${" ".repeat(indent)}${field.name}:`;
  if (isEmpty(field, value) && !(field.required && field.fields && !field.many)) return field.required ? [field.many ? `${prefix} []` : prefix] : [];
  if (field.fields && field.many) {
    const apart = top && field.fields.some((each) => each.many);
    return [prefix, ...value.flatMap((each, place) => [...(apart && place ? [""] : []), ...item(field.fields, each, indent + 2, width)])];
  }
  if (field.fields) return [prefix, ...record(field.fields, value, indent + 2, width)];
  if (field.many) return field.values || field.target ? brackets(prefix, value, width) : [prefix, ...value.flatMap((each) => scalar(`${" ".repeat(indent + 2)}-`, each, indent + 2, width))];
  return RAW.includes(field.kind) || field.name === "level" ? [`${prefix} ${clean(value)}`] : scalar(prefix, value, indent, width);
}

function item(fields, data, indent, width) {
  const [first = "", ...more] = record(fields, data, indent + 2, width);
  return [`${" ".repeat(indent)}- ${first.trimStart()}`, ...more];
}

function brackets(prefix, value, width) {
  const words = value.map((each) => inline(each, true));
  const lines = [`${prefix} [${words[0]}`], margin = " ".repeat(prefix.length + 2);
  for (const word of words.slice(1)) {
    if (long(lines.at(-1)) + 2 + long(word) + 1 <= width) lines[lines.length - 1] += `, ${word}`;
    else {
      lines[lines.length - 1] += ",";
      lines.push(margin + word);
    }
  }
  lines[lines.length - 1] += "]";
  return lines;
}

function scalar(prefix, value, indent, width) {
  const text = clean(value), single = `${prefix} ${inline(text)}`;
  return long(single) > width && FOLD.test(text) ? [`${prefix} >-`, ...folded(text, indent + 2, width)] : [single];
}

function inline(text, within = false) {
  if (PLAIN.test(text) && !OTHER.test(text) && !(within && NOT_IN_BRACKETS.test(text))) return text;
  return /["\\]/.test(text) && !text.includes("'") ? `'${text}'` : JSON.stringify(text);
}

function folded(text, indent, width) {
  const pieces = [""];
  for (const word of text.split(FOLD)) {
    const joined = pieces.at(-1) ? `${pieces.at(-1)} ${word}` : word;
    if (long(joined) <= width - indent || !pieces.at(-1)) pieces[pieces.length - 1] = joined;
    else pieces.push(word);
  }
  return pieces.map((piece) => " ".repeat(indent) + piece);
}
