// The index of the site: small files, each read when it is first needed. A case is a number, the newest is 0. What a word
// counts in a case stands in the index; here it is added up: any of the words, the more of them and the rarer the better.

import { coverage } from "./find-sentences.js";
import { alike, common, distance, fold } from "./find-words.js";

const WEIGHED = 10;  // how many of the best cases are looked at passage by passage
const PASSAGE = 0.7;  // what a passage that says all that is asked counts beside the best score of the words
const SYNONYM = 0.6;  // what a word of like sense counts beside the word itself
const ASIDE = 0.25;  // what a word counts that says little of what is asked
const TOGETHER = 0.6;  // what share of a score hangs on how much of what is asked a case says at all
const TOLD = 1;  // what a case counts in which a tactic had the effect that is asked of it, beside the best score of the words
const QUOTED = 40;  // how many of the likeliest cases are looked through for words in a given order
export const PAIR = ["tactic", "effect"];  // asked for together, these are meant of one move


export class Index {
  constructor(folder, size) {
    Object.assign(this, { size, root: new URL(`../find/${folder}/`, import.meta.url), kept: new Map() });
  }

  // A file of the index as `made` of its text, read once.
  read(name, made) {
    if (!this.kept.has(name)) {
      const read = fetch(new URL(name, this.root)).then((answer) => {
        if (!answer.ok) throw new Error(`${name}: ${answer.status}`);
        return answer.text();
      }).then(made);
      read.catch(() => this.kept.delete(name));
      this.kept.set(name, read);
    }
    return this.kept.get(name);
  }

  data(number) {
    return this.read(`cases/${number}.json`, JSON.parse);
  }

  all() {
    return new Map(Array.from({ length: this.size }, (_, number) => [number, 0]));
  }

  // The cases with each value of a facet.
  facet(name) {
    return this.read(`facets/${name}.txt`, (text) => new Map(lines(text).map((line) => line.split(" ")).map(([value, list]) => [value, numbers(list)])));
  }

  async chosen(values) {
    let found = null;
    const meet = (cases) => { found = found ? new Set([...found].filter((number) => cases.has(number))) : cases; };
    for (const [name, any] of Object.entries(values)) meet(await this.any(name, any));
    const [one, two] = PAIR.map((name) => values[name]);
    if (one && two) meet(await this.any("pair", one.flatMap((first) => two.map((second) => `${first}/${second}`))));
    return found;
  }

  async any(name, values) {
    const members = await this.facet(name);
    return new Set(values.flatMap((value) => members.get(value) ?? []));
  }

  // The words that begin with a letter, each with its cases, stems and groups of like sense; and where its stems are.
  letter(word) {
    const name = /^[a-z]/.test(word) ? word[0] : "0";
    return this.read(`words/${name}.txt`, (text) => {
      const [starts, ...rest] = text.split("\n");
      const words = new Map(rest.filter(Boolean).map((line) => line.split("\t")).map(([each, cases, stems, groups]) =>
        [each, { cases: Number(cases), stems: parts(stems), groups: parts(groups) }]));
      return { name, words, starts: parts(starts) };
    });
  }

  // What is meant by a word: itself, else the words that begin like it, else the one spelt most like it; null if none.
  async meaning(word) {
    const wanted = fold(word), { words } = await this.letter(wanted);
    if (words.has(wanted)) return { written: word, ...words.get(wanted) };
    let most = 1, like = [];
    if (wanted.length >= 4) {
      for (const each of words.keys()) {
        const same = alike(wanted, each) ? common(wanted, each) : 0;
        if (same > most) [most, like] = [same, []];
        if (same === most) like.push(words.get(each));
      }
    }
    if (like.length) return { written: word, stems: together(like, "stems"), groups: together(like, "groups") };
    const near = this.nearest(wanted, words);
    return near && { written: near, ...words.get(near) };
  }

  nearest(wanted, words) {
    const most = wanted.length < 4 ? 0 : wanted.length < 6 ? 1 : 2;
    let best = ["", most + 1, 0];
    for (const [each, { cases }] of words) {
      const far = cases ? distance(wanted, each, most) : most + 1;
      if (far < best[1] || (far === best[1] && far <= most && cases > best[2])) best = [each, far, cases];
    }
    return best[0] ? best[0] : null;
  }

  // The cases in which a stem stands, each with what it counts there.
  async stem(stem) {
    const { name, starts } = await this.letter(stem);
    const file = starts.findLastIndex((start) => start <= stem);
    const known = await this.read(`stems/${name}-${file}.txt`, (text) => new Map(lines(text).map((line) => [line.slice(0, line.indexOf(" ")), line])));
    return counts(known.get(stem).slice(stem.length + 1));
  }

  sense(group) {
    return this.read(`senses/${group}.txt`, (text) => {
      const [like, list] = text.split("\n");
      return { like: parts(like), cases: list ? counts(list) : new Map() };
    });
  }

