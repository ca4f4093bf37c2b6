/** The map's mathematics: projection, lines, clusters. Pure functions. */

/** Latitude at which the web's Mercator projection is a square. */
const EDGE = 85.0511;
/** Pixels of the whole world at zoom 0. */
export const TILE = 256;
/** Pixels of a cell in which points are counted together. */
export const CELL = 36;

/** @returns {[number, number]} a place in the square of the world: 0 to 1 from the west, 0 to 1 from the north */
export function project(lon, lat) {
  const sine = Math.sin((Math.max(-EDGE, Math.min(EDGE, lat)) * Math.PI) / 180);
  return [lon / 360 + 0.5, 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)];
}

/** @returns {[number, number]} longitude and latitude of a place in the square */
export function unproject(x, y) {
  return [(x - 0.5) * 360, (Math.atan(Math.sinh((0.5 - y) * 2 * Math.PI)) * 180) / Math.PI];
}

/**
 * An encoded polyline, in the square.
 * @param {string} text @param {number} steps in a degree
 * @returns {{xy: Float32Array, box: [number, number, number, number]}} points one after the other, and their bounds
 */
export function decodeLine(text, steps) {
  const numbers = [];
  for (let at = 0; at < text.length; ) {
    let value = 0;
    let shift = 0;
    let bits;
    do {
      bits = text.charCodeAt(at++) - 63;
      value |= (bits & 0x1f) << shift;
      shift += 5;
    } while (bits >= 0x20);
    numbers.push(value & 1 ? ~(value >> 1) : value >> 1);
  }
  const xy = new Float32Array(numbers.length);
  const box = /** @type {[number, number, number, number]} */ ([Infinity, Infinity, -Infinity, -Infinity]);
  let lon = 0;
  let lat = 0;
  for (let at = 0; at < numbers.length; at += 2) {
    lon += numbers[at];
    lat += numbers[at + 1];
    const [x, y] = project(lon / steps, lat / steps);
    xy[at] = x;
    xy[at + 1] = y;
    box[0] = Math.min(box[0], x);
    box[1] = Math.min(box[1], y);
    box[2] = Math.max(box[2], x);
    box[3] = Math.max(box[3], y);
  }
  return { xy, box };
}

/** @returns {number} pixels of a circle's radius for so many events */
export function radius(count) {
  return count === 1 ? 5 : Math.min(26, 8 + 2.6 * Math.log2(count));
}

/**
 * Join what would be drawn over each other, the smaller to the greater, until nothing overlaps.
 * @param {{x: number, y: number, count: number, id: string | null}[]} marks in pixels
 * @returns {{x: number, y: number, count: number, id: string | null}[]}
 */
export function merged(marks) {
  let before = marks;
  for (;;) {
    const placed = [];
    for (const mark of [...before].sort((a, b) => b.count - a.count || a.x - b.x || a.y - b.y)) {
      const near = placed.find(
        (other) => Math.hypot(other.x - mark.x, other.y - mark.y) < (radius(other.count) + radius(mark.count)) * 0.9,
      );
      if (!near) placed.push({ ...mark });
      else {
        const count = near.count + mark.count;
        near.x = (near.x * near.count + mark.x * mark.count) / count;
        near.y = (near.y * near.count + mark.y * mark.count) / count;
        near.count = count;
        near.id = null;
      }
    }
    if (placed.length === before.length) return placed;
    before = placed;
  }
}

/**
 * Points counted in cells of a zoom.
 * @param {Iterable<[number, number, string]>} points longitude, latitude, event
 * @returns {[number, number, number, string | null][]} longitude and latitude of the middle of its points, count, the
 *   event where it is one; in the order of the cells
 */
export function cells(points, zoom) {
  const across = (TILE * 2 ** zoom) / CELL;
  const found = new Map();
  for (const [lon, lat, id] of points) {
    const [x, y] = project(lon, lat);
    const key = Math.floor(y * across) * 1e7 + Math.floor(x * across);
    const cell = found.get(key);
    if (cell) {
      cell[0] += lon;
      cell[1] += lat;
      cell[2] += 1;
      if (cell[3] !== id) cell[3] = null;
    } else found.set(key, [lon, lat, 1, id]);
  }
  return [...found.entries()]
    .sort((a, b) => a[0] - b[0])
    .map(([, [lon, lat, count, id]]) => [lon / count, lat / count, count, id]);
}
