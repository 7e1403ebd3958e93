/** Where things lie on a line of time; days are counted from 1 January 1970. */

/** @typedef {{ first: number, last: number }} Span */
/** @typedef {"day" | "month" | "year"} Unit */

const MILLISECONDS = 86_400_000;
const STEPS = /** @type {[Unit, number][]} */ ([
  ["day", 1], ["day", 2], ["day", 7], ["day", 14], ["month", 1], ["month", 2], ["month", 3], ["month", 6],
  ["year", 1], ["year", 2], ["year", 5], ["year", 10], ["year", 20], ["year", 50], ["year", 100],
]);
const LENGTHS = { day: 1, month: 30.44, year: 365.25 };

/** Count the days up to an ISO day. @param {string} iso */
export function dayOf(iso) {
  return Math.round(Date.parse(`${iso.slice(0, 10)}T00:00:00Z`) / MILLISECONDS);
}

/** Write a day as ISO does. @param {number} day */
export function isoOf(day) {
  return new Date(day * MILLISECONDS).toISOString().slice(0, 10);
}

/**
 * Give the last day that a date stands for: of the week, month or year, or the end that is told.
 * @param {string} start
 * @param {string | null} precision
 * @param {string | null} end
 */
export function lastDay(start, precision, end) {
  const first = dayOf(start);
  if (end && end > start) {
    return dayOf(end);
  }
  const [year, month] = [Number(start.slice(0, 4)), Number(start.slice(5, 7))];
  const next = precision === "Year" ? Date.UTC(year + 1, 0, 1) : precision === "Month" ? Date.UTC(year, month, 1) : null;
  return next === null ? first + (precision === "Week" ? 6 : 0) : next / MILLISECONDS - 1;
}

/**
 * Give the span that takes in all that happens, or the one asked for, never shorter than some weeks.
 * @param {Span[]} spans
 * @param {string | null} from
 * @param {string | null} to
 * @returns {Span}
 */
export function domain(spans, from, to) {
  const first = from ? dayOf(from) : Math.min(...spans.map((span) => span.first));
  const last = to ? dayOf(to) : Math.max(...spans.map((span) => span.last));
  if (!Number.isFinite(first) || !Number.isFinite(last) || last < first) {
    return { first: 0, last: 1 };
  }
  const room = Math.max(from && to ? 0 : (last - first) * 0.02, (24 - (last - first)) / 2, 0);
  return { first: first - (from ? 0 : room), last: last + 1 + (to ? 0 : room) };
}

/**
 * Place ticks on whole days, months or years, not closer than a width in pixels.
 * @param {Span} span
 * @param {number} width
 * @param {number} least
 * @returns {{ day: number, unit: Unit }[]}
 */
export function ticks(span, width, least) {
  const pixels = width / (span.last - span.first);
  const [unit, size] = STEPS.find(([kind, count]) => LENGTHS[kind] * count * pixels >= least) ?? ["year", 200];
  const found = [];
  for (let day = floor(span.first, unit, size); day <= span.last; day = after(day, unit, size)) {
    if (day >= span.first) {
      found.push({ day, unit });
    }
  }
  return found;
}

/** @param {number} day @param {Unit} unit @param {number} size */
function floor(day, unit, size) {
  const date = new Date(Math.floor(day) * MILLISECONDS);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()];
  if (unit === "day") {
    // weeks begin on Monday; 5 January 1970 was one
    return Math.floor((Math.floor(day) - 4) / size) * size + 4;
  }
  const at = unit === "year" ? Date.UTC(year - (year % size), 0, 1) : Date.UTC(year, month - (month % size), 1);
  return at / MILLISECONDS;
}

/** @param {number} day @param {Unit} unit @param {number} size */
function after(day, unit, size) {
  const date = new Date(day * MILLISECONDS);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()];
  if (unit === "day") {
    return day + size;
  }
  return (unit === "year" ? Date.UTC(year + size, 0, 1) : Date.UTC(year, month + size, 1)) / MILLISECONDS;
}

/**
 * Put things in lanes, so that none lies on another; what finds no lane goes into the last.
 * @param {{ left: number, right: number }[]} things in the order of their left ends
 * @param {number} gap
 * @param {number} most
 * @returns {{ lanes: number[], count: number, hidden: number }}
 */
export function stack(things, gap, most) {
  /** @type {number[]} */
  const ends = [];
  let hidden = 0;
  const lanes = things.map((thing) => {
    let lane = ends.findIndex((end) => end + gap <= thing.left);
    lane = lane < 0 ? ends.length : lane;
    if (lane >= most) {
      lane = most - 1;
      hidden += 1;
    }
    ends[lane] = Math.max(ends[lane] ?? -Infinity, thing.right);
    return lane;
  });
  return { lanes, count: ends.length, hidden };
}
