/** All that was found: each sentence with its claims beside it, then the actors and dates. */

import { typeName, when } from "../common/claims.js";
import { el, fill } from "../common/dom.js";
import { current, date, t } from "../common/i18n.js";
import { eventCard, stanceCard, unclaimed } from "./claims.js";
import { nested } from "./marks.js";
import { Names, recognised } from "./words.js";

/** @typedef {import("./types.js").Explanation} Explanation */
/** @typedef {import("./types.js").Place} Place */
/** @typedef {import("./types.js").Actor} Actor */
/** @typedef {import("./types.js").Stance | import("./types.js").Event} Claim */
/** @typedef {{ found: Explanation, names: Names, points: string[] }} Read */

/** @param {Explanation} found */
export function read(found) {
  return { found, names: new Names(found.cast), points: Array.from(found.text) };
}

/** Say in a sentence or two what there is. @param {Read} read */
export function summary({ found }) {
  const language = new Intl.DisplayNames([current()], { type: "language" }).of(found.lang) ?? found.lang;
  const facts = [
    found.published ? `${language}, ${date(found.published)}` : language,
    ...["sentences", "actors", "stances", "events"].map((what) => t(`try.count.${what}`, { n: found[/** @type {"actors"} */ (what)].length })),
  ];
  return facts.join(" · ");
}

/** Give a hint where no claim is found. @param {Read} read */
export function hint({ found }) {
  if (found.stances.length || found.events.length) {
    return null;
  }
  return el("p", { class: "hint" }, t(found.actors.length ? "try.nothing.claims" : "try.nothing.actors"));
}

/** Show the sentences, each with its claims. @param {Read} read */
export function sentences(read) {
  const key = el(
    "p", { class: "key small soft" },
    el("span", {}, t("try.key"), " "), el("mark", { class: "actor" }, t("try.mark.actor")),
    el("mark", { class: "word" }, t("try.mark.word")), el("mark", { class: "date" }, t("try.mark.date")),
  );
  const all = marks(read);
  return [key, el("ol", { class: "sentences" }, ...read.found.sentences.map((place) => sentence(read, place, all)))];
}

/** @param {Read} read @param {Place} place @param {import("./marks.js").Span[]} all */
function sentence(read, place, all) {
  const { found, names } = read;
  const text = el("p", { class: "sentence", lang: found.lang });
  const show = (/** @type {Claim | null} */ claim) => fill(text, nested(read.points, place.begin, place.end, claim ? sides(claim) : all));
  show(null);
  const setting = { names, language: found.lang, show };
  const inside = (/** @type {Place} */ one) => place.begin <= one.begin && one.begin < place.end;
  const cards = [
    ...found.stances.filter(inside).map((stance) => stanceCard(stance, setting)),
    ...found.events.filter(inside).map((event) => eventCard(event, setting)),
    ...found.predications.filter((one) => inside(one) && !one.claimed).map((one) => unclaimed(one, setting)),
  ];
  return el("li", {}, text, cards.length ? el("ul", { class: "cards" }, ...cards) : el("p", { class: "soft small" }, t("try.noClaim")));
}

/** @param {Read} read @returns {import("./marks.js").Span[]} */
function marks({ found, names }) {
  return [
    ...found.actors.map((one) => ({ ...place(one), make: mark("actor", `${names.of(one.actor)} – ${recognised(one.how)}`) })),
    ...found.dates.map((one) => ({ ...place(one), make: mark("date", when(one.date, one.precision, one.until)) })),
    ...found.predications.map((one) => ({ ...place(one), make: mark("word", typeName(one.type, one.mode || null)) })),
  ];
}

/** @param {Claim} claim @returns {import("./marks.js").Span[]} */
function sides(claim) {
  return claim.marks.map((one) => ({ ...place(one), make: mark(one.role, t(`claim.roles.${one.role}`)) }));
}

/** @param {Place} one */
function place({ begin, end }) {
  return { begin, end };
}

/** @param {string} name @param {string} title */
function mark(name, title) {
  return (/** @type {Node[]} */ inside) => el("mark", { class: name, title }, ...inside);
}

/** List the actors and the dates. @param {Read} read */
export function rest({ found, names }) {
  const rows = found.actors.map((one) => [
    el("span", { lang: found.lang }, one.words), names.of(one.actor), names.type(one.actor), manner(one),
    one.principal === one.actor ? "" : names.of(one.principal),
  ]);
  const days = found.dates.map((one) => [el("span", { lang: found.lang }, one.words), when(one.date, one.precision, one.until)]);
  return [
    table("actors", ["words", "actor", "type", "how", "principal"], rows),
    found.published ? null : el("p", { class: "soft small" }, t("try.undated")),
    table("dates", ["words", "date"], days),
  ].filter((one) => one !== null);
}

/** Say how an actor was recognised, and what else is known of these words. @param {Actor} one */
function manner(one) {
  const more = [one.place && t("try.asPlace"), one.former && t("try.former"), one.open && t("try.guessed")];
  return [recognised(one.how), ...more].filter(Boolean).join("; ");
}

/** @param {"actors" | "dates"} what @param {string[]} columns @param {(Node | string)[][]} rows */
function table(what, columns, rows) {
  if (!rows.length) {
    return null;
  }
  const head = el("tr", {}, ...columns.map((column) => el("th", { scope: "col" }, t(`try.columns.${column}`))));
  const body = rows.map((row) => el("tr", {}, ...row.map((cell) => el("td", {}, cell))));
  return el(
    "details", { open: what === "actors" },
    el("summary", {}, t(`try.tables.${what}`, { n: rows.length })),
    el("div", { class: "wide", tabindex: "0", role: "group", "aria-label": t(`try.tables.${what}`, { n: rows.length }) },
      el("table", {}, el("thead", {}, head), el("tbody", {}, ...body))),
  );
}
