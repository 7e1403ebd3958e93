/** Try it: a text goes to the service, what is read in it comes back. Nothing is kept, neither there nor in the address. */

import { Refusal, post } from "../common/api.js";
import { loadTypes } from "../common/claims.js";
import { fill, find } from "../common/dom.js";
import { has, t } from "../common/i18n.js";
import { start } from "../common/shell.js";
import { hint, read, rest, sentences, summary } from "./result.js";

let busy = false;

async function begin() {
  const form = document.querySelector("form#ask");
  if (!form) {
    return; // switched off
  }
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    ask();
  });
  form.querySelectorAll("input[name=kind]").forEach((radio) => radio.addEventListener("change", choose));
  for (const button of /** @type {NodeListOf<HTMLElement>} */ (form.querySelectorAll("[data-example]"))) {
    button.addEventListener("click", () => example(button.dataset["example"] ?? "en"));
  }
  find("#text").addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      ask();
    }
  });
  choose();
  await loadTypes();
}

/** Show the field for what is to be read. */
function choose() {
  const url = byAddress();
  find("#by-text").hidden = url;
  const field = document.querySelector("#by-url");
  if (field instanceof HTMLElement) {
    field.hidden = !url;
  }
}

function byAddress() {
  const chosen = /** @type {HTMLInputElement | null} */ (document.querySelector("input[name=kind]:checked"));
  return chosen?.value === "url";
}

/** @param {string} language */
function example(language) {
  const text = /** @type {HTMLInputElement | null} */ (document.querySelector("input[name=kind][value=text]"));
  if (text) {
    text.checked = true;
    choose();
  }
  input("#text").value = t(`try.example.${language}`);
  input("#lang").value = language;
  input("#published").value = t("try.example.published");
  ask();
}

/** @param {string} selector */
function input(selector) {
  return /** @type {HTMLInputElement} */ (find(selector));
}

async function ask() {
  const given = question();
  if (busy || !given) {
    return;
  }
  wait(true);
  say(t("try.reading"));
  try {
    show(await post("/extractions", given));
  } catch (error) {
    find("#result").hidden = true;
    say(refusal(error), true);
  }
  wait(false);
}

/** Take what is to be read; if it cannot be, say so and go there. */
function question() {
  const url = byAddress();
  const field = input(url ? "#url" : "#text");
  const value = field.value.trim();
  const most = Number(find("#ask").dataset["most"]);
  const length = Array.from(value).length;
  const problem = !value ? t(url ? "try.noUrl" : "try.noText") : length > most ? t("try.tooLong", { n: length, most }) : null;
  field.toggleAttribute("aria-invalid", problem !== null);
  if (problem) {
    say(problem, true);
    field.focus();
    return null;
  }
  const known = { lang: input("#lang").value, published: input("#published").value };
  return { [url ? "url" : "text"]: value, ...Object.fromEntries(Object.entries(known).filter(([, one]) => one)) };
}

/** @param {import("./types.js").Explanation} found */
function show(found) {
  const result = read(found);
  fill(find("#summary"), hint(result));
  fill(find("#sentences"), sentences(result));
  fill(find("#rest"), rest(result));
  find("#result").hidden = false;
  say(summary(result));
  find("#found").focus({ preventScroll: true });
  find("#status").scrollIntoView({ block: "start" });
}

/** @param {unknown} error */
function refusal(error) {
  const own = error instanceof Refusal ? `try.refused.${error.status}` : "try.refused.none";
  return has(own) ? t(own) : error instanceof Error ? error.message : String(error);
}

/** @param {string} message @param {boolean} [wrong] */
function say(message, wrong = false) {
  const status = find("#status");
  status.textContent = message;
  status.classList.toggle("error", wrong);
}

/** @param {boolean} on */
function wait(on) {
  busy = on;
  find("#go").toggleAttribute("disabled", on);
  find("#result").setAttribute("aria-busy", String(on));
}

start(begin);
