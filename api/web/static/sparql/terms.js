/** Completion from our own vocabulary, in place of outside look-ups. */

import { address, get } from "../common/api.js";

/** @typedef {Record<string, string>} Prefixes */
/** @typedef {{ classes: string[], properties: string[] }} Terms */

const DECLARED = `SELECT DISTINCT ?term ?kind WHERE { GRAPH graph:ontology { ?term a ?type } FILTER (ISIRI(?term))
  BIND (STRAFTER(STR(?type), "#") AS ?kind) }`;

/** @type {Promise<Terms> | undefined} */
let loading;

/**
 * Register completers of prefixes, classes and properties; the built-in ones ask other hosts.
 * @param {any} Yasqe
 * @param {Prefixes} prefixes
 * @returns {string[]} their names, for the editor
 */
export function registerCompleters(Yasqe, prefixes) {
  const ours = [
    { of: "prefixes", name: "prefixes-here", get: () => declarations(prefixes) },
    { of: "property", name: "properties-here", get: async () => (await terms(prefixes)).properties },
    { of: "class", name: "classes-here", get: async () => (await terms(prefixes)).classes },
  ];
  for (const { of, name, get } of ours) {
    Yasqe.registerAutocompleter({ ...Yasqe.Autocompleters[of], name, get, bulk: true, persistenceId: null }, false);
  }
  return ["variables", ...ours.map(({ name }) => name)];
}

/** @param {Prefixes} prefixes */
function declarations(prefixes) {
  return Object.entries(prefixes).map(([name, iri]) => `${name}: <${iri}>`);
}

/**
 * List the classes and properties that the ontology declares, and those that the data uses.
 * @param {Prefixes} prefixes
 * @returns {Promise<Terms>}
 */
function terms(prefixes) {
  loading ??= Promise.all([declared(), used()]).then(([ours, found]) => ({
    classes: unique([...ours.classes, ...found.classes], prefixes),
    properties: unique([...ours.properties, ...found.properties], prefixes),
  }));
  return loading;
}

/** @returns {Promise<Terms>} */
async function declared() {
  const headers = { Accept: "application/sparql-results+json" };
  const answer = await fetch(address("/sparql", { query: DECLARED }), { headers });
  /** @type {{ results: { bindings: { term: { value: string }, kind: { value: string } }[] } }} */
  const found = await answer.json();
  const of = (/** @type {RegExp} */ kinds) =>
    found.results.bindings.filter((row) => kinds.test(row.kind.value)).map((row) => row.term.value);
  return { classes: of(/Class$/), properties: of(/Property$/) };
}

/** Read the terms from the description of the data; where that is not to be had, the declared ones have to do. */
async function used() {
  const described = await get("/.well-known/void", {}, { headers: { Accept: "application/ld+json" } }).catch(() => []);
  /** @type {Terms} */
  const found = { classes: [], properties: [] };
  const wanted = /** @type {const} */ ([["class", "classes"], ["property", "properties"]]);
  JSON.stringify(described, (key, value) => {
    for (const [name, place] of wanted) {
      if (key === `http://rdfs.org/ns/void#${name}`) {
        found[place].push(...value.map((/** @type {{ "@id": string }} */ item) => item["@id"]));
      }
    }
    return value;
  });
  return found;
}

/**
 * Sort IRIs, those of our prefixes first and in their order.
 * @param {string[]} iris
 * @param {Prefixes} prefixes
 */
function unique(iris, prefixes) {
  const spaces = Object.values(prefixes);
  const rank = (/** @type {string} */ iri) => (spaces.findIndex((space) => iri.startsWith(space)) + spaces.length + 1) % (spaces.length + 1);
  return [...new Set(iris)].sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
}
