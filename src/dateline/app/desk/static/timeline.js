/** Events over time: what happened against all else, with a brush that sets the days of the filter. */

import { byId, make, oncePerFrame } from "./dom.js";
import { counted, dayNumber, grouped, isoDay, monthEnd } from "./words.js";

const MARGIN = { left: 38, right: 10, top: 8, bottom: 18 };
/** Pixels that a press may move and still be a click. */
const STILL = 4;

/**
 * @param {{change: (since: string | null, until: string | null) => void, slow: () => boolean}} given
 *   change: called with the days that are chosen; slow: whether to wait with that until a brush is let go
 */
export function makeTimeline({ change, slow }) {
  const area = byId("timeline-area");
  const canvas = /** @type {HTMLCanvasElement} */ (byId("timeline"));
  const tip = byId("timeline-tip");
  const undated = byId("undated");
  const whole = byId("timeline-whole");
  const handles = ["since", "until"].map((name) => makeHandle(name));
  const band = make("div", { className: "band", hidden: true });
  area.append(band, ...handles.map((handle) => handle.element));
  let bins = [];
  let unit = "month";
  let chosen = { since: null, until: null };

  const draw = oncePerFrame(paint);
  const frame = { width: area.clientWidth, height: area.clientHeight };
  new ResizeObserver(() => {
    frame.width = area.clientWidth;
    frame.height = area.clientHeight;
    draw();
  }).observe(area);

  /** Bins without gaps from the first to the last day. */
  function spread({ timeline }) {
    const held = timeline.bins;
    if (!held.length) return [];
    const found = new Map(held.map((bin) => [bin[0], bin]));
    const all = [];
    const end = held[held.length - 1][0];
    for (let day = held[0][0]; day <= end; day = nextBin(day, timeline.unit)) all.push(found.get(day) ?? [day, 0, 0]);
    return all;
  }

  function scale() {
    const width = frame.width - MARGIN.left - MARGIN.right;
    return { width, step: width / Math.max(1, bins.length) };
  }

  function paint() {
    const { width, step } = scale();
    const height = frame.height;
    const ratio = devicePixelRatio || 1;
    canvas.width = Math.round(frame.width * ratio);
    canvas.height = Math.round(height * ratio);
    const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
    context.scale(ratio, ratio);
    const style = getComputedStyle(area);
    const colour = (name) => style.getPropertyValue(name);
    const ground = height - MARGIN.bottom;
    const tall = ground - MARGIN.top;
    const most = Math.max(1, ...bins.map((bin) => bin[1] + bin[2]));
    context.font = `11px ${style.fontFamily}`;
    context.fillStyle = colour("--faint");
    context.strokeStyle = colour("--line");
    context.textAlign = "right";
    for (const value of [most, ...(most >= 4 ? [Math.round(most / 2)] : [])]) {
      const y = Math.round(ground - (tall * value) / most) + 0.5;
      context.fillText(grouped(value), MARGIN.left - 5, y + 4);
      line(context, MARGIN.left, y, MARGIN.left + width, y);
    }
    const gap = step > 4 ? 1 : 0;
    bins.forEach(([day, happened, other], at) => {
      const inside = isChosen(day);
      const x = MARGIN.left + at * step;
      const upper = (tall * happened) / most;
      const rest = (tall * other) / most;
      context.globalAlpha = inside ? 1 : 0.3;
      context.fillStyle = colour("--happened");
      context.fillRect(x, ground - upper, Math.max(1, step - gap), upper);
      context.fillStyle = colour("--other");
      context.fillRect(x, ground - upper - rest, Math.max(1, step - gap), rest);
    });
    context.globalAlpha = 1;
    context.strokeStyle = colour("--strong-line");
    line(context, MARGIN.left, ground + 0.5, MARGIN.left + width, ground + 0.5);
    context.fillStyle = colour("--faint");
    context.textAlign = "center";
    let free = 0;
    const every = Math.max(1, Math.ceil(70 / Math.max(step, 0.01)));
    bins.forEach(([day], at) => {
      const x = MARGIN.left + (at + 0.5) * step;
      const words = binWords(day, unit, true);
      const half = context.measureText(words).width / 2;
      if (at % every === 0 && x - half >= free && x + half <= frame.width) {
        context.fillText(words, x, height - 4);
        free = x + half + 12;
      }
    });
    place();
  }

  function isChosen(day) {
    const { since, until } = chosen;
    return (since === null || binEnd(day, unit) >= since) && (until === null || day <= until);
  }

  /** The first and last bin that are chosen. */
  function range() {
    const first = bins.findIndex(([day]) => isChosen(day));
    let last = bins.length - 1;
    while (last >= 0 && !isChosen(bins[last][0])) last--;
    return first < 0 || last < first ? [0, bins.length - 1] : [first, last];
  }

  function place() {
    const { step } = scale();
    const [first, last] = range();
    const edges = [MARGIN.left + first * step, MARGIN.left + (last + 1) * step];
    const some = chosen.since !== null || chosen.until !== null;
    band.hidden = !some || !bins.length;
    band.style.left = `${edges[0]}px`;
    band.style.width = `${edges[1] - edges[0]}px`;
    handles.forEach(({ element }, side) => {
      element.hidden = !bins.length;
      element.style.left = `${edges[side]}px`;
      element.classList.toggle("set", some);
      if (!bins.length) return;
      const at = side ? last : first;
      element.setAttribute("aria-valuemin", "0");
      element.setAttribute("aria-valuemax", String(bins.length - 1));
      element.setAttribute("aria-valuenow", String(at));
      element.setAttribute("aria-valuetext", side ? binEnd(bins[at][0], unit) : bins[at][0]);
    });
  }

  /** Choose the days from one bin to another; all of them is no choice. */
  function choose(first, last, given = change) {
    const from = Math.max(0, Math.min(first, last));
    const to = Math.min(bins.length - 1, Math.max(first, last));
    if (from === 0 && to === bins.length - 1) given(null, null);
    else given(bins[from][0], binEnd(bins[to][0], unit));
  }

  function makeHandle(name) {
    const side = name === "since" ? 0 : 1;
    const element = make("div", {
      className: `handle ${name}`, role: "slider", tabIndex: 0, "aria-label": side ? "Last day" : "First day",
      "aria-orientation": "horizontal",
    });
    element.addEventListener("keydown", (event) => {
      const [first, last] = range();
      const long = Math.max(2, Math.round(bins.length / 10));
      const steps = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -long, PageUp: long };
      const ends = { Home: -bins.length, End: bins.length };
      if (event.key === "Escape" || event.key === "Delete") change(null, null);
      else if (event.key in steps || event.key in ends) {
        const by = steps[event.key] ?? ends[event.key];
        if (side) choose(first, Math.max(first, Math.min(bins.length - 1, last + by)));
        else choose(Math.min(last, Math.max(0, first + by)), last);
      } else return;
      event.preventDefault();
    });
    return { element };
  }

  function binAt(event) {
    const x = event.clientX - area.getBoundingClientRect().left - MARGIN.left;
    return Math.max(0, Math.min(bins.length - 1, Math.floor(x / scale().step)));
  }

  let drag = null;
  const brushed = oncePerFrame((first, last) => choose(first, last, slow() ? preview : change));

  function preview(since, until) {
    chosen = { since, until };
    draw();
  }

  area.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || !bins.length) return;
    const [first, last] = range();
    const side = handles.findIndex(({ element }) => element === event.target);
    drag = { from: side === 0 ? last : side === 1 ? first : binAt(event), x: event.clientX, moved: side >= 0 };
    area.setPointerCapture(event.pointerId);
    if (side < 0) event.preventDefault();
  });
  area.addEventListener("pointermove", (event) => {
    if (drag) {
      drag.moved ||= Math.abs(event.clientX - drag.x) > STILL;
      if (drag.moved) brushed(drag.from, binAt(event));
    }
    showTip(event);
  });
  area.addEventListener("pointerup", (event) => {
    if (drag && bins.length && (!drag.moved || slow())) choose(drag.moved ? drag.from : binAt(event), binAt(event));
    drag = null;
  });
  area.addEventListener("pointercancel", () => (drag = null));
  area.addEventListener("pointerleave", () => (tip.hidden = true));
  area.addEventListener("dblclick", () => change(null, null));

  function showTip(event) {
    if (!bins.length) return;
    const [day, happened, other] = bins[binAt(event)];
    tip.hidden = false;
    tip.textContent = `${binWords(day, unit, false)}: ${grouped(happened)} happened, ${grouped(other)} other`;
    const x = event.clientX - area.getBoundingClientRect().left;
    tip.style.left = `${Math.max(0, Math.min(frame.width - tip.offsetWidth, x + 12))}px`;
  }

  whole.addEventListener("click", () => change(null, null));

  return {
    show(summary, filter) {
      chosen = { since: filter.since, until: filter.until };
      unit = summary.timeline.unit;
      bins = spread(summary);
      undated.textContent = summary.timeline.undated ? `${counted(summary.timeline.undated, "event")} undated` : "";
      whole.hidden = chosen.since === null && chosen.until === null;
      canvas.setAttribute("aria-label", timelineWords(bins, unit));
      draw();
    },
    redraw: draw,
  };
}

