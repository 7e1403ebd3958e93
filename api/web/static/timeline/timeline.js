/** The timeline of an actor or of two: what happened by day and class, how they stood to each other, and what turned. */

import { actorPicker } from "../common/actorpicker.js";
import { loadTypes } from "../common/claims.js";
import { el, fill, find } from "../common/dom.js";
import { date, nameOf, number, t } from "../common/i18n.js";
import { key } from "../common/quote.js";
import { start, tell, untell } from "../common/shell.js";
import { card } from "./card.js";
import { MOST, load } from "./data.js";
import { namesIn, turns } from "./flips.js";
import { keyOf } from "./items.js";
import { periods } from "./periods.js";
import { drawn, legend } from "./picture.js";
import { LEAST, read, write } from "./state.js";
import { suggestions } from "./suggestions.js";
import { flipList, stepTable } from "./tables.js";

/** @typedef {import("./data.js").Found} Found */

/** So many reversals are listed at most; the picture has them all. */
const MOST_FLIPS = 50;

class Timeline {
  #state = read();
  /** @type {Found | null} */
  #found = null;
  /** @type {ReturnType<typeof drawn>} */
  #picture = null;
  /** @type {import("./flips.js").Turn[]} */
  #turns = [];
  #asking = new AbortController();
  #width = 0;
  /** @type {Element | null} */
  #opener = null;
  #first = actorPicker({ label: t("timeline.actor"), choose: (actor) => this.#choose("a", actor?.id ?? "") });
  #second = actorPicker({ label: t("timeline.other"), choose: (actor) => this.#choose("b", actor?.id ?? "") });
  #from = /** @type {HTMLInputElement} */ (find("#from"));
  #to = /** @type {HTMLInputElement} */ (find("#to"));
  #least = /** @type {HTMLInputElement} */ (find("#least"));

