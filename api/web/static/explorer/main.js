/** The Explorer: the network, what counts, and the evidence of what is clicked. */

import { el, fill, find } from "../common/dom.js";
import { actorPicker } from "../common/actorpicker.js";
import { ROOT, get } from "../common/api.js";
import { current, t } from "../common/i18n.js";
import { start, tell, untell } from "../common/shell.js";
import { hasWebGL, keyOf, labelOf, render } from "../network/renderer.js";
import { showCard } from "./card.js";
import { showEvidence } from "./evidence.js";
import { foldWhereNarrow, makeFilters } from "./filters.js";
import { showList } from "./list.js";
import { emptyMessage, legendTexts, showLegend, showOverview, summaryLine } from "./overview.js";
import { makeSave } from "./save.js";
import { DEFAULTS, parameters, readState, writeState } from "./state.js";

/** @type {ExplorerState} */
let state = readState(location.search);
/** @type {Drawing | null} */
let drawing = null;
/** @type {NetworkHandle | null} */
let picture = null;
let asked = 0;
/** What can be chosen before the service has said. @type {Pick<Drawing, "months" | "sources" | "types" | "languages">} */
const NOTHING = { months: [], sources: [], types: [], languages: [] };
/** Counts panels: one that was left meanwhile takes no focus. */
let panels = 0;

/** Sigma does not even load where there is no WebGL; the picture is SVG there, and where it is not installed. */
const libraries = hasWebGL() ? Promise.all(["graphology.umd.min.js", "sigma.min.js"].map(loadLibrary)) : null;

/** @type {Actions} */
const actions = {
  openActor: (id) => go({ actor: id, pair: null, ego: state.ego && state.pair === null }, true),
  openRelation: (pair) => go({ pair, actor: "", ego: false }, true),
  close: () => go({ pair: null, actor: "", ego: false }, true),
  filter: (change) => go({ filters: { ...state.filters, ...change } }),
  resetFilters: () => go({ filters: { ...DEFAULTS } }),
  setEgo: (ego) => go({ ego }),
};

void start(async () => {
  foldWhereNarrow("#filters");
  const filters = makeFilters(find("#filter-form"), actions);
  const saving = makeSave("#save", () => picture);
  const label = t("explorer.search");
  const finder = actorPicker({ id: "search", label, placeholder: label, choose: (actor) => actor && actions.openActor(actor.id) });
  fill(find("#finder"), finder.element);
  for (const [selector, act] of /** @type {[string, (handle: NetworkHandle) => void][]} */ ([
    ["#zoom-in", (handle) => handle.zoomIn()],
    ["#zoom-out", (handle) => handle.zoomOut()],
    ["#fit", (handle) => handle.fit()],
  ])) {
    find(selector).addEventListener("click", () => picture && act(picture));
  }
  for (const view of /** @type {const} */ (["picture", "list"])) {
    find(`#view-${view}`).addEventListener("click", () => go({ view }));
  }
  closeMenuOutside();
  addEventListener("popstate", () => {
    const before = state;
    state = readState(location.search);
    void update(before, false);
  });
  shown = { filters, saving };
  await load();
});

/** @type {{ filters: ReturnType<typeof makeFilters>, saving: ReturnType<typeof makeSave> } | null} */
let shown = null;

/** Change the state, write it into the address, and show it. @param {Partial<ExplorerState>} change @param {boolean} [focus] */
function go(change, focus = false) {
  const before = state;
  state = { ...state, ...change };
  const written = location.pathname + writeState(state, location.search);
  if (written !== location.pathname + location.search) {
    history.pushState(null, "", written);
  }
  void update(before, focus);
}

/** @param {ExplorerState} before @param {boolean} focus */
async function update(before, focus) {
  if (JSON.stringify(before.filters) !== JSON.stringify(state.filters)) {
    await load();
  } else {
    apply(focus);
  }
}

/** Ask for the network as it is filtered, and draw it. */
async function load() {
  const mine = (asked += 1);
  const stage = find("#network");
  stage.setAttribute("aria-busy", "true");
  find("#loading").hidden = false;
  try {
    const [found] = await Promise.all([/** @type {Promise<Drawing>} */ (get("/network", parameters(state.filters))), libraries]);
    if (mine === asked) {
      untell();
      drawing = found;
      // Before the picture, as the legend: both take from its height
      find("#summary").textContent = summaryLine(found.summary, null);
      shown?.filters.show(found, state.filters);
      draw(found);
      apply(false);
    }
  } catch (error) {
    if (mine === asked) {
      tell(error);
      shown?.filters.show(drawing ?? NOTHING, state.filters);
    }
  } finally {
    if (mine === asked) {
      stage.removeAttribute("aria-busy");
      find("#loading").hidden = true;
    }
  }
}

