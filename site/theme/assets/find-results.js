// How the cases that were found are shown: as cards, as a table, by tactic. What comes from a case is set as text.

import { PAIR } from "./find-index.js";
import { element, marked, matcher, sentences } from "./find-sentences.js";
import { SHORT, alike, fold, tokens } from "./find-words.js";

const SVG = "http://www.w3.org/2000/svg";

export class Results {
  constructor({ words, tacticPage, all }) {
    Object.assign(this, { words, tacticPage, all });
    this.views = { "": this.cards, table: this.table, tactic: this.groups };
  }

  show(view, found, list, values) {
    const hits = matcher(list);
    return this.views[view].call(this, found.map((data) => this.about(data, list, hits, values)), values);
  }

  // What is shown of a case, and which of it was asked for.
  about(data, list, hits, values) {
    const address = new URL(data.url, location.href);
    const asked = PAIR.some((name) => values[name]);
    const fits = (name, value) => !values[name] || values[name].includes(value);
    const wanted = list.map(fold);
    const matching = data.moves.filter((move) => asked
      ? fits("tactic", move.tactic) && fits("effect", move.effect)
      : tokens(fold(move.name)).some((word) => wanted.some((each) => each.length >= SHORT && alike(each, word))));
    let [told] = list.length ? sentences(data, hits).filter((each) => !each.repeats).sort((one, two) => two.score - one.score) : [];
    const shown = `${data.title} ${data.headline}`.split(/\s+/);
    if (told?.also && new Set(shown.flatMap(hits)).size >= told.covers) told = undefined;
    return { address, hits, matching, told, data };
  }

  at(each, anchor) {
    const address = new URL(each.address);
    address.hash = anchor;
    return address.href;
  }

  title(each, name, address = each.address.href) {
    const head = element(name), link = element("a");
    link.href = address;
    if (each.data.language) link.lang = each.data.language;
    link.append(...marked(each.data.title, each.hits));
    head.append(link);
    return head;
  }

  passage(each) {
    const said = element("p", "kb-find-said");
    if (each.told.also) said.append(element("span", "kb-dim", `${this.words.also} `));
    if (each.data.language) said.lang = each.data.language;
    said.append(...each.told.nodes());
    if (each.told.anchor) {
      const link = element("a", "kb-find-moment", `${each.told.where || this.words.moment} →`);
      link.href = this.at(each, each.told.anchor);
      said.append(" ", link);
    }
    return said;
  }

  curve({ data: { curve: [line, start] } }) {
    const drawing = document.createElementNS(SVG, "svg");
    drawing.classList.add("kb-spark");
    for (const [name, value] of Object.entries({ viewBox: "0 0 160 48", "aria-hidden": "true", focusable: "false" })) drawing.setAttribute(name, value);
    for (const [kind, path] of [["area", `${line}V46H${start}Z`], ["line", line]]) {
      const part = document.createElementNS(SVG, "path");
      part.classList.add(`kb-spark-${kind}`);
      part.setAttribute("d", path);
      drawing.append(part);
    }
    return drawing;
  }

  level({ data: { level: [number, label] } }) {
    return element("span", `kb-level kb-level--${number}`, label);
  }

  effect(move) {
    return element("span", `kb-effect kb-effect--${move.effect}`, move.went);
  }

  move(each, move) {
    const item = element("li"), link = element("a", "", move.name);
    Object.assign(item.dataset, { tactic: move.tactic, effect: move.effect });
    link.href = this.at(each, move.at);
    item.append(link);
    if (move.went) item.append(" ", this.effect(move));
    return item;
  }

  moves(each, moves) {
    const list = element("ul", "kb-find-moves");
    list.append(...moves.map((move) => this.move(each, move)));
    return list;
  }

  cards(cases) {
    return cases.map((each) => {
      const card = element("article", "kb-result"), body = element("div");
      const facts = element("p", "kb-card-facts", `${each.data.year} · ${each.data.country} · `);
      facts.append(this.level(each));
      const headline = element("p");
      if (each.data.language) headline.lang = each.data.language;
      headline.append(...marked(each.data.headline, each.hits));
      body.append(this.title(each, "h2"), facts, headline);
      if (each.told) body.append(this.passage(each));
      if (each.matching.length) body.append(this.moves(each, each.matching));
      card.append(this.curve(each), body);
      return card;
    });
  }

  table(cases) {
    const scroll = this.all.querySelector(".kb-scroll").cloneNode(false);
    scroll.setAttribute("aria-label", this.words.results);
    const made = element("table"), body = element("tbody");
    made.append(this.all.querySelector("thead").cloneNode(true), body);
    for (const each of cases) {
      const row = element("tr", "kb-result"), told = this.title(each, "td");
      if (each.told) told.append(this.passage(each));
      const cells = [String(each.data.year), told, this.curve(each), each.data.kind, this.level(each), this.moves(each, each.data.moves.filter((move) => move.response))];
      row.append(...cells.map((cell) => {
        if (cell === told) return told;
        const made = element("td");
        made.append(cell);
        return made;
      }));
      body.append(row);
    }
    scroll.append(made);
    return [scroll];
  }

  // The hits under each tactic that the organisation responded with; a tactic asked for comes first.
  groups(cases, values) {
    const found = new Map();
    for (const each of cases) {
      const moves = each.data.moves.filter((move) => move.response);
      const names = new Set(moves.map((move) => move.tactic));
      for (const name of names.size ? names : [""]) {
        if (!found.has(name)) found.set(name, []);
        found.get(name).push([each, moves.filter((move) => move.tactic === name)]);
      }
    }
    const rank = ([name, list]) => [values.tactic?.includes(name) ? 0 : 1, name ? 0 : 1, -list.length];
    const sorted = [...found].sort((one, two) => {
      const [first, second] = [rank(one), rank(two)];
      const place = first.findIndex((part, index) => part !== second[index]);
      return place < 0 ? 0 : first[place] - second[place];
    });
    return sorted.map(([name, list]) => this.group(name, list));
  }

  group(name, list) {
    const part = element("section", "kb-find-tactic"), head = element("h2"), items = element("ul");
    if (name) {
      const link = element("a", "", list[0][1][0].name);
      link.href = this.tacticPage.replace("{id}", () => name).replace("%7Bid%7D", () => name);
      head.append(link);
    } else head.append(this.words.other);
    head.append(" ", element("span", "kb-count", String(list.length)));
    for (const [each, moves] of list) {
      const item = this.title(each, "li", moves.length ? this.at(each, moves[0].at) : undefined);
      item.append(" ", element("span", "kb-count", each.data.year));
      const effects = new Map(moves.filter((move) => move.went).map((move) => [move.effect, move]));
      for (const move of effects.values()) item.append(" ", this.effect(move));
      items.append(item);
    }
    part.append(head, items);
    return part;
  }
}
