/** Claims as people read them: who, what, whom, who says so and where it stands. */

import { address, get } from "./api.js";
import { el, isSafe } from "./dom.js";
import { current, date, nameOf, number, t } from "./i18n.js";

/** @typedef {import("./quote.js").Mark} Mark */
/** @typedef {{ id: string, iri: string, label: string, names: Record<string, string> }} ActorRef */
/**
 * @typedef {{ id: string, iri: string, title: string | null, publisher: string | null, published: string | null,
 *   url: string | null, lang: string | null }} ArticleRef
 */
/**
 * @typedef {{ id: string, iri: string, polarity: string, certainty: string, confidence: number, speaker: ActorRef | null,
 *   quote: string, marks: Mark[], article: ArticleRef | null }} Claim
 */
/** @typedef {"VerbalCooperation" | "MaterialCooperation" | "VerbalConflict" | "MaterialConflict"} Quad */
/** @typedef {{ code: string, labels: Record<string, string>, score: number }} Mode */
/** @typedef {Mode & { quad_class: Quad, modes: Mode[] }} EventType */

/** @type {Map<string, EventType>} */
const types = new Map();

/** Load the event types with their names. */
export async function loadTypes() {
  const found = /** @type {EventType[]} */ (await get("/events/types"));
  found.forEach((type) => types.set(type.code, type));
}

/** Tell the quad class of an event type. @param {string} code */
export function quadOf(code) {
  return types.get(code)?.quad_class ?? null;
}

/** Name an event type, by its mode where it has one. @param {string} code @param {string | null} [mode] */
export function typeName(code, mode = null) {
  const type = types.get(code);
  const own = type?.modes.find((one) => one.code === mode);
  const name = type ? inLanguage(type.labels) : code;
  return own ? `${name}, ${inLanguage(own.labels)}` : name;
}

/** Name what a claim says: a relation, or a type of event. @param {string} what @param {string | null} [mode] */
export function whatName(what, mode = null) {
  return what === "supports" || what === "opposes" ? t(`relations.${what}`) : typeName(what, mode);
}

/** Name several actors. @param {ActorRef[]} actors */
export function names(actors) {
  return actors.map(nameOf).join(", ");
}

/** Give the address of a page, in the language that this page's address names. @param {string} path @param {import("./api.js").Query} [query] */
export function pageAddress(path, query = {}) {
  return address(path, { ...query, hl: new URLSearchParams(location.search).get("hl") });
}

/** Link an actor to the network. @param {ActorRef} actor */
export function actorLink(actor) {
  return el("a", { href: pageAddress("/", { actor: actor.id }) }, nameOf(actor));
}

/** Link several actors to the network. @param {ActorRef[]} actors */
export function actorLinks(actors) {
  return actors.flatMap((actor, at) => (at ? [", ", actorLink(actor)] : [actorLink(actor)]));
}

/**
 * Link to the timeline of two actors, or of one; a short link keeps their names for those who cannot see where it stands.
 * @param {ActorRef} a
 * @param {ActorRef | undefined} [b]
 * @param {boolean} [short]
 */
export function timelineLink(a, b, short = false) {
  const same = !b || b.id === a.id;
  const query = same ? { actor: a.id } : { a: a.id, b: b.id };
  const text = same ? t("claim.timelineOf", { a: nameOf(a) }) : t("claim.timeline", { a: nameOf(a), b: nameOf(b) });
  return el("a", { href: pageAddress("/timeline", query), "aria-label": short && text }, short ? t("pages.timeline") : text);
}

/** Link to the article page, at a claim of it. @param {ArticleRef} article @param {string} [claim] */
export function articleLink(article, claim) {
  const href = pageAddress("/article", { id: article.id }) + (claim ? `#${claim}` : "");
  return el("a", { href, lang: article.title ? article.lang : null }, article.title || t("claim.untitled"));
}

/** Link to where an article was published, if that is an address of the web. @param {ArticleRef} article */
export function originalLink(article) {
  const web = article.url && /^https?:/i.test(article.url) && isSafe(article.url);
  return web && el("a", { href: article.url, rel: "noopener noreferrer external", referrerpolicy: "no-referrer" }, t("claim.original"));
}

/** Link to what the graph says of a claim. @param {string} iri */
export function rdfLink(iri) {
  const query = `DESCRIBE <${iri}>`;
  return el("a", { href: address("/sparql", { query, format: "turtle" }) }, t("claim.rdf"));
}

/** Say who says so, and where. @param {{ speaker: ActorRef | null, article: ArticleRef | null }} claim */
export function source(claim) {
  const outlet = claim.article?.publisher || t("claim.unknownOutlet");
  const parts = claim.speaker ? [nameOf(claim.speaker), outlet] : [outlet];
  return parts.join(" · ");
}

/** Say plainly that a claim is a denial; nothing for one that is not. @param {{ polarity: string }} claim */
export function denied(claim) {
  return claim.polarity === "denied" && el("strong", { class: "denied" }, t("polarity.denied"));
}

/** Say how surely something is said, and how surely it was read. @param {{ polarity: string, certainty: string, confidence: number }} claim */
export function sureness(claim) {
  return el(
    "span", { class: "sureness" },
    denied(claim),
    claim.certainty !== "certain" && el("span", { class: "badge" }, t(`certainty.${claim.certainty}`)),
    el("span", { class: "soft" }, t("claim.confidence", { value: number(claim.confidence, { minimumFractionDigits: 2 }) })),
  );
}

/**
 * Write a date as exactly as it is known.
 * @param {string | null} day
 * @param {string | null} [precision]
 * @param {string | null} [end]
 */
export function when(day, precision = "Day", end = null) {
  if (!day) {
    return t("shared.unknownDate");
  }
  if (precision === "Year") {
    return date(day.slice(0, 4));
  }
  if (precision === "Month" && (!end || end.slice(0, 7) === day.slice(0, 7))) {
    return date(day.slice(0, 7));
  }
  if (precision === "Week" && !end) {
    return t("claim.week", { day: date(day) });
  }
  return end && end !== day ? `${date(day)} – ${date(end)}` : date(day);
}

/** @param {Record<string, string>} labels */
function inLanguage(labels) {
  return labels[current()] ?? labels["en"] ?? Object.values(labels)[0] ?? "";
}