function line(context, x1, y1, x2, y2) {
  context.beginPath();
  context.moveTo(x1, y1);
  context.lineTo(x2, y2);
  context.stroke();
}

/** @returns {string} what a picture of bins tells in words */
export function timelineWords(bins, unit) {
  if (!bins.length) return "Events over time: none dated";
  const most = bins.reduce((best, bin) => (bin[1] + bin[2] > best[1] + best[2] ? bin : best));
  const span = `${binWords(bins[0][0], unit, false)} to ${binWords(bins[bins.length - 1][0], unit, false)}`;
  return `Events over time, ${span}; most in ${binWords(most[0], unit, false)}: ${grouped(most[1] + most[2])}`;
}

/** @returns {string} a bin in words, in short under an axis */
export function binWords(day, unit, short) {
  if (unit === "year") return day.slice(0, 4);
  if (unit === "month") return day.slice(0, 7);
  return short ? day.slice(5) : day;
}

/** @returns {string} the last day of a bin */
export function binEnd(day, unit) {
  if (unit === "day") return day;
  return unit === "month" ? monthEnd(day) : `${day.slice(0, 4)}-12-31`;
}

/** @returns {string} the first day of the next bin */
export function nextBin(day, unit) {
  return isoDay(dayNumber(binEnd(day, unit)) + 1);
}
