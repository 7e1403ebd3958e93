/** The picture of a timeline: rows of symbols over one line of time, to be walked with the arrow keys. */

import { svg } from "../common/svg.js";
import { stack, ticks } from "./layout.js";
import { barOf, symbol, turn } from "./symbols.js";

/** @typedef {import("./layout.js").Span} Span */
/** @typedef {import("./items.js").Item} Item */
/** @typedef {{ key: string, label: string, empty: string }} Row */
/** @typedef {{ first: number, last: number, before: boolean, title: string, id: string, row: string }} Flip */
/** @typedef {{ first: number, last: number, score: number, title: string }} Month */
/**
 * @typedef {{ label: string, rows: Row[], items: Item[], flips: Flip[], months: Month[], monthsLabel: string, span: Span,
 *   width: number, format: (day: number, unit: import("./layout.js").Unit) => string, open: (id: string) => void }} Options
 */

const LANE = 15;
const HEAD = 22;
const AXIS = 24;
const SIDE = 8;
const MOST = 14;
const MOST_FLIPS = 4;
const MONTHS = 62;
const TICK = 88;
const EDGE = 38;

/**
 * Draw a timeline.
 * @param {Options} options
 * @returns {{ element: SVGSVGElement, hidden: number, select: (id: string | null) => void }}
 */
export function chart(options) {
  return new Chart(options).result();
}

class Chart {
  #y = 0;
  #hidden = 0;
  /** @type {{ element: SVGElement, id: string, x: number, y: number }[]} */
  #stops = [];

  /** @param {Options} options */
  constructor(options) {
    this.options = options;
    this.scale = (options.width - 2 * SIDE) / (options.span.last - options.span.first);
    this.back = svg("g");
    this.body = svg("g");
  }

