/** What draws on the graphics card: relations as curved ribbons with dashes and an arrow, actors as polygons. */

const RIBBON_VERTEX = `
attribute vec2 a_from;
attribute vec2 a_to;
attribute vec4 a_shape;
attribute float a_dashed;
attribute vec4 a_color;
attribute vec4 a_id;
attribute float a_t;
attribute float a_side;
uniform mat3 u_matrix;
uniform vec2 u_size;
uniform float u_sizeRatio;
varying vec4 v_color;
varying vec4 v_line;
varying float v_along;
varying float v_dashed;

vec2 pixels(vec2 point) { return (u_matrix * vec3(point, 1.0)).xy * u_size * 0.5; }

void main() {
  vec2 from = pixels(a_from);
  vec2 to = pixels(a_to);
  vec2 chord = to - from;
  float reach = length(chord);
  if (reach < 0.01) { gl_Position = vec4(2.0, 2.0, 0.0, 1.0); return; }
  vec2 bent = (from + to) * 0.5 + vec2(-chord.y, chord.x) * a_shape.y * 2.0;
  vec2 first = bent - from;
  vec2 second = to - bent;
  vec2 point = mix(mix(from, bent, a_t), mix(bent, to, a_t), a_t);
  vec2 slope = normalize(mix(first, second, a_t));
  // Lengths along the curve by three points of Gauss and Legendre
  vec3 at = vec3(0.1127017, 0.5, 0.8872983);
  vec3 share = vec3(0.2777778, 0.4444444, 0.2777778);
  vec3 sofar = vec3(length(mix(first, second, a_t * at.x)), length(mix(first, second, a_t * at.y)), length(mix(first, second, a_t * at.z)));
  vec3 whole = vec3(length(mix(first, second, at.x)), length(mix(first, second, at.y)), length(mix(first, second, at.z)));
  float along = 2.0 * a_t * dot(sofar, share);
  float total = 2.0 * dot(whole, share);
  float width = max(a_shape.x / u_sizeRatio, 0.7);
  float radius = a_shape.z / u_sizeRatio;
  // No wider than its arrow and what the pointer finds: thousands of ribbons are painted pixel by pixel
  float half_ = max(min(width + 2.5, width * 3.5), min(4.0, 1.5 + width * 2.0)) + 1.0;
  gl_Position = vec4((point + vec2(-slope.y, slope.x) * a_side * half_) / (u_size * 0.5), 0.0, 1.0);
  v_line = vec4(a_side * half_, total - along - radius - 1.5, width, max(total - radius - a_shape.w / u_sizeRatio, 1.0));
  v_along = along - a_shape.w / u_sizeRatio;
  v_dashed = a_dashed;
  #ifdef PICKING_MODE
  v_color = a_id;
  #else
  v_color = a_color;
  #endif
  v_color.a *= 255.0 / 254.0;
}`;

const RIBBON_FRAGMENT = `
precision highp float;
varying vec4 v_color;
varying vec4 v_line;
varying float v_along;
varying float v_dashed;
uniform float u_soft;

void main() {
  float off = abs(v_line.x);
  float left = v_line.y;
  float width = v_line.z;
  #ifdef PICKING_MODE
  if (left < 0.0 || v_along < 0.0 || off > max(width * 0.5, min(4.0, 1.5 + width * 2.0))) discard;
  gl_FragColor = v_color;
  #else
  float head = min(5.0 + width * 2.0, v_line.w * 0.6);
  float flare = min(2.5 + width, width * 3.5) * left / head;
  float arrow = left > 0.0 && left < head ? clamp((flare - off) / u_soft + 0.5, 0.0, 1.0) : 0.0;
  float line = left > head * 0.7 ? clamp((width * 0.5 - off) / u_soft + 0.5, 0.0, 1.0) : 0.0;
  if (v_dashed > 0.5) {
    float dash = 4.0 + width * 2.0;
    float at = mod(v_along, dash * 1.7);
    line *= clamp(at / u_soft, 0.0, 1.0) * clamp((dash - at) / u_soft, 0.0, 1.0);
  }
  float cover = max(arrow, line) * v_color.a;
  gl_FragColor = vec4(v_color.rgb * cover, cover);
  #endif
}`;

