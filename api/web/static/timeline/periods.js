/** Years, or months of one year, that something is dated in: to look closer at one. */

import { el } from "../common/dom.js";
import { date, number, t } from "../common/i18n.js";
import { isoOf, lastDay } from "./layout.js";

/** @typedef {import("./items.js").Step} Step */

const MOST = 24;

/**
 * Offer the years of some steps, or the months if all are of one year; nothing if all are of one month.
 * @param {Step[]} steps
 * @param {(period: { from: string, to: string }) => void} choose
 */
export function periods(steps, choose) {
  const days = steps.flatMap((step) => step.date ?? []);
  const counted = [4, 7].map((length) => count(days, length)).find((counts) => counts.size > 1);
  if (!counted) {
    return null;
  }
  const shown = [...counted].sort(([one], [other]) => one.localeCompare(other)).slice(-MOST);
  return el("div", { role: "group", "aria-label": t("timeline.closer"), class: "periods small" },
    el("span", { class: "soft", "aria-hidden": "true" }, t("timeline.closer")),
    ...shown.map(([period, n]) => el("button", { type: "button", click: () => choose(bounds(period)) },
      date(period), el("span", { class: "soft" }, ` ${number(n)}`))));
}

/** @param {string[]} days @param {number} length */
function count(days, length) {
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (const day of days) {
    const period = day.slice(0, length);
    counts.set(period, (counts.get(period) ?? 0) + 1);
  }
  return counts;
}

/** @param {string} period */
function bounds(period) {
  const year = period.length === 4;
  const from = `${period}${year ? "-01" : ""}-01`;
  return { from, to: isoOf(lastDay(from, year ? "Year" : "Month", null)) };
}
