/** Elements made of data: text only ever becomes text, never markup. */

/** @typedef {Node | string | number | null | undefined | false} Child */
/** @typedef {Record<string, string | number | boolean | null | undefined | ((event: any) => void)>} Attributes */

/**
 * Make an element. Attributes that are functions listen to the event of their name; `false`, `null` and `undefined`
 * leave an attribute out, `true` sets it empty. Addresses other than http, https and relative ones are left out.
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Attributes} [attributes]
 * @param {...(Child | Child[])} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function el(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") {
      made.addEventListener(name, value);
    } else if (value !== false && value !== null && value !== undefined && !(name === "href" && !isSafe(String(value)))) {
      made.setAttribute(name, value === true ? "" : String(value));
    }
  }
  made.append(...present(children.flat()));
  return made;
}

/**
 * Put children in place of all there were.
 * @param {Element} parent
 * @param {...(Child | Child[])} children
 */
export function fill(parent, ...children) {
  parent.replaceChildren(...present(children.flat()));
}

/**
 * Find the one element that a page must have.
 * @template {HTMLElement} [Found=HTMLElement]
 * @param {string} selector
 * @param {ParentNode} [within]
 * @returns {Found}
 */
export function find(selector, within = document) {
  const found = /** @type {Found | null} */ (within.querySelector(selector));
  if (!found) {
    throw new Error(`The page has no ${selector}.`);
  }
  return found;
}

/**
 * Tell whether an address may stand in a link: text of articles could bring `javascript:` ones.
 * @param {string} address
 */
export function isSafe(address) {
  try {
    return ["http:", "https:"].includes(new URL(address, location.href).protocol);
  } catch {
    return false;
  }
}

/**
 * @param {Child[]} children
 * @returns {(Node | string)[]}
 */
function present(children) {
  return children
    .filter((child) => child !== null && child !== undefined && child !== false)
    .map((child) => (child instanceof Node ? child : String(child)));
}
