// People drawn by WebGL2: one painter for all pictures, whose canvas is copied onto theirs. Where there is no WebGL2,
// or where it is slower than the canvas (a machine without a GPU may be), the pictures draw on their canvas alone.

/** @typedef {import("./parcel.js").Run} Run */

const VERTEX = `#version 300 es
in float x; in float y; in float kind;
uniform vec3 colours[16]; uniform float wide; uniform float stressed; uniform float stress;
out vec3 colour; out float size;
void main() {
  gl_Position = vec4(x * 2.0 - 1.0, 1.0 - y * 2.0, 0.0, 1.0);
  size = abs(kind - stressed) < 0.5 ? wide * stress : wide;
  gl_PointSize = size;
  colour = colours[int(kind + 0.5)];
}`;
const FRAGMENT = `#version 300 es
precision highp float;
in vec3 colour; in float size; uniform float disc;
out vec4 paint;
void main() {
  float far = length(gl_PointCoord - 0.5) * size;
  float cover = disc > 0.5 ? clamp(size * 0.5 - far + 0.5, 0.0, 1.0) : 1.0;
  if (cover <= 0.0) discard;
  vec3 shade = disc > 0.5 && far > size * 0.5 - disc ? vec3(0.36, 0.4, 0.46) : colour; // a rim, as on the canvas
  paint = vec4(shade * cover, cover);
}`;
const LOOKED_AT = 12; // frames by which the painter is judged
const SLOW = 16; // milliseconds for one picture: two of them leave room for 25 frames a second

class Painter {
  constructor() {
    this.canvas = document.createElement("canvas");
    const asked = new URLSearchParams(location.search).get("draw"); // canvas or webgl, to try one
    this.forced = asked === "webgl";
    this.gl = asked === "canvas" ? null
      : this.canvas.getContext("webgl2", { alpha: true, antialias: false, premultipliedAlpha: true, depth: false,
        failIfMajorPerformanceCaveat: !this.forced }); // without a GPU the canvas is the quicker one
    this.frames = 0;
    this.spent = 0;
    /** @type {WeakMap<object, any>} */
    this.buffers = new WeakMap();
    if (this.gl && !this.forced && inSoftware(this.gl)) this.gl = null; // copying its picture would cost more than drawing
    if (this.gl) this.prepare(this.gl);
    this.canvas.addEventListener("webglcontextlost", () => (this.gl = null));
  }

