/** Names for the controls of the editor, which come without, so that a screen reader can say what they are. */

import { el } from "../common/dom.js";
import { t } from "../common/i18n.js";

/** Controls, with the key of their name. */
const CONTROLS = /** @type {const} */ ([
  [".yasqe textarea", "query"],
  [".yasqe .CodeMirror", "query"],
  [".yasqe_queryButton", "run"],
  [".tableFilter", "filter"],
  [".tableSizer", "pageSize"],
  [".tab input", "tabName"],
  [".closeTab", "closeTab"],
  [".yasr textarea", "result"],
  [".CodeMirror-hints", "hints"],
]);

/** Name controls now and whenever the editor draws some anew. @param {HTMLElement} root */
export function nameControls(root) {
  name(root);
  new MutationObserver(() => name(root)).observe(root, { childList: true, subtree: true });
}

/** @param {HTMLElement} root */
function name(root) {
  ownTabs(root);
  for (const scrolled of root.querySelectorAll(".CodeMirror-scroll")) {
    set(scrolled, "tabindex", "0");
  }
  for (const [selector, key] of CONTROLS) {
    for (const control of root.querySelectorAll(selector)) {
      if (!control.hasAttribute("aria-label")) {
        control.setAttribute("aria-label", t(`sparql.${key}`));
      }
    }
  }
}

/** Let a list of tabs have tabs only: the editor's own list has the button for a new one as well. @param {HTMLElement} root */
function ownTabs(root) {
  const drawn = root.querySelector(".tabsList");
  if (!drawn) {
    return;
  }
  const list = root.querySelector("#tabs") ?? root.insertBefore(el("div", { id: "tabs", role: "tablist" }), root.firstChild);
  const tabs = [...drawn.querySelectorAll("[role=tab]")];
  // Panels are made when their tab is first opened; until then a tab controls nothing
  const empty = tabs.filter((tab) => !document.getElementById(tab.id.slice("tab-".length)));
  empty.forEach((tab) => tab.removeAttribute("aria-controls"));
  set(list, "aria-label", t("sparql.tabs"));
  set(list, "aria-owns", tabs.map(({ id }) => id).join(" "));
  set(drawn, "role", "presentation");
}

/** Set an attribute unless it is right, so that watching does not begin anew. @param {Element} element @param {string} name @param {string} value */
function set(element, name, value) {
  if (element.getAttribute(name) !== value) {
    element.setAttribute(name, value);
  }
}
