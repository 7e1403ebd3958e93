/** Where names go: the most connected first, never over another name or an actor. */

import { FONT } from "./scene.js";

/** @typedef {{ node: SceneNode, x: number, y: number, radius: number, must?: boolean }} Spot */
/** @typedef {{ node: SceneNode, x: number, y: number, size: number, width: number }} Label from its left end, at half height */
/** @typedef {[left: number, top: number, right: number, bottom: number]} Box */

const CELL = 48;
const MOST_LABELS = 400;
/** So many are named even where their names stand before actors with fewer relations. */
const ALWAYS = 12;
/** Sides of an actor to try: across and down, in shares of the way out. */
const SIDES = /** @type {const} */ ([
  [1, 0],
  [-1, 0],
  [0, 1],
  [0, -1],
  [0.75, 0.75],
  [0.75, -0.75],
  [-0.75, 0.75],
  [-0.75, -0.75],
]);
/** @type {Map<string, number>} */
const widths = new Map();
/** @type {CanvasRenderingContext2D | null} */
let pen = null;

/**
 * Place names beside actors.
 * @param {Spot[]} spots actors in pixels, those to be named first before others
 * @param {number} width of the picture
 * @param {number} height of the picture
 * @returns {Label[]}
 */
export function placeLabels(spots, width, height) {
  const [taken, names] = [new Boxes(), new Boxes()];
  const seen = spots.filter(({ x, y }) => x > -20 && y > -20 && x < width + 20 && y < height + 20);
  for (const { x, y, radius } of seen) {
    taken.add([x - radius, y - radius, x + radius, y + radius]);
  }
  /** @type {Label[]} */
  const placed = [];
  for (const [rank, spot] of seen.entries()) {
    if (placed.length >= MOST_LABELS) {
      break;
    }
    const found = placeOne(spot, rank < ALWAYS ? names : null, taken, width, height);
    if (found) {
      taken.add(found.box);
      names.add(found.box);
      placed.push(found.label);
    }
  }
  return placed;
}

/** Measure a text. @param {string} text @param {number} size */
export function measure(text, size) {
  const key = `${size} ${text}`;
  let found = widths.get(key);
  if (found === undefined) {
    pen ??= document.createElement("canvas").getContext("2d");
    if (pen) {
      pen.font = `500 ${size}px ${FONT}`;
    }
    found = pen ? pen.measureText(text).width : text.length * size * 0.55;
    widths.set(key, found);
  }
  return found;
}

/**
 * @param {Spot} spot
 * @param {Boxes | null} names if it may stand before actors: what it may not stand before
 * @param {Boxes} taken
 * @param {number} width
 * @param {number} height
 * @returns {{ box: Box, label: Label } | undefined}
 */
function placeOne({ node, x, y, radius, must }, names, taken, width, height) {
  const size = node.labelSize;
  const long = measure(node.label, size);
  const tall = size * 1.15;
  const choices = SIDES.map(([across, down]) => {
    const centre = x + across * (radius + 4 + long / 2) * (Math.abs(across) < 1 && across ? 1.1 : 1);
    const middle = y + down * (radius + 2 + tall / 2);
    /** @type {Box} */
    const box = [centre - long / 2 - 1, middle - tall / 2, centre + long / 2 + 1, middle + tall / 2];
    return { box, label: { node, x: centre - long / 2, y: middle, size, width: long } };
  });
  const inside = choices.filter(({ box }) => box[0] >= 0 && box[1] >= 0 && box[2] <= width && box[3] <= height);
  const free = inside.find(({ box }) => taken.isFree(box)) ?? (names && inside.find(({ box }) => names.isFree(box)));
  return free ?? (must ? (inside[0] ?? choices[0]) : undefined);
}

/** Boxes by the cells of a grid they touch. */
class Boxes {
  constructor() {
    /** @type {Map<number, Box[]>} */
    this.cells = new Map();
  }

  /** @param {Box} box */
  add(box) {
    for (const cell of cellsOf(box)) {
      const found = this.cells.get(cell);
      if (found) {
        found.push(box);
      } else {
        this.cells.set(cell, [box]);
      }
    }
  }

  /** @param {Box} box */
  isFree(box) {
    return cellsOf(box).every((cell) => (this.cells.get(cell) ?? []).every((other) => apart(box, other)));
  }
}

/** @param {Box} one @param {Box} other */
function apart(one, other) {
  return one[2] <= other[0] || other[2] <= one[0] || one[3] <= other[1] || other[3] <= one[1];
}

/** @param {Box} box */
function cellsOf([left, top, right, bottom]) {
  /** @type {number[]} */
  const cells = [];
  for (let column = Math.floor(left / CELL); column <= Math.floor(right / CELL); column += 1) {
    for (let row = Math.floor(top / CELL); row <= Math.floor(bottom / CELL); row += 1) {
      cells.push(column * 100_000 + row);
    }
  }
  return cells;
}
