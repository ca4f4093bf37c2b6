/**
 * The map: points in clusters, and events known only to a province or a country as shaded countries with their number.
 * Everything on it is in the table too.
 */

import { byId, make, oncePerFrame } from "./dom.js";
import { CELL, decodeLine, merged, project, radius, TILE, unproject } from "./geometry.js";
import { counted, grouped } from "./words.js";

const MOST_ZOOM = 12;
/** From here on lines between provinces are drawn. */
const PROVINCES = 3.6;
/** Around what is fitted into the view, pixels. */
const PADDING = 48;
/** Pixels that a press may move and still be a click. */
const STILL = 4;
/** Nothing is fitted closer than this: a single place needs its surroundings. */
const FITTED = 7;
/** Where a badge may go, in its own widths and heights, from where it should be. */
const NUDGES = [
  [0, 0], [0, -1], [0, 1], [-1, 0], [1, 0], [-1, -1], [1, -1], [-1, 1], [1, 1], [0, -2], [0, 2], [-2, 0], [2, 0],
];
const LEVELS = {
  country: "somewhere in the country", admin1: "province", admin2: "district", border: "border area", region: "region",
};

/**
 * @param {{basemap: (name: string) => Promise<any>, change: (bbox: number[] | null) => void,
 *   list: (conditions: any) => void, open: (id: string) => void, tell: (id: string) => Promise<string>,
 *   failed: (error: unknown) => void}} given
 *   basemap gives a file of static/map; change sets the box of the filter, list further conditions; open shows an
 *   event; tell says in a line what an event is
 */
