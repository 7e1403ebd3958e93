/** What the address of the page says: filters, what is open, how it is shown. */

/** @type {Readonly<NetworkFilters>} */
export const DEFAULTS = Object.freeze({
  as_of: "",
  from: "",
  to: "",
  min_confidence: 0.4,
  certainty: "probable",
  source: [],
  speaker: [],
  type: [],
  lang: "",
  principals: true,
});
const CERTAINTIES = ["certain", "probable", "possible"];
const DAY = /^\d{4}-\d{2}-\d{2}$/;

/**
 * Read the state from the query of an address; what cannot be read is left as it is by default.
 * @param {string} search
 * @returns {ExplorerState}
 */
export function readState(search) {
  const query = new URLSearchParams(search);
  const text = (/** @type {string} */ name) => query.get(name) ?? "";
  const [subject, relation, object] = [text("subject"), text("relation"), text("object")];
  return {
    filters: readFilters(query),
    actor: text("actor"),
    pair: subject && object ? { subject, relation: relation === "supports" ? "supports" : "opposes", object } : null,
    ego: text("ego") === "1",
    view: text("view") === "list" ? "list" : "picture",
  };
}

/**
 * Write the query of the address that says a state; what is as by default is left out.
 * @param {ExplorerState} state
 * @param {string} search the query so far, of which the language is kept
 */
export function writeState(state, search) {
  const query = new URLSearchParams();
  const language = new URLSearchParams(search).get("hl");
  for (const [name, value] of Object.entries(parameters(state.filters))) {
    for (const one of Array.isArray(value) ? value : [value]) {
      query.append(name, String(one));
    }
  }
  if (state.pair) {
    query.set("subject", state.pair.subject);
    query.set("relation", state.pair.relation);
    query.set("object", state.pair.object);
  } else if (state.actor) {
    query.set("actor", state.actor);
  }
  for (const [name, value] of Object.entries({ ego: state.ego ? "1" : "", view: state.view === "list" ? "list" : "" })) {
    if (value) {
      query.set(name, value);
    }
  }
  if (language) {
    query.set("hl", language);
  }
  const written = query.toString();
  return written ? `?${written}` : "";
}

/**
 * Give the filters that are not as by default, as parameters of `/network`.
 * @param {NetworkFilters} filters
 * @returns {Record<string, string | number | boolean | string[]>}
 */
export function parameters(filters) {
  const differing = Object.entries(filters).filter(
    ([name, value]) => JSON.stringify(value) !== JSON.stringify(DEFAULTS[/** @type {keyof NetworkFilters} */ (name)]),
  );
  return Object.fromEntries(differing);
}

/** @param {URLSearchParams} query @returns {NetworkFilters} */
function readFilters(query) {
  const day = (/** @type {string} */ name) => (DAY.test(query.get(name) ?? "") ? (query.get(name) ?? "") : "");
  const all = (/** @type {string} */ name) => [...new Set(query.getAll(name).filter(Boolean))].sort();
  const confidence = Number.parseFloat(query.get("min_confidence") ?? "");
  const certainty = query.get("certainty") ?? "";
  return {
    as_of: day("as_of"),
    from: day("from"),
    to: day("to"),
    min_confidence: confidence >= 0 && confidence <= 1 ? confidence : DEFAULTS.min_confidence,
    certainty: /** @type {CertaintyName} */ (CERTAINTIES.includes(certainty) ? certainty : DEFAULTS.certainty),
    source: all("source"),
    speaker: all("speaker"),
    type: all("type"),
    lang: /^[a-z]{2,3}$/.test(query.get("lang") ?? "") ? (query.get("lang") ?? "") : "",
    principals: query.get("principals") !== "false",
  };
}
