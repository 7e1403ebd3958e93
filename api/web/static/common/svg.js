/** Elements of pictures; text only ever becomes text. */

/** @typedef {Node | string | null | undefined | false} Part */

/**
 * Make an SVG element. Attributes that are functions listen to the event of their name; `false`, `null` and
 * `undefined` leave an attribute out.
 * @template {keyof SVGElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Record<string, string | number | boolean | null | undefined | ((event: any) => void)>} [attributes]
 * @param {...(Part | Part[])} parts
 * @returns {SVGElementTagNameMap[Tag]}
 */
export function svg(tag, attributes = {}, ...parts) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") {
      made.addEventListener(name, value);
    } else if (value !== false && value !== null && value !== undefined) {
      made.setAttribute(name, String(value));
    }
  }
  for (const part of parts.flat()) {
    if (part) {
      made.append(part);
    }
  }
  return made;
}
