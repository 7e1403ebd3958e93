/** Names of actors, rules and voices, for people. */

import { el } from "../common/dom.js";
import { has, nameOf, number, t } from "../common/i18n.js";

/** @typedef {import("./types.js").Cast} Cast */

const MOST_WORDS = 6;

/** Names of the actors of one text. */
export class Names {
  /** @param {Cast[]} cast */
  constructor(cast) {
    this.cast = new Map(cast.map((actor) => [actor.id, actor]));
  }

  /** @param {string} id */
  of(id) {
    const actor = this.cast.get(id);
    return actor ? nameOf(actor) : id;
  }

  /** Name whom an actor counts for, if that is somebody else. @param {string} id */
  principal(id) {
    const above = this.cast.get(id)?.principal;
    return above && above !== id ? this.of(above) : null;
  }

  /** @param {string} id */
  type(id) {
    const type = this.cast.get(id)?.type ?? "";
    return has(`types.${type}`) ? t(`types.${type}`) : type;
  }
}

/** Say what recognised the words of an actor. @param {string} how */
export function recognised(how) {
  return has(`try.how.${how}`) ? t(`try.how.${how}`) : how;
}

/**
 * Say which entries of the lexicon fired, with the words they ask for beside them; or what the learned reader saw.
 * @param {string} rule
 * @param {string} language of the text
 */
export function ruleOf(rule, language) {
  if (rule.startsWith("reader: ")) {
    return [t("try.why.reader"), " ", el("code", {}, rule.slice("reader: ".length))];
  }
  return rule.split(" + ").flatMap((part, at) => [at ? " + " : "", ...entry(part, language)]);
}

/** @param {string} part @param {string} language */
function entry(part, language) {
  const [, kind = "", word = part, , needs] = /^(\w+) ([^[]+?)( \[(.*)\])?$/.exec(part) ?? [];
  const name = has(`try.kinds.${kind}`) ? t(`try.kinds.${kind}`) : kind;
  const asked = needs ? [" ", t("try.why.beside"), " ", el("i", { lang: language, title: words(needs, Infinity) }, words(needs, MOST_WORDS))] : [];
  return [name, " ", el("b", { lang: language }, word), ...asked];
}

/** Write the words of a pattern such as `obj:arm|weapon subj:army`. @param {string} needs @param {number} most */
function words(needs, most) {
  return needs.split(" ").map((slot) => {
    const all = slot.slice(slot.indexOf(":") + 1).split("|");
    return all.slice(0, most).join(", ") + (all.length > most ? " …" : "");
  }).join("; ");
}

/** Say whose words something is, `null` where it is the text's own. @param {import("./types.js").Source} source @param {Names} names */
export function voice(source, names) {
  if (source.attribution === "Narrator") {
    return null;
  }
  const key = source.attribution === "Quotation" ? "quoted" : "reported";
  return source.speaker ? t(`try.voice.${key}`, { who: names.of(source.speaker.actor) }) : t(`try.voice.${key}Nobody`);
}

/** @param {number} value */
export function share(value) {
  return number(value, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
}