const ACTOR_VERTEX = `
attribute vec2 a_position;
attribute vec4 a_form;
attribute vec4 a_fill;
attribute vec4 a_color;
attribute vec4 a_id;
attribute vec2 a_corner;
uniform mat3 u_matrix;
uniform vec2 u_size;
uniform float u_sizeRatio;
varying vec4 v_fill;
varying vec4 v_color;
varying vec2 v_off;
varying vec4 v_form;

void main() {
  float radius = a_form.x / u_sizeRatio;
  v_off = a_corner * (radius * 1.7 + 2.0);
  gl_Position = vec4((u_matrix * vec3(a_position, 1.0)).xy + v_off / (u_size * 0.5), 0.0, 1.0);
  v_form = vec4(radius, a_form.y, a_form.z, a_form.w);
  v_fill = a_fill;
  #ifdef PICKING_MODE
  v_color = a_id;
  #else
  v_color = a_color;
  #endif
  v_fill.a *= 255.0 / 254.0;
  v_color.a *= 255.0 / 254.0;
}`;

const ACTOR_FRAGMENT = `
precision highp float;
varying vec4 v_fill;
varying vec4 v_color;
varying vec2 v_off;
varying vec4 v_form;
uniform float u_soft;

float outside(vec2 off, float radius, float sides, float turn) {
  if (sides < 2.5) { return length(off) - radius; }
  float step_ = 6.2831853 / sides;
  float angle = atan(off.x, off.y) + turn;
  float face = (floor(angle / step_) + 0.5) * step_;
  float around = radius * sqrt(6.2831853 / (sides * sin(step_)));
  return cos(angle - face) * length(off) - around * cos(step_ * 0.5);
}

void main() {
  float far = outside(v_off, v_form.x, v_form.y, v_form.z);
  #ifdef PICKING_MODE
  if (far > 2.0) discard;
  gl_FragColor = v_color;
  #else
  float cover = clamp(0.5 - far / u_soft, 0.0, 1.0);
  float inner = clamp(0.5 - (far + v_form.w) / u_soft, 0.0, 1.0);
  vec4 colour = mix(v_color, v_fill, inner);
  gl_FragColor = vec4(colour.rgb * colour.a, colour.a) * cover;
  #endif
}`;

const UNIFORMS = ["u_matrix", "u_size", "u_sizeRatio", "u_soft"];

/**
 * Make the program of relations: ribbons along curves of so many pieces.
 * @param {number} pieces fewer are faster; a dozen look round
 */
export function ribbonProgram(pieces) {
  const { FLOAT, UNSIGNED_BYTE, TRIANGLE_STRIP } = WebGLRenderingContext;
  const steps = [...Array(pieces + 1).keys()].map((step) => step / pieces);
  return class extends Sigma.rendering.EdgeProgram {
    getDefinition() {
      return {
        VERTICES: 2 * steps.length,
        VERTEX_SHADER_SOURCE: RIBBON_VERTEX,
        FRAGMENT_SHADER_SOURCE: RIBBON_FRAGMENT,
        METHOD: TRIANGLE_STRIP,
        UNIFORMS,
        ATTRIBUTES: [
          { name: "a_from", size: 2, type: FLOAT },
          { name: "a_to", size: 2, type: FLOAT },
          { name: "a_shape", size: 4, type: FLOAT },
          { name: "a_dashed", size: 1, type: FLOAT },
          { name: "a_color", size: 4, type: UNSIGNED_BYTE, normalized: true },
          { name: "a_id", size: 4, type: UNSIGNED_BYTE, normalized: true },
        ],
        CONSTANT_ATTRIBUTES: [
          { name: "a_t", size: 1, type: FLOAT },
          { name: "a_side", size: 1, type: FLOAT },
        ],
        CONSTANT_DATA: steps.flatMap((t) => [
          [t, 1],
          [t, -1],
        ]),
      };
    }

    /**
     * @param {any} id a float that holds the colour by which it is picked
     * @param {number} at @param {any} source @param {any} target @param {any} data
     */
    processVisibleItem(id, at, source, target, data) {
      const colour = colourFloat(data.color);
      const { size, bend, dashed } = data;
      this.array.set(
        [source.x, source.y, target.x, target.y, size, bend, target.size, source.size, dashed, colour, id],
        at,
      );
    }

    /** @param {any} params @param {any} program */
    setUniforms(params, program) {
      setFrame(params, program);
    }
  };
}

