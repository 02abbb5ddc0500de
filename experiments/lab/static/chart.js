// Small line charts: a line or a few by day, a mark where the clock stands, and the same values as a table.
import { draw, make, put } from "./make.js";
import { number, say } from "./words.js";

/**
 * @typedef {object} Line
 * @property {string} label
 * @property {ArrayLike<number>} values by day
 * @property {string} [colour]
 * @property {boolean} [dashed]
 * @property {string} [dash] how the line is broken, where colour alone would tell lines apart
 */
/**
 * @typedef {object} Plan
 * @property {string} title
 * @property {string} [unit]
 * @property {Line[]} lines
 * @property {{day: number, text: string}[]} [marks]
 * @property {[number, number]} [range]
 * @property {number} [least] span of values below which the chart is not drawn larger: noise would look like news
 * @property {number} [tall] height in the chart's own units
 * @property {boolean} [hidden] what comes after the clock is not even hinted at
 */

export const COLOURS = ["#0b4a8f", "#c2500f", "#0b7a5b", "#8a3ffc", "#6b5b00"];
const WIDE = 420, LEFT = 46, RIGHT = 8, TOP = 10, BOTTOM = 24;

export class Chart {
  /**
   * @param {Plan} plan
   * @param {number} [tall]
   */
  constructor(plan, tall = 150) {
    this.plan = plan;
    this.tall = tall;
    this.days = Math.max(...plan.lines.map((line) => line.values.length - 1));
    const all = plan.lines.flatMap((line) => Array.from(line.values)).filter(Number.isFinite);
    let [low, high] = plan.range || [Math.min(...all), Math.max(...all)];
    if (!all.length) [low, high] = [0, 1];
    if (!plan.range) {
      const missing = Math.max(0, (plan.least || 0) - (high - low));
      [low, high] = [low - missing / 2, high + missing / 2];
      const room = (high - low) * 0.06 || Math.abs(high) * 0.1 || 0.1;
      [low, high] = [low - (low >= 0 && low < room ? low : room), high + room];
    }
    this.low = low;
    this.high = high;
    this.now = draw("line", { y1: TOP, y2: tall - BOTTOM, stroke: "#1c2430", "stroke-width": 1.5 });
    this.bright = draw("rect", { x: 0, y: 0, width: WIDE, height: tall });
    this.values = make("p", { class: "values", "aria-hidden": "true" });
    this.element = this.build();
    this.show(0);
  }

  /** @param {number} day */
  x(day) {
    return LEFT + (day / Math.max(this.days, 1)) * (WIDE - LEFT - RIGHT);
  }

  /** @param {number} value */
  y(value) {
    return TOP + (1 - (value - this.low) / (this.high - this.low)) * (this.tall - TOP - BOTTOM);
  }

  build() {
    const { title, unit, lines, marks = [] } = this.plan;
    const id = `clip${Chart.count++}`;
    const svg = draw("svg", {
      viewBox: `0 0 ${WIDE} ${this.tall}`, role: "img", "aria-label": this.inWords(this.plan.hidden ? 0 : this.days),
    }, draw("clipPath", { id }, this.bright));
    this.svg = svg;
    for (const value of ticks(this.low, this.high, this.tall > 180 ? 5 : 3)) {
      svg.append(draw("line", { x1: LEFT, x2: WIDE - RIGHT, y1: this.y(value), y2: this.y(value), class: "grid" }),
        draw("text", { x: LEFT - 5, y: this.y(value) + 4, "text-anchor": "end", class: "tick", text: short(value) }));
    }
    const step = this.days > 200 ? 60 : this.days > 90 ? 28 : this.days > 40 ? 14 : 7;
    for (let day = 0; day <= this.days; day += step) {
      svg.append(draw("text", { x: this.x(day), y: this.tall - 7, class: "tick",
        "text-anchor": !day ? "start" : this.x(day) > WIDE - 20 ? "end" : "middle",
        text: day ? String(day) : say("ui.day", { day: 0 }) }));
    }
    this.marked = marks.map(({ day, text }, k) => {
      const late = this.x(day) > WIDE * 0.6, mark = draw("g", {}, draw("line", { x1: this.x(day), x2: this.x(day), y1: TOP, y2: this.tall - BOTTOM, class: "mark" }),
        draw("text", { x: this.x(day) + (late ? -4 : 4), y: TOP + 8 + 13 * k, "text-anchor": late ? "end" : "start", class: "tick",
          text }));
      svg.append(mark);
      return { day, mark };
    });
    const paths = lines.map((line, k) => ({
      d: path(line.values, (day) => this.x(day), (value) => this.y(value)), fill: "none",
      stroke: line.colour || COLOURS[k % COLOURS.length], "stroke-width": 2,
      "stroke-dasharray": dashOf(line),
    }));
    if (!this.plan.hidden) svg.append(...paths.map((given) => draw("path", { ...given, opacity: 0.22 })));
    const group = draw("g", { "clip-path": `url(#${id})` });
    group.append(...paths.map((given) => draw("path", given)));
    svg.append(group, this.now);
    const legend = lines.length > 1 && make("ul", { class: "legend" }, ...lines.map((line, k) => {
      const sample = draw("svg", { width: 24, height: 8, "aria-hidden": "true" }, draw("line", {
        x1: 0, x2: 24, y1: 4, y2: 4, "stroke-width": 3, stroke: line.colour || COLOURS[k % COLOURS.length],
        "stroke-dasharray": dashOf(line) }));
      return make("li", {}, sample, ` ${line.label}`);
    }));
    return make("figure", { class: "chart" },
      make("figcaption", {}, make("strong", { text: title }), unit ? ` (${unit})` : ""), svg, legend, this.values,
      this.table());
  }

