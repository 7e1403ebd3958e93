/** The network as SVG: what is saved, and what is shown where a browser has no WebGL. */

import { BLOC_COLOURS, FONT, INK, RELATION_COLOURS, SHAPES, stretch } from "./scene.js";
import { measure, placeLabels } from "./labels.js";

/** @typedef {{ x: number, y: number }} Point */
/** @typedef {{ width: number, height: number, legend?: LegendTexts | undefined, emphasis?: Emphasis | null }} PictureOptions */

const PAD = 70;

/**
 * Draw a network.
 * @param {Scene} scene
 * @param {Set<string> | null} shown ids of the actors to show, all if `null`
 * @param {PictureOptions} options
 * @returns {SVGSVGElement}
 */
export function drawPicture(scene, shown, { width, height, legend, emphasis = null }) {
  const nodes = scene.order.filter((node) => !shown || shown.has(node.id));
  const strip = legend ? 46 : 0;
  const at = fitted(nodes, width, height - strip, scene.nodes.size < 4 ? 2 * PAD : PAD);
  const svg = make("svg", { xmlns: SVG, viewBox: `0 0 ${width} ${height}`, width, height, "font-family": FONT });
  svg.append(make("rect", { width, height, fill: "#ffffff" }));
  for (const edge of scene.edges.values()) {
    if (!shown || (shown.has(edge.source.id) && shown.has(edge.target.id))) {
      svg.append(drawEdge(edge, at(edge.source), at(edge.target), !emphasis || emphasis.edges.has(edge.key)));
    }
  }
  for (const node of [...nodes].reverse()) {
    svg.append(drawNode(node, scene.border, at(node), !emphasis || emphasis.nodes.has(node.id), emphasis?.chosen === node.id));
  }
  const named = emphasis ? nodes.filter((node) => emphasis.nodes.has(node.id)) : nodes;
  svg.append(...drawLabels(named, at, width, height - strip));
  if (legend) {
    svg.append(drawLegend(scene, legend, height - strip, width));
  }
  return svg;
}

/**
 * Give the curve of a relation: its control point, and its points by share of the way.
 * @param {Point} from
 * @param {Point} to
 * @param {number} bend
 */
export function curveOf(from, to, bend) {
  // To the left of the direction; in pictures y grows downwards
  const control = {
    x: (from.x + to.x) / 2 + (to.y - from.y) * bend * 2,
    y: (from.y + to.y) / 2 - (to.x - from.x) * bend * 2,
  };
  /** @param {number} t */
  const point = (t) => ({
    x: (1 - t) ** 2 * from.x + 2 * t * (1 - t) * control.x + t * t * to.x,
    y: (1 - t) ** 2 * from.y + 2 * t * (1 - t) * control.y + t * t * to.y,
  });
  return { control, point };
}

/**
 * Draw the SVG as PNG at twice its size.
 * @param {SVGSVGElement} svg
 * @returns {Promise<Blob>}
 */
export async function rasterise(svg) {
  const image = new Image();
  const address = URL.createObjectURL(new Blob([serialise(svg)], { type: "image/svg+xml" }));
  try {
    image.src = address;
    await image.decode();
    const canvas = document.createElement("canvas");
    canvas.width = 2 * svg.viewBox.baseVal.width;
    canvas.height = 2 * svg.viewBox.baseVal.height;
    canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise((done, fail) => {
      canvas.toBlob((blob) => (blob ? done(blob) : fail(new Error("The picture is too large to be saved as PNG."))));
    });
  } finally {
    URL.revokeObjectURL(address);
  }
}

/** Write SVG as text. @param {SVGSVGElement} svg */
export function serialise(svg) {
  return new XMLSerializer().serializeToString(svg);
}