  // Every case with any of the words, scored; and each word with those of like sense and how telling it is.
  async ranked(meanings, said = []) {
    const scores = new Map(), met = new Map();
    const terms = await Promise.all(meanings.map((each) => this.term(each)));
    const whole = terms.reduce((sum, { rarity }) => sum + rarity, 0) || 1;
    for (const { own, weight, rarity } of terms) {
      for (const [number, score] of own) {
        scores.set(number, (scores.get(number) ?? 0) + weight * score);
        met.set(number, (met.get(number) ?? 0) + rarity / whole);
      }
    }
    for (const [number, score] of scores) scores.set(number, score * (1 - TOGETHER * (1 - met.get(number))));
    const pairs = await this.pairs(new Set([...said, ...meanings.flatMap(({ stems }) => stems)]));
    if (pairs.length) {
      const best = Math.max(...scores.values());
      for (const number of await this.any("pair", pairs)) if (scores.has(number)) scores.set(number, scores.get(number) + TOLD * best);
    }
    return { scores, terms };
  }

  // `tactic/effect` for every tactic and every effect that the question names; none where it names but one of the two.
  async pairs(said) {
    const effects = await this.named("effect", said), tactics = effects.length ? await this.named("tactic", said) : [];
    return tactics.flatMap((tactic) => effects.map((effect) => `${tactic}/${effect}`));
  }

  // The values of a facet of which a name stands in the question.
  async named(facet, said) {
    const names = await this.read(`names/${facet}.txt`, (text) => lines(text).map((line) => line.split("\t")));
    return names.filter(([, all]) => all.split(",").some((name) => name.split(" ").every((stem) => said.has(stem)))).map(([value]) => value);
  }

  async term({ written, stems, groups, aside }) {
    const [lists, senses] = await Promise.all([Promise.all(stems.map((stem) => this.stem(stem))), Promise.all(groups.map((group) => this.sense(group)))]);
    const own = new Map();
    for (const list of lists) for (const [number, score] of list) own.set(number, (own.get(number) ?? 0) + score);
    const weight = aside ? ASIDE : 1, rarity = weight * Math.log(1 + (this.size - own.size + 0.5) / (own.size + 0.5)), itself = new Map(own);
    for (const { cases } of senses) {
      for (const [number, score] of cases) {
        const others = SYNONYM * Math.max(0, score - (itself.get(number) ?? 0));
        own.set(number, Math.max(own.get(number) ?? 0, (itself.get(number) ?? 0) + others));
      }
    }
    return { word: fold(written), like: senses.flatMap(({ like }) => like), rarity, weight, own };
  }

  // Of the best cases, those in which the words stand as they were written, in this order.
  async quoted(text, ranked) {
    const wanted = ` ${said(text)} `, found = [];
    for (const number of ranked.slice(0, QUOTED)) {
      const { told, names } = await this.data(number);
      const texts = [...told.flatMap(([, , sentences]) => sentences), ...names];
      if (texts.some((each) => ` ${said(each)} `.includes(wanted))) found.push(number);
    }
    return found;
  }

  // The best cases put in order again: one that says most of what is asked in one passage comes before one in which the
  // words are scattered, as in the terminal.
  async weighed(hits, scores, terms) {
    const first = hits.slice(0, WEIGHED), best = Math.max(...first.map((number) => scores.get(number)), 0) || 1;
    const data = await Promise.all(first.map((number) => this.data(number))), covered = coverage(terms, SYNONYM);
    const weight = new Map(first.map((number, place) => [number, scores.get(number) / best + PASSAGE * covered(data[place])]));
    return [...first.sort((one, two) => weight.get(two) - weight.get(one)), ...hits.slice(WEIGHED)];
  }
}

function lines(text) {
  return text.split("\n").filter(Boolean);
}

function parts(text) {
  return text ? text.split(" ") : [];
}

function together(words, name) {
  return [...new Set(words.flatMap((each) => each[name]))];
}

function said(text) {
  return fold(text).split(/[^\p{L}\p{N}]+/u).filter(Boolean).join(" ");
}

// How numbers are written is said in src/kb/search/shards.py.

function* gaps(text, each) {
  let number = -1;
  for (let at = 0; at < text.length; at += each) {
    let gap = 0, digit, place = 1;
    do {
      digit = text.charCodeAt(at++) - 48;
      gap += (digit % 32) * place;
      place *= 32;
    } while (digit >= 32);
    number += gap + 1;
    yield [number, text.charCodeAt(at) - 47];
  }
}

function numbers(text) {
  return Array.from(gaps(text, 0), ([number]) => number);
}

function counts(text) {
  const [most, list] = text.split(" ");
  return new Map(Array.from(gaps(list, 1), ([number, share]) => [number, (most * share) / 64]));
}
