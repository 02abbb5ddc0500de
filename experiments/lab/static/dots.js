// A chart with a row for each name: a dot for a value, a line for a range.
import { short, ticks } from "./chart.js";
import { draw, make } from "./make.js";
import { number } from "./words.js";

const DOTS_RIGHT = 20, ROW = 34;

/**
 * Return a chart with a row for each name: dots, and lines for ranges.
 * @param {string} title
 * @param {{name: string, marks: {middle: number, low?: number, high?: number, colour: string, hollow?: boolean}[]}[]} rows
 * @param {string[][]} [legend]
 */
export function dots(title, rows, legend = []) {
  const narrow = window.innerWidth < 560, DOTS_WIDE = narrow ? 350 : 560, DOTS_LEFT = narrow ? 122 : 170;
  const values = rows.flatMap((row) => row.marks.flatMap((mark) => [mark.middle, mark.low ?? mark.middle, mark.high ?? mark.middle]));
  const low = Math.min(0, ...values), high = Math.max(0, ...values), room = (high - low) * 0.05 || 1;
  const x = (/** @type {number} */ value) => DOTS_LEFT + ((value - low + room) / (high - low + 2 * room)) * (DOTS_WIDE - DOTS_LEFT - DOTS_RIGHT);
  const tall = rows.length * ROW + 40;
  const svg = draw("svg", { viewBox: `0 0 ${DOTS_WIDE} ${tall}`, role: "img", "aria-label": `${title}. ${rows.map((row) =>
    `${row.name}: ${row.marks.map((mark, k) => `${legend[k] ? `${legend[k][0]} ` : ""}${number(mark.middle)}`).join(", ")}`).join("; ")}` });
  for (const value of ticks(low, high, 4)) {
    svg.append(draw("line", { x1: x(value), x2: x(value), y1: 4, y2: tall - 26, class: value === 0 ? "zero" : "grid" }),
      draw("text", { x: x(value), y: tall - 10, "text-anchor": "middle", class: "tick", text: short(value) }));
  }
  rows.forEach((row, k) => {
    const y = 16 + k * ROW;
    svg.append(draw("text", { x: DOTS_LEFT - 8, y: y + 4, "text-anchor": "end", class: "name", text: shortened(row.name, narrow ? 17 : 25) },
      draw("title", { text: row.name })));
    row.marks.forEach((mark, m) => {
      const level = y + (row.marks.length > 1 ? (m - 0.5) * 11 : 0);
      if (mark.low !== undefined) {
        svg.append(draw("line", { x1: x(mark.low), x2: x(mark.high || 0), y1: level, y2: level, stroke: mark.colour, "stroke-width": 4, opacity: 0.45 }));
      }
      svg.append(draw("circle", { cx: x(mark.middle), cy: level, r: 6, fill: mark.hollow ? "#fff" : mark.colour, stroke: mark.colour, "stroke-width": 2.5 }));
    });
  });
  return make("figure", { class: "chart dots" }, make("figcaption", {}, make("strong", { text: title })), svg,
    legend.length > 0 && make("ul", { class: "legend" }, ...legend.map(([text, colour], k) => make("li", {},
      draw("svg", { class: "dot", width: 14, height: 14, "aria-hidden": "true" }, draw("circle", { cx: 7, cy: 7, r: 5, stroke: colour, "stroke-width": 2.5,
        fill: k === 0 ? "#fff" : colour })), ` ${text}`))));
}

/** @param {string} name @param {number} most */
const shortened = (name, most) => (name.length > most ? `${name.slice(0, most - 1)}…` : name);
