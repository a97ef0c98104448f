// The index of the site. Pagefind gives, for a word, the cases that have it, scored, and for a value of a facet those that
// have that. What was asked for is put together here: any of the words, the more of them and the rarer the better.

import { coverage } from "./find-sentences.js";
import { alike, distance, fold } from "./find-words.js";

const WEIGHED = 10;  // how many of the best cases are looked at passage by passage
const PASSAGE = 0.7;  // what a passage that says all that is asked counts beside the best score of the words
const SYNONYM = 0.6;  // what a word of like sense counts beside the word itself
export const PAIR = ["tactic", "effect"];  // asked for together, these are meant of one move


export class Index {
  constructor(pagefind, groups, base) {
    Object.assign(this, { pagefind, groups, base, results: new Map(), asked: new Map(), buckets: new Map() });
  }

  static async open(groups) {
    const { createInstance } = await import(new URL("../pagefind/pagefind.js", import.meta.url));
    // Without the worker, which would load the same code a second time.
    const pagefind = createInstance({ noWorker: true, ranking: { termFrequency: 0.6, pageLength: 0.3, termSimilarity: 3 } });
    await pagefind.init();
    return new Index(pagefind, groups, new URL("../find/words/", import.meta.url));
  }

  // The cases that Pagefind finds, each with its score. Asked one after the other: Pagefind reuses what it hands out.
  search(text, filters = {}) {
    const key = JSON.stringify([text, filters]);
    if (!this.asked.has(key)) {
      const mine = (this.queue ?? Promise.resolve()).then(async () => {
        const found = new Map();
        for (const each of (await this.pagefind.search(text, { filters })).results) {
          if (!this.results.has(each.id)) this.results.set(each.id, each);
          found.set(each.id, each.score);
        }
        return found;
      });
      this.queue = mine.catch(() => {});
      this.asked.set(key, mine);
    }
    return this.asked.get(key);
  }

  data(id) {
    return this.results.get(id).data();
  }

  // The cases with a value of a facet.
  members(name, value) {
    return this.search(null, { [name]: [value] });
  }

  async chosen(values) {
    let found = null;
    const meet = (cases) => { found = found ? new Set([...found].filter((id) => cases.has(id))) : cases; };
    for (const [name, any] of Object.entries(values)) meet(await this.any(name, any));
    const [one, two] = PAIR.map((name) => values[name]);
    if (one && two) meet(await this.any("pair", one.flatMap((first) => two.map((second) => `${first}/${second}`))));
    return found;
  }

  async any(name, values) {
    const found = new Set();
    for (const value of values) for (const id of (await this.members(name, value)).keys()) found.add(id);
    return found;
  }

  // The groups of words of like sense that a word belongs to, by their numbers.
  senses(word) {
    const wanted = fold(word);
    return this.groups.flatMap((group, number) => (group.some((each) => means(wanted, each)) ? [number] : []));
  }

  // The word itself if a case has it, else the one spelt most like it, else "".
  async written(word) {
    const wanted = fold(word).replace(/[^\p{L}\p{N}]+/gu, "");
    const known = await this.bucket(wanted[0]);
    if (!known.length || known.some(([each]) => each === wanted || (wanted.length >= 4 && alike(wanted, each)))) return word;
    if (this.senses(word).length) return word;
    const most = wanted.length < 4 ? 0 : wanted.length < 6 ? 1 : 2;
    let best = ["", most + 1, 0];
    for (const [each, cases] of known) {
      const far = distance(wanted, each, most);
      if (far < best[1] || (far === best[1] && far <= most && cases > best[2])) best = [each, far, cases];
    }
    return best[0];
  }

  // The words of all cases that start with a letter, each with the number of cases that have it.
  bucket(letter) {
    if (!/^[a-z]$/.test(letter ?? "")) return Promise.resolve([]);
    if (!this.buckets.has(letter)) {
      const read = fetch(new URL(`${letter}.txt`, this.base)).then((answer) => (answer.ok ? answer.text() : ""))
        .then((text) => text.split("\n").filter(Boolean).map((line) => line.split(" ")).map(([word, cases]) => [word, Number(cases)]));
      this.buckets.set(letter, read.catch(() => []));
    }
    return this.buckets.get(letter);
  }

  // Every case with any of the words, scored; and each word with those of like sense and how telling it is.
  async ranked(words) {
    const scores = new Map(), met = new Map(), terms = [], whole = (await this.search(null)).size;
    for (const word of words) {
      const own = new Map(await this.search(word)), like = [];
      const rarity = Math.log(1 + (whole - own.size + 0.5) / (own.size + 0.5));
      for (const number of this.senses(word)) {
        like.push(...this.groups[number]);
        for (const [id, score] of await this.search(sense(number))) own.set(id, Math.max(own.get(id) ?? 0, SYNONYM * score));
      }
      terms.push({ word: fold(word), like, rarity });
      for (const [id, score] of own) {
        scores.set(id, (scores.get(id) ?? 0) + score);
        met.set(id, (met.get(id) ?? 0) + 1);
      }
    }
    for (const [id, score] of scores) scores.set(id, score * Math.sqrt(met.get(id) / words.length));
    return { scores, terms };
  }

  // The best cases put in order again: one that says most of what is asked in one passage comes before one in which the
  // words are scattered, as in the terminal.
  async weighed(hits, scores, terms) {
    const first = hits.slice(0, WEIGHED), best = Math.max(...first.map((id) => scores.get(id)), 0) || 1;
    const data = await Promise.all(first.map((id) => this.data(id)));
    const weight = new Map(first.map((id, place) => [id, scores.get(id) / best + PASSAGE * coverage(data[place], terms, SYNONYM)]));
    return [...first.sort((one, two) => weight.get(two) - weight.get(one)), ...hits.slice(WEIGHED)];
  }
}

// The word that stands in the index for a group of words of like sense.
function sense(number) {
  return `kbsense${String(number).padStart(3, "0")}`;
}

function means(wanted, each) {
  if (wanted === each) return true;
  return each.length >= 4 && wanted.startsWith(each) && wanted.length - each.length <= 4;
}
