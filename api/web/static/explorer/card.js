/** The card of an actor: who it is, whom it supports and opposes, who supports and opposes it, what happened lately. */

import { el, fill } from "../common/dom.js";
import { address, get } from "../common/api.js";
import { current, date, number, t } from "../common/i18n.js";
import { drawSign, labelOf } from "../network/renderer.js";
import { blocName, typeName } from "./words.js";

const LATEST = 5;
/** @typedef {{ id: string, label: string, type: string, labels: Record<string, string>, same_as: string[], acts_for: ActorRef[] }} Known */

/**
 * Show an actor's card.
 * @param {HTMLElement} place
 * @param {string} id
 * @param {Drawing} drawing
 * @param {ExplorerState} state
 * @param {Actions} actions
 */
export async function showCard(place, id, drawing, state, actions) {
  const actor = drawing.actors.find((one) => one.id === id);
  const events = el("div", {}, el("p", { class: "soft" }, t("shared.loading")));
  const facts = actor ? factsOf(actor) : el("div");
  const heading = el("h2", { tabindex: -1 }, actor ? labelOf(actor, current()) : id);
  fill(
    place,
    head(heading, actions),
    facts,
    actor ? relationsOf(actor, drawing, state, actions) : el("div"),
    el("h3", {}, t("explorer.card.events")),
    events,
    el("p", {}, el("a", { href: timeline(id) }, t("explorer.card.timeline"))),
  );
  await Promise.all([actor ? null : showUnknown(heading, facts, id, actions), showEvents(events, id)]);
}

/** Address of an actor's timeline, in the language the address of this page gives. @param {string} id */
function timeline(id) {
  return address("/timeline", { actor: id, hl: new URLSearchParams(location.search).get("hl") });
}

/** @param {HTMLElement} heading @param {Actions} actions */
function head(heading, actions) {
  const close = el("button", { type: "button", class: "close", "aria-label": t("shared.close"), click: actions.close }, "×");
  return el("div", { class: "panel-head" }, heading, close);
}

/** @param {DrawnActor} actor */
function factsOf(actor) {
  const names = [...new Set(Object.values(actor.names))].filter((name) => name !== labelOf(actor, current()));
  return el(
    "div",
    { class: "facts" },
    names.length > 0 && el("p", { class: "soft" }, names.join(" · ")),
    el(
      "p",
      { class: "row" },
      drawSign({ type: actor.type, bloc: actor.bloc }),
      [typeName(actor.type), actor.code, blocName(actor.bloc)].filter(Boolean).join(" · "),
    ),
    actor.wikidata && wikidata(actor.wikidata),
  );
}

/** @param {string} iri */
function wikidata(iri) {
  const name = `Wikidata ${iri.split("/").pop()}`;
  return el("p", {}, el("a", { href: iri.replace(/^http:/, "https:"), rel: "noreferrer" }, name));
}

/** @param {DrawnActor} actor @param {Drawing} drawing @param {ExplorerState} state @param {Actions} actions */
function relationsOf(actor, drawing, state, actions) {
  const out = drawing.relations.filter((relation) => relation.source === actor.id);
  const in_ = drawing.relations.filter((relation) => relation.target === actor.id);
  const ego = el("input", { type: "checkbox", id: "ego", checked: state.ego, change: () => actions.setEgo(ego.checked) });
  return el(
    "div",
    {},
    el("label", { class: "check" }, ego, el("span", {}, t("explorer.card.ego"))),
    section("supports", out, "supports", "target", drawing, actions),
    section("opposes", out, "opposes", "target", drawing, actions),
    section("supported", in_, "supports", "source", drawing, actions),
    section("opposed", in_, "opposes", "source", drawing, actions),
  );
}

/**
 * @param {string} title
 * @param {DrawnRelation[]} relations
 * @param {RelationName} name
 * @param {"source" | "target"} end the other one
 * @param {Drawing} drawing
 * @param {Actions} actions
 */
function section(title, relations, name, end, drawing, actions) {
  const found = relations.filter((one) => one.relation === name).sort((a, b) => b.articles - a.articles);
  return (
    found.length > 0 &&
    el(
      "section",
      {},
      el("h3", { class: `row ${name}` }, drawSign({ relation: name }), `${t(`explorer.card.${title}`)} (${number(found.length)})`),
      el("ul", { class: "links" }, ...found.map((one) => el("li", {}, line(one, one[end], drawing, actions)))),
    )
  );
}

/** @param {DrawnRelation} relation @param {string} other @param {Drawing} drawing @param {Actions} actions */
function line(relation, other, drawing, actions) {
  const actor = drawing.actors.find((one) => one.id === other);
  const pair = { subject: relation.source, relation: relation.relation, object: relation.target };
  return el(
    "button",
    { type: "button", class: "line", click: () => actions.openRelation(pair) },
    el("span", {}, actor ? labelOf(actor, current()) : other),
    el("span", { class: "soft small" }, `${t("shared.articles", { n: relation.articles })}, ${t(`certainty.${relation.certainty}`)}`),
  );
}

/** Tell who an actor is that these filters leave out. @param {HTMLElement} heading @param {HTMLElement} place @param {string} id @param {Actions} actions */
async function showUnknown(heading, place, id, actions) {
  try {
    const known = /** @type {Known} */ (await get(actorPath(id)));
    heading.textContent = known.labels[current()] ?? known.label;
    const [first] = known.acts_for;
    fill(
      place,
      el("p", { class: "soft" }, [...new Set(Object.values(known.labels)), typeName(known.type)].join(" · ")),
      known.same_as[0] ? wikidata(known.same_as[0]) : null,
      el("p", { class: "note" }, t("explorer.card.absent")),
      first && el("p", {}, t("explorer.card.actsFor"), " ", el("button", { type: "button", click: () => actions.openActor(first.id) }, first.label)),
      el("p", {}, el("button", { type: "button", click: () => actions.resetFilters() }, t("explorer.filters.reset"))),
    );
  } catch (error) {
    fill(place, el("p", { class: "error" }, error instanceof Error ? error.message : String(error)));
  }
}

/** @param {HTMLElement} place @param {string} id */
async function showEvents(place, id) {
  try {
    const answer = /** @type {EventItem[]} */ (await get("/events", { actor: id, limit: 3 * LATEST }));
    // One sentence often tells of several events
    const found = [...new Map(answer.map((event) => [event.quote, event])).values()].slice(0, LATEST);
    const lines = found.map((event) =>
      el(
        "li",
        {},
        el("span", { class: "soft small" }, `${event.date ? date(event.date) : t("shared.unknownDate")} · ${event.article.publisher ?? ""}`),
        el("a", { href: articleAddress(event.article.id) }, event.quote),
      ),
    );
    fill(place, lines.length ? el("ul", { class: "events" }, ...lines) : el("p", { class: "soft" }, t("explorer.card.noEvents")));
  } catch (error) {
    fill(place, el("p", { class: "error" }, error instanceof Error ? error.message : String(error)));
  }
}

/** Path of an actor in the service; ids may have slashes. @param {string} id */
export function actorPath(id) {
  return `/actors/${id.split("/").map(encodeURIComponent).join("/")}`;
}

/** Address of an article's page. @param {string} id */
export function articleAddress(id) {
  return address("/article", { id, hl: new URLSearchParams(location.search).get("hl") });
}
