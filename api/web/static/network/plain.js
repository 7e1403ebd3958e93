/** The picture where a browser has no WebGL: SVG that answers to the pointer. */

import { arrange, emphasise } from "./scene.js";
import { drawPicture } from "./picture.js";

/**
 * Draw a network as SVG, anew with each change; larger pictures scroll.
 * @param {HTMLElement} frame
 * @param {Scene} scene
 * @param {RenderOptions} options
 * @param {Tip} tip
 * @returns {Drawn}
 */
export function drawPlain(frame, scene, options, tip) {
  /** @type {Choice} */
  let selected = null;
  /** @type {Set<string> | null} */
  let shown = null;
  let scale = 1;
  /** @type {SVGSVGElement | null} */
  let svg = null;
  const draw = () => {
    const size = { width: Math.max(320, frame.clientWidth) * scale, height: Math.max(320, frame.clientHeight) * scale };
    const next = drawPicture(scene, shown, { ...size, emphasis: emphasise(scene, selected) });
    next.style.display = "block";
    next.addEventListener("click", (event) => chosen(scene, event.target, options));
    next.addEventListener("pointermove", (event) => {
      const key = closest(event.target, "relation");
      const relation = key ? scene.edges.get(key)?.relation : undefined;
      const corner = frame.getBoundingClientRect();
      tip(relation && options.describe?.(relation), { x: event.clientX - corner.x, y: event.clientY - corner.y });
    });
    svg?.remove();
    svg = next;
    frame.style.overflow = scale > 1 ? "auto" : "hidden";
    frame.append(next);
  };
  const watch = new ResizeObserver(draw);
  watch.observe(frame);
  draw();
  return {
    select: (choice) => void ((selected = choice), draw()),
    show: (actors, centre = "") => void ((shown = actors), arrange(scene, actors, centre), draw()),
    shown: () => shown,
    fit: () => void ((scale = 1), draw()),
    zoom: (factor) => void ((scale = Math.min(8, Math.max(1, scale * factor))), draw()),
    place: (key) => placeOf(svg, frame, key),
    destroy: () => watch.disconnect(),
  };
}

/** @param {Scene} scene @param {EventTarget | null} target @param {RenderOptions} options */
function chosen(scene, target, options) {
  const [actor, relation] = [closest(target, "actor"), closest(target, "relation")];
  const node = actor ? scene.nodes.get(actor) : undefined;
  const edge = relation ? scene.edges.get(relation) : undefined;
  if (node) {
    options.onActor?.(node.actor);
  } else if (edge) {
    options.onRelation?.(edge.relation);
  } else {
    options.onNothing?.();
  }
}

/** @param {EventTarget | null} target @param {"actor" | "relation"} kind */
function closest(target, kind) {
  return target instanceof Element ? target.closest(`[data-${kind}]`)?.getAttribute(`data-${kind}`) : null;
}

/** @param {SVGSVGElement | null} svg @param {HTMLElement} frame @param {string} key */
function placeOf(svg, frame, key) {
  const drawn = [...(svg?.querySelectorAll("[data-actor], [data-relation]") ?? [])];
  const found = drawn.find((one) => key === (one.getAttribute("data-actor") ?? one.getAttribute("data-relation")));
  const path = found?.querySelector("path");
  const corner = frame.getBoundingClientRect();
  const box = found?.getBoundingClientRect();
  if (path && svg) {
    const middle = path.getPointAtLength(path.getTotalLength() / 2);
    return { x: middle.x - frame.scrollLeft, y: middle.y - frame.scrollTop };
  }
  return box ? { x: box.x + box.width / 2 - corner.x, y: box.y + box.height / 2 - corner.y } : null;
}