/** Draw the sign of a class, of a bloc or of a relation, for a legend. @param {{ type?: string, bloc?: number, relation?: RelationName }} what */
export function drawSign({ type, bloc, relation }) {
  const size = relation ? 40 : 18;
  const svg = make("svg", { viewBox: `0 0 ${size} 18`, width: size, height: 18, "aria-hidden": "true" });
  if (relation) {
    svg.append(...stroke(relation, 2.5, 0.95, { x: 2, y: 9 }, { x: 38, y: 9 }, 0, 0));
  } else {
    const { fill, line } = BLOC_COLOURS[bloc ?? 3] ?? BLOC_COLOURS[3];
    svg.append(outline(SHAPES[type ?? ""] ?? [0, 0], { x: 9, y: 9 }, 6, { fill, stroke: line, "stroke-width": 1.6 }));
  }
  return svg;
}

const SVG = "http://www.w3.org/2000/svg";

/**
 * @template {keyof SVGElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Record<string, string | number>} attributes
 */
function make(tag, attributes) {
  const made = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name !== "xmlns") {
      made.setAttribute(name, typeof value === "number" ? String(Math.round(value * 100) / 100) : value);
    }
  }
  return made;
}

/** @param {string} text @param {Record<string, string | number>} attributes */
function write(text, attributes) {
  const made = make("text", attributes);
  made.textContent = text;
  return made;
}

/**
 * Fit actors into a picture, keeping the proportions of the layout.
 * @param {SceneNode[]} nodes
 * @param {number} width
 * @param {number} height
 * @param {number} pad
 * @returns {(node: SceneNode) => Point}
 */
function fitted(nodes, width, height, pad) {
  const [left, right] = extent(nodes.map((node) => node.x));
  const [bottom, top] = extent(nodes.map((node) => node.y));
  const scale = Math.min((width - 2 * pad) / (right - left || 1), (height - 2 * pad) / (top - bottom || 1));
  const [middle, centre] = [(left + right) / 2, (bottom + top) / 2];
  return ({ x, y }) => ({ x: width / 2 + (x - middle) * scale, y: height / 2 - (y - centre) * scale });
}

/** @param {number[]} values @returns {[number, number]} */
function extent(values) {
  return values.reduce(([low, high], value) => [Math.min(low, value), Math.max(high, value)], [Infinity, -Infinity]);
}

/** @param {SceneEdge} edge @param {Point} from @param {Point} to @param {boolean} plain */
function drawEdge(edge, from, to, plain) {
  const group = make("g", { "data-relation": edge.key, cursor: "pointer" });
  const { control } = curveOf(from, to, edge.bend);
  const hit = { fill: "none", stroke: "transparent", "stroke-width": Math.max(10, edge.width + 6) };
  group.append(make("path", { d: `M${xy(from)}Q${xy(control)} ${xy(to)}`, ...hit }));
  const opacity = plain ? edge.opacity : 0.08;
  const { relation } = edge.relation;
  group.append(...stroke(relation, edge.width, opacity, from, to, edge.bend, edge.target.radius, edge.source.radius));
  return group;
}

/**
 * @param {RelationName} relation
 * @param {number} width
 * @param {number} opacity
 * @param {Point} from
 * @param {Point} to
 * @param {number} bend
 * @param {number} radius of the actor at its end
 * @param {number} start radius of the actor at its start
 */
function stroke(relation, width, opacity, from, to, bend, radius, start = 0) {
  const { control } = curveOf(from, to, bend);
  const colour = RELATION_COLOURS[relation];
  const reach = Math.hypot(to.x - control.x, to.y - control.y) || 1;
  const away = { x: (to.x - control.x) / reach, y: (to.y - control.y) / reach };
  const head = 5 + width * 2;
  const tip = { x: to.x - away.x * (radius + 1.5), y: to.y - away.y * (radius + 1.5) };
  const base = { x: tip.x - away.x * head, y: tip.y - away.y * head };
  const flare = 2.5 + width;
  const ends = [-1, 1].map((side) => ({ x: base.x - side * away.y * flare, y: base.y + side * away.x * flare }));
  const dash = 4 + width * 2;
  const dashes = relation === "opposes" ? { "stroke-dasharray": `${dash} ${dash * 0.7}`, "stroke-dashoffset": -start } : {};
  const line = { fill: "none", stroke: colour, "stroke-width": width, opacity, ...dashes };
  return [
    make("path", { d: `M${xy(from)}Q${xy(control)} ${xy(base)}`, ...line }),
    make("polygon", { points: [tip, ...ends].map(xy).join(" "), fill: colour, opacity }),
  ];
}

