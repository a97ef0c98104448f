// The file that the form writes, and the ways to take it along.

import { clean } from "./form-words.js";
import { write } from "./form-yaml.js";

// What a forge takes as an address: GitHub refuses a little above 8 kB.
const LONGEST = 8000;

export class CaseFile {
  constructor(schema, part) {
    this.schema = schema;
    this.part = part;
  }

  write(data) {
    const { part } = this, text = write(this.schema, data), name = `${clean(data.id) || "case"}.yml`;
    part("file").value = text;
    part("name").textContent = `cases/${name}`;
    part("download").download = name;
    URL.revokeObjectURL(part("download").href);
    part("download").href = URL.createObjectURL(new Blob([text], { type: "text/yaml;charset=utf-8" }));
    this.pull(name, text);
  }

  // The page of the forge that makes a new file and proposes it; filled, where it is short enough for an address.
  pull(name, text) {
    const { part } = this, { words } = this.schema, place = document.querySelector('meta[name="kb-new-file"]')?.content ?? "";
    part("pull").hidden = !/^https:\/\//.test(place);
    const bare = `${place}?filename=${encodeURIComponent(name)}`, whole = `${bare}&value=${encodeURIComponent(text)}`, fits = whole.length < LONGEST;
    this.label ??= part("pull").textContent;
    part("pull").href = fits ? whole : bare;
    part("pull").textContent = fits ? this.label : words.empty_file;
    part("paste").textContent = fits || part("pull").hidden ? "" : words.paste;
  }

  // What to say of it.
  async copy() {
    const { words } = this.schema, text = this.part("file");
    text.select();
    try {
      await navigator.clipboard.writeText(text.value);
      return words.copied;
    } catch {
      return document.execCommand("copy") ? words.copied : words.uncopied;
    }
  }
}
