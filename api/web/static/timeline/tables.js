/** The same items as the picture's, in words. */

import { actorLinks, articleLink, pageAddress, source, sureness, when, whatName } from "../common/claims.js";
import { el } from "../common/dom.js";
import { t } from "../common/i18n.js";
import { marked, quotation } from "../common/quote.js";
import { saying } from "./flips.js";
import { agentsOf, itemOf, keyOf, recipientsOf } from "./items.js";
import { sample } from "./symbols.js";

/** @typedef {import("./items.js").Step} Step */

/**
 * List steps, each with its sentence.
 * @param {Step[]} steps
 * @param {string} first
 * @param {string} caption
 * @param {(id: string) => void} open
 */
export function stepTable(steps, first, caption, open) {
  const dated = steps.some((step) => step.date);
  const heads = [dated && "date", "what", "quote", "source"].filter((head) => head !== false);
  return el(
    "table", { class: "steps" },
    el("caption", { class: "sr-only" }, caption),
    el("thead", {}, el("tr", {}, ...heads.map((head) => el("th", { scope: "col" }, t(`timeline.columns.${head}`))))),
    el("tbody", {}, ...steps.map((step) => row(step, first, dated, open))),
  );
}

/** @param {Step} step @param {string} first @param {boolean} dated @param {(id: string) => void} open */
function row(step, first, dated, open) {
  const item = itemOf({ ...step, date: step.date ?? "1970-01-01" }, first);
  const classes = item ? `${item.friendly ? "friendly" : "hostile"} ${item.certainty}` : "";
  return el(
    "tr", { "data-row": keyOf(step) },
    dated && el("td", { class: "date" }, when(step.date, step.precision, step.date_end),
      step.dated_by === "publication" && el("span", { class: "soft small block" }, t("timeline.published"))),
    el("td", {}, item && sample(item, classes), " ", ...actorLinks(agentsOf(step)), " ",
      el("button", { type: "button", class: "plain", click: () => open(keyOf(step)) }, whatName(step.what, step.mode)), " ",
      ...actorLinks(recipientsOf(step)), el("span", { class: "small block" }, sureness(step))),
    el("td", { class: "said" }, marked(step.quote, step.marks, step.article?.lang)),
    el("td", { class: "small" }, source(step), step.article && el("span", { class: "block" }, articleLink(step.article, keyOf(step)))),
  );
}

/** List flips with what was said before and after. @param {import("./flips.js").Turn[]} turns */
export function flipList(turns) {
  return el("ol", { class: "flips" }, ...turns.map((turn) => el(
    "li", {},
    el("h3", {}, saying(turn)),
    el("div", { class: "sides" }, flipSide(turn.before, t("timeline.before")), flipSide(turn.after, t("timeline.after"))),
  )));
}

/** @param {import("./flips.js").Side} side @param {string} heading */
function flipSide(side, heading) {
  const { step } = side;
  return el(
    "div", { class: `side from-${side.what}` },
    el("h4", {}, `${heading} · ${when(step?.date ?? side.date, step?.precision)} · ${whatName(side.what)}`),
    quotation(side.quote, step?.marks, step?.article?.lang),
    el("p", { class: "small" }, step ? source(step) : side.publisher, " · ",
      el("a", { href: `${pageAddress("/article", { id: side.article })}${step ? `#${keyOf(step)}` : ""}` }, side.title || t("claim.untitled"))),
  );
}
