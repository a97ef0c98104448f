// The sentences of a case in which the words that were asked for stand.

import { alike, fold, says, tokens } from "./find-words.js";

const LONGEST = 45;  // words of a sentence that are shown

export function element(name, className = "", text = "") {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (text) made.textContent = text;
  return made;
}

export function marked(text, hits) {
  return text.split(/(\s+)/).map((part) => (hits(part).length ? element("mark", "", part) : part));
}

// For a word of a text, which of the words that were asked for it says. Most words say none, and most come again.
export function matcher(list) {
  const wanted = list.map(fold), beginnings = new Set(wanted.map((each) => each.slice(0, 2))), known = new Map();
  return (word) => {
    if (!known.has(word)) {
      const parts = tokens(fold(word)), likely = [...parts, parts.join("")].some((part) => beginnings.has(part.slice(0, 2)));
      known.set(word, likely ? wanted.filter((each) => says(word, each)) : []);
    }
    return known.get(word);
  };
}

// Each sentence of a case with one of the words, with how many of them it covers; then the other names by which the case is
// found, which are no sentences.
export function sentences(data, hits) {
  const told = `${data.title} ${data.headline}`, made = [];
  const covered = (text) => new Set(text.split(/\s+/).flatMap(hits)).size;
  for (const [anchor, where, texts] of data.told) {
    for (const text of texts) {
      const covers = covered(text), short = text.split(/\s+/).length < 4;
      if (!covers) continue;
      const score = 2 * covers + anchor.startsWith("event-") - (short ? 2.6 : 0);
      made.push({ covers, anchor, where, score, repeats: told.includes(text.replace(/[.!?]$/, "")), nodes: () => written(text, hits) });
    }
  }
  const names = data.names.filter(covered), covers = covered(names.join(" "));
  if (covers) made.push({ covers, anchor: "", also: true, score: 2 * covers - 1.5, nodes: () => aliases(names, covered, hits) });
  return made;
}

// For a case, how much of what is asked its best passage says, from 0 to 1; rarer words weigh more.
export function coverage(terms, synonym) {
  const whole = terms.reduce((sum, { rarity }) => sum + rarity, 0), beginnings = new Map(), seen = new Map();
  terms.forEach((term, place) => {
    for (const each of [term.word, ...term.like]) {
      const start = each.slice(0, 2);
      if (!beginnings.has(start)) beginnings.set(start, new Set());
      beginnings.get(start).add(place);
    }
  });
  const meets = (word) => [...(beginnings.get(word.slice(0, 2)) ?? [])].flatMap((place) => {
    const { word: wanted, like } = terms[place];
    return alike(wanted, word) ? [[place, 1]] : like.some((each) => alike(each, word)) ? [[place, synonym]] : [];
  });
  const told = (text) => {
    const met = new Map();
    for (const word of tokens(fold(text))) {
      if (!seen.has(word)) seen.set(word, meets(word));
      for (const [term, likeness] of seen.get(word)) met.set(term, Math.max(likeness, met.get(term) ?? 0));
    }
    return [...met].reduce((sum, [place, likeness]) => sum + terms[place].rarity * likeness, 0);
  };
  return (data) => {
    const texts = [...data.told.flatMap(([, , sentences]) => sentences), ...data.names];
    return whole ? Math.max(0, ...texts.map(told)) / whole : 0;
  };
}

function written(text, hits) {
  const words = text.split(/\s+/), place = words.findIndex((word) => hits(word).length);
  const first = Math.max(0, Math.min(place - 20, words.length - LONGEST)), last = Math.min(words.length, first + LONGEST);
  const nodes = first ? ["… "] : [];
  for (const word of words.slice(first, last)) nodes.push(hits(word).length ? element("mark", "", word) : word, " ");
  return last < words.length ? [...nodes, "…"] : nodes;
}

function aliases(names, covered, hits) {
  const first = [...names].sort((one, two) => covered(two) - covered(one)).slice(0, 3);
  return first.flatMap((name, place) => [place ? ", " : "", ...marked(name, hits)]);
}
