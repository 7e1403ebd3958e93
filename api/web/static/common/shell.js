/** What all pages share: language, title, menu that keeps the language, messages. */

import { el, fill, find } from "./dom.js";
import { choose, current, load, t } from "./i18n.js";

/**
 * Show the page in the reader's language, then begin; what goes wrong is told in the page.
 * @param {() => void | Promise<void>} begin
 */
export async function start(begin) {
  try {
    await load();
    document.title = `${t(`pages.${document.documentElement.dataset["page"]}`)} – détente`;
    languages();
    keepLanguage();
    await begin();
  } catch (error) {
    tell(error);
    throw error;
  }
}

/** Tell of an error in the page, before all else. @param {unknown} error */
export function tell(error) {
  let place = document.querySelector("#error");
  if (!place) {
    place = el("p", { id: "error", class: "error", role: "alert" });
    find("main").prepend(place);
  }
  fill(place, error instanceof Error ? error.message : String(error));
}

/** Take the message of an error away. */
export function untell() {
  document.querySelector("#error")?.remove();
}

function languages() {
  for (const button of /** @type {NodeListOf<HTMLButtonElement>} */ (document.querySelectorAll("[data-language]"))) {
    const language = /** @type {"en" | "fr"} */ (button.dataset["language"]);
    button.setAttribute("aria-pressed", String(language === current()));
    button.addEventListener("click", () => choose(language));
  }
}

/** Let the links of the menu carry a language that the address gives. */
function keepLanguage() {
  const wanted = new URLSearchParams(location.search).get("hl");
  if (wanted) {
    for (const link of /** @type {NodeListOf<HTMLAnchorElement>} */ (document.querySelectorAll("header a"))) {
      const url = new URL(link.href);
      url.searchParams.set("hl", wanted);
      link.href = url.href;
    }
  }
}
