/** Sentences of an article, in the order of the text, each with its claims. */

import { actorLinks, rdfLink, sureness, timelineLink, when, whatName } from "../common/claims.js";
import { el, fill } from "../common/dom.js";
import { nameOf, t } from "../common/i18n.js";
import { marked } from "../common/quote.js";

/** @typedef {import("../common/claims.js").ActorRef} ActorRef */
/** @typedef {import("../common/claims.js").Claim & { begin: number | null, end: number | null, attribution: string | null }} Placed */
/**
 * @typedef {Placed & { subject: ActorRef, relation: string, object: ActorRef, subject_principal: ActorRef | null,
 *   object_principal: ActorRef | null, basis: string | null, via_event: string | null, valid_from: string | null }} Stance
 */
/**
 * @typedef {Placed & { type: string, mode: string | null, agents: ActorRef[], recipients: ActorRef[], place: ActorRef | null,
 *   date: string | null, date_end: string | null, date_precision: string | null, tense: string | null, reason: string | null }} Event
 */
/** @typedef {{ claim: Stance | Event, from: ActorRef[], to: ActorRef[], ends: (ActorRef | undefined)[] }} Shown */

/**
 * Show the sentences that carry claims.
 * @param {Stance[]} stances
 * @param {Event[]} events
 * @param {string | null} language
 */
export function sentences(stances, events, language) {
  /** @type {Map<string, (Stance | Event)[]>} */
  const found = new Map();
  for (const claim of [...events, ...stances]) {
    const place = `${claim.begin}-${claim.end}`;
    found.set(place, [...(found.get(place) ?? []), claim]);
  }
  const ordered = [...found.values()].sort((one, other) => (one[0]?.begin ?? 0) - (other[0]?.begin ?? 0));
  return ordered.map((claims) => sentence(claims, language));
}

/** @param {(Stance | Event)[]} claims @param {string | null} language */
function sentence(claims, language) {
  const text = el("p", { class: "sentence" });
  const quote = claims[0]?.quote ?? "";
  const all = claims.flatMap((claim) => claim.marks);
  const show = (/** @type {Stance | Event | null} */ claim) => fill(text, marked(quote, claim ? claim.marks : all, language));
  show(null);
  const list = el("ul", { class: "claims" }, ...claims.map((claim) => entry(claim, show)));
  return el("li", {}, text, list);
}

/** @param {Stance | Event} claim @param {(claim: Stance | Event | null) => void} show */
function entry(claim, show) {
  const [from, to] = "subject" in claim ? [[claim.subject], [claim.object]] : [claim.agents, claim.recipients];
  const what = "relation" in claim ? whatName(claim.relation) : whatName(claim.type, claim.mode);
  const toggle = el("button", {
    type: "button", class: "plain", "aria-pressed": "false", title: t("article.markAlone"),
    click: () => press(toggle, claim, show),
  }, what);
  return el(
    "li", { id: `${"relation" in claim ? "stance" : "event"}-${claim.id}`, class: claim.polarity === "denied" ? "claim is-denied" : "claim" },
    el("span", { class: "kind small soft" }, t("relation" in claim ? "article.stance" : "article.event")),
    el("div", {},
      el("p", { class: "who" }, ...actorLinks(from), " ", toggle, to.length ? " " : "", ...actorLinks(to)),
      el("p", { class: "small" }, sureness(claim), " · ", voice(claim), dated(claim), basis(claim), ...links(claim, from, to))),
  );
}

/** Mark the words of one claim alone, or those of all again. @param {HTMLElement} toggle @param {Stance | Event} claim @param {(claim: Stance | Event | null) => void} show */
function press(toggle, claim, show) {
  const on = toggle.getAttribute("aria-pressed") !== "true";
  toggle.closest(".claims")?.querySelectorAll("button").forEach((other) => other.setAttribute("aria-pressed", "false"));
  toggle.setAttribute("aria-pressed", String(on));
  show(on ? claim : null);
}

/** Say whose words these are. @param {Placed} claim */
function voice(claim) {
  const how = claim.attribution && t(`attribution.${claim.attribution}`);
  return claim.speaker ? t("article.saidBy", { who: nameOf(claim.speaker), how: how || "" }) : (how ?? "");
}

/** @param {Stance | Event} claim */
function dated(claim) {
  const day = "relation" in claim ? claim.valid_from : claim.date;
  if (!day) {
    return "";
  }
  return ` · ${"relation" in claim ? t("article.since", { day: when(day) }) : when(day, claim.date_precision, claim.date_end)}`;
}

/** @param {Stance | Event} claim */
function basis(claim) {
  return "relation" in claim && claim.basis === "ImpliedByEvent" ? ` · ${t("article.implied")}` : "";
}

/** @param {Stance | Event} claim @param {ActorRef[]} from @param {ActorRef[]} to */
function links(claim, from, to) {
  const ends = "subject" in claim ? [claim.subject_principal ?? claim.subject, claim.object_principal ?? claim.object] : [from[0], to[0]];
  const [a, b] = ends;
  return [a && timelineLink(a, b, true), rdfLink(claim.iri)].flatMap((link) => (link ? [" · ", link] : []));
}
