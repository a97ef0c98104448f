// Words as people type them, against words as they are written.

export const SHORT = 4;  // letters under which a word is matched whole

export function fold(text) {
  if (/^[\x20-\x7e]*$/.test(text)) return text.toLowerCase();  // most words; taking letters apart is slow
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}

// The words of a text, as the index has them.
export function tokens(text) {
  return text.split(/[^\p{L}\p{N}_]+/u).filter(Boolean);
}

export function alike(wanted, word) {
  if (wanted.length < SHORT) return word === wanted || word === `${wanted}s`;
  if (word.startsWith(wanted)) return true;
  const same = common(wanted, word);
  return same >= 3 && same >= 0.6 * Math.max(wanted.length, word.length);
}

// How many letters two words begin with in common.
export function common(one, two) {
  let same = 0;
  while (same < one.length && one[same] === two[same]) same++;
  return same;
}

export function says(word, wanted) {
  const parts = fold(word).split(/[^\p{L}\p{N}]+/u);
  return [...parts, parts.join("")].some((part) => part && alike(wanted, part));
}

// How many letters must be typed anew, two in the wrong order counting once (Damerau); over `most`, `most` + 1.
export function distance(one, two, most) {
  if (Math.abs(one.length - two.length) > most) return most + 1;
  let before = [], last = Array.from({ length: two.length + 1 }, (_, place) => place);
  for (let i = 1; i <= one.length; i++) {
    const row = [i];
    for (let j = 1; j <= two.length; j++) {
      const same = one[i - 1] === two[j - 1];
      row[j] = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + !same);
      if (i > 1 && j > 1 && one[i - 1] === two[j - 2] && one[i - 2] === two[j - 1]) row[j] = Math.min(row[j], before[j - 2] + 1);
    }
    [before, last] = [last, row];
  }
  return Math.min(last[two.length], most + 1);
}
