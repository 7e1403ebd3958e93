/** Steps of a timeline as things to draw and to list. */

import { names, quadOf, when, whatName } from "../common/claims.js";
import { t } from "../common/i18n.js";
import { dayOf, lastDay } from "./layout.js";

/** @typedef {import("../common/claims.js").ActorRef} ActorRef */
/** @typedef {import("../common/claims.js").Claim} Claim */
/**
 * @typedef {Claim & { date: string | null, date_end: string | null, precision: string | null, dated_by: string | null,
 *   kind: "event" | "stance", what: string, mode: string | null, score: number | null,
 *   agent?: ActorRef, recipient?: ActorRef, agents?: ActorRef[], recipients?: ActorRef[], direction?: "in" | "out" }} Step
 */
/** @typedef {"circle" | "diamond" | "up" | "down"} Shape */
/**
 * @typedef {{ id: string, row: string, first: number, last: number, exact: boolean, shape: Shape, hollow: boolean,
 *   friendly: boolean, denied: boolean, certainty: string, title: string }} Item
 */

/** Rows from most friendly to most hostile. */
export const QUADS = /** @type {const} */ (["MaterialCooperation", "VerbalCooperation", "VerbalConflict", "MaterialConflict"]);

/** Name a step among all: ids of events and stances are apart. @param {Step} step */
export function keyOf(step) {
  return `${step.kind}-${step.id}`;
}

/** Tell who acts. @param {Step} step */
export function agentsOf(step) {
  return step.agents ?? (step.agent ? [step.agent] : []);
}

/** Tell who is acted upon. @param {Step} step */
export function recipientsOf(step) {
  return step.recipients ?? (step.recipient ? [step.recipient] : []);
}

/** Say in one line who does what to whom. @param {Step} step */
export function headline(step) {
  const [agents, recipients] = [names(agentsOf(step)), names(recipientsOf(step))];
  const what = whatName(step.what, step.mode);
  return step.kind === "stance" ? `${agents} ${what} ${recipients}` : [agents, what, recipients].filter(Boolean).join(" → ");
}

/** Say all that a reader must know of a step in one line. @param {Step} step */
export function summary(step) {
  const denied = step.polarity === "denied" ? ` (${t("polarity.denied")})` : "";
  return `${when(step.date, step.precision, step.date_end)}: ${headline(step)}${denied}`;
}

/**
 * Make what is drawn of a dated step; `null` for an event of no known class.
 * @param {Step} step
 * @param {string} first the id of the actor whose acts come first
 * @returns {Item | null}
 */
export function itemOf(step, first) {
  const quad = step.kind === "event" ? quadOf(step.what) : null;
  if (!step.date || (step.kind === "event" && !quad)) {
    return null;
  }
  const last = lastDay(step.date, step.precision, step.date_end);
  const friendly = quad ? quad.endsWith("Cooperation") : step.what === "supports";
  return {
    id: keyOf(step),
    row: quad ?? (outgoing(step, first) ? "out" : "in"),
    first: dayOf(step.date),
    last,
    exact: last === dayOf(step.date),
    shape: quad ? (friendly ? "circle" : "diamond") : friendly ? "up" : "down",
    hollow: quad ? quad.startsWith("Verbal") : false,
    friendly,
    denied: step.polarity === "denied",
    certainty: step.certainty,
    title: summary(step),
  };
}

/** @param {Step} step @param {string} first */
function outgoing(step, first) {
  return step.direction ? step.direction === "out" : step.agent?.id === first;
}