/** @param {SceneNode} node @param {number} border @param {Point} at @param {boolean} plain @param {boolean} chosen */
function drawNode(node, border, at, plain, chosen) {
  const group = make("g", { "data-actor": node.id, cursor: "pointer" });
  const look = {
    fill: plain ? node.fill : "#f4f5f7",
    stroke: chosen ? INK : plain ? node.line : "#d0d7de",
    "stroke-width": chosen ? 3.5 : border,
  };
  group.append(outline([node.sides, node.turn], at, node.radius - look["stroke-width"] / 2, look));
  const title = make("title", {});
  title.textContent = node.label;
  group.append(title);
  return group;
}

/**
 * @param {readonly [number, number]} shape sides and turn
 * @param {Point} at
 * @param {number} radius
 * @param {Record<string, string | number>} look
 */
function outline([sides, turn], at, radius, look) {
  if (!sides) {
    return make("circle", { cx: at.x, cy: at.y, r: radius, ...look });
  }
  const around = radius * stretch(sides);
  const corners = [...Array(sides).keys()].map((corner) => {
    const angle = (2 * Math.PI * corner) / sides - turn;
    return xy({ x: at.x + around * Math.sin(angle), y: at.y - around * Math.cos(angle) });
  });
  return make("polygon", { points: corners.join(" "), "stroke-linejoin": "round", ...look });
}

/**
 * @param {SceneNode[]} nodes
 * @param {(node: SceneNode) => Point} at
 * @param {number} width
 * @param {number} height
 */
function drawLabels(nodes, at, width, height) {
  const spots = nodes.map((node) => ({ node, ...at(node), radius: node.radius }));
  return placeLabels(spots, width, height).map(({ node, x, y, size }) =>
    write(node.label, {
      x,
      y: y + size * 0.36,
      "font-size": size,
      "font-weight": 500,
      fill: INK,
      stroke: "#ffffff",
      "stroke-width": 3,
      "paint-order": "stroke",
      "pointer-events": "none",
    }),
  );
}

/** @param {Scene} scene @param {LegendTexts} texts @param {number} top @param {number} width */
function drawLegend(scene, texts, top, width) {
  const group = make("g", { "font-size": 12, fill: INK });
  group.append(make("line", { x1: 0, x2: width, y1: top + 0.5, y2: top + 0.5, stroke: "#d0d7de" }));
  const types = [...new Set(scene.order.map((node) => node.actor.type))].filter((type) => type in SHAPES).sort();
  const blocs = [...new Set(scene.order.map((node) => node.actor.bloc))].filter((bloc) => bloc >= 0).sort();
  /** @type {[SVGElement | null, string][]} */
  const items = [
    [drawSign({ relation: "supports" }), texts.supports],
    [drawSign({ relation: "opposes" }), texts.opposes],
    [null, texts.width],
    [null, texts.certainty],
    ...types.map((type) => /** @type {[SVGElement, string]} */ ([drawSign({ type }), texts.types[type] ?? type])),
    ...blocs.map((bloc) => /** @type {[SVGElement, string]} */ ([drawSign({ bloc }), `${texts.bloc} ${bloc + 1}`])),
  ];
  let [x, row] = [16, 0];
  for (const [sign, text] of items) {
    const wide = (sign ? Number(sign.getAttribute("width")) + 6 : 0) + measure(text, 12) + 18;
    [x, row] = x + wide > width - 10 ? [16, row + 1] : [x, row];
    const y = top + 5 + 20 * row;
    if (sign) {
      sign.setAttribute("x", String(x));
      sign.setAttribute("y", String(y));
      group.append(sign);
    }
    group.append(write(text, { x: x + (sign ? Number(sign.getAttribute("width")) + 6 : 0), y: y + 13 }));
    x += wide;
  }
  return group;
}

/** @param {Point} point */
function xy({ x, y }) {
  return `${x.toFixed(1)},${y.toFixed(1)}`;
}
