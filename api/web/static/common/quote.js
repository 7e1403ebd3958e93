/** A sentence with the actors' words marked. */

import { el } from "./dom.js";
import { t } from "./i18n.js";

/** @typedef {"subject" | "object"} Role */
/** @typedef {{ begin: number, end: number, role: Role }} Mark */

/**
 * Show a sentence with marks; their places are counted in code points, as the service counts them. Where marks overlap,
 * every piece carries the roles of all of them.
 * @param {string} text
 * @param {Mark[]} [marks]
 * @param {string | null} [language]
 */
export function marked(text, marks = [], language = null) {
  const points = Array.from(text);
  const ends = marks.flatMap((mark) => [mark.begin, mark.end]).filter((at) => at > 0 && at < points.length);
  const cuts = [...new Set([0, ...ends, points.length])].sort((a, b) => a - b);
  const pieces = cuts.slice(0, -1).map((begin, number) => {
    const piece = points.slice(begin, cuts[number + 1]).join("");
    const roles = [...new Set(marks.filter((mark) => mark.begin <= begin && begin < mark.end).map((mark) => mark.role))];
    return roles.length ? word(piece, roles) : piece;
  });
  return el("span", { lang: language }, ...pieces);
}

/**
 * Show a sentence as a quotation.
 * @param {string} text
 * @param {Mark[]} [marks]
 * @param {string | null} [language]
 */
export function quotation(text, marks = [], language = null) {
  return el("blockquote", {}, marked(text, marks, language));
}

/** @param {string} text @param {Role[]} roles */
function word(text, roles) {
  const role = roles.length > 1 ? "both" : (roles[0] ?? "subject");
  return el("mark", { class: role, title: t(`claim.roles.${role}`) }, text);
}

/** Explain how words are marked. @param {(Role | "both")[]} [roles] */
export function key(roles = ["subject", "object"]) {
  return el("p", { class: "key small soft" }, ...roles.flatMap((role) => [
    el("mark", { class: role }, t(`claim.roles.${role}`)), " ",
  ]));
}