/** Make the program of actors: discs and polygons with a border. */
export function actorProgram() {
  const { FLOAT, UNSIGNED_BYTE, TRIANGLE_STRIP } = WebGLRenderingContext;
  return class extends Sigma.rendering.NodeProgram {
    getDefinition() {
      return {
        VERTICES: 4,
        VERTEX_SHADER_SOURCE: ACTOR_VERTEX,
        FRAGMENT_SHADER_SOURCE: ACTOR_FRAGMENT,
        METHOD: TRIANGLE_STRIP,
        UNIFORMS,
        ATTRIBUTES: [
          { name: "a_position", size: 2, type: FLOAT },
          { name: "a_form", size: 4, type: FLOAT },
          { name: "a_fill", size: 4, type: UNSIGNED_BYTE, normalized: true },
          { name: "a_color", size: 4, type: UNSIGNED_BYTE, normalized: true },
          { name: "a_id", size: 4, type: UNSIGNED_BYTE, normalized: true },
        ],
        CONSTANT_ATTRIBUTES: [{ name: "a_corner", size: 2, type: FLOAT }],
        CONSTANT_DATA: [
          [-1, -1],
          [1, -1],
          [-1, 1],
          [1, 1],
        ],
      };
    }

    /** @param {any} id @param {number} at @param {any} data */
    processVisibleItem(id, at, data) {
      const { x, y, size, sides, turn, border } = data;
      this.array.set([x, y, size, sides, turn, border, colourFloat(data.color), colourFloat(data.line), id], at);
    }

    /** @param {any} params @param {any} program */
    setUniforms(params, program) {
      setFrame(params, program);
    }
  };
}

/** @param {any} params @param {any} program */
function setFrame(params, { gl, uniformLocations }) {
  gl.uniformMatrix3fv(uniformLocations.u_matrix, false, params.matrix);
  gl.uniform2f(uniformLocations.u_size, params.width, params.height);
  gl.uniform1f(uniformLocations.u_sizeRatio, params.sizeRatio);
  gl.uniform1f(uniformLocations.u_soft, 1 / params.pixelRatio);
}

/** @type {Map<string, number>} */
const FLOATS = new Map();
const BYTES = new Uint8Array(4);
const FLOAT_OF_BYTES = new Float32Array(BYTES.buffer);

/** Hold a colour in the bytes of a float. @param {string} colour `#rrggbb` or `rgba(…)` */
function colourFloat(colour) {
  let found = FLOATS.get(colour);
  if (found === undefined) {
    const hex = colour.startsWith("#");
    const parts = hex ? [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16)) : (colour.match(/[\d.]+/g) ?? []).map(Number);
    // The last bit of the fourth byte stays clear, else the float could be no number
    BYTES.set([parts[0] ?? 0, parts[1] ?? 0, parts[2] ?? 0, Math.round((parts[3] ?? 1) * 255) & 0xfe]);
    found = FLOAT_OF_BYTES[0] ?? 0;
    FLOATS.set(colour, found);
  }
  return found;
}