  /** @param {WebGL2RenderingContext} gl */
  prepare(gl) {
    const program = /** @type {WebGLProgram} */ (gl.createProgram());
    for (const [kind, text] of /** @type {[number, string][]} */ ([[gl.VERTEX_SHADER, VERTEX], [gl.FRAGMENT_SHADER, FRAGMENT]])) {
      const shader = /** @type {WebGLShader} */ (gl.createShader(kind));
      gl.shaderSource(shader, text);
      gl.compileShader(shader);
      gl.attachShader(program, shader);
    }
    ["x", "y", "kind"].forEach((name, place) => gl.bindAttribLocation(program, place, name));
    gl.linkProgram(program);
    if (!gl.getProgramParameter(program, gl.LINK_STATUS)) {
      this.gl = null;
      return;
    }
    gl.useProgram(program);
    gl.enable(gl.BLEND);
    gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA);
    this.at = Object.fromEntries(["colours", "wide", "disc", "stressed", "stress"].map((name) => [name, gl.getUniformLocation(program, name)]));
  }

  /** What the graphics memory holds of a picture: places once, colours when they change. @param {any} picture */
  of(picture) {
    const gl = /** @type {WebGL2RenderingContext} */ (this.gl), { people_x: xs, people_y: ys } = picture.run.arrays;
    let kept = this.buffers.get(picture);
    if (!kept) {
      kept = { lists: gl.createVertexArray(), kinds: gl.createBuffer(), day: -1, by: "" };
      gl.bindVertexArray(kept.lists);
      [xs, ys].forEach((values, place) => {
        gl.bindBuffer(gl.ARRAY_BUFFER, gl.createBuffer());
        gl.bufferData(gl.ARRAY_BUFFER, values, gl.STATIC_DRAW);
        gl.enableVertexAttribArray(place);
        gl.vertexAttribPointer(place, 1, gl.UNSIGNED_SHORT, true, 0, 0);
      });
      gl.bindBuffer(gl.ARRAY_BUFFER, kept.kinds);
      gl.enableVertexAttribArray(2);
      gl.bufferData(gl.ARRAY_BUFFER, picture.steps, gl.DYNAMIC_DRAW);
      gl.vertexAttribPointer(2, 1, gl.UNSIGNED_BYTE, false, 0, 0);
      this.buffers.set(picture, kept);
    }
    gl.bindVertexArray(kept.lists);
    if (kept.day !== picture.shown || kept.by !== picture.by) {
      gl.bindBuffer(gl.ARRAY_BUFFER, kept.kinds);
      gl.bufferSubData(gl.ARRAY_BUFFER, 0, picture.steps);
      kept.day = picture.shown;
      kept.by = picture.by;
    }
  }

  /**
   * Draw the people of a picture onto its canvas.
   * @param {any} picture
   * @param {CanvasRenderingContext2D} pen of that canvas
   * @param {string[]} colours by step
   * @returns {boolean} false: the picture is to draw them itself
   */
  paint(picture, pen, colours) {
    const gl = this.gl;
    if (!gl || !this.at || gl.isContextLost()) return false;
    const begun = performance.now(), side = Math.round(picture.size);
    if (this.canvas.width !== side) this.canvas.width = this.canvas.height = side;
    gl.viewport(0, 0, side, side);
    gl.clearColor(0, 0, 0, 0);
    gl.clear(gl.COLOR_BUFFER_BIT);
    this.of(picture);
    const wide = Math.max(1, picture.dot * 2);
    gl.uniform3fv(this.at.colours, colours.flatMap(parts));
    gl.uniform1f(this.at.wide, wide);
    gl.uniform1f(this.at.stressed, colours.length - 2); // the scale's upper end; the last colour is that of no value
    gl.uniform1f(this.at.stress, picture.stress());
    gl.uniform1f(this.at.disc, picture.dot >= 4 ? picture.ratio : 0); // the width of the rim
    gl.drawArrays(gl.POINTS, 0, picture.run.people);
    pen.drawImage(this.canvas, 0, 0);
    this.judge(performance.now() - begun);
    return true;
  }

  /** Give way to the canvas where it is the quicker one. @param {number} took milliseconds */
  judge(took) {
    if (this.forced || ++this.frames <= 2 || this.frames > LOOKED_AT) return; // the first two make things ready
    this.spent += took;
    if (this.frames === LOOKED_AT && this.spent / (LOOKED_AT - 2) > SLOW) this.gl = null;
  }
}

/** @type {Painter | null} */
let painter = null;

/** @param {any} picture @param {CanvasRenderingContext2D} pen @param {string[]} colours @returns {boolean} */
export function paintPeople(picture, pen, colours) {
  painter = painter || new Painter();
  const painted = painter.paint(picture, pen, colours);
  picture.canvas.dataset.drawn = painted ? "webgl" : "canvas";
  return painted;
}

/** Whether the processor does a graphics card's work. @param {WebGL2RenderingContext} gl */
function inSoftware(gl) {
  const more = gl.getExtension("WEBGL_debug_renderer_info");
  const names = [gl.getParameter(gl.RENDERER), more ? gl.getParameter(more.UNMASKED_RENDERER_WEBGL) : ""].join(" ");
  return /swiftshader|llvmpipe|softpipe|software|basic render/i.test(names);
}

/** @param {string} colour as #rrggbb @returns {number[]} three shares */
function parts(colour) {
  return [1, 3, 5].map((place) => parseInt(colour.slice(place, place + 2), 16) / 255);
}
