/** Find an actor by name: a field with completion, by the ARIA pattern of a combobox with a list. */

import { el, fill, find } from "../common/dom.js";
import { get } from "../common/api.js";
import { current, has, t } from "../common/i18n.js";
import { tell, untell } from "../common/shell.js";

const WAIT = 120;
const MOST = 8;

/**
 * Let names be completed.
 * @param {string} selector of the field
 * @param {string} listSelector of its list
 * @param {(id: string) => void} open
 */
export function makeSearch(selector, listSelector, open) {
  const field = /** @type {HTMLInputElement} */ (find(selector));
  const list = find(listSelector);
  /** @type {ActorMatch[]} */
  let found = [];
  let at = -1;
  let timer = 0;
  let asked = 0;

  const close = () => {
    list.hidden = true;
    at = -1;
    field.setAttribute("aria-expanded", "false");
    field.removeAttribute("aria-activedescendant");
  };
  const choose = (/** @type {ActorMatch | undefined} */ match) => {
    if (match) {
      clearTimeout(timer);
      asked += 1;
      field.value = match.label;
      close();
      open(match.id);
    }
  };
  const mark = (/** @type {number} */ next) => {
    at = found.length ? (next + found.length) % found.length : -1;
    [...list.children].forEach((item, index) => item.setAttribute("aria-selected", String(index === at)));
    field.setAttribute("aria-activedescendant", at < 0 ? "" : `match-${at}`);
    list.children[at]?.scrollIntoView({ block: "nearest" });
  };
  const show = () => {
    const items = found.map((match, index) => option(match, index, () => choose(match)));
    fill(list, ...(items.length ? items : [el("li", { class: "soft", role: "option", "aria-disabled": "true", "aria-selected": "false" }, t("shared.nothing"))]));
    list.hidden = false;
    field.setAttribute("aria-expanded", "true");
    at = -1;
  };
  const ask = async () => {
    const q = field.value.trim();
    const mine = (asked += 1);
    if (!q) {
      found = [];
      close();
      return;
    }
    try {
      const answer = /** @type {ActorMatch[]} */ (await get("/actors/search", { q, lang: current(), limit: MOST }));
      if (mine === asked) {
        found = answer;
        untell();
        show();
      }
    } catch (error) {
      tell(error);
    }
  };
  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = window.setTimeout(ask, WAIT);
  });
  field.addEventListener("keydown", (event) => {
    const open_ = !list.hidden;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (open_) {
        mark(event.key === "ArrowDown" ? at + 1 : at < 0 ? found.length - 1 : at - 1);
      } else {
        void ask();
      }
    } else if (event.key === "Enter") {
      event.preventDefault();
      if (open_) {
        choose(found[Math.max(0, at)]);
      } else {
        // Typed faster than completed
        clearTimeout(timer);
        void ask().then(() => choose(found[0]));
      }
    } else if (event.key === "Escape") {
      close();
    }
  });
  field.addEventListener("blur", () => window.setTimeout(close, 150));
}

/** @param {ActorMatch} match @param {number} index @param {() => void} choose */
function option(match, index, choose) {
  const type = has(`types.${match.type}`) ? t(`types.${match.type}`) : "";
  const also = match.name && match.name !== match.label ? match.name : "";
  return el(
    "li",
    // The field keeps the keyboard: the press must not take it
    { role: "option", id: `match-${index}`, "aria-selected": "false", mousedown: (/** @type {Event} */ event) => event.preventDefault(), click: choose },
    el("span", {}, match.label),
    also && el("span", { class: "soft small" }, ` (${also})`),
    el("span", { class: "soft small kind" }, type),
  );
}
