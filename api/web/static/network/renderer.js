/**
 * The picture of a signed network, on pages, in notebooks and in saved files. Needs the globals `Sigma` and `graphology`
 * of classic scripts where there is WebGL; without them it draws SVG.
 */

import { FONT, INK, RELATION_COLOURS, arrange, emphasise, fade, lighten, makeScene } from "./scene.js";
import { placeLabels } from "./labels.js";
import { actorProgram, ribbonProgram } from "./programs.js";
import { drawPlain } from "./plain.js";
import { curveOf, drawPicture, rasterise, serialise } from "./picture.js";

export { drawSign } from "./picture.js";
export { BLOC_COLOURS, SHAPES, keyOf, labelOf } from "./scene.js";

/** Shorter side of saved pictures. */
const SAVED = 1100;
/** Above so many relations, curves have fewer pieces, are left out while the picture moves, and not dimmed in passing. */
const MANY = 3000;
const FADED = 0.28;
/** Names of actors that are not chosen; above so many actors they are left out. */
const SOFT = "#8c959f";
const MANY_NAMES = 150;

/**
 * Draw a network into an element, which must have a size.
 * @param {HTMLElement} container
 * @param {Pick<Drawing, "actors" | "relations">} drawing
 * @param {RenderOptions} [options]
 * @returns {NetworkHandle}
 */
export function render(container, drawing, options = {}) {
  const aspect = container.clientWidth / container.clientHeight || 1.4;
  const scene = makeScene(drawing, options.language ?? "en", aspect);
  const frame = container.appendChild(document.createElement("div"));
  frame.style.cssText = "position:relative;width:100%;height:100%;overflow:hidden;background:#fff";
  const tip = makeTip(frame);
  const webgl = options.webgl !== false && typeof Sigma !== "undefined" && hasWebGL();
  const drawn = webgl ? drawGL(frame, scene, options, tip) : drawPlain(frame, scene, options, tip);
  const saved = { width: SAVED * Math.max(1, aspect), height: SAVED / Math.min(1, aspect), legend: options.legend };
  const picture = () => drawPicture(scene, drawn.shown(), saved);
  return {
    mode: webgl ? "webgl" : "svg",
    select: drawn.select,
    show: drawn.show,
    fit: drawn.fit,
    zoomIn: () => drawn.zoom(1.5),
    zoomOut: () => drawn.zoom(1 / 1.5),
    place: drawn.place,
    toSVG: () => serialise(picture()),
    toPNG: () => rasterise(picture()),
    destroy: () => {
      drawn.destroy();
      frame.remove();
    },
  };
}

/** Tell whether the browser draws WebGL. */
export function hasWebGL() {
  try {
    const probe = document.createElement("canvas");
    const context = probe.getContext("webgl2") ?? probe.getContext("webgl");
    context?.getExtension("WEBGL_lose_context")?.loseContext();
    return context !== null;
  } catch {
    return false;
  }
}

/**
 * @param {HTMLElement} frame
 * @param {Scene} scene
 * @param {RenderOptions} options
 * @param {Tip} tip
 * @returns {Drawn}
 */
