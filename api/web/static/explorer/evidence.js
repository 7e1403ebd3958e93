/** The evidence of a relation: what each article says, in its own words. */

import { el, fill, isSafe } from "../common/dom.js";
import { address, get } from "../common/api.js";
import { current, date, has, t } from "../common/i18n.js";
import { labelOf } from "../network/renderer.js";
import { actorPath, articleAddress } from "./card.js";
import { parameters } from "./state.js";
import { confidenceWords, relationWord, span } from "./words.js";

/**
 * Show the evidence of a relation.
 * @param {HTMLElement} place
 * @param {Pair} pair
 * @param {Drawing} drawing
 * @param {ExplorerState} state
 * @param {Actions} actions
 */
export async function showEvidence(place, pair, drawing, state, actions) {
  const unknown = [pair.subject, pair.object].filter((id) => !drawing.actors.some((one) => one.id === id));
  const known = unknown.length > 0 ? await strangers(unknown) : new Map();
  const name = (/** @type {ActorRef | string} */ of) => nameIn(drawing, known, of);
  const quotes = el("div", {}, el("p", { class: "soft" }, t("shared.loading")));
  const relation = drawing.relations.find((one) => isPair(one, pair));
  fill(place, head(pair, name, actions), relation ? summary(relation) : absent(state, actions), others(pair, drawing, name, actions), quotes, timeline(pair));
  try {
    const query = { ...parameters(state.filters), subject: pair.subject, object: pair.object, relation: pair.relation };
    const found = /** @type {EvidenceItem[]} */ (await get("/network/evidence", query));
    fill(quotes, found.length ? el("ol", { class: "quotes" }, ...found.map((one) => item(one, pair, name))) : el("p", { class: "soft" }, t("explorer.evidence.none")));
  } catch (error) {
    fill(quotes, el("p", { class: "error" }, error instanceof Error ? error.message : String(error)));
  }
}

/** Link to what happened between the two. @param {Pair} pair */
function timeline({ subject: a, object: b }) {
  const hl = new URLSearchParams(location.search).get("hl");
  return el("p", {}, el("a", { href: address("/timeline", { a, b, hl }) }, t("explorer.evidence.timeline")));
}

/** @typedef {(of: ActorRef | string) => string} Namer */
/** @typedef {import("./card.js").Known} Known */

/** @param {Drawing} drawing @param {Map<string, string>} known @param {ActorRef | string} of @returns {string} */
function nameIn(drawing, known, of) {
  const id = typeof of === "string" ? of : of.id;
  const actor = drawing.actors.find((one) => one.id === id);
  return actor ? labelOf(actor, current()) : (known.get(id) ?? (typeof of === "string" ? of : of.label));
}

/** Find the names of actors that the filters leave out. @param {string[]} ids */
async function strangers(ids) {
  const names = ids.map(async (id) => {
    const actor = /** @type {Known} */ (await get(actorPath(id)).catch(() => ({ label: id, labels: {} })));
    return /** @type {[string, string]} */ ([id, actor.labels[current()] ?? actor.label]);
  });
  return new Map(await Promise.all(names));
}

/** @param {DrawnRelation} relation @param {Pair} pair */
function isPair(relation, pair) {
  return relation.source === pair.subject && relation.target === pair.object && relation.relation === pair.relation;
}

/** @param {Pair} pair @param {Namer} name @param {Actions} actions */
function head(pair, name, actions) {
  const actor = (/** @type {string} */ id) => el("button", { type: "button", class: "plain", click: () => actions.openActor(id) }, name(id));
  const title = el("h2", { tabindex: -1 }, actor(pair.subject), " ", relationWord(pair.relation), " ", actor(pair.object));
  const close = el("button", { type: "button", class: "close", "aria-label": t("shared.close"), click: actions.close }, "×");
  return el("div", { class: "panel-head" }, title, close);
}

/** @param {DrawnRelation} relation */
function summary(relation) {
  return el(
    "div",
    {},
    el("p", { class: "soft" }, `${t("shared.articles", { n: relation.articles })} · ${t("explorer.evidence.claims", { n: relation.stances })} · ${span(relation.first, relation.last)}`),
    relation.single_source && el("p", { class: "note" }, t("explorer.evidence.single")),
    relation.frustrated && el("p", { class: "note" }, t("explorer.evidence.frustrated")),
  );
}

