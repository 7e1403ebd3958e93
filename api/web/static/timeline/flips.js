/** Stances that turned into their opposite, with the evidence on both sides. */

import { when, whatName } from "../common/claims.js";
import { t } from "../common/i18n.js";
import { agentsOf, recipientsOf } from "./items.js";
import { dayOf } from "./layout.js";

/** @typedef {import("./items.js").Step} Step */
/** @typedef {{ what: string, date: string, quote: string, publisher: string, article: string, title: string, step: Step | null }} Side */
/** @typedef {{ id: string, subject: string, object: string, names: [string, string], before: Side, after: Side }} Turn */

/**
 * Show flips, with the claims among the steps that they rest on: those also tell the speaker and where the actors stand.
 * @param {import("./data.js").FlipRow[]} rows
 * @param {Step[]} steps
 * @param {Map<string, string>} known names of actors by id
 * @returns {Turn[]}
 */
export function turns(rows, steps, known) {
  const stances = new Map(steps.filter((step) => step.kind === "stance").map((step) => [step.id, step]));
  return rows.map(({ subject, object, before, after }) => ({
    id: `flip-${before.id}-${after.id}`,
    subject,
    object,
    names: [known.get(subject) ?? subject, known.get(object) ?? object],
    before: side(before, stances),
    after: side(after, stances),
  }));
}

/** @param {import("./data.js").Quote} found @param {Map<string, Step>} stances @returns {Side} */
function side(found, stances) {
  const { relation, date, quote, publisher, article, title } = found;
  return { what: relation, date, quote, publisher: publisher ?? "", article, title: title ?? "", step: stances.get(found.id) ?? null };
}

/** Say in one line what turned. @param {Turn} turn */
export function saying(turn) {
  const [subject, object] = turn.names;
  const values = { subject, object, before: whatName(turn.before.what), after: whatName(turn.after.what) };
  return t("timeline.turned", { ...values, from: when(turn.before.date), to: when(turn.after.date) });
}

/** Make what is drawn of a flip. @param {Turn} turn @param {string} first @returns {import("./chart.js").Flip} */
export function flipOf(turn, first) {
  return {
    id: turn.id,
    first: dayOf(turn.before.date),
    last: dayOf(turn.after.date),
    before: turn.before.what === "supports",
    row: turn.subject === first ? "out" : "in",
    title: saying(turn),
  };
}

/** Collect names of actors by id. @param {Step[]} steps @returns {Map<string, string>} */
export function namesIn(steps, /** @type {(actor: import("../common/claims.js").ActorRef) => string} */ name) {
  const actors = steps.flatMap((step) => [...agentsOf(step), ...recipientsOf(step)]);
  return new Map(actors.map((actor) => [actor.id, name(actor)]));
}
