/** What the page says of the network as a whole: a line of numbers, what they mean, the signs, what to do when empty. */

import { el, fill } from "../common/dom.js";
import { current, number, t } from "../common/i18n.js";
import { drawSign, labelOf } from "../network/renderer.js";
import { blocName, percent, relationLine, typeName } from "./words.js";

const MOST_CONNECTED = 8;
const MOST_MISFITS = 12;

/** Say the network in one line. @param {Summary} summary @param {number | null} shown actors shown, where not all are */
export function summaryLine(summary, shown) {
  const parts = [
    t("explorer.summary.actors", { n: summary.actors }),
    t("explorer.summary.relations", { n: summary.relations, supports: number(summary.supports), opposes: number(summary.opposes) }),
    t("shared.articles", { n: summary.articles }),
    t("explorer.summary.frustration", { share: frustration(summary) }),
    t("explorer.summary.balance", { share: balance(summary) }),
    shown === null ? "" : t("explorer.summary.shown", { n: shown }),
  ];
  return parts.filter(Boolean).join(" · ");
}

/**
 * Show what the numbers mean and who has most relations.
 * @param {HTMLElement} place
 * @param {Drawing} drawing
 * @param {Actions} actions
 */
export function showOverview(place, drawing, actions) {
  const { summary } = drawing;
  const degree = (/** @type {DrawnActor} */ one) => one.supports + one.supported + one.opposes + one.opposed;
  const first = [...drawing.actors].sort((a, b) => degree(b) - degree(a)).slice(0, MOST_CONNECTED);
  /** @type {[string, string][]} */
  const facts = [
    ["actors", number(summary.actors)],
    ["relations", number(summary.relations)],
    ["articles", number(summary.articles)],
    ["frustration", frustration(summary)],
    ["balance", balance(summary)],
  ];
  const means = (/** @type {string} */ key) =>
    t(`explorer.overview.${key}Means`) + (key === "frustration" && !isExact(summary) ? ` ${t("explorer.overview.best")}` : "");
  fill(
    place,
    el("h2", { tabindex: -1 }, t("explorer.overview.title")),
    first.length > 0 && el("p", { class: "soft" }, t("explorer.overview.hint")),
    el(
      "dl",
      { class: "facts" },
      ...facts.map(([key, value]) =>
        el("div", {}, el("dt", {}, t(`explorer.overview.${key}`)), el("dd", {}, el("strong", {}, value), el("p", { class: "soft small" }, means(key)))),
      ),
    ),
    first.length > 0 && el("h3", {}, t("explorer.overview.first")),
    el(
      "ul",
      { class: "links" },
      ...first.map((actor) =>
        el(
          "li",
          {},
          el(
            "button",
            { type: "button", class: "line", click: () => actions.openActor(actor.id) },
            el("span", { class: "row" }, drawSign({ type: actor.type, bloc: actor.bloc }), labelOf(actor, current())),
            el("span", { class: "soft small" }, t("explorer.list.relations", { n: degree(actor) })),
          ),
        ),
      ),
    ),
    ...misfits(drawing, actions),
  );
}

/** Name relations that do not fit the two blocs. @param {Drawing} drawing @param {Actions} actions */
function misfits(drawing, actions) {
  const names = new Map(drawing.actors.map((actor) => [actor.id, labelOf(actor, current())]));
  const found = drawing.relations.filter((one) => one.frustrated).sort((a, b) => b.articles - a.articles);
  const lines = found.slice(0, MOST_MISFITS).map((one) => el("li", {}, relationLine(one, names, actions)));
  return found.length > 0 ? [el("h3", {}, t("explorer.overview.misfits")), el("ul", { class: "links" }, ...lines)] : [];
}

/** Show what the signs of the picture mean. @param {HTMLElement} place @param {Drawing} drawing */
export function showLegend(place, drawing) {
  const types = [...new Set(drawing.actors.map((actor) => actor.type))].filter(Boolean).sort();
  const blocs = [...new Set(drawing.actors.map((actor) => actor.bloc))].filter((bloc) => bloc >= 0).sort();
  const sign = (/** @type {Parameters<typeof drawSign>[0]} */ what, /** @type {string} */ text) => el("li", {}, drawSign(what), text);
  fill(
    place,
    sign({ relation: "supports" }, t("relations.supports")),
    sign({ relation: "opposes" }, t("relations.opposes")),
    ...types.map((type) => sign({ type }, typeName(type))),
    ...blocs.map((bloc) => sign({ bloc }, blocName(bloc))),
    el("li", { class: "soft" }, t("explorer.legend.width")),
    el("li", { class: "soft" }, t("explorer.legend.certainty")),
  );
}

/** Give the texts of the legend in saved pictures. @returns {LegendTexts} */
export function legendTexts() {
  const types = ["State", "IntergovernmentalOrganization", "Organization", "PoliticalParty", "ArmedGroup", "Collective", "Person"];
  return {
    supports: t("relations.supports"),
    opposes: t("relations.opposes"),
    width: t("explorer.legend.width"),
    certainty: t("explorer.legend.certainty"),
    bloc: t("explorer.legend.bloc"),
    types: Object.fromEntries(types.map((type) => [type, typeName(type)])),
  };
}

/**
 * Say why there is nothing to draw, and what to do.
 * @param {Drawing} drawing
 * @param {boolean} filtered
 * @param {Actions} actions
 */
export function emptyMessage(drawing, filtered, actions) {
  if (drawing.languages.length === 0) {
    return el("div", {}, el("h2", {}, t("explorer.empty.store")), el("p", {}, t("explorer.empty.ingest")), el("pre", {}, "detente ingest news/ --store detente-data"));
  }
  const reset = el("button", { type: "button", click: () => actions.resetFilters() }, t("explorer.filters.reset"));
  return el("div", {}, el("h2", {}, t("explorer.empty.network")), el("p", {}, t(filtered ? "explorer.empty.widen" : "explorer.empty.more")), filtered && reset);
}

/** @param {Summary} summary */
function frustration(summary) {
  return `${isExact(summary) ? "" : "≤ "}${number(summary.frustration)}`;
}

/** Tell whether no split into two blocs does better. @param {Summary} summary */
function isExact(summary) {
  return summary.frustration_exact || summary.frustration === 0;
}

/** @param {Summary} summary */
function balance(summary) {
  return summary.balance === null ? "–" : percent(summary.balance);
}
