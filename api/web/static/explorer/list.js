/** The network as a list: actors by number of relations, and under each what it supports and opposes. */

import { el, fill } from "../common/dom.js";
import { current, t } from "../common/i18n.js";
import { drawSign, labelOf } from "../network/renderer.js";
import { relationLine, typeName } from "./words.js";

const STEP = 100;

/**
 * Show the list.
 * @param {HTMLElement} place
 * @param {Drawing} drawing
 * @param {Set<string> | null} shown ids of the actors to show, all if `null`
 * @param {Actions} actions
 */
export function showList(place, drawing, shown, actions) {
  const names = new Map(drawing.actors.map((actor) => [actor.id, labelOf(actor, current())]));
  const relations = group(drawing.relations, shown);
  const count = (/** @type {DrawnActor} */ actor) => relations.get(actor.id)?.length ?? 0;
  const actors = drawing.actors
    .filter((actor) => !shown || shown.has(actor.id))
    .sort((a, b) => count(b) - count(a) || (names.get(a.id) ?? "").localeCompare(names.get(b.id) ?? "", current()));
  const list = el("ol", { class: "actors" });
  const more = el("button", { type: "button", click: () => extend() }, "");
  let at = 0;
  const extend = () => {
    const next = actors.slice(at, at + STEP).map((actor) => entry(actor, relations.get(actor.id) ?? [], names, actions));
    list.append(...next);
    at += next.length;
    more.hidden = at >= actors.length;
    more.textContent = t("explorer.list.more", { n: actors.length - at });
  };
  extend();
  fill(place, el("h2", {}, t("explorer.list.title")), list, more);
}

/** @param {DrawnRelation[]} relations @param {Set<string> | null} shown */
function group(relations, shown) {
  /** @type {Map<string, DrawnRelation[]>} */
  const found = new Map();
  for (const relation of relations) {
    if (!shown || (shown.has(relation.source) && shown.has(relation.target))) {
      for (const end of [relation.source, relation.target]) {
        found.set(end, [...(found.get(end) ?? []), relation]);
      }
    }
  }
  return found;
}

/** @param {DrawnActor} actor @param {DrawnRelation[]} relations @param {Map<string, string>} names @param {Actions} actions */
function entry(actor, relations, names, actions) {
  const lines = el("ul", { class: "links" });
  const fold = el(
    "details",
    {
      // Thousands of relations are written only when they are looked at
      toggle: () => fold.open && !lines.childElementCount && fill(lines, ...relations.map((one) => el("li", {}, relationLine(one, names, actions)))),
    },
    el("summary", {}, t("explorer.list.relations", { n: relations.length })),
    lines,
  );
  return el(
    "li",
    {},
    el(
      "button",
      { type: "button", class: "line", click: () => actions.openActor(actor.id) },
      el("span", { class: "row" }, drawSign({ type: actor.type, bloc: actor.bloc }), names.get(actor.id) ?? actor.id),
      el("span", { class: "soft small" }, typeName(actor.type)),
    ),
    fold,
  );
}
