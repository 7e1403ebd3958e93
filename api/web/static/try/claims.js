/** Claims as cards: a plain sentence, why it was read, and how surely. */

import { typeName, when } from "../common/claims.js";
import { el } from "../common/dom.js";
import { t } from "../common/i18n.js";
import { ruleOf, share, voice } from "./words.js";

/** @typedef {import("./types.js").Stance} Stance */
/** @typedef {import("./types.js").Event} Event */
/** @typedef {import("./types.js").Predication} Predication */
/** @typedef {import("./words.js").Names} Names */
/** @typedef {{ names: Names, language: string, show: (claim: Stance | Event | null) => void }} Setting */

const LEAST = 0.4; // what the network takes unless asked for less: graph.derive.LEAST_CONFIDENCE

/** @param {Stance} stance @param {Setting} setting */
export function stanceCard(stance, setting) {
  const { names } = setting;
  const above = [...new Set([stance.subject, stance.object])].flatMap((id) => {
    const whom = names.principal(id);
    return whom ? [el("p", { class: "small" }, t("try.actsFor", { who: names.of(id), whom }))] : [];
  });
  const what = [actor(names.of(stance.subject)), " ", toggle(t(`relations.${stance.relation}`), stance, setting), " ", actor(names.of(stance.object))];
  const rules = el("p", { class: "small" }, t("try.why.because"), " ", ...ruleOf(stance.rule, setting.language), basis(stance));
  return card(`stance ${stance.relation}`, t("try.stance"), stance, setting, what, [...above, rules], [reader(stance)]);
}

/** @param {Event} event @param {Setting} setting */
export function eventCard(event, setting) {
  const { names, language } = setting;
  const both = event.agents.length > 1 && event.agents.join() === event.recipients.join();
  const from = side(event.agents, event.agent_words, setting);
  const to = both ? [el("span", { class: "soft" }, t("try.together"))] : side(event.recipients, event.recipient_words, setting);
  const what = [...from, " – ", toggle(typeName(event.type, event.mode || null), event, setting), to.length ? " – " : "", ...to];
  const rules = el("p", { class: "small" }, t("try.why.because"), " ", ...ruleOf(event.rule, language));
  const place = event.place ? t("try.in", { place: names.of(event.place) }) : null;
  return card("event", t("try.event"), event, setting, what, [rules], [place]);
}

/** What was recognised and gives no claim. @param {Predication} found @param {Setting} setting */
export function unclaimed(found, setting) {
  const why = found.agents.length || found.recipients.length ? "try.unclaimed.sides" : "try.unclaimed.nobody";
  return el(
    "li", { class: "card none" },
    el("p", { class: "kind small" }, t("try.unclaimed.title")),
    el("p", {}, el("b", { lang: setting.language }, found.word), " – ", typeName(found.type, found.mode || null)),
    el("p", { class: "small" }, t("try.why.because"), " ", ...ruleOf(found.rule, setting.language), "; ", t(why)),
  );
}

/**
 * @param {string} classes
 * @param {string} kind
 * @param {Stance | Event} claim
 * @param {Setting} setting
 * @param {(Node | string)[]} what
 * @param {(Node | null | false | undefined)[]} more
 * @param {(string | null)[]} facts
 */
function card(classes, kind, claim, setting, what, more, facts) {
  const said = [claim.certainty === "certain" ? null : t(`certainty.${claim.certainty}`), voice(claim.source, setting.names)];
  const tail = said.filter(Boolean).join(", ");
  const sure = [
    t("claim.confidence", { value: share(claim.confidence) }) + (claim.confidence < LEAST ? ` (${t("try.unsure")})` : ""),
    claim.date ? when(claim.date.date, claim.date.precision, claim.date.until) : t("shared.unknownDate"),
    ...facts,
  ];
  return el(
    "li", { class: `card ${classes}` },
    el("p", { class: "kind small" }, kind),
    el("p", { class: "what" }, ...what, claim.denied || tail ? " – " : "", denial(claim), claim.denied && tail ? ", " : "", tail),
    ...more,
    el("p", { class: "small soft" }, sure.filter(Boolean).join(" · ")),
  );
}

/** @param {Stance | Event} claim */
function denial(claim) {
  return claim.denied ? el("strong", { class: "denied" }, t("polarity.denied")) : null;
}

/** A button that marks the words of one claim alone. @param {string} text @param {Stance | Event} claim @param {Setting} setting */
function toggle(text, claim, setting) {
  const button = el("button", {
    type: "button", class: "plain", "aria-pressed": "false", title: t("try.markAlone"),
    click: () => {
      const on = button.getAttribute("aria-pressed") !== "true";
      button.closest("ul")?.querySelectorAll("button").forEach((other) => other.setAttribute("aria-pressed", "false"));
      button.setAttribute("aria-pressed", String(on));
      setting.show(on ? claim : null);
    },
  }, text);
  return button;
}

/** @param {string} name */
function actor(name) {
  return el("strong", {}, name);
}

/** @param {string[]} actors @param {string} words @param {Setting} setting */
function side(actors, words, { names, language }) {
  if (actors.length) {
    return actors.flatMap((id, at) => [at ? ", " : "", actor(names.of(id))]);
  }
  return [el("span", { class: "soft", lang: words ? language : null }, words ? `“${words}”` : t("try.nobody"))];
}

/** @param {Stance} stance */
function basis(stance) {
  return stance.basis === "ImpliedByEvent" ? `; ${t("try.why.implied")}` : "";
}

/** @param {Stance} stance */
function reader(stance) {
  return stance.reader === null || stance.by === "reader" ? null : t("try.why.readerToo", { value: share(stance.reader) });
}
