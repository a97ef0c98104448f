// The draft in the reader's own browser, and those that it took the place of. Nothing that was typed is dropped.

const KEPT = "kb-case-draft", FORMER = "kb-case-drafts-former";

export class Drafts {
  constructor(schema) {
    this.schema = schema;
    this.former = this.read(FORMER) ?? [];
    this.strays = [];
    this.isOlder = false;
  }

  // The draft as it was left, fitted into the fields of today; null where there is none.
  current() {
    return this.open(this.read(KEPT));
  }

  open(kept) {
    if (!kept) return null;
    const { version, data, strays } = "data" in kept ? kept : { data: kept };
    this.strays = [...(strays ?? [])];
    this.isOlder = version !== this.schema.version;
    return fit(this.schema.fields, data, [], this.strays);
  }

  // Whether the browser took it.
  keep(data) {
    return this.write(KEPT, this.closed(data));
  }

  closed(data) {
    return { version: this.schema.version, data, strays: this.strays };
  }

  setAside(data, on) {
    this.former.unshift({ ...JSON.parse(JSON.stringify(this.closed(data))), on });
    this.write(FORMER, this.former);
    this.strays = [];
    this.isOlder = false;
  }

  bringBack(place) {
    const [kept] = this.former.splice(place, 1);
    this.write(FORMER, this.former);
    return this.open(kept);
  }

  read(name) {
    try { return JSON.parse(localStorage.getItem(name)); } catch { return null; }
  }

  write(name, value) {
    try { localStorage.setItem(name, JSON.stringify(value)); return true; } catch { return false; }
  }
}

export function isOurs(event) {
  return event.key === KEPT;
}

// A draft of any age in the shape of these fields; what has no place in it goes to `strays`, in words.
function fit(fields, given, path, strays) {
  const made = {};
  const stray = (value, here) => { if (!isBlank(value)) strays.push(`${here.join(" › ")}: ${typeof value === "object" ? JSON.stringify(value) : value}`); };
  if (typeof given !== "object" || given === null || Array.isArray(given)) {
    stray(given, path);
    return made;
  }
  for (const [name, value] of Object.entries(given)) {
    const field = fields.find((each) => each.name === name), here = [...path, name];
    if (!field) { if (!(name in { status: 1 })) stray(value, here); continue; }
    const items = Array.isArray(value) ? value : isBlank(value) ? [] : [value];
    if (field.many && field.fields) made[name] = items.map((each, place) => fit(field.fields, each, [...here, place + 1], strays));
    else if (field.many) made[name] = items.filter((each) => typeof each !== "object" || stray(each, here)).map(String);
    else if (field.fields) made[name] = fit(field.fields, value ?? {}, here, strays);
    else if (typeof value === "object") stray(value, here);
    else made[name] = String(value);
  }
  return made;
}

function isBlank(value) {
  if (value === null || value === undefined || value === "") return true;
  return typeof value === "object" && Object.values(value).every(isBlank);
}
