/** Where to begin: the pairs that the newest stances are about. */

import { get } from "../common/api.js";
import { pageAddress } from "../common/claims.js";
import { el } from "../common/dom.js";
import { nameOf, t } from "../common/i18n.js";

/** @typedef {import("../common/claims.js").ActorRef} ActorRef */
/** @typedef {{ subject: ActorRef, object: ActorRef, subject_principal: ActorRef | null, object_principal: ActorRef | null }} Stance */

const MOST = 10;

/** Offer pairs of actors, or say that there is nothing yet. */
export async function suggestions() {
  const stances = /** @type {Stance[]} */ (await get("/stances", { limit: 100, min_confidence: 0.4 }));
  const pairs = new Map(stances.map((stance) => {
    const ends = [stance.subject_principal ?? stance.subject, stance.object_principal ?? stance.object];
    ends.sort((one, other) => one.id.localeCompare(other.id));
    return [ends.map((end) => end.id).join(" "), ends];
  }));
  if (!pairs.size) {
    return el("div", { class: "hint" }, el("p", {}, t("timeline.nothingYet")), el("p", { class: "soft" }, t("timeline.fill")));
  }
  return el(
    "div", { class: "hint" },
    el("p", {}, t("timeline.chooseFirst")),
    el("h2", {}, t("timeline.latest")),
    el("ul", { class: "suggestions" }, ...[...pairs.values()].slice(0, MOST).map(link)),
  );
}

/** @param {ActorRef[]} ends */
function link([a, b]) {
  return a && b && el("li", {}, el("a", { href: pageAddress("/timeline", { a: a.id, b: b.id }) }, `${nameOf(a)} – ${nameOf(b)}`));
}
