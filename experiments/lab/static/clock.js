// The clock of a player: which day it is, and whether it runs. It calls no server.
import { calm } from "./make.js";

export class Clock {
  /**
   * @param {number} days
   * @param {(day: number, moved: boolean) => void} show called with the time; `moved`: the whole day has changed
   */
  constructor(days, show) {
    this.days = days;
    this.show = show;
    this.time = 0;
    this.speed = 4; // days a second
    this.playing = false;
    this.last = 0;
    /** @type {() => void} */
    this.changed = () => {};
  }

  get day() {
    return Math.min(Math.floor(this.time + 1e-9), this.days);
  }

  /** @param {number} time */
  go(time) {
    const before = this.day;
    this.time = Math.max(0, Math.min(time, this.days));
    this.show(this.time, this.day !== before);
  }

  play() {
    if (this.playing) return;
    if (this.time >= this.days) this.go(0);
    this.playing = true;
    this.last = performance.now();
    this.changed();
    requestAnimationFrame((now) => this.frame(now));
  }

  pause() {
    this.playing = false;
    this.changed();
  }

  /** @param {number} now */
  frame(now) {
    if (!this.playing) return;
    const passed = Math.min(now - this.last, 250) / 1000;
    const next = this.time + passed * this.speed;
    this.last = now;
    if (calm()) {
      this.waited = (this.waited || 0) + passed * this.speed;
      if (this.waited >= 1) {
        this.go(this.day + Math.floor(this.waited)); // whole days, nothing flies
        this.waited = 0;
      }
    } else this.go(next);
    if (this.time >= this.days) this.pause();
    else requestAnimationFrame((then) => this.frame(then));
  }
}