function drawGL(frame, scene, options, tip) {
  /** @type {Emphasis | null} */
  let emphasis = null;
  /** @type {Choice} */
  let selected = null;
  /** @type {Set<string> | null} */
  let shown = null;
  const many = scene.edges.size > MANY;
  const stage = frame.appendChild(document.createElement("div"));
  stage.style.cssText = "position:absolute;inset:0";
  const names = frame.appendChild(document.createElement("canvas"));
  names.style.cssText = "position:absolute;inset:0;width:100%;height:100%;pointer-events:none";
  const graph = makeGraph(scene);
  const sigma = new Sigma(graph, stage, {
    nodeProgramClasses: { actor: actorProgram() },
    nodeHoverProgramClasses: { actor: actorProgram() },
    edgeProgramClasses: { relation: ribbonProgram(many ? 3 : 14) },
    defaultDrawNodeHover: () => {},
    renderLabels: false,
    enableEdgeEvents: true,
    hideEdgesOnMove: many,
    allowInvalidContainer: true,
    stagePadding: scene.nodes.size < 4 ? 150 : 64,
    minCameraRatio: 0.02,
    maxCameraRatio: 2.5,
    nodeReducer: (id, data) => reduceNode(id, data, emphasis, shown),
    edgeReducer: (key, data) => reduceEdge(key, data, emphasis, shown, many),
  });
  const emphasiseNow = (/** @type {Choice} */ choice) => {
    const next = emphasise(scene, choice ?? selected);
    if (next?.chosen !== emphasis?.chosen) {
      emphasis = next;
      sigma.refresh({ skipIndexation: true });
    }
  };
  const at = (/** @type {SceneNode} */ node) => sigma.graphToViewport(node);
  sigma.on("afterRender", () => drawNames(sigma, scene, names, emphasis, shown));
  // Its place may change without the window: a legend that wraps, filters that fold
  const following = new ResizeObserver(() => {
    const { width, height } = sigma.getDimensions();
    if (stage.clientWidth && (stage.clientWidth !== width || stage.clientHeight !== height)) {
      sigma.refresh();
    }
  });
  following.observe(stage);
  listen(sigma, scene, options, { tip, emphasise: many ? () => {} : emphasiseNow });
  drawNames(sigma, scene, names, emphasis, shown);
  return {
    select(choice) {
      selected = choice;
      emphasiseNow(choice);
    },
    show(actors, centre = "") {
      if (!actors && !shown) {
        return;
      }
      shown = actors;
      arrange(scene, actors, centre);
      graph.updateEachNodeAttributes((id, data) => ({ ...data, x: scene.nodes.get(id)?.x, y: scene.nodes.get(id)?.y }));
      const kept = scene.order.filter((node) => !actors || actors.has(node.id));
      sigma.setCustomBBox(kept.length ? boxOf(kept) : null);
      sigma.refresh();
      sigma.getCamera().setState({ x: 0.5, y: 0.5, ratio: 1, angle: 0 });
    },
    shown: () => shown,
    fit: () => void sigma.getCamera().animatedReset({ duration: pace() }),
    zoom: (factor) => void sigma.getCamera().animatedZoom({ factor, duration: pace() }),
    place(key) {
      const [node, edge] = [scene.nodes.get(key), scene.edges.get(key)];
      return node ? at(node) : edge ? clearest(scene, edge, at) : null;
    },
    destroy() {
      following.disconnect();
      sigma.kill();
    },
  };
}

/**
 * Find the point of a relation's curve that is farthest from all other curves.
 * @param {Scene} scene
 * @param {SceneEdge} edge
 * @param {(node: SceneNode) => { x: number, y: number }} at
 */
function clearest(scene, edge, at) {
  const others = [...scene.edges.values()].filter((other) => other !== edge).flatMap((other) => trace(other, at, 32));
  const room = trace(edge, at, 16).slice(4, -5).map((point) => ({
    point,
    room: others.reduce((least, other) => Math.min(least, Math.hypot(other.x - point.x, other.y - point.y)), Infinity),
  }));
  return room.reduce((best, one) => (one.room > best.room ? one : best)).point;
}

/** @param {SceneEdge} edge @param {(node: SceneNode) => { x: number, y: number }} at @param {number} steps */
function trace(edge, at, steps) {
  const { point } = curveOf(at(edge.source), at(edge.target), edge.bend);
  return [...Array(steps + 1).keys()].map((step) => point(step / steps));
}

function pace() {
  return matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 250;
}

/** @param {SceneNode[]} nodes */
function boxOf(nodes) {
  const [xs, ys] = [nodes.map((node) => node.x), nodes.map((node) => node.y)];
  const span = (/** @type {number[]} */ values) => /** @type {[number, number]} */ ([Math.min(...values), Math.max(...values)]);
  return { x: span(xs), y: span(ys) };
}

/** @param {Scene} scene */
function makeGraph(scene) {
  const graph = new graphology.MultiDirectedGraph();
  for (const node of [...scene.order].reverse()) {
    const { id, x, y, radius: size, fill: color, line, sides, turn } = node;
    graph.addNode(id, { type: "actor", x, y, size, color, line, sides, turn, border: scene.border });
  }
  for (const [key, { source, target, width: size, bend, relation, opacity }] of scene.edges) {
    const [dashed, hue] = [relation.relation === "opposes" ? 1 : 0, RELATION_COLOURS[relation.relation]];
    const data = { type: "relation", size, bend, dashed, hue, color: fade(hue, opacity) };
    graph.addDirectedEdgeWithKey(key, source.id, target.id, data);
  }
  return graph;
}

/** @param {string} id @param {any} data @param {Emphasis | null} emphasis @param {Set<string> | null} shown */
function reduceNode(id, data, emphasis, shown) {
  if (shown && !shown.has(id)) {
    return { ...data, hidden: true };
  }
  if (emphasis?.chosen === id) {
    return { ...data, line: INK, border: 3.5, size: data.size + 2 };
  }
  return emphasis && !emphasis.nodes.has(id) ? { ...data, color: lighten(data.color, 0.5), line: lighten(data.line, 0.35) } : data;
}