/** @param {ExplorerState} state @param {Actions} actions */
function absent(state, actions) {
  const filtered = Object.keys(parameters(state.filters)).length > 0;
  const reset = el("button", { type: "button", click: () => actions.resetFilters() }, t("explorer.filters.reset"));
  return el("div", {}, el("p", { class: "note" }, t("explorer.evidence.absent")), filtered && el("p", {}, reset));
}

/** Name what else holds between the two. @param {Pair} pair @param {Drawing} drawing @param {Namer} name @param {Actions} actions */
function others(pair, drawing, name, actions) {
  const ends = [pair.subject, pair.object];
  const found = drawing.relations.filter((one) => ends.includes(one.source) && ends.includes(one.target) && !isPair(one, pair));
  return (
    found.length > 0 &&
    el(
      "p",
      { class: "also" },
      t("explorer.evidence.also"),
      ...found.map((one) =>
        el(
          "button",
          { type: "button", class: "line", click: () => actions.openRelation({ subject: one.source, relation: one.relation, object: one.target }) },
          el("span", {}, name(one.source), " ", relationWord(one.relation), " ", name(one.target)),
        ),
      ),
    )
  );
}

/** @param {EvidenceItem} evidence @param {Pair} pair @param {Namer} name */
function item(evidence, pair, name) {
  const { article } = evidence;
  const day = evidence.date ? date(evidence.date) : t("shared.unknownDate");
  return el(
    "li",
    {},
    el("blockquote", { lang: null }, ...marked(evidence)),
    el("p", {}, said(evidence, name)),
    el(
      "p",
      { class: "small" },
      el("strong", {}, article.publisher || t("explorer.evidence.noOutlet")),
      ` · ${evidence.date ? t(`explorer.evidence.${evidence.stated ? "stated" : "published"}`, { day }) : day}`,
    ),
    el("p", { class: "small soft" }, `${t("explorer.evidence.certainty", { word: t(`certainty.${evidence.certainty}`) })} · ${confidenceWords(evidence.confidence)}`),
    mentioned(evidence, pair, name),
    el(
      "p",
      { class: "small" },
      el("a", { href: articleAddress(article.id) }, article.title || t("explorer.evidence.article")),
      article.url && isSafe(article.url) && /^https?:/i.test(article.url) && " · ",
      article.url && isSafe(article.url) && /^https?:/i.test(article.url) && el("a", { href: article.url, rel: "noreferrer nofollow" }, t("explorer.evidence.original")),
    ),
  );
}

/** Mark where the sentence names the two; offsets count characters, not the units of JavaScript. @param {EvidenceItem} evidence */
function marked({ quote, marks }) {
  const letters = [...quote];
  /** @type {(HTMLElement | string)[]} */
  const parts = [];
  let at = 0;
  for (const { begin, end, role } of [...marks].sort((a, b) => a.begin - b.begin)) {
    if (begin >= at) {
      parts.push(letters.slice(at, begin).join(""), el("mark", { class: role, title: t(`explorer.evidence.${role}`) }, letters.slice(begin, end).join("")));
      at = end;
    }
  }
  return [...parts, letters.slice(at).join("")];
}

/** Say who says so. @param {EvidenceItem} evidence @param {Namer} name */
function said(evidence, name) {
  const how = evidence.attribution ?? "";
  if (evidence.speaker) {
    return t(`explorer.evidence.by.${how === "Quotation" ? "quoted" : "reported"}`, { name: name(evidence.speaker) });
  }
  return t(`explorer.evidence.by.${how === "Narrator" || !has(`attribution.${how}`) ? "outlet" : "unnamed"}`);
}

/** Tell which organs the text names, where they are not the actors themselves. @param {EvidenceItem} evidence @param {Pair} pair @param {Namer} name */
function mentioned(evidence, pair, name) {
  const organs = [
    evidence.subject.id !== pair.subject && t("explorer.evidence.for", { organ: evidence.subject.label, name: name(pair.subject) }),
    evidence.object.id !== pair.object && t("explorer.evidence.for", { organ: evidence.object.label, name: name(pair.object) }),
  ].filter(Boolean);
  return organs.length > 0 && el("p", { class: "small soft" }, organs.join(" · "));
}
