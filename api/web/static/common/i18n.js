/** Texts of the interface in the reader's language: `?hl=`, else the remembered choice, else the browser's. */

import { ROOT } from "./api.js";

/** @typedef {"en" | "fr"} Language */
/** @typedef {{ [key: string]: string | Texts }} Texts */

const LANGUAGES = /** @type {const} */ (["en", "fr"]);
const REMEMBERED = "detente.language";

/** @type {Language} */
let language = chosen();
/** @type {Texts} */
let texts = {};

/** Give the language of the page. */
export function current() {
  return language;
}

/** Load the texts that all pages share and those of this page, and put them into it. */
export async function load() {
  const names = ["common", document.documentElement.dataset["page"]];
  const answers = await Promise.all(names.map((name) => fetch(`${ROOT}/static/strings/${language}/${name}.json`)));
  texts = Object.assign({}, ...(await Promise.all(answers.map((answer) => answer.json()))));
  document.documentElement.lang = language;
  translate(document);
}

/**
 * Give a text, with `{names}` in it replaced; of texts with `one` and `other`, the one that fits `n`.
 * @param {string} key
 * @param {Record<string, string | number>} [values]
 * @returns {string}
 */
export function t(key, values = {}) {
  let found = key.split(".").reduce((/** @type {any} */ at, part) => at?.[part], texts);
  if (typeof found === "object" && found !== null) {
    found = found[new Intl.PluralRules(language).select(Number(values["n"]))] ?? found["other"];
  }
  if (typeof found !== "string") {
    return key;
  }
  return found.replace(/\{(\w+)\}/g, (whole, name) => {
    const value = values[name];
    return value === undefined ? whole : typeof value === "number" ? number(value) : value;
  });
}

/** Tell whether there is a text. @param {string} key */
export function has(key) {
  return t(key) !== key;
}

/** Write a number as the language does. @param {number} value @param {Intl.NumberFormatOptions} [options] */
export function number(value, options) {
  return new Intl.NumberFormat(locale(), options).format(value);
}

/** Write an ISO day, month (`2021-03`) or year as the language does. @param {string} day */
export function date(day) {
  const [year, month, of] = day.split("-").map(Number);
  if (!year) {
    return "";
  }
  /** @type {Intl.DateTimeFormatOptions} */
  const form = of ? { dateStyle: "medium" } : month ? { year: "numeric", month: "long" } : { year: "numeric" };
  return new Intl.DateTimeFormat(locale(), { ...form, timeZone: "UTC" }).format(Date.UTC(year, (month ?? 1) - 1, of ?? 1));
}

/** Write days and numbers of English as Europe does. */
function locale() {
  return language === "en" ? "en-GB" : language;
}

/**
 * Give the name of something in the page's language.
 * @param {{ names?: Record<string, string>, label?: string, id: string }} actor
 */
export function nameOf(actor) {
  const names = actor.names ?? {};
  return names[language] || names["en"] || names[""] || Object.values(names)[0] || actor.label || actor.id;
}

/** Put texts into all elements below one that ask for them. @param {ParentNode} root */
export function translate(root) {
  for (const element of /** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll("[data-i18n]"))) {
    element.textContent = t(element.dataset["i18n"] ?? "");
  }
  for (const element of /** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll("[data-i18n-label]"))) {
    element.setAttribute("aria-label", t(element.dataset["i18nLabel"] ?? ""));
  }
  for (const element of /** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll("[data-i18n-placeholder]"))) {
    element.setAttribute("placeholder", t(element.dataset["i18nPlaceholder"] ?? ""));
  }
}

/** Remember a language and show the page in it. @param {Language} wanted */
export function choose(wanted) {
  try {
    localStorage.setItem(REMEMBERED, wanted);
  } catch {
    // A browser that forbids storage forgets the choice; the address still carries it.
  }
  const url = new URL(location.href);
  url.searchParams.set("hl", wanted);
  location.assign(url);
}

/** @returns {Language} */
function chosen() {
  const wanted = [new URLSearchParams(location.search).get("hl"), remembered(), ...navigator.languages];
  const known = wanted.map((tag) => LANGUAGES.find((one) => tag?.toLowerCase().startsWith(one)));
  return known.find((one) => one !== undefined) ?? "en";
}

function remembered() {
  try {
    return localStorage.getItem(REMEMBERED);
  } catch {
    return null;
  }
}