  /** Put the fields in place and show what the address asks for. */
  async begin() {
    find("#pickers").append(this.#first.element, this.#second.element);
    find("#legend").append(legend());
    find("form").addEventListener("submit", (event) => event.preventDefault());
    this.#from.addEventListener("change", () => void this.#change({ from: this.#from.value }));
    this.#to.addEventListener("change", () => void this.#change({ to: this.#to.value }));
    this.#least.addEventListener("input", () => this.#showLeast());
    this.#least.addEventListener("change", () => void this.#change({ confidence: Number(this.#least.value) }));
    find("#reset").addEventListener("click", () => void this.#change({ from: "", to: "", confidence: LEAST }));
    window.addEventListener("popstate", () => this.#again());
    new ResizeObserver(() => this.#resize()).observe(find("#picture"));
    await loadTypes();
    await this.#show();
  }

  /** @param {"a" | "b"} which @param {string} id */
  #choose(which, id) {
    const { a, b } = which === "a" ? { a: id, b: this.#state.b } : { a: this.#state.a, b: id };
    void this.#change(a ? { a, b: b === a ? "" : b } : { a: b, b: "" });
  }

  /** @param {Partial<import("./state.js").State>} wanted */
  async #change(wanted) {
    this.#state = { ...this.#state, ...wanted, open: "" };
    write(this.#state, false);
    await this.#show().catch(tell);
  }

  /** Look closer at a period; the keyboard stays where it can go on or back. @param {{ from: string, to: string }} period */
  #closer(period) {
    const shown = this.#change(period);
    void shown.then(() => /** @type {HTMLElement} */ (document.querySelector("#periods button") ?? find("#reset")).focus());
  }

  #again() {
    this.#state = read();
    void this.#show().catch(tell);
  }

  async #show() {
    untell();
    this.#asking.abort();
    this.#asking = new AbortController();
    const { signal } = this.#asking;
    this.#fields();
    find("#results").hidden = true;
    find("#hint").hidden = Boolean(this.#state.a);
    if (!this.#state.a) {
      fill(find("#status"));
      this.#first.show("");
      this.#second.show("");
      await this.#suggest();
      return;
    }
    find("#status").textContent = t("shared.loading");
    try {
      const found = await load(this.#state, signal);
      this.#fresh(found);
    } catch (error) {
      if (!signal.aborted) {
        fill(find("#status"));
        await this.#suggest();
        tell(error);
      }
    }
  }

  async #suggest() {
    fill(find("#hint"), await suggestions());
    find("#hint").hidden = false;
  }

  #fields() {
    this.#from.value = this.#state.from;
    this.#to.value = this.#state.to;
    this.#least.value = String(this.#state.confidence);
    this.#showLeast();
  }

  #showLeast() {
    find("#least-value").textContent = number(Number(this.#least.value), { minimumFractionDigits: 2 });
  }

  /** @param {Found} found */
  #fresh(found) {
    this.#found = found;
    const names = this.#names();
    this.#first.show(names[0] ?? "");
    this.#second.show(names[1] ?? "");
    const known = namesIn([...found.steps, ...found.undated], nameOf);
    found.actors.forEach((actor, at) => known.set(actor.id, names[at] ?? actor.id));
    const { from, to } = this.#state;
    this.#turns = turns(found.flips ?? [], found.steps, known).filter(({ after }) => after.date >= from && (!to || after.date <= to));
    document.title = `${names.join(" – ")} – ${t("pages.timeline")} – détente`;
    fill(find("#status"), this.#summary(names), this.#limits());
    find("#results").hidden = false;
    this.#draw();
    this.#lists();
    this.#open(this.#state.open, false);
  }

  #names() {
    return (this.#found?.actors ?? []).map((actor) => nameOf({ id: actor.id, label: actor.label, names: actor.labels }));
  }

  /** @param {string[]} names */
  #summary(names) {
    const { steps, undatedTotal } = /** @type {Found} */ (this.#found);
    const events = steps.filter((step) => step.kind === "event").length;
    const who = names.length > 1 ? t("timeline.between", { a: names[0] ?? "", b: names[1] ?? "" }) : (names[0] ?? "");
    const days = steps.map((step) => step.date ?? "");
    const ends = [days[0], days.at(-1)].map((day) => date((day ?? "").slice(0, 7)));
    const parts = [
      t("timeline.events", { n: events }), t("timeline.stances", { n: steps.length - events }),
      this.#turns.length ? t("timeline.flipCount", { n: this.#turns.length }) : "",
      undatedTotal ? t("timeline.undatedCount", { n: undatedTotal }) : "",
    ];
    const period = steps.length ? ` (${ends[0] === ends[1] ? ends[0] : ends.join(" – ")})` : "";
    return `${t("timeline.summary", { who, what: parts.filter(Boolean).join(", ") })}${period}. `;
  }

  #limits() {
    const { steps, total, flips } = /** @type {Found} */ (this.#found);
    const notes = [
      steps.length < total ? t("timeline.tooMany", { n: steps.length, total, most: MOST }) : "",
      flips === null ? t("timeline.noFlips") : "",
    ];
    return notes.filter(Boolean).join(" ");
  }

  #draw() {
    const found = this.#found;
    const place = find("#picture");
    if (!found) {
      return;
    }
    this.#width = Math.max(280, place.clientWidth);
    this.#picture = drawn({
      label: t("timeline.pictureLabel", { summary: find("#status").textContent ?? "" }),
      state: this.#state, names: this.#names(), steps: found.steps, turns: this.#turns, months: found.months,
      width: this.#width, open: (id) => this.#open(id, true),
    });
    const none = this.#state.from || this.#state.to ? "timeline.nothingInPeriod" : "timeline.nothingDated";
    fill(place, this.#picture ? this.#picture.element : el("p", { class: "hint" }, t(none)));
    find("#legend").hidden = find("#keys").hidden = !this.#picture;
    fill(find("#periods"), periods(found.steps, (period) => this.#closer(period)));
    fill(find("#crowded"), this.#picture?.hidden ? t("timeline.crowded", { n: this.#picture.hidden }) : null);
    this.#picture?.select(this.#state.open || null);
  }

  #resize() {
    const width = Math.max(280, find("#picture").clientWidth);
    if (this.#found && !find("#results").hidden && Math.abs(width - this.#width) > 8) {
      this.#draw();
    }
  }

  #lists() {
    const { steps, undated, undatedTotal } = /** @type {Found} */ (this.#found);
    const open = (/** @type {string} */ id) => this.#open(id, true);
    const { a } = this.#state;
    section("#flips", this.#turns.length > 0, () => [
      el("h2", {}, t("timeline.flips")),
      this.#turns.length > MOST_FLIPS && el("p", { class: "soft small" }, t("timeline.latestFlips", { n: MOST_FLIPS, total: this.#turns.length })),
      flipList(this.#turns.slice(-MOST_FLIPS)),
    ]);
    section("#items", steps.length > 0, () => [el("h2", {}, t("timeline.all")), key(), stepTable(steps, a, t("timeline.all"), open)]);
    section("#undated", undated.length > 0, () => [
      el("h2", {}, t("timeline.undated")),
      el("p", { class: "soft small" }, t("timeline.undatedNote"),
        undated.length < undatedTotal ? ` ${t("timeline.first", { n: undated.length, total: undatedTotal })}` : ""),
      stepTable(undated, a, t("timeline.undated"), open),
    ]);
  }

  /** @param {string} id @param {boolean} move whether the reader asked for it, and is led there */
  #open(id, move) {
    const steps = [...(this.#found?.steps ?? []), ...(this.#found?.undated ?? [])];
    const step = steps.find((one) => keyOf(one) === id);
    const turn = this.#turns.find((one) => one.id === id);
    const place = find("#evidence");
    this.#state.open = step || turn ? id : "";
    this.#picture?.select(this.#state.open || null);
    if (move) {
      write(this.#state, true);
      this.#opener = document.activeElement;
    }
    const heading = el("h2", { tabindex: -1 }, turn ? t("timeline.flip") : t("timeline.evidence"));
    const close = el("button", { type: "button", class: "close", click: () => this.#close(id) }, t("shared.close"));
    const content = step ? card(step) : turn ? flipList([turn]) : el("p", { class: "soft" }, t("timeline.choose"));
    fill(place, el("div", { class: "head" }, heading, step || turn ? close : null), content);
    if (move && (step || turn)) {
      heading.focus({ preventScroll: false });
    }
  }

  /** Close the evidence and go back to where it was opened, else to the item. @param {string} id */
  #close(id) {
    const opener = this.#opener?.matches("#picture *, table *") && this.#opener.isConnected ? this.#opener : null;
    this.#open("", true);
    const item = opener ?? document.querySelector(`[data-id="${CSS.escape(id)}"]`);
    /** @type {SVGElement | HTMLElement | null} */ (item)?.focus();
  }
}

/** @param {string} selector @param {boolean} filled @param {() => (HTMLElement | false)[]} make */
function section(selector, filled, make) {
  const place = find(selector);
  place.hidden = !filled;
  fill(place, ...(filled ? make() : []));
}

start(() => new Timeline().begin());
