/** What the service tells of the network, and what its renderer takes and gives; globals of the classic scripts. */

type RelationName = "supports" | "opposes";
type CertaintyName = "certain" | "probable" | "possible";
type LanguageName = "en" | "fr";

interface DrawnActor {
  id: string;
  iri: string;
  names: Record<string, string>;
  type: string;
  code: string;
  wikidata: string;
  x: number;
  y: number;
  bloc: number;
  supports: number;
  supported: number;
  opposes: number;
  opposed: number;
}

/** What one article says of a relation; only in networks that carry their evidence with them. */
interface Quote {
  quote: string;
  publisher?: string | null;
  date?: string | null;
  title?: string | null;
  url?: string | null;
}

interface DrawnRelation {
  source: string;
  relation: RelationName;
  target: string;
  articles: number;
  stances: number;
  confidence: number;
  certainty: CertaintyName;
  first: string;
  last: string;
  single_source: boolean;
  frustrated: boolean;
  quotes?: Quote[];
}

interface Summary {
  actors: number;
  relations: number;
  supports: number;
  opposes: number;
  stances: number;
  articles: number;
  frustration: number;
  frustration_exact: boolean;
  balance: number | null;
}

interface Drawing {
  summary: Summary;
  actors: DrawnActor[];
  relations: DrawnRelation[];
  months: { month: string; articles: number }[];
  sources: { publisher: string; articles: number }[];
  types: { type: string; actors: number }[];
  languages: { lang: string; articles: number }[];
}

/** Texts of the legend, in the reader's language. */
interface LegendTexts {
  supports: string;
  opposes: string;
  width: string;
  certainty: string;
  bloc: string;
  types: Record<string, string>;
}

/** An actor ready to be drawn: radius in pixels, polygon of `sides` (0 for a disc) turned by `turn` radians. */
interface SceneNode {
  id: string;
  actor: DrawnActor;
  x: number;
  y: number;
  /** Its place in the layout of the whole. */
  home: [number, number];
  radius: number;
  label: string;
  /** In pixels. */
  labelSize: number;
  fill: string;
  line: string;
  sides: number;
  turn: number;
  degree: number;
}

/** A relation ready to be drawn: width in pixels, bend as a share of its length to the left of its direction. */
interface SceneEdge {
  key: string;
  source: SceneNode;
  target: SceneNode;
  relation: DrawnRelation;
  width: number;
  opacity: number;
  bend: number;
}

interface Scene {
  nodes: Map<string, SceneNode>;
  /** Most connected first. */
  order: SceneNode[];
  edges: Map<string, SceneEdge>;
  /** Width over height of the picture. */
  aspect: number;
  /** Width of the actors' borders. */
  border: number;
}

/** What is picked out: an actor with its neighbours, or one relation with its two ends. */
type Choice = { actor: string } | { relation: string } | null;

interface Emphasis {
  nodes: Set<string>;
  edges: Set<string>;
  /** What was chosen itself. */
  chosen: string;
}

interface RenderOptions {
  language?: LanguageName;
  legend?: LegendTexts;
  /** Name a relation in a few words, shown beside the pointer. */
  describe?: (relation: DrawnRelation) => string;
  onActor?: (actor: DrawnActor) => void;
  onRelation?: (relation: DrawnRelation) => void;
  /** The ground was clicked. */
  onNothing?: () => void;
  /** Draw with WebGL where there is any; `false` draws SVG. */
  webgl?: boolean;
}

interface NetworkHandle {
  /** How it is drawn; SVG where the browser has no WebGL. */
  mode: "webgl" | "svg";
  select(choice: Choice): void;
  /** Show only the actors of a set, around one of them if it is named; `null` shows all. */
  show(actors: Set<string> | null, centre?: string): void;
  fit(): void;
  zoomIn(): void;
  zoomOut(): void;
  /** Tell where an actor is, or a relation shows best, in pixels from the corner of the picture. */
  place(key: string): { x: number; y: number } | null;
  toSVG(): string;
  toPNG(): Promise<Blob>;
  destroy(): void;
}

/** What a way of drawing offers to the handle. */
interface Drawn {
  select(choice: Choice): void;
  show(actors: Set<string> | null, centre?: string): void;
  shown(): Set<string> | null;
  fit(): void;
  zoom(factor: number): void;
  place(key: string): { x: number; y: number } | null;
  destroy(): void;
}

/** Shows a text beside the pointer, or takes it away. */
type Tip = (text: string | undefined, at: { x: number; y: number } | null) => void;

declare const Sigma: typeof import("sigma").default & { rendering: typeof import("sigma/rendering") };
declare const graphology: { MultiDirectedGraph: typeof import("graphology").MultiDirectedGraph };
