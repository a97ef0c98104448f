// Dates as precise as their source: the profile of EDTF that `kb.dates` reads.

const DATE = /^(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d)(?::(\d\d))?(Z|[+-]\d\d:\d\d)?)?)?)?([~?%])?$/;
const EAST = 14 * 3600000, DAY = 24 * 3600000;
// Between these a date is one in any zone of the earth.
const FIRST = new Date(0).setUTCFullYear(1, 0, 1) + DAY, LAST = Date.UTC(10000, 0, 1) - DAY;

// Start and end of a date in milliseconds, on its own clock; or the name of what is `wrong`, and with which `text`.
export function moment(text) {
  const parts = text.split("/");
  if (parts.length > 2 || !parts.every((part) => DATE.test(part))) return { wrong: "date", text };
  const [one, two] = parts.map(single);
  if (one.wrong || two === undefined) return one;
  if (two.wrong) return two;
  return after(one, two) ? { wrong: "ends-first", text } : { ...one, end: two.end, timed: one.timed && two.timed };
}

function single(text) {
  const found = text.match(DATE);
  const [year, month, day, hour, minute] = found.slice(1, 6).map((part) => (part === undefined ? undefined : Number(part)));
  const zone = found[6];
  if (hour !== undefined && !zone) return { wrong: "zone", text };
  const start = new Date(Date.UTC(2000, (month ?? 1) - 1, day ?? 1, hour ?? 0, minute ?? 0));
  start.setUTCFullYear(year, (month ?? 1) - 1, day ?? 1);
  const sound = year > 0 && start.getUTCMonth() === (month ?? 1) - 1 && start.getUTCDate() === (day ?? 1) && (hour ?? 0) < 24 && (minute ?? 0) < 60;
  if (!sound) return { wrong: "calendar", text };
  let offset = 0;
  if (zone && zone !== "Z") {
    const [hours, minutes] = zone.slice(1).split(":").map(Number);
    if (hours > 14 || minutes > 59) return { wrong: "calendar", text };
    offset = (zone[0] === "-" ? -1 : 1) * (hours * 60 + minutes) * 60000;
  }
  const end = new Date(start);
  if (minute !== undefined) end.setUTCMinutes(minute + 1);
  else if (hour !== undefined) end.setUTCHours(hour + 1);
  else if (day !== undefined) end.setUTCDate(day + 1);
  else if (month !== undefined) end.setUTCMonth(month);
  else end.setUTCFullYear(year + 1);
  if (+start < FIRST || +end > LAST) return { wrong: "calendar", text };
  return { start: +start, end: +end, offset, timed: hour !== undefined, year };
}

export function isDay(text) {
  return /^\d{4}-\d\d-\d\d$/.test(text) && !moment(text).wrong;
}

// Whether one date certainly lies after the whole of another.
export function after(one, two) {
  return one.timed && two.timed ? one.start - one.offset >= two.end - two.offset : one.start >= two.end;
}

// Whether a date had certainly not begun, anywhere on earth.
export function isAhead(read, now) {
  return read.start - (read.timed ? read.offset : EAST) > now;
}
