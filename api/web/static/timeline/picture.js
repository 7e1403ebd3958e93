/** The picture of what was found, and its legend. */

import { el } from "../common/dom.js";
import { current, date, number, t } from "../common/i18n.js";
import { chart } from "./chart.js";
import { flipOf } from "./flips.js";
import { QUADS, itemOf } from "./items.js";
import { dayOf, domain, isoOf, lastDay } from "./layout.js";
import { sample, turnSample } from "./symbols.js";

/** @typedef {import("./items.js").Step} Step */
/** @typedef {import("./state.js").State} State */
/**
 * @typedef {{ label: string, state: State, names: string[], steps: Step[], turns: import("./flips.js").Turn[],
 *   months: import("./data.js").MonthSum[], width: number, open: (id: string) => void }} Content
 */

/** Draw what was found; `null` if nothing of it is dated. @param {Content} content */
export function drawn({ label, state, names, steps, turns, months, width, open }) {
  const items = steps.map((step) => itemOf(step, state.a)).filter((item) => item !== null);
  if (!items.length) {
    return null;
  }
  const span = domain(items, state.from || null, state.to || null);
  const within = (/** @type {{ first: number, last: number }} */ one) => one.last >= span.first && one.first <= span.last;
  const flips = turns.map((turn) => flipOf(turn, state.a)).filter((flip) => flip.last >= span.first && flip.last <= span.last);
  const bars = months.map(bar).filter(within);
  return chart({ label, rows: rows(state, names), items, flips, months: bars, monthsLabel: t("timeline.months"), span, width, format, open });
}

/** @param {State} state @param {string[]} names @returns {import("./chart.js").Row[]} */
function rows(state, names) {
  const [a = "", b = ""] = names;
  const stances = state.b
    ? [t("timeline.stanceRow", { a, b }), t("timeline.stanceRow", { a: b, b: a })]
    : [t("timeline.stancesOf", { a }), t("timeline.stancesTowards", { a })];
  const empty = t("timeline.emptyRow");
  return [
    { key: "out", label: stances[0] ?? "", empty },
    { key: "in", label: stances[1] ?? "", empty },
    ...QUADS.map((quad) => ({ key: quad, label: t(`quads.${quad}`), empty })),
  ];
}

/** @param {import("./data.js").MonthSum} month @returns {import("./chart.js").Month} */
function bar(month) {
  const first = `${month.month}-01`;
  const values = {
    month: date(month.month), score: number(month.mean_score, { maximumFractionDigits: 1, signDisplay: "exceptZero" }),
    cooperation: month.cooperation, conflict: month.conflict,
  };
  return { first: dayOf(first), last: lastDay(first, "Month", null), score: month.mean_score, title: t("timeline.month", values) };
}

/** Write a tick. @param {number} day @param {import("./layout.js").Unit} unit */
function format(day, unit) {
  const forms = /** @type {Record<string, Intl.DateTimeFormatOptions>} */ ({
    day: { day: "numeric", month: "short", year: "numeric" }, month: { month: "short", year: "numeric" }, year: { year: "numeric" },
  });
  return new Intl.DateTimeFormat(current(), { ...forms[unit], timeZone: "UTC" }).format(new Date(isoOf(day)));
}

/** Explain the symbols. */
export function legend() {
  const plain = { hollow: false, denied: false };
  const entries = /** @type {[SVGSVGElement, string][]} */ ([
    [sample({ ...plain, shape: "up" }, "friendly"), t("relations.supports")],
    [sample({ ...plain, shape: "down" }, "hostile"), t("relations.opposes")],
    [turnSample(), t("timeline.flip")],
    [sample({ ...plain, shape: "circle" }, "friendly"), t("quads.MaterialCooperation")],
    [sample({ ...plain, shape: "circle", hollow: true }, "friendly"), t("quads.VerbalCooperation")],
    [sample({ ...plain, shape: "diamond", hollow: true }, "hostile"), t("quads.VerbalConflict")],
    [sample({ ...plain, shape: "diamond" }, "hostile"), t("quads.MaterialConflict")],
    [sample({ ...plain, shape: "circle", hollow: true }, "friendly", true), t("timeline.bar")],
    [sample({ shape: "circle", hollow: true, denied: true }, "friendly"), t("polarity.denied")],
    [sample({ ...plain, shape: "diamond" }, "hostile possible"), t("timeline.unsure")],
  ]);
  return el("ul", { class: "legend small" }, ...entries.map(([drawing, text]) => el("li", {}, drawing, text)));
}
