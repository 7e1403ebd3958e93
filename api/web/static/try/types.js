/** What `POST /extractions` answers; see `/docs`. */

/** @typedef {{ begin: number, end: number }} Place */
/** @typedef {{ id: string, type: string, names: Record<string, string>, principal: string, known: boolean }} Cast */
/** @typedef {Place & { words: string, actor: string, how: string, principal: string, place: boolean, former: boolean, open: boolean }} Actor */
/** @typedef {Place & { words: string, date: string, until: string, precision: string, relative: boolean }} Day */
/** @typedef {{ words: string, actor: string, principal: string, via: string }} Participant */
/** @typedef {{ attribution: string, speaker: Participant | null }} Source */
/** @typedef {Place & { role: "subject" | "object" }} Mark */
/**
 * @typedef {Place & { denied: boolean, certainty: string, confidence: number, rule: string, marks: Mark[], source: Source,
 *   date: Day | null }} Claim
 */
/** @typedef {Claim & { subject: string, relation: "supports" | "opposes", object: string, basis: string, by: string, reader: number | null }} Stance */
/**
 * @typedef {Claim & { type: string, mode: string, agents: string[], recipients: string[], agent_words: string,
 *   recipient_words: string, place: string }} Event
 */
/**
 * @typedef {Place & { word: string, rule: string, type: string, mode: string, agents: Participant[], recipients: Participant[],
 *   agent_words: string, recipient_words: string, implies: string | null, claimed: boolean }} Predication
 */
/**
 * @typedef {{ text: string, lang: string, published: string | null, sentences: Place[], cast: Cast[], actors: Actor[],
 *   dates: Day[], predications: Predication[], events: Event[], stances: Stance[] }} Explanation
 */

export {};
