/** The period: two handles over a histogram of articles by month. */

import { el, fill } from "../common/dom.js";
import { date, number, t } from "../common/i18n.js";

/** @typedef {{ month: string, articles: number }} Month */

/**
 * Make the slider; it moves by months and is told to the page when let go.
 * @param {HTMLElement} place
 * @param {(period: { from: string, to: string }) => void} choose
 */
export function makePeriod(place, choose) {
  /** @type {Month[]} */
  let months = [];
  const bars = el("div", { class: "histogram", "aria-hidden": "true" });
  const told = el("output", { class: "small", for: "period-from period-to" });
  const low = handle("period-from", "explorer.filters.from");
  const high = handle("period-to", "explorer.filters.to");
  const slider = el("div", { class: "slider" }, low, high);
  const none = el("p", { class: "soft small" }, t("explorer.filters.noDates"));
  fill(place, bars, slider, told, none);

  const say = () => {
    const [first, last] = [months[Number(low.value)], months[Number(high.value)]];
    if (first && last) {
      const whole = Number(low.value) === 0 && Number(high.value) === months.length - 1;
      told.textContent = `${date(first.month)} – ${date(last.month)}${whole ? ` (${t("explorer.filters.whole")})` : ""}`;
      low.setAttribute("aria-valuetext", date(first.month));
      high.setAttribute("aria-valuetext", date(last.month));
      [...bars.children].forEach((bar, at) => bar.classList.toggle("out", at < Number(low.value) || at > Number(high.value)));
    }
  };
  const moved = (/** @type {HTMLInputElement} */ one) => {
    if (Number(low.value) > Number(high.value)) {
      one.value = one === low ? high.value : low.value;
    }
    say();
  };
  const chosen = () => {
    const [from, to] = [Number(low.value), Number(high.value)];
    choose({
      from: from === 0 ? "" : `${months[from]?.month}-01`,
      to: to === months.length - 1 ? "" : lastDay(months[to]?.month ?? ""),
    });
  };
  for (const one of [low, high]) {
    one.addEventListener("input", () => moved(one));
    one.addEventListener("change", chosen);
  }
  return {
    /** Show the months there are, and a period. @param {Month[]} found @param {string} from @param {string} to */
    show(found, from, to) {
      months = withoutGaps(found);
      const most = Math.max(1, ...months.map((one) => one.articles));
      fill(bars, ...months.map((one) => bar(one, most)));
      low.max = high.max = String(Math.max(0, months.length - 1));
      const before = months.findLastIndex((one) => from !== "" && one.month <= from.slice(0, 7));
      const within = months.findLastIndex((one) => to === "" || one.month <= to.slice(0, 7));
      low.value = String(Math.max(0, before));
      high.value = String(Math.max(0, within));
      none.hidden = months.length > 0;
      bars.hidden = told.hidden = months.length === 0;
      slider.hidden = months.length < 2;
      say();
    },
  };
}

/** @param {string} id @param {string} label */
function handle(id, label) {
  return el("input", { type: "range", id, min: 0, max: 0, step: 1, value: 0, "aria-label": t(label) });
}

/** @param {Month} month @param {number} most */
function bar(month, most) {
  const made = el("span", { title: `${date(month.month)}: ${number(month.articles)}` });
  made.style.height = month.articles ? `${Math.max(8, (100 * month.articles) / most)}%` : "0";
  return made;
}

/** Put in the months without articles. @param {Month[]} found @returns {Month[]} */
function withoutGaps(found) {
  const counts = new Map(found.map(({ month, articles }) => [month, articles]));
  const [first, last] = [found[0]?.month, found.at(-1)?.month];
  /** @type {Month[]} */
  const months = [];
  for (let at = first; at && last && at <= last; at = next(at)) {
    months.push({ month: at, articles: counts.get(at) ?? 0 });
  }
  return months;
}

/** @param {string} month */
function next(month) {
  const [year, of] = month.split("-").map(Number);
  return new Date(Date.UTC(year ?? 0, of ?? 1, 1)).toISOString().slice(0, 7);
}

/** @param {string} month */
function lastDay(month) {
  const [year, of] = month.split("-").map(Number);
  return new Date(Date.UTC(year ?? 0, of ?? 1, 0)).toISOString().slice(0, 10);
}
