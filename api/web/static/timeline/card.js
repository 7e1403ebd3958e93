/** What an item of the timeline rests on. */

import { actorLinks, articleLink, originalLink, rdfLink, source, sureness, timelineLink, when, whatName } from "../common/claims.js";
import { el } from "../common/dom.js";
import { date, t } from "../common/i18n.js";
import { quotation } from "../common/quote.js";
import { agentsOf, keyOf, recipientsOf } from "./items.js";

/** @typedef {import("./items.js").Step} Step */

/** Show a step with its sentence, who says so, and where. @param {Step} step */
export function card(step) {
  return el(
    "div", { class: "card" },
    el("p", { class: "what" }, ...actorLinks(agentsOf(step)), arrow(step), ...actorLinks(recipientsOf(step))),
    el("p", { class: "small" }, el("strong", {}, when(step.date, step.precision, step.date_end)), " ", el("span", { class: "soft" }, dating(step))),
    quotation(step.quote, step.marks, step.article?.lang),
    el("p", { class: "small" }, source(step), step.article?.published ? `, ${date(step.article.published)}` : ""),
    el("p", { class: "small" }, sureness(step)),
    links(step),
  );
}

/** @param {Step} step */
function arrow(step) {
  const what = whatName(step.what, step.mode);
  return el("span", { class: `verb ${step.what}` }, step.kind === "stance" ? ` ${what} ` : ` → ${what}${recipientsOf(step).length ? " → " : ""}`);
}

/** @param {Step} step */
function dating(step) {
  if (!step.date) {
    return "";
  }
  return step.dated_by === "publication" ? t("timeline.byPublication") : t("timeline.byText");
}

/** @param {Step} step */
function links(step) {
  const [agent, recipient] = [agentsOf(step)[0], recipientsOf(step)[0]];
  const found = [
    step.article && articleLink(step.article, keyOf(step)),
    step.article && originalLink(step.article),
    step.agents && agent && recipient && agent.id !== recipient.id && timelineLink(agent, recipient),
    rdfLink(step.iri),
  ];
  return el("ul", { class: "links small" }, ...found.filter(Boolean).map((link) => el("li", {}, link)));
}
