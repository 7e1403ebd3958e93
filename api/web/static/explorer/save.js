/** Save the picture or the data. */

import { el, fill, find } from "../common/dom.js";
import { address } from "../common/api.js";
import { t } from "../common/i18n.js";
import { tell } from "../common/shell.js";
import { parameters } from "./state.js";

const FORMATS = /** @type {const} */ (["graphml", "gexf", "csv", "html"]);

/**
 * Make the menu of what can be saved.
 * @param {string} selector
 * @param {() => NetworkHandle | null} handle of the picture, if there is one
 */
export function makeSave(selector, handle) {
  const place = find(selector);
  const links = FORMATS.map((format) => el("a", { download: `network.${format}`, href: "#" }, t(`explorer.save.${format}`)));
  const png = el("button", { type: "button", id: "save-png", click: () => void save(async () => handle()?.toPNG(), "network.png") }, t("explorer.save.png"));
  const svg = el("button", { type: "button", id: "save-svg", click: () => void save(async () => svgOf(handle()), "network.svg") }, t("explorer.save.svg"));
  fill(place, el("ul", {}, ...[png, svg, ...links].map((item) => el("li", {}, item))));
  return {
    /** Let the links save the network as it is filtered. @param {NetworkFilters} filters */
    show(filters) {
      links.forEach((link, at) => {
        link.href = address("/network/export", { ...parameters(filters), format: FORMATS[at] ?? "" });
      });
      png.disabled = svg.disabled = handle() === null;
    },
  };
}

/** @param {NetworkHandle | null} handle */
function svgOf(handle) {
  return handle ? new Blob([handle.toSVG()], { type: "image/svg+xml" }) : undefined;
}

/** @param {() => Promise<Blob | undefined>} make @param {string} name */
async function save(make, name) {
  try {
    const blob = await make();
    if (blob) {
      const link = el("a", { download: name });
      link.href = URL.createObjectURL(blob);
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
    }
  } catch (error) {
    tell(error);
  }
}
