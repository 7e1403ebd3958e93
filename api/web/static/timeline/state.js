/** What the timeline page shows, as its address says. */

/**
 * @typedef {{ a: string, b: string, from: string, to: string, confidence: number, open: string }} State
 * `a` is the one actor, or the first of two; `open` names the item whose sentence is shown.
 */

export const LEAST = 0.4;
const DAY = /^\d{4}-\d\d-\d\d$/;

/** Read the state from the address. @returns {State} */
export function read() {
  const query = new URLSearchParams(location.search);
  const day = (/** @type {string} */ name) => (DAY.test(query.get(name) ?? "") ? (query.get(name) ?? "") : "");
  const confidence = Number(query.get("min_confidence") ?? LEAST);
  const a = query.get("a") ?? query.get("actor") ?? "";
  const b = query.get("b") ?? "";
  return {
    a: a || b,
    b: a && b !== a ? b : "",
    from: day("from"),
    to: day("to"),
    confidence: confidence >= 0 && confidence <= 1 ? confidence : LEAST,
    open: query.get("open") ?? "",
  };
}

/** Write the state into the address; a new place in the history unless it is only a detail. @param {State} state @param {boolean} detail */
export function write(state, detail) {
  const url = new URL(location.href);
  /** @type {Record<string, string>} */
  const values = {
    actor: state.b ? "" : state.a,
    a: state.b ? state.a : "",
    b: state.b,
    from: state.from,
    to: state.to,
    min_confidence: state.confidence === LEAST ? "" : String(state.confidence),
    open: state.open,
  };
  for (const [name, value] of Object.entries(values)) {
    value ? url.searchParams.set(name, value) : url.searchParams.delete(name);
  }
  if (url.href !== location.href) {
    history[detail ? "replaceState" : "pushState"](null, "", url);
  }
}
