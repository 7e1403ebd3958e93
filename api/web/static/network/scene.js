/** How actors and relations look: colours, sizes, shapes, curves. Nothing here draws. */

/** Okabe–Ito; told apart by dashes, too. @type {Record<RelationName, string>} */
export const RELATION_COLOURS = { supports: "#0072b2", opposes: "#d55e00" };

/** Light fills and dark borders of blocs; colours that no relation has. */
export const BLOC_COLOURS = /** @type {const} */ ([
  { fill: "#bfe6d8", line: "#00634a" },
  { fill: "#fbe3a4", line: "#7a5600" },
  { fill: "#efd0e1", line: "#86396a" },
  { fill: "#dfe3e8", line: "#3f4954" },
]);

/** Shapes by class: number of sides (0 is a disc) and turn. @type {Record<string, [number, number]>} */
export const SHAPES = {
  State: [0, 0],
  IntergovernmentalOrganization: [6, 0],
  Organization: [4, Math.PI / 4],
  PoliticalParty: [5, 0],
  ArmedGroup: [4, 0],
  Collective: [3, Math.PI],
  Person: [3, 0],
};

/** @type {Record<CertaintyName, number>} */
export const OPACITY = { certain: 0.95, probable: 0.55, possible: 0.3 };

export const INK = "#1f2328";
export const FONT = 'system-ui, "Segoe UI", "Noto Sans", "DejaVu Sans", sans-serif';
/** Above so many actors, everything is by so much smaller, or larger. */
const SCALES = /** @type {const} */ ([[2000, 0.35], [400, 0.5], [100, 0.8], [30, 1], [10, 1.25]]);
const MOST_STRETCH = 1.9;
/** So many neighbours fit around an actor before there are two rings. */
const RING = 24;

/**
 * Make actors and relations ready to be drawn.
 * @param {Pick<Drawing, "actors" | "relations">} drawing
 * @param {LanguageName} language of the labels
 * @param {number} [aspect] width over height of the picture
 * @returns {Scene}
 */
export function makeScene(drawing, language, aspect = 1.4) {
  const scale = SCALES.find(([actors]) => drawing.actors.length > actors)?.[1] ?? 1.6;
  // Thousands of relations over each other would hide all else
  const pale = Math.min(1, 30 / Math.sqrt(drawing.relations.length));
  const nodes = new Map(drawing.actors.map((actor) => [actor.id, makeNode(actor, language, scale)]));
  /** @type {Map<string, SceneEdge>} */
  const edges = new Map();
  /** @type {Map<string, number>} */
  const lanes = new Map();
  const pairs = new Set(drawing.relations.map((relation) => `${relation.source} ${relation.target}`));
  for (const relation of drawing.relations) {
    const source = nodes.get(relation.source);
    const target = nodes.get(relation.target);
    if (source && target) {
      source.degree += 1;
      target.degree += 1;
      edges.set(keyOf(relation), makeEdge(relation, source, target, scale, pale, bendOf(relation, pairs, lanes)));
    }
  }
  for (const node of nodes.values()) {
    node.radius = scale * Math.min(20, 5 + 2.1 * Math.sqrt(node.degree));
    node.labelSize = Math.round(Math.min(14, (scale > 1 ? 13 : 11) + node.degree / 6));
  }
  fillPicture([...nodes.values()], aspect);
  const order = [...nodes.values()].sort((a, b) => b.degree - a.degree || (a.id < b.id ? -1 : 1));
  return { nodes, order, edges, aspect, border: 1.6 * Math.sqrt(scale) };
}

/**
 * Stretch a layout, within reason, to the proportions of its picture: near and far is what it tells, not up and down.
 * @param {SceneNode[]} nodes
 * @param {number} aspect
 */
function fillPicture(nodes, aspect) {
  const [width, height] = [spread(nodes.map((node) => node.x)), spread(nodes.map((node) => node.y))];
  const stretched = width && height ? Math.min(MOST_STRETCH, Math.max(1 / MOST_STRETCH, width / height / aspect)) : 1;
  for (const node of nodes) {
    node.y *= stretched;
    node.home = [node.x, node.y];
  }
}

/** @param {number[]} values */
function spread(values) {
  return values.reduce((high, value) => Math.max(high, value), -Infinity) - values.reduce((low, value) => Math.min(low, value), Infinity);
}

/**
 * Give places to some actors: as in the layout, or, around one of them, on rings in the order of their directions.
 * @param {Scene} scene
 * @param {Set<string> | null} shown all if `null`
 * @param {string} centre id of the actor in the middle, empty for none
 */
