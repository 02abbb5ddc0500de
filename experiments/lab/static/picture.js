// The picture: people as dots, creators as rings, and what happens today on its way along the edges.
import { calm } from "./make.js";
import { paintPeople } from "./paint.js";
import { EVENT, eventsOf } from "./parcel.js";

/** @typedef {import("./parcel.js").Run} Run */

/** From low to high: safe for the colour-blind, and the two ends differ in lightness too. */
export const SCALE = ["#8c2d04", "#c2500f", "#e38a3f", "#eab97c", "#c9c6bd", "#9dbdd6", "#5f9ccb", "#2f74b5", "#0b4a8f"];
export const GREY = "#87919f";
export const SIGNS = { post: "#3b4656", advert: "#0b7a5b", hidden: "#b3006b", bad: "#b3006b", good: "#0b7a5b" };
const RIM = "#5c6675"; // of dots that are large enough to have one: pale colours stand out by it
const FLIGHTS = 500; // at once: more is a fog

/**
 * Return the step of the colour scale for everybody, and its number for people without a value.
 * @param {Run} run
 * @param {number} day
 * @param {string} by trust, attitude, aware or owns
 * @param {Uint8Array} into
 */
export function colourSteps(run, day, by, into) {
  const at = day * run.people, last = SCALE.length - 1, { trust, attitude, state } = run.arrays, steps = run.about.steps;
  for (let p = 0; p < run.people; p++) {
    if (by === "trust") into[p] = trust[at + p] === 255 ? SCALE.length : spread(trust[at + p] / steps, last);
    else if (by === "attitude") into[p] = spread(0.5 + (attitude[at + p] / steps - 0.5) * 1.6, last);
    else into[p] = (state[at + p] & (by === "aware" ? 1 : 2)) ? last : SCALE.length;
  }
}

/** @param {number} value @param {number} last */
function spread(value, last) {
  return Math.max(0, Math.min(last, Math.round(value * last)));
}

export class Picture {
  /**
   * @param {HTMLCanvasElement} canvas
   * @param {Run} run
   */
  constructor(canvas, run) {
    this.canvas = canvas;
    this.run = run;
    this.by = "trust";
    this.steps = new Uint8Array(run.people);
    this.shown = -1;
    this.chosen = { person: -1, creator: -1 };
    /** @type {{x0: number, y0: number, x1: number, y1: number, colour: string, late: number}[]} */
    this.flights = [];
    this.few = run.creators <= 3;
    const order = Array.from({ length: run.creators }, (_, i) => i);
    order.sort((a, b) => run.arrays.followers[b] - run.arrays.followers[a]);
    this.stars = order.slice(0, 60); // the largest; whoever acts today is drawn too
    this.fit();
    new ResizeObserver(() => {
      this.fit();
      this.draw(this.time || 0);
    }).observe(canvas);
  }

  fit() {
    const box = this.canvas.getBoundingClientRect(), ratio = Math.min(window.devicePixelRatio || 1, 2);
    this.size = Math.max(60, box.width || 300) * ratio;
    this.ratio = ratio;
    if (this.canvas.width !== Math.round(this.size)) this.canvas.width = this.canvas.height = Math.round(this.size);
    this.dot = Math.max(1.1 * ratio, (this.size / Math.sqrt(this.run.people)) * (this.few ? 0.3 : 0.22));
  }

  /** @param {string} name @param {number} row */
  at(name, row) {
    return (this.run.arrays[name][row] / 65535) * this.size;
  }

  /** @param {number} time in days, with the day's part behind the point */
  draw(time) {
    const pen = /** @type {CanvasRenderingContext2D} */ (this.canvas.getContext("2d"));
    const day = Math.min(Math.floor(time + 1e-9), this.run.days);
    this.time = time;
    if (day !== this.shown || this.by !== this.coloured) {
      colourSteps(this.run, day, this.by, this.steps);
      this.shown = day;
      this.coloured = this.by;
      this.prepare(day);
    }
    pen.clearRect(0, 0, this.size, this.size);
    if (this.chosen.creator >= 0) this.drawFollows(pen, this.chosen.creator);
    this.drawPeople(pen);
    this.drawCreators(pen);
    if (!calm()) this.drawFlights(pen, time - day);
    if (this.chosen.person >= 0) this.drawChosen(pen, this.chosen.person);
  }

