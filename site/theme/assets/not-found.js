// A page that does not exist: the pages whose addresses share the most words with the one asked for.

import { distance, fold } from "./find-words.js";

const MOST = 5, FAINT = 0.3;  // pages offered; the least share of words in common

const root = document.getElementById("not-found");
if (root) start(root);

async function start(root) {
  const list = new URL(root.dataset.addresses, location);
  const site = list.pathname.slice(0, list.pathname.lastIndexOf("/") + 1);
  const asked = words(location.pathname.startsWith(site) ? location.pathname.slice(site.length) : location.pathname);
  if (!asked.length) return;
  const answer = await fetch(list);
  if (!answer.ok) return;
  const near = (await answer.text()).split("\n").filter(Boolean)
    .map((address) => ({ address, share: likeness(asked, words(address)) }))
    .filter(({ share }) => share >= FAINT)
    .sort((one, two) => two.share - one.share)
    .slice(0, MOST);
  for (const { address } of near) {
    const item = document.createElement("li"), link = document.createElement("a");
    link.href = site + address;
    link.textContent = address;
    item.append(link);
    root.querySelector("ul").append(item);
  }
  root.hidden = !near.length;
}

function words(address) {
  let plain = address;
  try { plain = decodeURIComponent(address); } catch { /* a stray per cent sign stays as it is */ }
  return fold(plain).replace(/\.html?$/, "").split(/[^\p{L}\p{N}]+/u).filter((word) => word && word !== "index");
}

// The share of words that two addresses have in common, a misspelt one counting as half.
function likeness(asked, own) {
  let common = 0;
  for (const word of asked) {
    if (own.includes(word)) common += 1;
    else if (word.length > 3 && own.some((each) => distance(word, each, 2) <= 2)) common += 0.5;
  }
  return common / (asked.length + own.length - common);
}