export function arrange(scene, shown, centre) {
  const middle = shown ? scene.nodes.get(centre) : undefined;
  for (const node of scene.order) {
    [node.x, node.y] = node.home;
  }
  if (middle) {
    const others = scene.order.filter((node) => shown?.has(node.id) && node !== middle);
    others.sort((a, b) => angle(middle, a) - angle(middle, b));
    const rings = Math.ceil(others.length / RING);
    others.forEach((node, at) => {
      const [turn, out] = [(2 * Math.PI * at) / others.length - Math.PI, 1 + 0.55 * (at % rings)];
      [node.x, node.y] = [middle.x + scene.aspect * out * Math.cos(turn), middle.y + out * Math.sin(turn)];
    });
  }
}

/** @param {SceneNode} from @param {SceneNode} to */
function angle(from, to) {
  return Math.atan2(to.home[1] - from.home[1], to.home[0] - from.home[0]);
}

/** Name a relation within its network. @param {Pick<DrawnRelation, "source" | "relation" | "target">} relation */
export function keyOf(relation) {
  return `${relation.source} ${relation.relation} ${relation.target}`;
}

/** Give an actor's name in a language, else any. @param {DrawnActor} actor @param {LanguageName} language */
export function labelOf(actor, language) {
  const names = actor.names ?? {};
  return names[language] || names["en"] || names[""] || Object.values(names)[0] || actor.id;
}

/**
 * Give what an emphasis picks out: an actor with its neighbours, or a relation with its ends.
 * @param {Scene} scene
 * @param {Choice} choice
 * @returns {Emphasis | null}
 */
export function emphasise(scene, choice) {
  if (!choice) {
    return null;
  }
  const chosen = "actor" in choice ? choice.actor : choice.relation;
  const nodes = new Set(scene.nodes.has(chosen) ? [chosen] : []);
  const edges = new Set();
  for (const [key, edge] of scene.edges) {
    if (key === chosen || edge.source.id === chosen || edge.target.id === chosen) {
      edges.add(key);
      nodes.add(edge.source.id).add(edge.target.id);
    }
  }
  return nodes.size ? { nodes, edges, chosen } : null;
}

/** Give the circumradius of a polygon as large as a disc of radius 1. @param {number} sides */
export function stretch(sides) {
  return sides ? Math.sqrt((2 * Math.PI) / (sides * Math.sin((2 * Math.PI) / sides))) : 1;
}

/** Mix a colour of six hex digits with transparency. @param {string} colour @param {number} opacity */
export function fade(colour, opacity) {
  const [red, green, blue] = [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));
  return `rgba(${red},${green},${blue},${opacity})`;
}

/** Lighten a colour towards white without letting anything shine through. @param {string} colour `#rrggbb` @param {number} share that is kept */
export function lighten(colour, share) {
  const parts = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
  const mixed = parts.map((part) => Math.round(255 - (255 - part) * share).toString(16).padStart(2, "0"));
  return `#${mixed.join("")}`;
}

/**
 * @param {DrawnActor} actor
 * @param {LanguageName} language
 * @param {number} scale
 * @returns {SceneNode}
 */
function makeNode(actor, language, scale) {
  const colours = BLOC_COLOURS[Math.min(Math.max(actor.bloc, 0), BLOC_COLOURS.length - 1)] ?? BLOC_COLOURS[0];
  const [sides, turn] = SHAPES[actor.type] ?? [0, 0];
  const { id, x, y } = actor;
  const home = /** @type {[number, number]} */ ([x, y]);
  return { id, actor, x, y, home, radius: 6 * scale, labelSize: 12, label: labelOf(actor, language), ...colours, sides, turn, degree: 0 };
}

/**
 * @param {DrawnRelation} relation
 * @param {SceneNode} source
 * @param {SceneNode} target
 * @param {number} scale
 * @param {number} pale
 * @param {number} bend
 * @returns {SceneEdge}
 */
function makeEdge(relation, source, target, scale, pale, bend) {
  const width = scale * Math.min(7, 1.5 + 1.6 * Math.log2(Math.max(1, relation.articles)));
  const opacity = pale * (OPACITY[relation.certainty] ?? 0.5);
  return { key: keyOf(relation), source, target, relation, width, opacity, bend };
}

/**
 * Bend relations of a pair apart: the two directions to their own left, two of one direction one more than the other.
 * @param {DrawnRelation} relation
 * @param {Set<string>} pairs
 * @param {Map<string, number>} lanes
 */
function bendOf(relation, pairs, lanes) {
  const pair = `${relation.source} ${relation.target}`;
  const lane = lanes.get(pair) ?? 0;
  lanes.set(pair, lane + 1);
  return (pairs.has(`${relation.target} ${relation.source}`) ? 0.11 : 0.06) + 0.13 * lane;
}
