/** What the page of contradictions shows, as its address says. */

/** @typedef {{ actor: string, relation: string, confidence: number }} State */

export const LEAST = 0.4;

/** Read the state from the address. @returns {State} */
export function read() {
  const query = new URLSearchParams(location.search);
  const confidence = Number(query.get("min_confidence") ?? LEAST);
  const relation = query.get("relation") ?? "";
  return {
    actor: query.get("actor") ?? "",
    relation: ["supports", "opposes"].includes(relation) ? relation : "",
    confidence: confidence >= 0 && confidence <= 1 ? confidence : LEAST,
  };
}

/** Write the state into the address. @param {State} state */
export function write(state) {
  const url = new URL(location.href);
  const values = {
    actor: state.actor, relation: state.relation, min_confidence: state.confidence === LEAST ? "" : String(state.confidence),
  };
  for (const [name, value] of Object.entries(values)) {
    value ? url.searchParams.set(name, value) : url.searchParams.delete(name);
  }
  if (url.href !== location.href) {
    history.pushState(null, "", url);
  }
}