  /** How much larger those are drawn who know or own the brand: few among many would not be seen. */
  stress() {
    if (this.dot >= 4 || (this.by !== "aware" && this.by !== "owns")) return 1;
    return this.steps.filter((step) => step < SCALE.length).length < this.steps.length / 4 ? 1.7 : 1;
  }

  /** @param {CanvasRenderingContext2D} pen */
  drawPeople(pen) {
    if (paintPeople(this, pen, [...SCALE, GREY])) return;
    const { people_x: xs, people_y: ys } = this.run.arrays, scale = this.size / 65535, last = SCALE.length - 1;
    for (const step of [SCALE.length, ...SCALE.keys()]) { // those without a value lie below the others
      const r = step === last ? this.dot * this.stress() : this.dot;
      pen.fillStyle = step === SCALE.length ? GREY : SCALE[step];
      pen.beginPath();
      for (let p = 0; p < this.run.people; p++) {
        if (this.steps[p] !== step) continue;
        const x = xs[p] * scale, y = ys[p] * scale;
        if (r < 4) pen.rect(x - r, y - r, 2 * r, 2 * r);
        else {
          pen.moveTo(x + r, y);
          pen.arc(x, y, r, 0, 7);
        }
      }
      pen.fill();
      if (r < 4) continue;
      pen.strokeStyle = RIM;
      pen.lineWidth = this.ratio;
      pen.stroke();
    }
  }

  /** @param {CanvasRenderingContext2D} pen */
  drawCreators(pen) {
    const day = Math.max(this.shown, 0);
    pen.lineWidth = 1.2 * this.ratio;
    for (const i of new Set([...this.stars, ...(this.acting || [])])) {
      const x = this.at("creators_x", i), y = this.at("creators_y", i);
      const value = this.run.arrays.creator_trust[day * this.run.creators + i];
      const step = spread(value / this.run.about.fine_steps, SCALE.length - 1);
      const r = this.few ? this.dot * 1.5 : (2.2 + this.run.arrays.creator_tier[i] * 1.3) * this.ratio;
      pen.beginPath();
      pen.arc(x, y, r, 0, 7);
      pen.fillStyle = value === 65535 ? GREY : SCALE[step];
      pen.fill();
      pen.strokeStyle = i === this.chosen.creator ? "#000" : "#3b4656";
      pen.lineWidth = (i === this.chosen.creator ? 3 : 1.2) * this.ratio;
      pen.stroke();
    }
  }

  /** @param {CanvasRenderingContext2D} pen @param {number} i */
  drawFollows(pen, i) {
    const { fanStart, fans } = this.run;
    pen.strokeStyle = this.few ? "#d5dae1" : "rgba(59,70,86,.13)";
    pen.lineWidth = this.ratio;
    pen.beginPath();
    for (let k = fanStart[i]; k < fanStart[i + 1]; k++) {
      pen.moveTo(this.at("creators_x", i), this.at("creators_y", i));
      pen.lineTo(this.at("people_x", fans[k]), this.at("people_y", fans[k]));
    }
    pen.stroke();
  }

  /** @param {CanvasRenderingContext2D} pen @param {number} p */
  drawChosen(pen, p) {
    const { friend_start: start, friend } = this.run.arrays;
    const x = this.at("people_x", p), y = this.at("people_y", p);
    pen.strokeStyle = "rgba(0,0,0,.35)";
    pen.lineWidth = this.ratio;
    pen.beginPath();
    for (let f = start[p]; f < start[p + 1]; f++) {
      pen.moveTo(x, y);
      pen.lineTo(this.at("people_x", friend[f]), this.at("people_y", friend[f]));
    }
    pen.stroke();
    pen.strokeStyle = "#000";
    pen.lineWidth = 2.5 * this.ratio;
    pen.beginPath();
    pen.arc(x, y, this.dot + 5 * this.ratio, 0, 7);
    pen.stroke();
  }

