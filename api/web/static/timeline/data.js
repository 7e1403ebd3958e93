/** What the service says of an actor or of two. */

import { get } from "../common/api.js";
import { listed } from "../common/paging.js";

/** @typedef {import("./items.js").Step} Step */
/** @typedef {import("./state.js").State} State */
/** @typedef {{ month: string, cooperation: number, conflict: number, mean_score: number }} MonthSum */
/**
 * @typedef {{ id: string, relation: "supports" | "opposes", date: string, quote: string, article: string, title: string | null,
 *   publisher: string | null }} Quote
 */
/** @typedef {{ subject: string, object: string, before: Quote, after: Quote }} FlipRow */
/** @typedef {{ id: string, labels: Record<string, string>, label: string, type: string | null }} ActorDetail */
/** @typedef {{ actors: ActorDetail[], steps: Step[], total: number, undated: Step[], undatedTotal: number, months: MonthSum[], flips: FlipRow[] | null }} Found */

/** So many items are drawn at most; a shorter period shows the others. */
export const MOST = 1500;
const MOST_UNDATED = 300;
const PAGE = 500;

/** Ask for all that the page shows. @param {State} state @param {AbortSignal} signal @returns {Promise<Found>} */
export async function load(state, signal) {
  const ids = state.b ? [state.a, state.b] : [state.a];
  const parts = ids.map(encodeURIComponent);
  const path = state.b ? `/dyads/${parts.join("/")}/timeline` : `/actors/${parts[0]}/timeline`;
  const least = { min_confidence: state.confidence };
  const period = { from: state.from, to: state.to };
  const [actors, dated, undated, months, flips] = await Promise.all([
    Promise.all(ids.map((id) => /** @type {Promise<ActorDetail>} */ (get(`/actors/${encodeURIComponent(id)}`, {}, { signal })))),
    steps(path, { ...least, ...period, limit: PAGE }, MOST, signal),
    steps(path, { ...least, undated: true, limit: PAGE }, MOST_UNDATED, signal),
    state.b ? /** @type {Promise<MonthSum[]>} */ (get(`/dyads/${parts.join("/")}/months`, least, { signal })) : [],
    flipsOf(state, signal),
  ]);
  return { actors, steps: dated.items, total: dated.total, undated: undated.items, undatedTotal: undated.total, months, flips };
}

/** @param {string} path @param {import("../common/api.js").Query} query @param {number} most @param {AbortSignal} signal @returns {Promise<import("../common/paging.js").Page<Step>>} */
function steps(path, query, most, signal) {
  return listed(path, query, most, signal);
}

/** Ask for flips; `null` where the service cannot tell, which spoils nothing else. @param {State} state @param {AbortSignal} signal */
async function flipsOf(state, signal) {
  const query = { actor: state.a, other: state.b, min_confidence: state.confidence };
  try {
    return /** @type {FlipRow[]} */ (await get("/network/flips", query, { signal }));
  } catch {
    return null;
  }
}