/** @param {string} key @param {any} data @param {Emphasis | null} emphasis @param {Set<string> | null} shown @param {boolean} many */
function reduceEdge(key, data, emphasis, shown, many) {
  if (shown && !key.split(/ (?:supports|opposes) /).every((id) => shown.has(id))) {
    return { ...data, hidden: true };
  }
  if (emphasis?.chosen === key) {
    return { ...data, color: data.hue, size: data.size + 2 };
  }
  return emphasis && !emphasis.edges.has(key) ? { ...data, hidden: many, color: fade(data.hue, FADED) } : data;
}

/**
 * @param {import("sigma").default} sigma
 * @param {Scene} scene
 * @param {HTMLCanvasElement} canvas
 * @param {Emphasis | null} emphasis
 * @param {Set<string> | null} shown
 */
function drawNames(sigma, scene, canvas, emphasis, shown) {
  const { width, height } = sigma.getDimensions();
  const density = window.devicePixelRatio || 1;
  [canvas.width, canvas.height] = [width * density, height * density];
  const pen = canvas.getContext("2d");
  if (!pen) {
    return;
  }
  pen.scale(density, density);
  const first = scene.order.filter((node) => emphasis?.nodes.has(node.id));
  const others = scene.order.length > MANY_NAMES ? [] : scene.order.filter((node) => !emphasis?.nodes.has(node.id));
  const nodes = (emphasis ? [...first, ...others] : scene.order).filter((node) => !shown || shown.has(node.id));
  const spots = nodes.map((node) => {
    const must = node.id === emphasis?.chosen || (emphasis?.nodes.size === 2 && emphasis.nodes.has(node.id));
    return { node, ...sigma.graphToViewport(node), radius: sigma.scaleSize(node.radius) + 1, must };
  });
  for (const { node, x, y, size } of placeLabels(spots, width, height)) {
    pen.font = `500 ${size}px ${FONT}`;
    pen.textBaseline = "middle";
    pen.lineJoin = "round";
    pen.lineWidth = 3.5;
    pen.strokeStyle = "rgba(255,255,255,0.92)";
    pen.fillStyle = !emphasis || emphasis.nodes.has(node.id) ? INK : SOFT;
    // A soft name cuts no line that is chosen
    if (pen.fillStyle === INK) {
      pen.strokeText(node.label, x, y);
    }
    pen.fillText(node.label, x, y);
  }
}

/**
 * @param {import("sigma").default} sigma
 * @param {Scene} scene
 * @param {RenderOptions} options
 * @param {{ tip: Tip, emphasise: (choice: Choice) => void }} show
 */
function listen(sigma, scene, options, show) {
  const mouse = sigma.getContainer();
  const point = (/** @type {Choice} */ choice, /** @type {string} */ text = "", /** @type {any} */ event = null) => {
    mouse.style.cursor = choice ? "pointer" : "";
    show.tip(text, event);
    show.emphasise(choice);
  };
  sigma.on("enterNode", ({ node, event }) => point({ actor: node }, scene.nodes.get(node)?.label, event));
  sigma.on("leaveNode", () => point(null));
  sigma.on("enterEdge", ({ edge, event }) => {
    const relation = scene.edges.get(edge)?.relation;
    point({ relation: edge }, relation ? options.describe?.(relation) : "", event);
  });
  sigma.on("leaveEdge", () => point(null));
  sigma.on("clickNode", ({ node }) => {
    const found = scene.nodes.get(node);
    if (found) {
      options.onActor?.(found.actor);
    }
  });
  sigma.on("clickEdge", ({ edge }) => {
    const found = scene.edges.get(edge);
    if (found) {
      options.onRelation?.(found.relation);
    }
  });
  sigma.on("clickStage", () => options.onNothing?.());
}

/** @param {HTMLElement} frame @returns {Tip} */
function makeTip(frame) {
  const tip = frame.appendChild(document.createElement("div"));
  tip.style.cssText =
    "position:absolute;z-index:2;pointer-events:none;max-width:22em;padding:.2rem .5rem;border-radius:4px;" +
    `background:${INK};color:#fff;font:12px/1.4 ${FONT};display:none`;
  return (/** @type {string | undefined} */ text, /** @type {{ x: number, y: number } | null} */ at) => {
    tip.textContent = text ?? "";
    tip.style.display = text && at ? "block" : "none";
    if (text && at) {
      tip.style.left = `${Math.max(0, Math.min(at.x + 12, frame.clientWidth - tip.offsetWidth - 4))}px`;
      tip.style.top = `${Math.min(at.y + 12, frame.clientHeight - tip.offsetHeight - 4)}px`;
    }
  };
}