export function makeMap({ basemap, change, list, open, tell, failed }) {
  const area = byId("map-area");
  const canvas = /** @type {HTMLCanvasElement} */ (byId("map"));
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  const tip = byId("map-tip");
  const select = byId("map-select");
  const nowhere = byId("nowhere");
  const view = { x: 0.5, y: 0.4, zoom: 1 };
  // Asking the page for sizes while drawing makes it lay itself out anew.
  const frame = { width: 0, height: 0 };
  let countries = [];
  let provinces = null;
  let fetchCells = null;
  let cells = { points: [], areas: [] };
  let marks = [];
  let badges = [];
  let box = null;
  let drawn = null;
  let current = -1;
  let asked = 0;
  let fitted = false;
  let colours = {};

  const draw = oncePerFrame(paint);
  function measure() {
    frame.width = area.clientWidth;
    frame.height = area.clientHeight;
  }

  measure();
  new ResizeObserver(() => {
    measure();
    keepInside();
    draw();
    refresh().catch(failed);
  }).observe(area);
  const dark = matchMedia("(prefers-color-scheme: dark)");
  dark.addEventListener("change", () => {
    colours = {};
    draw();
  });

  const ready = basemap("countries").then(({ countries: held, steps }) => {
    countries = held.map(({ code, name, at, rings }) => ({
      code, name, at: project(at[0], at[1]), rings: rings.map((ring) => decodeLine(ring, steps)),
    }));
    for (const country of countries) country.box = around(country.rings.map((ring) => ring.box));
    draw();
  });

  async function wantProvinces() {
    if (provinces !== null) return;
    provinces = [];
    const { lines, steps } = await basemap("provinces");
    provinces = lines.map((line) => decodeLine(line, steps));
    draw();
  }

  // ---- where things are on the screen

  const scale = () => TILE * 2 ** view.zoom;
  const left = () => view.x * scale() - frame.width / 2;
  const top = () => view.y * scale() - frame.height / 2;

  function toScreen(x, y) {
    return [x * scale() - left(), y * scale() - top()];
  }

  function toPlace(screenX, screenY) {
    return unproject((screenX + left()) / scale(), (screenY + top()) / scale());
  }

  function bounds() {
    const [west, north] = toPlace(0, 0);
    const [east, south] = toPlace(frame.width, frame.height);
    return [west, south, east, north];
  }

  function keepInside() {
    const { width, height } = frame;
    view.zoom = Math.max(Math.log2(Math.max(1, width / TILE, height / TILE)), Math.min(MOST_ZOOM, view.zoom));
    view.x -= Math.floor(view.x);
    const half = Math.min(0.5, height / 2 / scale());
    view.y = Math.max(half, Math.min(1 - half, view.y));
  }

  function moved() {
    keepInside();
    tip.hidden = true;
    current = -1;
    draw();
    return refresh().catch(failed);
  }

  function pan(byX, byY) {
    view.x += byX / scale();
    view.y += byY / scale();
    moved();
  }

  /** Zoom by so much, keeping the place under a point of the screen where it is. */
  function zoomBy(by, x = frame.width / 2, y = frame.height / 2) {
    const before = [(x + left()) / scale(), (y + top()) / scale()];
    view.zoom += by;
    keepInside();
    view.x = before[0] - (x - frame.width / 2) / scale();
    view.y = before[1] - (y - frame.height / 2) / scale();
    moved();
  }

  /** Show places that lie in these boxes of the square, or the whole world. */
  function fit(boxes, closest = FITTED) {
    const [x1, y1, x2, y2] = boxes.length ? around(boxes) : [0.02, 0.12, 0.98, 0.78];
    const wide = Math.max(1, frame.width - 2 * PADDING) / TILE;
    const high = Math.max(1, frame.height - 2 * PADDING) / TILE;
    view.x = (x1 + x2) / 2;
    view.y = (y1 + y2) / 2;
    view.zoom = Math.min(closest, Math.log2(Math.min(wide / Math.max(x2 - x1, 1e-9), high / Math.max(y2 - y1, 1e-9))));
    return moved();
  }

  /** Show all that fits the filter: points, and countries with events of unknown place. */
  async function fitAll() {
    const all = await fetchCells([-180, -90, 180, 90], 3);
    await ready;
    const boxes = all.points.map(([lon, lat]) => [...project(lon, lat), ...project(lon, lat)]);
    const codes = new Set(all.areas.map((held) => held.country));
    const shaded = countries.filter(({ code }) => codes.has(code));
    // Of one country or two the whole is wanted, of many that each has its number in sight.
    boxes.push(...shaded.map(({ box: whole, at }) => (shaded.length < 3 ? whole : [...at, ...at])));
    await fit(boxes);
  }

  // ---- what is on it

  async function refresh() {
    if (!fetchCells) return;
    const turn = ++asked;
    const [west, south, east, north] = bounds();
    const found = await fetchCells([west, south, east, north], Math.round(view.zoom));
    if (turn !== asked) return;
    cells = found;
    draw();
  }

  function layOut() {
    const onScreen = cells.points.flatMap(([lon, lat, count, id]) => {
      const [x, y] = project(lon, lat);
      return [-1, 0, 1]
        .map((turn) => toScreen(x + turn, y))
        .filter(([at, up]) => at > -40 && at < frame.width + 40 && up > -40 && up < frame.height + 40)
        .map(([at, up]) => ({ x: at, y: up, count, id }));
    });
    marks = merged(onScreen);
    const byCountry = new Map();
    for (const each of cells.areas) {
      const held = byCountry.get(each.country) ?? { count: 0, parts: [] };
      held.count += each.count;
      held.parts.push(each);
      byCountry.set(each.country, held);
    }
    badges = countries
      .filter(({ code }) => byCountry.has(code))
      .map((country) => ({ country, ...byCountry.get(country.code) }))
      .sort((a, b) => b.count - a.count);
    const shown = new Set(badges.map(({ country }) => country.code));
    const off = [...byCountry].reduce((sum, [code, { count }]) => sum + (shown.has(code) ? 0 : count), 0);
    nowhere.textContent = off ? `${counted(off, "event")} in no country the map knows` : "";
  }

  function paint() {
    const { width, height } = frame;
    if (!width || !height) return;
    const ratio = devicePixelRatio || 1;
    if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) {
      canvas.width = Math.round(width * ratio);
      canvas.height = Math.round(height * ratio);
    }
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    layOut();
    context.fillStyle = colour("--sea");
    context.fillRect(0, 0, width, height);
    const most = Math.max(1, ...badges.map((badge) => badge.count));
    const shaded = new Map(badges.map((badge) => [badge.country.code, badge.count]));
    for (const turn of turns()) {
      context.lineWidth = 0.8;
      for (const country of countries) {
        if (!trace(country.rings, country.box, turn, true)) continue;
        context.fillStyle = colour("--land");
        context.fill("evenodd");
        const count = shaded.get(country.code);
        if (count) hatch(0.3 + 0.5 * Math.sqrt(count / most));
        context.strokeStyle = colour("--border");
        context.stroke();
      }
      if (view.zoom >= PROVINCES) {
        wantProvinces().catch(failed);
        context.lineWidth = 0.7;
        context.strokeStyle = colour("--admin");
        if (trace(provinces ?? [], null, turn, false)) context.stroke();
      }
    }
    badges = placed(badges);
    badges.forEach(paintBadge);
    marks.forEach(paintMark);
    if (box) paintBox(box, true);
    if (drawn) paintBox(drawn, false);
  }

  /** How often the world is turned to fill the view: it has no edge at 180°. */
  function turns() {
    const half = frame.width / scale() / 2;
    return [-1, 0, 1].filter((turn) => view.x - half < turn + 1.05 && view.x + half > turn - 0.05);
  }

  /** Begin a path of the lines that are in sight. @returns {boolean} whether any is */
  function trace(lines, outer, turn, close) {
    const size = scale();
    const fromX = left() - turn * size;
    const fromY = top();
    const inSight = ([x1, y1, x2, y2]) =>
      x2 * size >= fromX && x1 * size <= fromX + frame.width && y2 * size >= fromY && y1 * size <= fromY + frame.height;
    if (outer && !inSight(outer)) return false;
    let any = false;
    context.beginPath();
    for (const { xy, box: held } of lines) {
      if (!inSight(held)) continue;
      any = true;
      let lastX = xy[0] * size - fromX;
      let lastY = xy[1] * size - fromY;
      context.moveTo(lastX, lastY);
      for (let at = 2; at < xy.length; at += 2) {
        const x = xy[at] * size - fromX;
        const y = xy[at + 1] * size - fromY;
        // A point less than a pixel from the last one changes nothing.
        if (Math.abs(x - lastX) + Math.abs(y - lastY) < 0.9 && at < xy.length - 2) continue;
        context.lineTo(x, y);
        lastX = x;
        lastY = y;
      }
      if (close) context.closePath();
    }
    return any;
  }

  /** Shade the path with lines aslant, the stronger the more events. */
  function hatch(strength) {
    const name = `hatch ${Math.round(strength * 8)}`;
    colours[name] ??= hatching(Math.round(strength * 8) / 8, colour("--happened"));
    context.fillStyle = colours[name];
    context.fill("evenodd");
  }

  function hatching(strength, ink) {
    const tile = document.createElement("canvas");
    tile.width = tile.height = 7;
    const pen = /** @type {CanvasRenderingContext2D} */ (tile.getContext("2d"));
    pen.strokeStyle = ink;
    pen.globalAlpha = strength;
    for (const [x1, y1, x2, y2] of [[-1, 4.5, 4.5, -1], [2, 8, 8, 2]]) {
      pen.beginPath();
      pen.moveTo(x1, y1);
      pen.lineTo(x2, y2);
      pen.stroke();
    }
    return context.createPattern(tile, "repeat") ?? "transparent";
  }

  /** Badges that are in sight, each where it hides no other badge and no mark, if there is such a place near. */
  function placed(all) {
    context.font = `600 11px ${font()}`;
    const circles = marks.map(({ x, y, count }) => {
      const size = radius(count);
      return { x: x - size, y: y - size, wide: 2 * size, high: 2 * size };
    });
    const done = [];
    for (const badge of all) {
      for (const turn of [-1, 0, 1]) {
        const [x, y] = toScreen(badge.country.at[0] + turn, badge.country.at[1]);
        if (x < 0 || x > frame.width || y < 0 || y > frame.height) continue;
        const wide = Math.max(22, context.measureText(grouped(badge.count)).width + 12);
        const taken = [...circles, ...done];
        const free = NUDGES.map(([right, down]) => ({
          ...badge, x: x - wide / 2 + right * (wide + 4), y: y - 9 + down * 20, wide, high: 18,
        })).find((spot) => !taken.some((other) => overlap(other, spot)));
        // Where all is full the shading must do until one zooms in.
        if (free) done.push(free);
      }
    }
    return done;
  }

  function paintBadge(badge) {
    context.beginPath();
    context.roundRect(badge.x, badge.y, badge.wide, badge.high, 3);
    context.fillStyle = colour("--card");
    context.fill();
    context.lineWidth = isCurrent(badge) ? 2.5 : 1;
    context.setLineDash(isCurrent(badge) ? [] : [3, 2]);
    context.strokeStyle = colour("--happened");
    context.stroke();
    context.setLineDash([]);
    context.font = `600 11px ${font()}`;
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.fillStyle = colour("--ink");
    context.fillText(grouped(badge.count), badge.x + badge.wide / 2, badge.y + badge.high / 2 + 0.5);
  }

  function paintMark(mark) {
    const size = radius(mark.count);
    context.beginPath();
    context.arc(mark.x, mark.y, size, 0, 2 * Math.PI);
    context.globalAlpha = 0.88;
    context.fillStyle = colour("--happened");
    context.fill();
    context.globalAlpha = 1;
    context.lineWidth = isCurrent(mark) ? 3 : 1;
    context.strokeStyle = isCurrent(mark) ? colour("--ink") : colour("--card");
    context.stroke();
    if (mark.count === 1) return;
    context.font = `600 ${size > 16 ? 12 : 11}px ${font()}`;
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.fillStyle = colour("--on-accent");
    context.fillText(short(mark.count), mark.x, mark.y + 0.5);
  }

  function paintBox([west, south, east, north], solid) {
    const [x1, y1] = project(west, north);
    const [x2, y2] = project(east < west ? east + 360 : east, south);
    context.lineWidth = 1.5;
    context.strokeStyle = colour("--ink");
    context.setLineDash(solid ? [6, 4] : [3, 3]);
    for (const turn of [-1, 0, 1]) {
      const [left1, top1] = toScreen(x1 + turn, y1);
      const [left2, top2] = toScreen(x2 + turn, y2);
      context.strokeRect(left1, top1, left2 - left1, top2 - top1);
    }
    context.setLineDash([]);
  }

  function colour(name) {
    colours[name] ??= getComputedStyle(area).getPropertyValue(name).trim();
    return colours[name];
  }

  function font() {
    colours.font ??= getComputedStyle(area).fontFamily;
    return colours.font;
  }

  // ---- what can be pointed at

  const targets = () => [...marks, ...badges];
  const isCurrent = (target) => current >= 0 && same(targets()[current], target);

  function targetAt(x, y) {
    const near = marks.filter((mark) => Math.hypot(mark.x - x, mark.y - y) <= radius(mark.count) + 3);
    const away = (mark) => Math.hypot(mark.x - x, mark.y - y);
    if (near.length) return near.reduce((a, b) => (away(a) <= away(b) ? a : b));
    const isOver = (held) => x >= held.x && x <= held.x + held.wide && y >= held.y && y <= held.y + held.high;
    return badges.find(isOver) ?? null;
  }

  async function describe(target) {
    if (target.country) return areaWords(target);
    if (target.count > 1 || !target.id) return [counted(target.count, "event"), "Click to see them apart"];
    return [await tell(target.id)];
  }

  let described = null;

  async function showTip(target) {
    described = target;
    if (!target) {
      tip.hidden = true;
      return;
    }
    const lines = await describe(target);
    if (described !== target) return;
    tip.replaceChildren(...lines.map((line, at) => make(at ? "div" : "strong", {}, line)));
    tip.hidden = false;
    const x = target.country ? target.x + target.wide : target.x + radius(target.count);
    const y = target.country ? target.y : target.y - 8;
    tip.style.left = `${Math.max(4, Math.min(frame.width - tip.offsetWidth - 4, x + 8))}px`;
    tip.style.top = `${Math.max(4, Math.min(frame.height - tip.offsetHeight - 4, y))}px`;
  }

  async function act(target) {
    if (target.country) {
      list({ country: target.country.code, precision: [...new Set(target.parts.map((part) => part.level))] });
      return;
    }
    if (target.count === 1 && target.id) {
      open(target.id);
      return;
    }
    const reach = radius(target.count) + CELL;
    const [west, north] = toPlace(target.x - reach, target.y - reach);
    const [east, south] = toPlace(target.x + reach, target.y + reach);
    const apart = await fetchCells([west, south, east, north], MOST_ZOOM);
    const at = apart.points.map(([lon, lat]) => [...project(lon, lat), ...project(lon, lat)]);
    if (at.length > 1 && view.zoom < MOST_ZOOM - 0.1) fit(at, Math.min(MOST_ZOOM, view.zoom + 5));
    else change(rounded(at.length ? aroundPoints(apart.points) : [west, south, east, north]));
  }

  // ---- pointer, wheel, keys, buttons

  const pointers = new Map();
  let press = null;
  let selecting = false;

  function at(event) {
    const edge = canvas.getBoundingClientRect();
    return [event.clientX - edge.left, event.clientY - edge.top];
  }

  canvas.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    canvas.setPointerCapture(event.pointerId);
    pointers.set(event.pointerId, at(event));
    press = { from: at(event), moved: pointers.size > 1, box: selecting || event.shiftKey };
  });
  canvas.addEventListener("pointermove", (event) => {
    const [x, y] = at(event);
    const before = pointers.get(event.pointerId);
    if (!before) {
      const target = targetAt(x, y);
      canvas.style.cursor = target ? "pointer" : selecting ? "crosshair" : "";
      if (!same(target, described)) void showTip(target);
      return;
    }
    if (pointers.size === 2) {
      const other = [...pointers].find(([id]) => id !== event.pointerId)[1];
      const away = ([pointX, pointY]) => Math.max(1, Math.hypot(pointX - other[0], pointY - other[1]));
      const apart = away([x, y]) / away(before);
      pointers.set(event.pointerId, [x, y]);
      pan((before[0] - x) / 2, (before[1] - y) / 2);
      zoomBy(Math.log2(apart), (x + other[0]) / 2, (y + other[1]) / 2);
      return;
    }
    press.moved ||= Math.hypot(x - press.from[0], y - press.from[1]) > STILL;
    if (!press.moved) return;
    pointers.set(event.pointerId, [x, y]);
    if (press.box) {
      drawn = boxBetween(press.from, [x, y]);
      draw();
    } else pan(before[0] - x, before[1] - y);
  });
  canvas.addEventListener("pointerup", (event) => {
    if (!pointers.delete(event.pointerId) || pointers.size) return;
    const pressed = press;
    press = null;
    if (drawn) {
      const chosen = drawn;
      drawn = null;
      setSelecting(false);
      change(rounded(chosen));
    } else if (pressed && !pressed.moved) {
      const target = targetAt(...at(event));
      if (target) act(target).catch(failed);
    }
  });
  canvas.addEventListener("pointercancel", (event) => {
    pointers.delete(event.pointerId);
    drawn = null;
    draw();
  });
  canvas.addEventListener("pointerleave", () => void showTip(null));
  canvas.addEventListener("dblclick", (event) => {
    if (!targetAt(...at(event))) zoomBy(1, ...at(event));
  });
  canvas.addEventListener(
    "wheel",
    (event) => {
      event.preventDefault();
      const lines = event.deltaMode === 1 ? 30 : 1;
      zoomBy(Math.max(-1, Math.min(1, (-event.deltaY * lines) / 300)), ...at(event));
    },
    { passive: false },
  );

  const KEYS = {
    ArrowLeft: () => pan(-80, 0),
    ArrowRight: () => pan(80, 0),
    ArrowUp: () => pan(0, -80),
    ArrowDown: () => pan(0, 80),
    "+": () => zoomBy(1),
    "=": () => zoomBy(1),
    "-": () => zoomBy(-1),
    0: () => fit([]),
    n: () => step(1),
    p: () => step(-1),
    Enter: () => current >= 0 && act(targets()[current]).catch(failed),
    Escape: () => (current >= 0 ? step(0) : change(null)),
  };
  canvas.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !(event.key in KEYS)) return;
    event.preventDefault();
    KEYS[event.key]();
  });
  canvas.addEventListener("blur", () => step(0));

  /** Go to the next or the previous mark or badge in sight; 0 to none. */
  function step(by) {
    const all = targets();
    current = by && all.length ? (current + by + (current < 0 && by < 0 ? 1 : 0) + all.length) % all.length : -1;
    void showTip(current < 0 ? null : all[current]);
    draw();
  }

  function setSelecting(on) {
    selecting = on;
    select.setAttribute("aria-pressed", String(on));
    canvas.style.cursor = on ? "crosshair" : "";
  }

  function boxBetween(from, to) {
    const [west, north] = toPlace(Math.min(from[0], to[0]), Math.min(from[1], to[1]));
    const [east, south] = toPlace(Math.max(from[0], to[0]), Math.max(from[1], to[1]));
    return [west, south, east, north];
  }

  byId("map-in").addEventListener("click", () => zoomBy(1));
  byId("map-out").addEventListener("click", () => zoomBy(-1));
  byId("map-fit").addEventListener("click", () => fitAll().catch(failed));
  select.addEventListener("click", () => setSelecting(!selecting));
  byId("map-view").addEventListener("click", () => change(rounded(bounds())));

  return {
    ready,
    /** Names of the countries of the map by code. */
    countryName: (code) => countries.find((country) => country.code === code)?.name,
    /** Show the events that fit a filter; `fetching` gives points and areas of a view. Done once they are there. */
    show(filter, fetching) {
      box = filter.bbox;
      fetchCells = fetching;
      draw();
      const done = fitted ? refresh() : fitAll();
      fitted = true;
      return done.catch(failed);
    },
    redraw: draw,
    /** What is drawn, for tests and for whoever looks over the canvas. */
    shown: () => ({ marks, badges, view: { ...view } }),
  };
}