/** @param {Drawing} found */
function draw(found) {
  const stage = find("#network");
  picture?.destroy();
  picture = null;
  const empty = found.actors.length === 0;
  find("#empty").hidden = !empty;
  stage.hidden = empty;
  find("#legend").hidden = empty;
  showLegend(find("#legend"), found);
  if (empty) {
    fill(find("#empty"), emptyMessage(found, Object.keys(parameters(state.filters)).length > 0, actions));
  } else {
    picture = render(stage, found, {
      language: current(),
      legend: legendTexts(),
      describe: (relation) => describe(found, relation),
      onActor: (actor) => actions.openActor(actor.id),
      onRelation: ({ source, relation, target }) => actions.openRelation({ subject: source, relation, object: target }),
      onNothing: () => (state.actor || state.pair) && actions.close(),
    });
    find("#plain").hidden = picture.mode === "webgl";
  }
  // For tests and for the curious
  Object.assign(stage, { network: picture });
  shown?.saving.show(state.filters);
}

/** @param {Drawing} found @param {DrawnRelation} relation */
function describe(found, relation) {
  const name = (/** @type {string} */ id) => {
    const actor = found.actors.find((one) => one.id === id);
    return actor ? labelOf(actor, current()) : id;
  };
  return `${name(relation.source)} → ${name(relation.target)}: ${t(`relations.${relation.relation}`)} · ${t("shared.articles", { n: relation.articles })}`;
}

/** Show what the state says of a network that is drawn. @param {boolean} focus whether the panel takes the keyboard */
function apply(focus) {
  if (!drawing) {
    return;
  }
  const only = state.ego && state.actor ? neighbourhood(drawing, state.actor) : null;
  picture?.show(only, state.actor);
  picture?.select(choice());
  const line = summaryLine(drawing.summary, only ? only.size : null);
  find("#summary").textContent = line;
  find("#network").setAttribute("aria-label", t("explorer.picture", { line }));
  showView(drawing, only);
  void showPanel(drawing, focus);
}

/** @returns {Choice} */
function choice() {
  if (state.pair) {
    const { subject: source, relation, object: target } = state.pair;
    return { relation: keyOf({ source, relation, target }) };
  }
  return state.actor ? { actor: state.actor } : null;
}

/** @param {Drawing} found @param {string} id */
function neighbourhood(found, id) {
  const near = found.relations.filter((one) => one.source === id || one.target === id);
  const ids = new Set(near.flatMap((one) => [one.source, one.target]));
  return ids.size ? ids : null;
}

/** @param {Drawing} found @param {Set<string> | null} only */
function showView(found, only) {
  const list = state.view === "list";
  find("#list").hidden = !list;
  find("#stage").hidden = list;
  find("#view-list").setAttribute("aria-pressed", String(list));
  find("#view-picture").setAttribute("aria-pressed", String(!list));
  if (list) {
    showList(find("#list"), found, only, actions);
  }
}

/** @param {Drawing} found @param {boolean} focus */
async function showPanel(found, focus) {
  const mine = (panels += 1);
  const place = el("div", { class: "panel-body" });
  fill(find("#panel"), place);
  const filling = state.pair
    ? showEvidence(place, state.pair, found, state, actions)
    : state.actor
      ? showCard(place, state.actor, found, state, actions)
      : showOverview(place, found, actions);
  find("#panel").classList.toggle("open", Boolean(state.pair || state.actor));
  if (!place.hasChildNodes()) {
    await filling;
  }
  if (focus && mine === panels) {
    place.querySelector("h2")?.focus({ preventScroll: true });
    find("#panel").scrollTop = 0;
    if (matchMedia("(max-width: 900px)").matches && (state.pair || state.actor)) {
      find("#panel").scrollIntoView({ block: "start" });
    }
  }
  await filling;
}

/** @param {string} name @returns {Promise<void>} */
function loadLibrary(name) {
  return new Promise((done) => {
    const script = el("script", { src: `${ROOT}/static/vendor/${name}`, load: () => done(), error: () => done() });
    document.head.append(script);
  });
}

function closeMenuOutside() {
  const menu = /** @type {HTMLDetailsElement} */ (find("#save-menu"));
  addEventListener("click", (event) => {
    if (!(event.target instanceof Node && menu.contains(event.target))) {
      menu.open = false;
    }
  });
  menu.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      menu.open = false;
      menu.querySelector("summary")?.focus();
    }
  });
}
