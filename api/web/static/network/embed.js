/** A network on its own, with its evidence beside it: in a cell of a notebook, in a saved file. Asks nobody for anything. */

import { drawSign, labelOf, keyOf, render } from "./renderer.js";

/**
 * @typedef {object} EmbedTexts
 * @property {LegendTexts} legend
 * @property {string} hint
 * @property {string} none
 * @property {string} undated
 * @property {string} outlet
 * @property {string} article
 */
/** @typedef {{ drawing: Drawing, texts: EmbedTexts, summary: string, language: LanguageName }} Embedded */

showEmbedded(/** @type {Embedded} */ (JSON.parse(document.querySelector("#data")?.textContent ?? "{}")));

/** @param {Embedded} embedded */
function showEmbedded({ drawing, texts, summary, language }) {
  const [stage, panel, line, legend] = ["#network", "#evidence", "#summary", "#legend"].map((id) => /** @type {HTMLElement} */ (document.querySelector(id)));
  if (!stage || !panel || !line || !legend) {
    return;
  }
  line.textContent = summary;
  stage.setAttribute("aria-label", summary);
  const names = new Map(drawing.actors.map((actor) => [actor.id, labelOf(actor, language)]));
  const title = (/** @type {DrawnRelation} */ one) => `${names.get(one.source) ?? one.source} → ${names.get(one.target) ?? one.target}: ${texts.legend[one.relation]}`;
  const start = () => {
    handle.select(null);
    panel.replaceChildren(tag("p", texts.hint, "soft"), ...busiest(drawing, names, openActor));
  };
  const openRelation = (/** @type {DrawnRelation} */ relation) => {
    handle.select({ relation: keyOf(relation) });
    const quotes = (relation.quotes ?? []).map((quote) => quoteItem(quote, texts));
    const list = tag("ol");
    list.append(...quotes);
    panel.replaceChildren(tag("h2", title(relation), relation.relation), quotes.length ? list : tag("p", texts.none, "soft"));
    panel.scrollTop = 0;
  };
  const openActor = (/** @type {DrawnActor} */ actor) => {
    handle.select({ actor: actor.id });
    const found = drawing.relations.filter((one) => one.source === actor.id || one.target === actor.id);
    const list = tag("ul");
    list.append(...found.map((one) => item(pressed(title(one), () => openRelation(one), one.relation))));
    panel.replaceChildren(tag("h2", names.get(actor.id)), list);
    panel.scrollTop = 0;
  };
  const handle = render(stage, drawing, {
    language,
    legend: texts.legend,
    describe: title,
    onActor: openActor,
    onRelation: openRelation,
    onNothing: start,
  });
  legend.append(...legendItems(drawing, texts.legend));
  start();
}

/** @param {Drawing} drawing @param {Map<string, string>} names @param {(actor: DrawnActor) => void} open */
function busiest(drawing, names, open) {
  const count = (/** @type {DrawnActor} */ one) => one.supports + one.supported + one.opposes + one.opposed;
  const list = tag("ul");
  const first = [...drawing.actors].sort((a, b) => count(b) - count(a)).slice(0, 12);
  list.append(...first.map((actor) => item(pressed(`${names.get(actor.id)} (${count(actor)})`, () => open(actor)))));
  return [list];
}

/** @param {Quote} quote @param {EmbedTexts} texts */
function quoteItem(quote, texts) {
  const from = [quote.publisher || texts.outlet, quote.date || texts.undated].join(" · ");
  const source = tag("p", `${from} · `, "small soft");
  if (quote.url && /^https?:\/\//i.test(quote.url)) {
    const link = /** @type {HTMLAnchorElement} */ (tag("a", quote.title || texts.article));
    Object.assign(link, { href: quote.url, target: "_blank", rel: "noopener noreferrer nofollow" });
    source.append(link);
  } else {
    source.append(quote.title || texts.article);
  }
  const made = item(tag("blockquote", quote.quote));
  made.append(source);
  return made;
}

/** @param {Drawing} drawing @param {LegendTexts} texts */
function legendItems(drawing, texts) {
  const types = [...new Set(drawing.actors.map((actor) => actor.type))].filter((type) => type in texts.types).sort();
  const blocs = [...new Set(drawing.actors.map((actor) => actor.bloc))].filter((bloc) => bloc >= 0).sort();
  const sign = (/** @type {Parameters<typeof drawSign>[0]} */ what, /** @type {string | undefined} */ text) => {
    const made = item(drawSign(what));
    made.append(text ?? "");
    return made;
  };
  return [
    sign({ relation: "supports" }, texts.supports),
    sign({ relation: "opposes" }, texts.opposes),
    ...types.map((type) => sign({ type }, texts.types[type])),
    ...blocs.map((bloc) => sign({ bloc }, `${texts.bloc} ${bloc + 1}`)),
    tag("li", texts.width, "soft"),
    tag("li", texts.certainty, "soft"),
  ];
}

/** @param {string} name @param {string} [text] @param {string} [style] */
function tag(name, text, style) {
  const made = document.createElement(name);
  made.textContent = text ?? "";
  made.className = style ?? "";
  return made;
}

/** @param {Element} content */
function item(content) {
  const made = document.createElement("li");
  made.append(content);
  return made;
}

/** @param {string} text @param {() => void} act @param {string} [style] */
function pressed(text, act, style) {
  const made = tag("button", text, style);
  made.setAttribute("type", "button");
  made.addEventListener("click", act);
  return made;
}
