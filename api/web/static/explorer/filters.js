/** The filters: what counts as evidence. */

import { el, fill, find } from "../common/dom.js";
import { date, has, number, t } from "../common/i18n.js";
import { makePeriod } from "./period.js";

/**
 * Make the form of filters.
 * @param {HTMLElement} place
 * @param {Actions} actions
 */
export function makeFilters(place, actions) {
  const period = el("div");
  const confidence = el("input", { type: "range", id: "confidence", min: 0, max: 1, step: 0.05 });
  const sure = el("output", { for: "confidence", class: "small" });
  const certainty = select("certainty", ["certain", "probable", "possible"], "explorer.filters.least");
  const language = el("select", { id: "article-language" });
  const organs = el("input", { type: "checkbox", id: "organs" });
  const [types, sources, given] = [el("div"), el("div", { class: "scroll" }), el("div", { class: "given" })];
  fill(
    place,
    given,
    group("explorer.filters.period", period),
    group("explorer.filters.types", types),
    group("explorer.filters.sources", sources),
    field("confidence", "explorer.filters.confidence", el("span", { class: "row" }, confidence, sure)),
    field("certainty", "explorer.filters.certainty", certainty),
    field("article-language", "explorer.filters.language", language),
    el("label", { class: "check" }, organs, el("span", {}, t("explorer.filters.organs"))),
    el("button", { type: "button", id: "reset", click: () => actions.resetFilters() }, t("explorer.filters.reset")),
  );
  const slider = makePeriod(period, (chosen) => actions.filter(chosen));
  const tell = () => {
    sure.textContent = t("explorer.filters.atLeast", { share: number(Number(confidence.value), { style: "percent" }) });
  };
  confidence.addEventListener("input", tell);
  confidence.addEventListener("change", () => actions.filter({ min_confidence: Number(confidence.value) }));
  certainty.addEventListener("change", () => actions.filter({ certainty: /** @type {CertaintyName} */ (certainty.value) }));
  language.addEventListener("change", () => actions.filter({ lang: language.value }));
  organs.addEventListener("change", () => actions.filter({ principals: !organs.checked }));
  return {
    /** Show what can be chosen and what is. @param {Facets} drawing @param {NetworkFilters} filters */
    show(drawing, filters) {
      slider.show(drawing.months, filters.from, filters.to);
      confidence.value = String(filters.min_confidence);
      tell();
      certainty.value = filters.certainty;
      fill(language, ...languages(drawing, filters.lang));
      language.value = filters.lang;
      organs.checked = !filters.principals;
      checks(types, "type", typesOf(drawing, filters.type), filters.type, (type) => actions.filter({ type }));
      checks(sources, "source", sourcesOf(drawing, filters.source), filters.source, (source) => actions.filter({ source }));
      fill(given, ...notes(filters, actions));
    },
  };
}

/** @typedef {Pick<Drawing, "months" | "sources" | "types" | "languages">} Facets */
/** @typedef {{ value: string, label: string, count: number }} Choosable */

/**
 * @param {HTMLElement} place
 * @param {string} name
 * @param {Choosable[]} found
 * @param {string[]} chosen none is all
 * @param {(values: string[]) => void} choose
 */
function checks(place, name, found, chosen, choose) {
  const held = document.activeElement instanceof HTMLInputElement ? document.activeElement : null;
  const change = () => {
    const ticked = /** @type {NodeListOf<HTMLInputElement>} */ (place.querySelectorAll("input:checked"));
    choose([...ticked].map((one) => one.value).sort());
  };
  const lines = found.map(({ value, label, count }) =>
    el(
      "label",
      { class: "check" },
      el("input", { type: "checkbox", name, value, checked: chosen.includes(value), change }),
      el("span", {}, label),
      el("span", { class: "soft small count" }, number(count)),
    ),
  );
  fill(place, ...(lines.length ? lines : [el("p", { class: "soft small" }, t("explorer.filters.none"))]));
  // The line that was just ticked keeps the keyboard
  if (held?.name === name && !held.isConnected) {
    [.../** @type {NodeListOf<HTMLInputElement>} */ (place.querySelectorAll("input"))].find((one) => one.value === held.value)?.focus();
  }
}

/** @param {Facets} drawing @param {string[]} chosen @returns {Choosable[]} */
function typesOf(drawing, chosen) {
  const missing = chosen.filter((type) => !drawing.types.some((one) => one.type === type));
  return [...drawing.types, ...missing.map((type) => ({ type, actors: 0 }))]
    .filter(({ type }) => type)
    .map(({ type, actors }) => ({ value: type, label: has(`types.${type}`) ? t(`types.${type}`) : type, count: actors }));
}

/** @param {Facets} drawing @param {string[]} chosen @returns {Choosable[]} */
function sourcesOf(drawing, chosen) {
  const missing = chosen.filter((name) => !drawing.sources.some((one) => one.publisher === name));
  return [...drawing.sources, ...missing.map((publisher) => ({ publisher, articles: 0 }))]
    .filter(({ publisher }) => publisher)
    .map(({ publisher, articles }) => ({ value: publisher, label: publisher, count: articles }));
}

/** @param {Facets} drawing @param {string} chosen */
function languages(drawing, chosen) {
  const names = new Intl.DisplayNames(document.documentElement.lang, { type: "language", fallback: "code" });
  const found = new Set([...drawing.languages.map((one) => one.lang), chosen].filter(Boolean));
  const all = el("option", { value: "" }, t("explorer.filters.all"));
  return [all, ...[...found].map((tag) => el("option", { value: tag }, names.of(tag) ?? tag))];
}

/** Tell of filters that only an address gives, with a way to drop them. @param {NetworkFilters} filters @param {Actions} actions */
function notes(filters, actions) {
  const day = filters.as_of && t("explorer.filters.asOf", { day: date(filters.as_of) });
  const speakers = filters.speaker.length > 0 && t("explorer.filters.speakers", { names: filters.speaker.join(", ") });
  const drop = (/** @type {string} */ text, /** @type {Partial<NetworkFilters>} */ change) =>
    el("p", { class: "note small" }, text, " ", el("button", { type: "button", click: () => actions.filter(change) }, t("explorer.filters.drop")));
  return [day && drop(day, { as_of: "" }), speakers && drop(speakers, { speaker: [] })];
}

/** @param {string} title @param {HTMLElement} content */
function group(title, content) {
  return el("fieldset", {}, el("legend", {}, t(title)), content);
}

/** @param {string} id @param {string} title @param {HTMLElement} content */
function field(id, title, content) {
  return el("div", { class: "field" }, el("label", { for: id }, t(title)), content);
}

/** @param {string} id @param {string[]} values @param {string} texts */
function select(id, values, texts) {
  return el("select", { id }, ...values.map((value) => el("option", { value }, t(`${texts}.${value}`))));
}

/** Close the filters where there is little room. @param {string} selector */
export function foldWhereNarrow(selector) {
  const fold = /** @type {HTMLDetailsElement} */ (find(selector));
  const narrow = matchMedia("(max-width: 900px)");
  const set = () => {
    fold.open = !narrow.matches;
  };
  narrow.addEventListener("change", set);
  set();
}
