/** Small pieces that several parts of the page show in the same words. */

import { el } from "../common/dom.js";
import { date, has, number, t } from "../common/i18n.js";
import { drawSign } from "../network/renderer.js";

/** Name a class of actors. @param {string} type */
export function typeName(type) {
  return has(`types.${type}`) ? t(`types.${type}`) : type;
}

/** Name a bloc; the analysis counts from 0. @param {number} bloc */
export function blocName(bloc) {
  return t("explorer.legend.blocN", { n: bloc + 1 });
}

/** Write a share between 0 and 1 as a percentage. @param {number} share */
export function percent(share) {
  return number(share, { style: "percent", maximumFractionDigits: 0 });
}

/** Say in words how sure a claim is, with the number. @param {number} confidence */
export function confidenceWords(confidence) {
  const word = confidence >= 0.8 ? "high" : confidence >= 0.6 ? "fair" : "low";
  return t("explorer.evidence.confidence", { word: t(`explorer.evidence.sure.${word}`), share: percent(confidence) });
}

/** Write the days between which there is evidence. @param {string} first @param {string} last */
export function span(first, last) {
  if (!first && !last) {
    return t("shared.unknownDate");
  }
  return first && last && first !== last ? `${date(first)} – ${date(last)}` : date(last || first);
}

/** Make the word of a relation, with its sign. @param {RelationName} relation */
export function relationWord(relation) {
  return el("span", { class: relation }, drawSign({ relation }), " ", t(`relations.${relation}`));
}

/**
 * Make a line that names a relation and opens its evidence.
 * @param {DrawnRelation} relation
 * @param {Map<string, string>} names of actors by id
 * @param {Actions} actions
 */
export function relationLine(relation, names, actions) {
  const { source, target, relation: name } = relation;
  const open = () => actions.openRelation({ subject: source, relation: name, object: target });
  return el(
    "button",
    { type: "button", class: "line", click: open },
    el("span", {}, names.get(source) ?? source, " ", relationWord(name), " ", names.get(target) ?? target),
    el("span", { class: "soft small" }, `${t("shared.articles", { n: relation.articles })}, ${t(`certainty.${relation.certainty}`)}`),
  );
}