/** @returns {string[]} lines that tell of the events of a country whose place in it is unknown */
export function areaWords({ country, count, parts }) {
  const told = parts.map((part) => {
    const level = LEVELS[part.level] ?? part.level;
    return `${part.level === "country" || !part.name ? level : `${part.name} (${level})`}: ${grouped(part.count)}`;
  });
  const more = told.length > 6 ? [`and ${counted(told.length - 6, "further area")}`] : [];
  return [`In ${country.name}, place unknown: ${counted(count, "event")}`, ...told.slice(0, 6), ...more];
}

/** @returns {string} a number that fits into a circle */
export function short(count) {
  if (count < 1000) return String(count);
  return count < 10000 ? `${(count / 1000).toFixed(1)}k` : `${Math.round(count / 1000)}k`;
}

/** @returns {number[]} a box in whole hundredths of a degree that holds all of this one, within the world */
export function rounded([west, south, east, north]) {
  if (east - west >= 360) return [-180, outward(south, -1, 90), 180, outward(north, 1, 90)];
  const turn = (lon) => (lon < -180 ? lon + 360 : lon > 180 ? lon - 360 : lon);
  return [outward(turn(west), -1, 180), outward(south, -1, 90), outward(turn(east), 1, 180), outward(north, 1, 90)];
}

function outward(value, side, most) {
  // 37.16 * 100 is a hair less than 3716, which would be rounded a whole step away.
  const steps = side < 0 ? Math.floor(value * 100 + 1e-6) : Math.ceil(value * 100 - 1e-6);
  return Math.max(-most, Math.min(most, steps / 100));
}

function around(boxes) {
  return [0, 1, 2, 3].map((side) => (side < 2 ? Math.min : Math.max)(...boxes.map((each) => each[side])));
}

function aroundPoints(points) {
  return around(points.map(([lon, lat]) => [lon, lat, lon, lat]));
}

function overlap(a, b) {
  return a.x < b.x + b.wide + 2 && b.x < a.x + a.wide + 2 && a.y < b.y + b.high + 2 && b.y < a.y + a.high + 2;
}

function same(a, b) {
  return a === b || Boolean(a && b && a.x === b.x && a.y === b.y && a.count === b.count && a.country === b.country);
}
