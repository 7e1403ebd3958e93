/** An article as it was read: its sentences, the actors' words in them, and every claim with what it is in the graph. */

import { Refusal, address, get } from "../common/api.js";
import { articleLink, loadTypes, originalLink, pageAddress } from "../common/claims.js";
import { el, fill, find } from "../common/dom.js";
import { current, date, t } from "../common/i18n.js";
import { list } from "../common/paging.js";
import { key } from "../common/quote.js";
import { start, tell } from "../common/shell.js";
import { sentences } from "./sentences.js";

/** @typedef {import("../common/claims.js").ArticleRef & { source_id: string | null, stances: number, events: number }} Listed */
/** @typedef {Listed & { copy_of: import("../common/claims.js").ArticleRef | null, copies: import("../common/claims.js").ArticleRef[], stance_claims: import("./sentences.js").Stance[], event_claims: import("./sentences.js").Event[] }} Detail */

const LATEST = 30;
const CLASS = "https://schema.org/NewsArticle";

async function begin() {
  const id = new URLSearchParams(location.search).get("id");
  if (!id) {
    await latest();
    return;
  }
  try {
    await loadTypes();
    show(/** @type {Detail} */ (await get(`/articles/${encodeURIComponent(id)}`)));
    point();
    window.addEventListener("hashchange", point);
  } catch (error) {
    if (!(error instanceof Refusal)) {
      throw error;
    }
    await latest();
    tell(error);
  }
}

/** @param {Detail} article */
function show(article) {
  const name = article.title || t("claim.untitled");
  document.title = `${name} – détente`;
  fill(find("h1"), el("span", { lang: article.title ? article.lang : null }, name));
  fill(find("#about"), facts(article));
  const shown = sentences(article.stance_claims, article.event_claims, article.lang);
  fill(
    find("#text"),
    el("h2", {}, t("article.sentences")),
    el("p", { class: "soft small" }, t(shown.length ? "article.onlyClaims" : article.copy_of ? "article.copyClaims" : "article.noClaims")),
    shown.length ? key(["subject", "object", "both"]) : null,
    el("ol", { class: "sentences" }, ...shown),
  );
}

/** @param {Detail} article */
function facts(article) {
  const query = `CONSTRUCT { ?s ?p ?o } WHERE { GRAPH ?graph { <${article.iri}> a <${CLASS}> . ?s ?p ?o } }`;
  const language = article.lang && new Intl.DisplayNames([current()], { type: "language" }).of(article.lang);
  const facts = [
    article.publisher || t("claim.unknownOutlet"),
    article.published ? date(article.published) : t("shared.unknownDate"),
    language,
    t("article.counts", { stances: t("article.stances", { n: article.stances }), events: t("article.events", { n: article.events }) }),
  ];
  const links = [
    originalLink(article),
    el("a", { href: address("/sparql", { query, format: "turtle" }) }, t("article.rdf")),
    el("a", { href: pageAddress("/article") }, t("article.others")),
  ];
  return el("div", {}, el("p", {}, facts.filter(Boolean).join(" · ")), ...kin(article), el("ul", { class: "links small" }, ...links.filter(Boolean).map((link) => el("li", {}, link))));
}

/** Say of which article this is a copy, and which are copies of it. @param {Detail} article */
function kin({ copy_of: original, copies }) {
  const named = (/** @type {import("../common/claims.js").ArticleRef} */ other) =>
    el("li", {}, articleLink(other), " ", el("span", { class: "soft small" }, [other.publisher, other.published && date(other.published)].filter(Boolean).join(", ")));
  return [
    original && el("p", { class: "copy-of" }, t("article.copyOf"), " ", articleLink(original)),
    copies.length ? el("details", { class: "copies" }, el("summary", {}, t("article.copies", { n: copies.length })), el("ul", {}, ...copies.map(named))) : null,
  ];
}

/** List the newest articles where none is asked for. */
async function latest() {
  const { items, total } = await /** @type {Promise<import("../common/paging.js").Page<Listed>>} */ (list("/articles", { limit: LATEST }));
  fill(
    find("#text"),
    el("h2", {}, t("article.latest")),
    items.length ? null : el("p", {}, t("article.none")),
    el("ul", { class: "articles" }, ...items.map((article) => el(
      "li", {}, articleLink(article), " ",
      el("span", { class: "soft small" }, [article.publisher, article.published && date(article.published)].filter(Boolean).join(", ")),
    ))),
    items.length < total ? el("p", { class: "soft small" }, t("article.more", { n: items.length, total })) : null,
  );
}

/** Go to the claim that the address names. */
function point() {
  const claim = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (claim?.classList.contains("claim")) {
    document.querySelectorAll(".claim.named").forEach((other) => other.classList.remove("named"));
    claim.classList.add("named");
    claim.scrollIntoView({ block: "center" });
    claim.querySelector("button")?.click();
  }
}

start(begin);
