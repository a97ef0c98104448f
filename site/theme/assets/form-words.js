// Texts as the rules of `kb validate` look at them, with the expressions that the page brings along.

// What is typed as the file holds it: on one line, without signs that cannot be seen.
const UNPRINTABLE = /[^\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\u{10000}-\u{10ffff}]/gu;

let hidden = /$^/u;

// Those that `kb validate` refuses, as a class of a pattern.
export function drop(characters) {
  hidden = new RegExp(`[${characters}]`, "gu");
}

export function clean(text) {
  return String(text ?? "").replace(/[\t\r\n\x85\u2028\u2029]/g, " ").replace(UNPRINTABLE, "").replace(hidden, "").replace(/ +/g, " ").trim();
}

// As `kb.folding.fold`.
export function fold(text) {
  return text.toLowerCase().replaceAll("ß", "ss").normalize("NFKD").replace(/\p{Mn}/gu, "").replaceAll("-", " ").trim();
}

// A value in backticks, shortened, as `kb.diagnostics.quote`.
export function quote(value) {
  const text = String(value ?? "").split(/\s+/).filter(Boolean).join(" "), letters = [...text];
  return letters.length > 60 ? `\`${letters.slice(0, 60).join("")}…\`` : `\`${text}\``;
}

export function words(text) {
  return text.split(/\s+/).filter(Boolean);
}

export function fill(text, values) {
  return text.replace(/\{(\w+)\}/g, (all, key) => values[key] ?? all);
}

// The expressions by name: to find one match, all of them, or to hold a whole text against it.
export function expressions(patterns) {
  const made = new Map();
  const compiled = (name, more, wrap = (source) => source) => {
    const key = `${name} ${more}`;
    if (!made.has(key)) made.set(key, new RegExp(wrap(patterns[name][0]), patterns[name][1] + more));
    const found = made.get(key);
    found.lastIndex = 0;
    return found;
  };
  return {
    first: (name, text) => compiled(name, "").exec(text),
    all: (name, text) => [...text.matchAll(compiled(name, "g"))],
    without: (name, text) => text.replace(compiled(name, "g"), ""),
    parted: (name, text) => text.split(compiled(name, "")),
    at: (name, text, place) => { const found = compiled(name, "y"); found.lastIndex = place; return found.test(text); },
    whole: (name, text) => new RegExp(`^(?:${patterns[name][0]})$`, patterns[name][1]).test(text),
    before: (name, text, what) => new RegExp(patterns[name][0] + what.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"), patterns[name][1]).test(text),
  };
}