  /** What sets out on this day. @param {number} day */
  prepare(day) {
    this.flights = [];
    const acting = new Set();
    const events = eventsOf(this.run, day), { friend_start: start, friend } = this.run.arrays;
    const posts = events.filter((event) => event.kind <= EVENT.hidden).length;
    const each = Math.max(1, Math.floor(FLIGHTS / Math.max(posts, 1) / (this.few ? 1 : 3)));
    for (const event of events) {
      if (event.kind <= EVENT.hidden) {
        const from = this.run.fanStart[event.who], count = this.run.fanStart[event.who + 1] - from;
        if (acting.size < 40) acting.add(event.who);
        const colour = event.kind === EVENT.post ? SIGNS.post : event.kind === EVENT.labelled ? SIGNS.advert : SIGNS.hidden;
        const jump = Math.max(1, Math.floor(count / Math.min(each, count || 1)));
        for (let k = (day * 7) % jump; k < count; k += jump) {
          this.fly("creators", event.who, "people", this.run.fans[from + k], colour, 0);
        }
      } else if (event.kind === EVENT.calledOut || event.kind === EVENT.recommended) {
        const colour = event.kind === EVENT.calledOut ? SIGNS.bad : SIGNS.good;
        for (let f = start[event.who]; f < start[event.who + 1]; f++) {
          this.fly("people", event.who, "people", friend[f], colour, 0.35);
        }
      }
    }
    this.acting = acting;
    this.losers = events.filter((event) => event.kind === EVENT.lost).map((event) => event.who);
  }

  /** @param {string} from @param {number} a @param {string} to @param {number} b @param {string} colour @param {number} late */
  fly(from, a, to, b, colour, late) {
    if (this.flights.length >= 2 * FLIGHTS) return;
    this.flights.push({
      x0: this.run.arrays[`${from}_x`][a], y0: this.run.arrays[`${from}_y`][a],
      x1: this.run.arrays[`${to}_x`][b], y1: this.run.arrays[`${to}_y`][b], colour, late,
    });
  }

  /** @param {CanvasRenderingContext2D} pen @param {number} part of the day */
  drawFlights(pen, part) {
    const scale = this.size / 65535, r = (this.few ? 2.6 : 1.4) * this.ratio;
    for (const colour of new Set(Object.values(SIGNS))) {
      pen.fillStyle = colour;
      pen.beginPath();
      for (const flight of this.flights) {
        if (flight.colour !== colour) continue;
        const way = (part - flight.late) / 0.65;
        if (way <= 0 || way >= 1) continue;
        pen.rect((flight.x0 + (flight.x1 - flight.x0) * way) * scale - r,
          (flight.y0 + (flight.y1 - flight.y0) * way) * scale - r, 2 * r, 2 * r);
      }
      pen.fill();
    }
    pen.strokeStyle = SIGNS.bad;
    pen.lineWidth = 1.4 * this.ratio;
    pen.beginPath();
    for (const p of this.losers || []) {
      const x = this.at("people_x", p), y = this.at("people_y", p), size = this.dot + (1 + 5 * part) * this.ratio;
      pen.moveTo(x + size, y);
      pen.arc(x, y, size, 0, 7);
    }
    pen.stroke();
  }

  /**
   * Return who stands nearest to a place of the canvas.
   * @param {number} x in CSS pixels
   * @param {number} y
   * @returns {{person: number, creator: number}} -1: none
   */
  whoIsAt(x, y) {
    const px = x * this.ratio, py = y * this.ratio;
    let person = -1, creator = -1, near = (this.dot + 7 * this.ratio) ** 2;
    for (const i of new Set([...this.stars, ...(this.acting || [])])) {
      const far = (this.at("creators_x", i) - px) ** 2 + (this.at("creators_y", i) - py) ** 2;
      const r = this.few ? this.dot * 1.5 : (2.2 + this.run.arrays.creator_tier[i] * 1.3) * this.ratio;
      if (far < r * r && far < near) [near, creator] = [far, i];
    }
    if (creator >= 0) return { person, creator };
    for (let p = 0; p < this.run.people; p++) {
      const far = (this.at("people_x", p) - px) ** 2 + (this.at("people_y", p) - py) ** 2;
      if (far < near) [near, person] = [far, p];
    }
    return { person, creator };
  }
}