  result() {
    const { rows, months, label, width } = this.options;
    rows.forEach((row) => this.#row(row));
    if (months.length) {
      this.#months();
    }
    const height = this.#y + AXIS;
    const element = svg(
      "svg",
      {
        class: "timeline", role: "group", "aria-label": label, viewBox: `0 0 ${width} ${height}`, width, height,
        keydown: (/** @type {KeyboardEvent} */ event) => this.#key(event),
      },
      this.back,
      this.#axis(height),
      this.body,
    );
    this.#stops.sort((a, b) => a.x - b.x || a.y - b.y);
    this.#stops[0]?.element.setAttribute("tabindex", "0");
    return { element, hidden: this.#hidden, select: (/** @type {string | null} */ id) => this.#select(id) };
  }

  /** @param {number} day */
  #x(day) {
    return SIDE + (day - this.options.span.first) * this.scale;
  }

  /** @param {Row} row */
  #row(row) {
    const items = this.options.items.filter((item) => item.row === row.key).sort((a, b) => a.first - b.first || b.last - a.last);
    const flips = this.options.flips.filter((flip) => flip.row === row.key).sort((a, b) => a.first - b.first);
    const legs = flips.map((flip) => ({ left: this.#middle(flip.first) - 6, right: this.#middle(flip.last) + 6 }));
    const turns = stack(legs, 4, MOST_FLIPS);
    const boxes = items.map((item) => this.#box(item));
    const { lanes, count, hidden } = stack(boxes, 2, MOST);
    const height = HEAD + Math.max(1, count + turns.count) * LANE + 6;
    this.#hidden += hidden + turns.hidden;
    this.#ground(row.key, row.label, height - 2);
    if (!items.length && !flips.length) {
      this.body.append(svg("text", { class: "row-empty", x: SIDE, y: this.#y + HEAD + 11 }, row.empty));
    }
    flips.forEach((flip, number) => this.#flip(flip, this.#y + HEAD + ((turns.lanes[number] ?? 0) + 0.5) * LANE));
    const top = this.#y + HEAD + turns.count * LANE;
    items.forEach((item, number) => this.#item(item, boxes[number] ?? this.#box(item), top + ((lanes[number] ?? 0) + 0.5) * LANE));
    this.#y += height;
  }

  /** @param {string} key @param {string} label @param {number} height */
  #ground(key, label, height) {
    this.back.append(svg("rect", { class: `row row-${key}`, x: 0, y: this.#y, width: this.options.width, height, rx: 3 }));
    this.body.append(svg("text", { class: "row-label", x: SIDE, y: this.#y + 15 }, label));
  }

  /** @param {Item} item */
  #box(item) {
    const [left, right] = [this.#x(item.first), this.#x(item.last + 1)];
    const middle = this.#clamp((left + right) / 2);
    if (item.exact) {
      return { left: middle - 6, right: middle + 6, middle };
    }
    return { left: Math.min(this.#clamp(left), middle - 10), right: Math.max(this.#clamp(right), middle + 10), middle };
  }

  /** @param {number} day */
  #middle(day) {
    return this.#clamp(this.#x(day + 0.5));
  }

  /** @param {number} x */
  #clamp(x) {
    return Math.max(SIDE, Math.min(this.options.width - SIDE, x));
  }

  /** @param {Item} item @param {{ left: number, right: number, middle: number }} box @param {number} y */
  #item(item, box, y) {
    const parts = [item.exact ? null : barOf(item, box.left, box.right, y), ...symbol(item, box.middle, y)];
    this.#stop(item.id, item.title, box.middle, y, `item ${item.friendly ? "friendly" : "hostile"} ${item.certainty}`, parts);
  }

  /** @param {Flip} flip @param {number} y */
  #flip(flip, y) {
    const [left, right] = [this.#middle(flip.first), this.#middle(flip.last)];
    this.#stop(flip.id, flip.title, right, y, "item flip", turn(flip.before, left, right, y));
  }

  /** @param {string} id @param {string} title @param {number} x @param {number} y @param {string} kind @param {(SVGElement | null)[]} parts */
  #stop(id, title, x, y, kind, parts) {
    const element = svg(
      "g",
      { class: `stop ${kind}`, role: "button", tabindex: -1, "aria-label": title, "data-id": id, click: () => this.options.open(id) },
      svg("title", {}, title),
      ...parts,
    );
    this.#stops.push({ element, id, x, y });
    this.body.append(element);
  }

  #months() {
    const { months, monthsLabel, width } = this.options;
    const middle = this.#y + HEAD + MONTHS / 2;
    this.#ground("months", monthsLabel, HEAD + MONTHS + 4);
    months.forEach((month) => this.body.append(this.#month(month, middle)));
    this.body.append(
      svg("line", { class: "zero", x1: SIDE, x2: width - SIDE, y1: middle, y2: middle }),
      svg("text", { class: "bound", x: width - SIDE, y: middle - MONTHS / 2 + 8 }, "+10"),
      svg("text", { class: "bound", x: width - SIDE, y: middle + MONTHS / 2 }, "−10"),
    );
    this.#y += HEAD + MONTHS + 6;
  }

  /** @param {Month} month @param {number} middle */
  #month(month, middle) {
    const [left, right] = [this.#clamp(this.#x(month.first)), this.#clamp(this.#x(month.last + 1))];
    const height = Math.max(1, (Math.abs(month.score) / 10) * (MONTHS / 2));
    const friendly = month.score >= 0;
    const attributes = {
      class: friendly ? "month friendly" : "month hostile", x: left, width: Math.max(3, right - left - 1),
      y: friendly ? middle - height : middle, height,
    };
    return svg("rect", attributes, svg("title", {}, month.title));
  }

  /** @param {number} height */
  #axis(height) {
    const { span, width, format } = this.options;
    const marks = ticks(span, width, TICK).flatMap(({ day, unit }) => {
      const x = this.#x(day);
      const fits = x > EDGE && x < width - EDGE;
      return [
        svg("line", { class: "tick", x1: x, x2: x, y1: 0, y2: height - AXIS + 4 }),
        fits && svg("text", { class: "tick-label", x, y: height - 6 }, format(day, unit)),
      ];
    });
    return svg("g", { "aria-hidden": "true" }, ...marks);
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const at = this.#stops.findIndex((stop) => stop.element === document.activeElement);
    if (at < 0) {
      return;
    }
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      this.options.open(this.#stops[at]?.id ?? "");
      return;
    }
    const to = this.#target(event.key, at);
    if (to !== null) {
      event.preventDefault();
      this.#focus(to);
    }
  }

  /** @param {string} key @param {number} at */
  #target(key, at) {
    const last = this.#stops.length - 1;
    switch (key) {
      case "ArrowRight": return Math.min(last, at + 1);
      case "ArrowLeft": return Math.max(0, at - 1);
      case "Home": return 0;
      case "End": return last;
      case "ArrowDown": return this.#vertical(at, 1);
      case "ArrowUp": return this.#vertical(at, -1);
      default: return null;
    }
  }

  /** Find the nearest above or below, rather straight than slanting. @param {number} at @param {1 | -1} way */
  #vertical(at, way) {
    const here = this.#stops[at];
    let [best, least] = [at, Infinity];
    this.#stops.forEach((stop, number) => {
      const down = here ? (stop.y - here.y) * way : 0;
      const cost = here ? down + 2 * Math.abs(stop.x - here.x) : Infinity;
      if (down > 1 && cost < least) {
        [best, least] = [number, cost];
      }
    });
    return best;
  }

  /** @param {number} to */
  #focus(to) {
    this.#stops.forEach((stop, number) => stop.element.setAttribute("tabindex", number === to ? "0" : "-1"));
    this.#stops[to]?.element.focus();
  }

  /** @param {string | null} id */
  #select(id) {
    for (const stop of this.#stops) {
      stop.element.classList.toggle("selected", stop.id === id);
    }
  }
}
