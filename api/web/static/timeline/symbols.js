/** The symbols of a timeline: told apart by shape and filling, and only then by colour. */

import { svg } from "../common/svg.js";

/** @typedef {{ shape: "circle" | "diamond" | "up" | "down", hollow: boolean, denied: boolean }} Kind */

const SHAPES = {
  diamond: "M0,-6 L6,0 L0,6 L-6,0 Z",
  up: "M0,-6 L6,5 L-6,5 Z",
  down: "M0,6 L6,-5 L-6,-5 Z",
};

/**
 * Draw a symbol; what is denied is struck through.
 * @param {Kind} kind
 * @param {number} x
 * @param {number} y
 * @returns {SVGElement[]}
 */
export function symbol(kind, x, y) {
  const attributes = { class: kind.hollow ? "symbol hollow" : "symbol", transform: `translate(${x},${y})` };
  const drawn = kind.shape === "circle" ? svg("circle", { ...attributes, r: 5 }) : svg("path", { ...attributes, d: SHAPES[kind.shape] });
  return kind.denied ? [drawn, svg("line", { class: "strike", x1: x - 7, x2: x + 7, y1: y + 7, y2: y - 7 })] : [drawn];
}

/**
 * Draw the time within which something happened.
 * @param {{ hollow: boolean }} kind
 * @param {number} left
 * @param {number} right
 * @param {number} y
 */
export function barOf(kind, left, right, y) {
  return svg("rect", { class: kind.hollow ? "bar hollow" : "bar", x: left, y: y - 3.5, width: right - left, height: 7, rx: 3.5 });
}

/**
 * Draw a turn from support to opposition, or back: both ends, and a cross between them.
 * @param {boolean} fromSupport
 * @param {number} left
 * @param {number} right
 * @param {number} y
 * @returns {SVGElement[]}
 */
export function turn(fromSupport, left, right, y) {
  const middle = (left + right) / 2;
  const [before, after] = fromSupport ? ["friendly", "hostile"] : ["hostile", "friendly"];
  return [
    svg("line", { class: `leg ${before}`, x1: left, x2: middle, y1: y, y2: y }),
    svg("line", { class: `leg ${after}`, x1: middle, x2: right, y1: y, y2: y }),
    svg("path", { class: "turn", d: `M${middle - 3},${y - 5} l6,10 M${middle + 3},${y - 5} l-6,10` }),
    svg("g", { class: `item ${before}` }, ...symbol(stance(fromSupport), left, y)),
    svg("g", { class: `item ${after}` }, ...symbol(stance(!fromSupport), right, y)),
  ];
}

/** @param {boolean} friendly @returns {Kind} */
function stance(friendly) {
  return { shape: friendly ? "up" : "down", hollow: false, denied: false };
}

/** Draw a turn by itself, for a legend. */
export function turnSample() {
  const attributes = { class: "sample", width: 44, height: 16, viewBox: "0 0 44 16", "aria-hidden": "true", focusable: "false" };
  return svg("svg", attributes, svg("g", { class: "flip" }, ...turn(true, 8, 36, 8)));
}

/** Draw a symbol by itself, for a legend or a table. @param {Kind} kind @param {string} classes @param {boolean} [bar] */
export function sample(kind, classes, bar = false) {
  const width = bar ? 38 : 16;
  return svg(
    "svg", { class: "sample", width, height: 16, viewBox: `0 0 ${width} 16`, "aria-hidden": "true", focusable: "false" },
    svg("g", { class: `item ${classes}` }, bar ? barOf(kind, 2, width - 2, 8) : null, ...symbol(kind, width / 2, 8)),
  );
}
