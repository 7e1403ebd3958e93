/** What the Explorer keeps and what it asks the service for. */

interface ActorRef {
  id: string;
  iri: string;
  label: string;
}

interface ArticleRef {
  id: string;
  iri: string;
  title?: string | null;
  publisher?: string | null;
  published?: string | null;
  url?: string | null;
}

interface EvidenceItem {
  id: string;
  relation: RelationName;
  polarity: "affirmed" | "denied";
  certainty: CertaintyName;
  confidence: number;
  date: string | null;
  stated: boolean;
  attribution: string | null;
  speaker: ActorRef | null;
  subject: ActorRef;
  object: ActorRef;
  subject_mention: string;
  object_mention: string;
  quote: string;
  marks: { begin: number; end: number; role: "subject" | "object" }[];
  article: ArticleRef;
}

interface EventItem {
  id: string;
  type: string;
  polarity: string;
  quote: string;
  date: string | null;
  agents: ActorRef[];
  recipients: ActorRef[];
  article: ArticleRef;
}

/** What counts as evidence, as `/network` takes it; empty is everything. */
interface NetworkFilters {
  as_of: string;
  from: string;
  to: string;
  min_confidence: number;
  certainty: CertaintyName;
  source: string[];
  speaker: string[];
  type: string[];
  lang: string;
  principals: boolean;
}

/** A direction between two actors; `relation` narrows it to one of the two. */
interface Pair {
  subject: string;
  relation: RelationName;
  object: string;
}

/** All that the address of the page says. */
interface ExplorerState {
  filters: NetworkFilters;
  actor: string;
  pair: Pair | null;
  /** Only the chosen actor and its neighbours. */
  ego: boolean;
  view: "picture" | "list";
}

/** What parts of the page tell the page to do. */
interface Actions {
  openActor(id: string): void;
  openRelation(pair: Pair): void;
  close(): void;
  filter(change: Partial<NetworkFilters>): void;
  resetFilters(): void;
  setEgo(on: boolean): void;
}
