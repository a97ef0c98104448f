// Names for what is written: suggested from what is typed, as `kb new` does, and the cases that a draft may already be.

import { moment } from "./form-dates.js";
import { clean, fold } from "./form-words.js";

const FROM = { actors: ["name", "role"], timeline: ["what"], sources: ["publisher", "title"] };
const LONGEST = 40;

export class Names {
  constructor(schema) {
    this.limits = schema.limits;
    this.stops = new Set(schema.limits.stops);
    this.cases = new Map();
  }

  // The cases there are, once they are known.
  async load(address) {
    const answer = await fetch(address);
    if (!answer.ok) throw new Error(answer.statusText);
    for (const each of await answer.json()) this.cases.set(each[0], each);
  }

  slug(text) {
    const plain = fold(clean(text)).replace(/./gu, (letter) => this.limits.letters[letter] ?? letter);
    return plain.replace(/[^a-z0-9]+/g, "-").replace(/^-+|-+$/g, "");
  }

  words(text) {
    return this.slug(text).split("-").filter((word) => word && !this.stops.has(word));
  }

  began(data) {
    const first = (data.timeline ?? []).map(({ at }) => moment(clean(at))).find(({ wrong }) => !wrong);
    return first ? String(first.year).padStart(4, "0") : "";
  }

  // Year, organisation and what the title adds to it; "" while one of them is missing.
  ofCase(data) {
    const name = this.slug(data.organisation?.name), year = this.began(data);
    const more = this.words(data.title).filter((word) => !name.split("-").includes(word));
    const parts = [name, ...more.slice(0, this.limits.words_in_id)].filter(Boolean);
    if (!year || !name || !more.length) return "";
    return this.free(`${year}-${parts.join("-")}`.slice(0, 70).replace(/-+$/, ""), (id) => this.cases.has(id));
  }

  // From the first words of what tells an actor, an event or a source from the others.
  ofItem(list, item, others) {
    const text = (FROM[list] ?? []).map((name) => clean(item[name])).find(Boolean) ?? "";
    const made = this.words(text).slice(0, this.limits.words_in_id).join("-").slice(0, LONGEST).replace(/-+$/, "");
    return made && this.free(made, (id) => others.some((other) => clean(other.id) === id));
  }

  names(list, field) {
    return (FROM[list] ?? []).includes(field);
  }

  free(first, isTaken) {
    for (let count = 1; ; count++) {
      const id = count === 1 ? first : `${first}-${count}`;
      if (!isTaken(id)) return id;
    }
  }

  // Cases of the same organisation, then those with a word of the title that share two of type, sector and year.
  kin(data, most = 5) {
    const own = this.slug(data.organisation?.name).replaceAll("-", ""), title = new Set(this.words(data.title)), year = this.began(data);
    const found = [...this.cases.values()].filter((each) => each.length > 2).map(([id, url, name, organisation, type, sector]) => {
      const other = this.slug(organisation).replaceAll("-", ""), within = this.slug(name).replaceAll("-", "");
      const same = own.length < 3 ? own !== "" && own === other : own.length > 0 && (other.includes(own) || within.includes(own) || (other.length >= 3 && own.includes(other)));
      const why = [];
      if (same) why.push("same_name");
      if (type === data.crisis?.type) why.push("same_type");
      if (sector === data.organisation?.sector) why.push("same_sector");
      if (year && id.startsWith(`${year}-`)) why.push("same_year");
      const alike = same || (why.length >= 2 && this.words(name).some((word) => word.length > 3 && title.has(word)));
      return { id, url, name, why, same, alike };
    });
    return found.filter(({ alike }) => alike).sort((one, two) => two.same - one.same).slice(0, most);
  }
}
