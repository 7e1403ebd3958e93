/** A field that completes the names of actors: an ARIA combobox with a list. */

import { get } from "./api.js";
import { el, fill } from "./dom.js";
import { current, t } from "./i18n.js";
import { tell } from "./shell.js";

/** @typedef {{ id: string, label: string, type: string, claims: number, name: string }} Match */

const PAUSE = 120;
let made = 0;

/**
 * Make a field to choose an actor with; it calls back with the id and name chosen, or with `null` when emptied.
 * @param {{ id?: string, label: string, placeholder?: string, choose: (actor: { id: string, label: string } | null) => void }} options
 */
export function actorPicker({ id, label, placeholder, choose }) {
  return new ActorPicker(id ?? `picker-${++made}`, label, placeholder ?? t("picker.hint"), choose);
}

class ActorPicker {
  /** @type {Match[]} */
  #matches = [];
  #active = -1;
  #timer = 0;
  #asked = 0;
  #shown = "";

  /** @param {string} id @param {string} label @param {string} placeholder @param {(actor: { id: string, label: string } | null) => void} choose */
  constructor(id, label, placeholder, choose) {
    this.choose = choose;
    this.input = el("input", {
      id, type: "search", role: "combobox", autocomplete: "off", spellcheck: "false", placeholder,
      "aria-expanded": "false", "aria-controls": `${id}-list`, "aria-autocomplete": "list", size: 26,
      input: () => this.#later(),
      keydown: (/** @type {KeyboardEvent} */ event) => this.#key(event),
      focus: () => this.input.select(),
      blur: () => this.#leave(),
    });
    this.list = el("ul", { id: `${id}-list`, role: "listbox", "aria-label": label, hidden: true });
    this.status = el("span", { class: "sr-only", role: "status" });
    this.element = el("div", { class: "picker" }, el("label", { for: id }, label), this.input, this.list, this.status);
  }

  /** Show an actor as chosen, or none. @param {string} name */
  show(name) {
    this.#shown = name;
    this.input.value = name;
    this.#close();
  }

  #later() {
    clearTimeout(this.#timer);
    if (!this.input.value.trim()) {
      this.#close();
      this.#shown = "";
      this.choose(null);
      return;
    }
    this.#timer = window.setTimeout(() => void this.#ask(), PAUSE);
  }

  async #ask() {
    const number = ++this.#asked;
    const q = this.input.value.trim().slice(0, 200);
    try {
      const found = /** @type {Match[]} */ (await get("/actors/search", { q, lang: current(), limit: 10 }));
      if (number === this.#asked && document.activeElement === this.input) {
        this.#open(found);
      }
    } catch (error) {
      tell(error);
    }
  }

  /** @param {Match[]} matches */
  #open(matches) {
    this.#matches = matches;
    fill(this.list, matches.map((match, number) => this.#option(match, number)));
    if (!matches.length) {
      fill(this.list, el("li", { role: "option", "aria-disabled": "true", class: "soft" }, t("picker.none")));
    }
    this.list.hidden = false;
    this.input.setAttribute("aria-expanded", "true");
    this.status.textContent = t("picker.found", { n: matches.length });
    this.#move(matches.length ? 0 : -1);
  }

  /** @param {Match} match @param {number} number */
  #option(match, number) {
    const other = match.name !== match.label ? ` (${match.name})` : "";
    return el(
      "li",
      {
        id: `${this.list.id}-${number}`, role: "option", "aria-selected": "false",
        // the field must keep the focus, or the list would close before the click
        mousedown: (/** @type {Event} */ event) => event.preventDefault(),
        click: () => this.#take(match),
      },
      el("span", {}, match.label, el("span", { class: "soft" }, other)),
      el("span", { class: "soft small" }, ` ${t(`types.${match.type}`)} · ${t("picker.claims", { n: match.claims })}`),
    );
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const steps = /** @type {Record<string, number>} */ ({ ArrowDown: 1, ArrowUp: -1 });
    const step = steps[event.key];
    if (step) {
      event.preventDefault();
      if (this.list.hidden) {
        void this.#ask();
      } else if (this.#matches.length) {
        this.#move((this.#active + step + this.#matches.length) % this.#matches.length);
      }
    } else if (event.key === "Enter") {
      event.preventDefault();
      this.#enter();
    } else if (event.key === "Escape") {
      event.preventDefault();
      this.show(this.#shown);
    }
  }

  #enter() {
    const match = this.#matches[this.#active];
    if (!this.list.hidden && match) {
      this.#take(match);
    } else if (this.input.value.trim() && this.input.value !== this.#shown) {
      // Typed faster than completed
      clearTimeout(this.#timer);
      void this.#ask().then(() => this.#matches[0] && this.#take(this.#matches[0]));
    }
  }

  /** @param {number} to */
  #move(to) {
    this.#active = to;
    [...this.list.children].forEach((option, number) => {
      if (option.hasAttribute("aria-selected")) {
        option.setAttribute("aria-selected", String(number === to));
      }
      if (number === to) {
        option.scrollIntoView({ block: "nearest" });
      }
    });
    this.input.setAttribute("aria-activedescendant", to < 0 ? "" : `${this.list.id}-${to}`);
  }

  /** @param {Match} match */
  #take(match) {
    this.show(match.label);
    this.choose({ id: match.id, label: match.label });
  }

  #leave() {
    clearTimeout(this.#timer);
    this.#asked += 1;
    this.show(this.#shown);
  }

  #close() {
    this.#matches = [];
    this.#active = -1;
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
    this.status.textContent = "";
  }
}
