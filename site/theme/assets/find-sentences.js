// The sentences of a case in which the words that were asked for stand.

import { alike, fold, says } from "./find-words.js";

export function element(name, className = "", text = "") {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (text) made.textContent = text;
  return made;
}

export function marked(text, list) {
  const wanted = list.map(fold);
  return text.split(/(\s+)/).map((part) => (wanted.some((each) => says(part, each)) ? element("mark", "", part) : part));
}

// Each sentence with one of the words, with how many of them it covers. The names of tactics that follow an event and the
// other names that a case is found by are no sentences, and come after them.
export function sentences(data, list, labels) {
  const text = data.content.split(/\s+/), wanted = list.map(fold), made = [], seen = new Set();
  const beginnings = new Set(wanted.map((each) => each.slice(0, 2)));
  const told = `${data.meta.title} ${data.meta.headline}`;
  const anchors = data.anchors.filter(({ element }) => /^(h[1-6]|li)$/.test(element)).sort((one, two) => one.location - two.location);
  const at = new Set(), known = new Map();
  text.forEach((word, place) => {
    if (!known.has(word)) {
      const likely = fold(word).split(/[^\p{L}\p{N}]+/u).some((part) => beginnings.has(part.slice(0, 2)));
      known.set(word, likely && wanted.some((each) => says(word, each)));
    }
    if (known.get(word)) at.add(place);
  });
  for (const place of at) {
    let from = place, to = place + 1, label = 0;
    while (from > 0 && !isEnd(text[from - 1], text[from])) from--;
    while (to < text.length && !isEnd(text[to - 1], text[to])) to++;
    for (let size; from + label <= place && (size = labelAt(text, from, labels)); from += size) label = place < from + size ? size : 0;
    if (label) [from, to] = [from - label, from];
    if (seen.has(from)) continue;
    seen.add(from);
    const anchor = anchors.findLast(({ location }) => location <= place), event = anchor?.id.startsWith("event-") ?? false;
    const words = text.slice(from, to);
    const covers = wanted.filter((each) => words.some((word, index) => at.has(from + index) && says(word, each))).length;
    const also = words.filter((word) => word === "·").length > 2;
    made.push({
      covers, also, repeats: told.includes(words.join(" ").replace(/[.!?]$/, "")), anchor: anchor?.id ?? "",
      where: anchor ? anchor.text.replace(event ? /^\d+\s+/ : /#$/, "") : "",
      score: 2 * covers + event - 1.5 * also - (label || words.length < 4 ? 2.6 : 0),
      nodes: () => (also ? aliases(text, from, to, at) : written(text, from, to, at, place)),
    });
  }
  return made;
}

// How much of what is asked the best passage of a case says, from 0 to 1; rarer words weigh more.
export function coverage(data, terms, synonym) {
  const whole = terms.reduce((sum, { rarity }) => sum + rarity, 0), beginnings = new Map();
  terms.forEach((term, place) => {
    for (const each of [term.word, ...term.like]) {
      const start = each.slice(0, 2);
      if (!beginnings.has(start)) beginnings.set(start, new Set());
      beginnings.get(start).add(place);
    }
  });
  const text = data.content.split(/\s+/), seen = new Map();
  let best = 0, met = new Map();
  const told = () => {
    let sum = 0;
    for (const [place, likeness] of met) sum += terms[place].rarity * likeness;
    best = Math.max(best, sum);
    met = new Map();
  };
  const meets = (word) => [...(beginnings.get(word.slice(0, 2)) ?? [])].flatMap((place) => {
    const { word: wanted, like } = terms[place];
    return alike(wanted, word) ? [[place, 1]] : like.some((each) => alike(each, word)) ? [[place, synonym]] : [];
  });
  text.forEach((written, place) => {
    if (!seen.has(written)) seen.set(written, fold(written).split(/[^\p{L}\p{N}]+/u).filter(Boolean).flatMap(meets));
    for (const [term, likeness] of seen.get(written)) met.set(term, Math.max(likeness, met.get(term) ?? 0));
    if (written === "·" || isEnd(written, text[place + 1])) told();
  });
  told();
  return whole ? best / whole : 0;
}

// How many words from this place on are the name of a tactic.
function labelAt(text, from, labels) {
  let longest = 0;
  for (const name of labels) {
    if (name.length > longest && name.every((word, index) => text[from + index] === word)) longest = name.length;
  }
  return longest;
}

function isEnd(word, next) {
  return /[.!?…]["”»)]*$/.test(word) && /^["“«(]*[\p{Lu}\p{N}]/u.test(next ?? "A");
}

function written(text, from, to, at, place) {
  const first = Math.max(from, Math.min(place - 20, to - 45)), last = Math.min(to, first + 45);
  const nodes = first > from ? ["… "] : [];
  for (let each = first; each < last; each++) nodes.push(at.has(each) ? element("mark", "", text[each]) : text[each], " ");
  return last < to ? [...nodes, "…"] : nodes;
}

function aliases(text, from, to, at) {
  const names = [[]];
  for (let each = from; each < to; each++) text[each] === "·" ? names.push([]) : names.at(-1).push(each);
  const hits = (name) => name.filter((each) => at.has(each)).length;
  const found = names.filter(hits).sort((one, two) => hits(two) - hits(one)).slice(0, 3);
  return found.flatMap((name, place) => [place ? ", " : "", ...name.flatMap((each, index) => [index ? " " : "", at.has(each) ? element("mark", "", text[each]) : text[each]])]);
}
