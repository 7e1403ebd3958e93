/** A text with marks that may stand in each other. Places count code points, as the service counts them. */

/** @typedef {{ begin: number, end: number, make: (inside: Node[]) => Node }} Span */

/**
 * Put marks into a part of a text. A mark that begins in another one and ends after it is split where that one ends.
 * @param {string[]} points the text by code points
 * @param {number} begin
 * @param {number} end
 * @param {Span[]} spans
 * @returns {Node[]}
 */
export function nested(points, begin, end, spans) {
  /** @type {Node[]} */
  const nodes = [];
  let left = spans.filter((span) => span.begin < end && span.end > begin).map((span) => clipped(span, begin, end));
  let at = begin;
  while (left.length) {
    left.sort((one, other) => one.begin - other.begin || other.end - one.end);
    const [span, ...others] = /** @type {[Span, ...Span[]]} */ (left);
    nodes.push(...plain(points, at, span.begin));
    nodes.push(span.make(nested(points, span.begin, span.end, others)));
    at = span.end;
    left = others.filter((other) => other.end > span.end).map((other) => clipped(other, span.end, end));
  }
  return [...nodes, ...plain(points, at, end)];
}

/** @param {Span} span @param {number} begin @param {number} end */
function clipped(span, begin, end) {
  return { ...span, begin: Math.max(span.begin, begin), end: Math.min(span.end, end) };
}

/** @param {string[]} points @param {number} begin @param {number} end */
function plain(points, begin, end) {
  return begin < end ? [document.createTextNode(points.slice(begin, end).join(""))] : [];
}