  /** The same values, for whoever reads rather than looks; made when it is opened. */
  table() {
    const place = make("div", { class: "scroll", tabindex: "0" });
    const details = make("details", { class: "table" }, make("summary", { text: say("ui.table") }), place);
    this.fillTable = () => {
      if (!details.open) return;
      const known = this.plan.hidden ? this.said || 0 : this.days, step = this.days > 60 ? 7 : 1, rows = [];
      for (let day = 0; day <= known; day += step) {
        rows.push(make("tr", {}, make("th", { scope: "row", text: String(day) }),
          ...this.plan.lines.map((line) => make("td", { text: number(line.values[day]) }))));
      }
      put(place, make("table", {}, make("caption", { text: this.plan.title }),
        make("thead", {}, make("tr", {}, make("th", { scope: "col", text: say("ui.day_word") }),
          ...this.plan.lines.map((line) => make("th", { scope: "col", text: line.label })))), make("tbody", {}, ...rows)));
    };
    details.addEventListener("toggle", this.fillTable);
    return details;
  }

  /** @param {number} [upTo] day */
  inWords(upTo = this.days) {
    return this.plan.lines.map((line) => {
      const kept = Array.from(line.values).slice(0, upTo + 1).filter(Number.isFinite);
      return say("ui.line_in_words", { title: this.plan.title, label: line.label, first: kept[0],
        last: kept[kept.length - 1], low: Math.min(...kept), high: Math.max(...kept) });
    }).join(" ");
  }

  /** @param {number} time */
  show(time) {
    const x = this.x(Math.min(time, this.days));
    this.now.setAttribute("x1", x);
    this.now.setAttribute("x2", x);
    this.bright.setAttribute("width", x);
    const day = Math.min(Math.floor(time + 1e-9), this.days);
    if (day === this.said) return;
    for (const { day: on, mark } of this.marked || []) {
      mark.setAttribute("visibility", this.plan.hidden && on > day ? "hidden" : "visible");
    }
    this.said = day;
    if (this.plan.hidden) {
      this.svg.setAttribute("aria-label", this.inWords(day));
      if (this.fillTable) this.fillTable();
    }
    this.values.textContent = `${say("ui.day", { day })}: ${this.plan.lines
      .map((line) => (this.plan.lines.length > 1 ? `${line.label} ` : "") + number(line.values[day])).join(" · ")}`;
  }
}
Chart.count = 0;

/** @param {Line} line @returns {string | undefined} */
const dashOf = (line) => line.dash || (line.dashed ? "5 4" : undefined);

/** @param {ArrayLike<number>} values @param {(day: number) => number} x @param {(value: number) => number} y */
function path(values, x, y) {
  let text = "", pen = "M";
  for (let day = 0; day < values.length; day++) {
    if (!Number.isFinite(values[day])) {
      pen = "M";
      continue;
    }
    text += `${pen}${x(day).toFixed(1)} ${y(values[day]).toFixed(1)}`;
    pen = "L";
  }
  return text;
}

/**
 * Return round values between two limits.
 * @param {number} low
 * @param {number} high
 * @param {number} most
 * @returns {number[]}
 */
export function ticks(low, high, most) {
  const raw = (high - low) / most, ten = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 5, 10].map((k) => k * ten).find((size) => size >= raw) || raw;
  const found = [];
  for (let value = Math.ceil(low / step - 1e-9) * step; value <= high + 1e-9 * step; value += step) found.push(value);
  return found;
}

/** @param {number} value @returns {string} a tick's number, short */
export function short(value) {
  const size = Math.abs(value), sign = value < 0 ? "−" : "";
  if (size >= 1e6) return `${sign}${+(size / 1e6).toFixed(1)}M`;
  if (size >= 1e3) return `${sign}${+(size / 1e3).toFixed(1)}k`;
  return `${sign}${+size.toFixed(3)}`;
}
