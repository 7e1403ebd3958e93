/** The query editor, with our prefixes, our vocabulary and our questions. */

import { ROOT, address, get } from "../common/api.js";
import { el, fill, find } from "../common/dom.js";
import { current, t } from "../common/i18n.js";
import { start, tell } from "../common/shell.js";
import { nameControls } from "./labels.js";
import { registerCompleters } from "./terms.js";

/** @typedef {{ name: string, question: string, question_fr: string, query: string }} Example */

const DATA = "https://w3id.org/detente/id/";
/** The question that a first visit finds open, before the tabs of the others. */
const FIRST = "who-opposes";
const REMEMBERED = "detente";

start(async () => {
  const Yasgui = /** @type {any} */ (window)["Yasgui"];
  if (!Yasgui) {
    tell(t("sparql.missing"));
    return;
  }
  const place = find("#yasgui");
  const prefixes = /** @type {Record<string, string>} */ (JSON.parse(place.dataset["prefixes"] ?? "{}"));
  /** @type {Example[]} */
  const examples = await get("/examples");
  const editor = new Yasgui(place, settings(Yasgui, prefixes));
  if (Object.keys(editor._tabs).length === 0) {
    const ordered = [...examples].sort((a, b) => Number(b.name === FIRST) - Number(a.name === FIRST));
    ordered.forEach((example, place) => open(editor, example, place === 0));
  }
  offer(examples, (example) => open(editor, example, true));
  place.addEventListener("click", stay, true);
  nameControls(place);
});

/**
 * @param {any} Yasgui
 * @param {Record<string, string>} prefixes
 */
function settings(Yasgui, prefixes) {
  const endpoint = new URL(address("/sparql"), location.href).href;
  return {
    requestConfig: { endpoint, method: "POST" },
    copyEndpointOnNewTab: false,
    endpointCatalogueOptions: { getData: () => [{ endpoint }] },
    persistenceId: REMEMBERED,
    autofocus: false,
    autoAddOnInit: false,
    populateFromUrl: (/** @type {any} */ tab) => ownEndpoint(tab, endpoint),
    tabName: t("sparql.tab"),
    yasqe: {
      autocompleters: registerCompleters(Yasgui.Yasqe, prefixes),
      prefixCcApi: null,
      value: beginning(prefixes),
    },
    yasr: { prefixes },
  };
}

/**
 * Let a link bring a query, which the editor runs at once, and nothing that says where it goes: neither another endpoint
 * nor headers.
 * @param {any} tab
 * @param {string} endpoint
 */
function ownEndpoint(tab, endpoint) {
  return { ...tab, requestConfig: { ...tab.requestConfig, endpoint, method: "POST", headers: {}, args: [] } };
}

/** @param {Record<string, string>} prefixes */
function beginning(prefixes) {
  const declared = ["gp", "actor"].map((name) => `PREFIX ${name}: <${prefixes[name]}>`);
  return `${declared.join("\n")}\nSELECT ?who ?whom WHERE {\n  ?who gp:opposes ?whom\n} LIMIT 20`;
}

/** @param {Example} example */
function question(example) {
  return current() === "fr" ? example.question_fr : example.question;
}

/**
 * @param {any} editor
 * @param {Example} example
 * @param {boolean} active
 */
function open(editor, example, active) {
  editor.addTab(active, { name: question(example), yasqe: { value: worded(example.query) } });
}

/** Let a query ask for names in the language of the page. @param {string} query */
function worded(query) {
  return query.replace(/(VALUES \?language \{ )"en"/, `$1"${current()}"`);
}

/**
 * @param {Example[]} examples
 * @param {(example: Example) => void} chosen
 */
function offer(examples, chosen) {
  /** @type {HTMLSelectElement} */
  const list = find("#question");
  fill(
    list,
    el("option", { value: "" }, t("sparql.choose")),
    examples.map((example) => el("option", { value: example.name }, question(example))),
  );
  list.addEventListener("change", () => {
    const example = examples.find(({ name }) => name === list.value);
    list.value = "";
    if (example) {
      chosen(example);
    }
  });
}

/** Show actors and articles of an answer here: their names as addresses are answered nowhere else. @param {MouseEvent} event */
function stay(event) {
  const link = event.target instanceof Element ? event.target.closest("a") : null;
  const named = link?.href.startsWith(DATA) ? link.href.slice(DATA.length) : "";
  const [, kind, id] = /^(actor|article)\/(.+)$/.exec(named) ?? [];
  if (link && kind && id) {
    event.preventDefault();
    const path = kind === "actor" ? `${ROOT}/?actor=${id}` : `${ROOT}/article?id=${id}`;
    window.open(path, "_blank", "noopener");
  }
}
