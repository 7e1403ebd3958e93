/** What some sources affirm and others deny, side by side. */

import { actorPicker } from "../common/actorpicker.js";
import { get } from "../common/api.js";
import { actorLink, articleLink, originalLink, rdfLink, timelineLink } from "../common/claims.js";
import { el, fill, find } from "../common/dom.js";
import { date, nameOf, number, t } from "../common/i18n.js";
import { follow, list } from "../common/paging.js";
import { key, quotation } from "../common/quote.js";
import { start, tell, untell } from "../common/shell.js";
import { LEAST, read, write } from "./state.js";

/** @typedef {import("../common/claims.js").ActorRef} ActorRef */
/**
 * @typedef {{ outlet: string | null, speaker: ActorRef | null, claims: number, first: string | null, last: string | null,
 *   stance: string, quote: string, marks: import("../common/quote.js").Mark[], certainty: string | null,
 *   confidence: number | null, article: import("../common/claims.js").ArticleRef | null }} Voice
 */
/** @typedef {{ subject: ActorRef, relation: "supports" | "opposes", object: ActorRef, affirmed_by: Voice[], denied_by: Voice[] }} Dispute */
/** @typedef {import("../common/paging.js").Page<Dispute>} Found */
/** @typedef {{ id: string, label: string, labels: Record<string, string> }} Named */

const PAGE = 20;

class Disputes {
  #state = read();
  #asking = new AbortController();
  #shown = 0;
  #picker = actorPicker({ label: t("disputed.actor"), choose: (actor) => this.#change({ actor: actor?.id ?? "" }) });
  #least = /** @type {HTMLInputElement} */ (find("#least"));
  #relation = /** @type {HTMLSelectElement} */ (find("#relation"));

  async begin() {
    find("#pickers").append(this.#picker.element);
    find("#key").append(key());
    find("form").addEventListener("submit", (event) => event.preventDefault());
    this.#least.addEventListener("input", () => this.#showLeast());
    this.#least.addEventListener("change", () => this.#change({ confidence: Number(this.#least.value) }));
    this.#relation.addEventListener("change", () => this.#change({ relation: this.#relation.value }));
    find("#reset").addEventListener("click", () => this.#change({ actor: "", relation: "", confidence: LEAST }));
    window.addEventListener("popstate", () => {
      this.#state = read();
      void this.#show();
    });
    await this.#show();
  }

  /** @param {Partial<import("./state.js").State>} wanted */
  #change(wanted) {
    this.#state = { ...this.#state, ...wanted };
    write(this.#state);
    void this.#show();
  }

  async #show() {
    untell();
    this.#asking.abort();
    this.#asking = new AbortController();
    const { signal } = this.#asking;
    this.#fields();
    find("#status").textContent = t("shared.loading");
    const { actor, relation, confidence } = this.#state;
    try {
      const [name, page] = await Promise.all([
        actor ? /** @type {Promise<Named>} */ (get(`/actors/${encodeURIComponent(actor)}`, {}, { signal })) : null,
        /** @type {Promise<Found>} */ (list("/contradictions", { actor, relation, min_confidence: confidence, limit: PAGE }, signal)),
      ]);
      this.#picker.show(name ? nameOf({ ...name, names: name.labels }) : "");
      this.#fresh(page);
    } catch (error) {
      this.#failed(error, signal);
    }
  }

  #fields() {
    this.#least.value = String(this.#state.confidence);
    this.#relation.value = this.#state.relation;
    this.#showLeast();
  }

  #showLeast() {
    find("#least-value").textContent = number(Number(this.#least.value), { minimumFractionDigits: 2 });
  }

  /** @param {Found} page */
  #fresh(page) {
    this.#shown = 0;
    fill(find("#list"));
    find("#key").hidden = !page.items.length;
    if (!page.items.length) {
      const plain = !this.#state.actor && !this.#state.relation;
      fill(find("#list"), el("p", { class: "hint" }, t(plain ? "disputed.none" : "disputed.noneHere")));
    }
    this.#add(page);
  }

  /** @param {Found} page @returns {HTMLElement | null} */
  #add(page) {
    const made = page.items.map(dispute);
    find("#list").append(...made);
    this.#shown += page.items.length;
    find("#status").textContent = page.total ? t("disputed.count", { n: page.total }) : "";
    const more = el("button", { type: "button", click: () => void this.#more(page.next ?? "") }, t("disputed.more"));
    fill(find("#more"), page.next ? [more, ` ${t("disputed.shown", { n: this.#shown, total: page.total })}`] : null);
    return made[0] ?? null;
  }

  /** @param {string} next */
  async #more(next) {
    const { signal } = this.#asking;
    try {
      const first = this.#add(/** @type {Found} */ (await follow(next, signal)));
      first?.querySelector("h2")?.focus();
    } catch (error) {
      this.#failed(error, signal);
    }
  }

  /** @param {unknown} error @param {AbortSignal} signal */
  #failed(error, signal) {
    if (!signal.aborted) {
      fill(find("#status"));
      tell(error);
    }
  }
}

/** @param {Dispute} found */
function dispute(found) {
  const { subject, object, relation } = found;
  return el(
    "article", { class: "dispute" },
    el("h2", { tabindex: -1 }, t(`disputed.question.${relation}`, { subject: nameOf(subject), object: nameOf(object) })),
    el("div", { class: "sides" }, side("affirmed", found.affirmed_by), side("denied", found.denied_by)),
    el("ul", { class: "links small" }, el("li", {}, timelineLink(subject, object)),
      el("li", {}, t("disputed.inNetwork"), " ", actorLink(subject), ", ", actorLink(object))),
  );
}

/** @param {"affirmed" | "denied"} polarity @param {Voice[]} voices */
function side(polarity, voices) {
  return el(
    "section", { class: `side is-${polarity}` },
    el("h3", {}, t(`disputed.${polarity}`, { n: voices.length })),
    el("ul", {}, ...voices.map((voice) => el("li", {}, ...words(voice)))),
  );
}

/** @param {Voice} voice */
function words(voice) {
  const outlet = voice.outlet || t("claim.unknownOutlet");
  const links = [
    voice.article && articleLink(voice.article, `stance-${voice.stance}`),
    voice.article && originalLink(voice.article),
    voice.article && rdfLink(voice.article.iri.replace(/article\/[^/]*$/, `stance/${voice.stance}`)),
  ];
  const sure = [
    voice.certainty && voice.certainty !== "certain" ? t(`certainty.${voice.certainty}`) : "",
    voice.confidence === null ? "" : t("claim.confidence", { value: number(voice.confidence, { minimumFractionDigits: 2 }) }),
    voice.claims > 1 ? t("disputed.claims", { n: voice.claims }) : "",
  ];
  return [
    el("p", { class: "voice" },
      el("strong", {}, voice.speaker ? actorLink(voice.speaker) : t("attribution.Narrator")), ` · ${outlet} · ${period(voice)}`),
    quotation(voice.quote, voice.marks, voice.article?.lang),
    el("p", { class: "small soft" }, sure.filter(Boolean).join(" · ")),
    el("ul", { class: "links small" }, ...links.filter(Boolean).map((link) => el("li", {}, link))),
  ];
}

/** @param {Voice} voice */
function period(voice) {
  if (!voice.last) {
    return t("shared.unknownDate");
  }
  return voice.first && voice.first !== voice.last ? `${date(voice.first)} – ${date(voice.last)}` : date(voice.last);
}

start(() => new Disputes().begin());
