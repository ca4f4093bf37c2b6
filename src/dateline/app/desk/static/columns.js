/** All events in the browser: counts, cells and rows of those that fit, computed here. Without DOM. */

import { cells } from "./geometry.js";
import { dayNumber, isoDay, STATUSES_THAT_HAPPENED } from "./words.js";

/** Facets with one value for each event, and those with several. */
const SINGLE = ["type", "mode", "status", "granularity", "precision", "review"];
const SEVERAL = { country: "countries", actor: "actor_ids" };
/** Events known so precisely have a point, or are nowhere. */
const PRECISIONS_WITHOUT_AREA = ["exact", "near", "unknown"];
/** "Idlib (SYR)": beside a country on the map its code says nothing more. */
const COUNTRY_CODES = / \([A-Z]{3}(-[A-Z]{3})*\)/g;
/** What a filter is made of; each has a bit in `fails`. */
const DIMENSIONS = [
  ...SINGLE, "country", "actor", "sources", "background", "disputed", "happened", "days", "text", "bbox",
];
const BIT = Object.fromEntries(DIMENSIONS.map((name, index) => [name, 1 << index]));

/**
 * @param {any} data what /api/v1/columns gives
 * @param {(text: string) => Promise<Iterable<string>>} matching ids of the events whose text fits
 */
export function localSource(data, matching) {
  const { columns, words } = data;
  const size = columns.id.length;
  const all = Array.from({ length: size }, (_, index) => index);
  const first = columns.first_day;
  const last = columns.last_day;
  const fails = new Uint32Array(size);
  const applied = {};
  let matched = { text: null, ids: new Set() };
  let order = { key: "", indices: all };
  const codes = Object.fromEntries(SINGLE.map((name) => [name, Int32Array.from(columns[name], (code) => code ?? -1)]));

  const noArea = wordSet("precision", PRECISIONS_WITHOUT_AREA);

  /** Which events fail a dimension of a filter: a function of the index, or null where it does not matter. */
  const tests = {
    ...Object.fromEntries(SINGLE.map((name) => [name, (filter) => among(codes[name], wordSet(name, filter[name]))])),
    country: (filter) => anyAmong(columns.countries, wordSet("countries", filter.country)),
    actor: (filter) => anyAmong(columns.actor_ids, wordSet("actor_ids", filter.actor)),
    sources: ({ sources }) => sources !== null && ((index) => columns.sources[index] < sources),
    background: ({ background }) => background !== null && ((index) => columns.background[index] !== background),
    disputed: ({ disputed }) => disputed !== null && ((index) => columns.disputed[index] !== disputed),
    happened: ({ happened }) => {
      const codesThat = wordSet("status", STATUSES_THAT_HAPPENED) ?? new Set();
      return happened !== null && ((index) => codesThat.has(codes.status[index]) !== happened);
    },
    days: ({ since, until }) => {
      if (since === null && until === null) return null;
      const from = since === null ? -Infinity : dayNumber(since);
      const to = until === null ? Infinity : dayNumber(until);
      return (index) => {
        const start = first[index] ?? last[index];
        return start === null || start > to || (last[index] ?? first[index]) < from;
      };
    },
    text: ({ text }) => text !== null && ((index) => !matched.ids.has(columns.id[index])),
    bbox: ({ bbox }) => bbox !== null && ((index) => !pointsOf(index).some((point) => isIn(point, bbox))),
  };

  function wordSet(column, wanted) {
    if (!wanted.length) return null;
    return new Set(wanted.map((word) => words[column].indexOf(word)).filter((code) => code >= 0));
  }

  function pointsOf(index) {
    return columns.points[index] ?? [];
  }

  /** Get what has to be waited for. Afterwards `apply` and what it is for run without a pause. */
  async function ready(filter) {
    if (filter.text !== null && filter.text !== matched.text) {
      const ids = new Set(await matching(filter.text));
      matched = { text: filter.text, ids };
    }
  }

  function apply(filter) {
    for (const name of DIMENSIONS) {
      const key = name === "days" ? `${filter.since} ${filter.until}` : JSON.stringify(filter[name]);
      if (applied[name] === key) continue;
      applied[name] = key;
      const failing = tests[name](filter) || null;
      const bit = BIT[name];
      for (let index = 0; index < size; index++) {
        if (failing?.(index)) fails[index] |= bit;
        else fails[index] &= ~bit;
      }
    }
  }

  /** Count the codes of those that fit all but one dimension, of columns with one code or several. */
  function tally(name) {
    const several = name in SEVERAL;
    const column = several ? columns[SEVERAL[name]] : codes[name];
    const held = words[SEVERAL[name] ?? name];
    const others = ~BIT[name];
    const counts = new Uint32Array(held.length);
    for (let index = 0; index < size; index++) {
      if ((fails[index] & others) !== 0) continue;
      if (!several) {
        if (column[index] >= 0) counts[column[index]]++;
      } else for (const code of column[index]) counts[code]++;
    }
    return ranked(held.map((word, code) => [word, counts[code]]).filter(([, count]) => count > 0));
  }

  /** The same of columns of numbers or truth values. */
  function plainTally(name) {
    const others = ~BIT[name];
    const counts = new Map();
    for (let index = 0; index < size; index++) {
      if ((fails[index] & others) === 0) counts.set(columns[name][index], (counts.get(columns[name][index]) ?? 0) + 1);
    }
    return ranked([...counts]);
  }

  function timeline() {
    const others = ~BIT.days;
    let undated = 0;
    let from = Infinity;
    let to = -Infinity;
    for (let index = 0; index < size; index++) {
      if (fails[index] & others) continue;
      const day = first[index] ?? last[index];
      if (day === null) undated++;
      else {
        from = Math.min(from, day);
        to = Math.max(to, day);
      }
    }
    const unit = unitOf(from, to);
    const happening = wordSet("status", STATUSES_THAT_HAPPENED) ?? new Set();
    const days = new Uint32Array(2 * Math.max(0, to - from + 1));
    for (let index = 0; index < size; index++) {
      const day = first[index] ?? last[index];
      if (fails[index] & others || day === null) continue;
      days[2 * (day - from) + (happening.has(codes.status[index]) ? 0 : 1)]++;
    }
    const bins = new Map();
    for (let day = from; day <= to; day++) {
      const [happened, other] = [days[2 * (day - from)], days[2 * (day - from) + 1]];
      if (!happened && !other) continue;
      const start = binStart(isoDay(day), unit);
      const bin = bins.get(start) ?? [start, 0, 0];
      bin[1] += happened;
      bin[2] += other;
      bins.set(start, bin);
    }
    return { unit, bins: [...bins.values()].sort((a, b) => (a[0] < b[0] ? -1 : 1)), undated };
  }

  function countArea(areas, index) {
    const { place, precision, countries } = columns;
    for (const country of countries[index].length ? countries[index] : [-1]) {
      const key = `${country} ${precision[index]} ${place[index]}`;
      let area = areas.get(key);
      if (!area) {
        const name = place[index] === null ? null : words.place[place[index]].replace(COUNTRY_CODES, "");
        area = { country: words.countries[country] ?? null, level: words.precision[precision[index]], name, count: 0 };
        areas.set(key, area);
      }
      area.count++;
    }
  }

  /** All events in the order of a column; the unknown ones last, equals by day, type and id as the API has them. */
  function ordered(sort, descending) {
    const key = `${sort} ${descending}`;
    if (order.key === key) return order.indices;
    const values = sortKeys(sort);
    const sign = descending ? -1 : 1;
    const tied = sort === "first_day" ? sign : 1;
    const indices = Int32Array.from(inOrder()).sort((a, b) => {
      const left = values[a];
      const right = values[b];
      if (left === right) return tied * (place[a] - place[b]);
      if (left === null || right === null) return left === null ? 1 : -1;
      return left < right ? -sign : sign;
    });
    order = { key, indices };
    return indices;
  }

  let place = null;

  function inOrder() {
    if (place) return all;
    const sorted = Int32Array.from(all).sort((a, b) => {
      const days = first[a] === first[b] ? 0 : (first[a] ?? Infinity) - (first[b] ?? Infinity);
      const types = compare(words.type[codes.type[a]], words.type[codes.type[b]]);
      return days || types || compare(columns.id[a], columns.id[b]);
    });
    place = new Int32Array(size);
    sorted.forEach((index, at) => (place[index] = at));
    return all;
  }

  function sortKeys(sort) {
    const held = words[sort];
    if (sort === "fatalities") return columns[sort].map((value) => leastNumber(held ? (held[value] ?? null) : value));
    if (!held) return columns[sort];
    const sorted = held.map((_, code) => code).sort((a, b) => compare(held[a], held[b]));
    const rank = new Map(sorted.map((code, at) => [code, at]));
    return columns[sort].map((code) => (code === null || held[code] === "" ? null : rank.get(code)));
  }

  function rowOf(index) {
    const row = {};
    for (const [name, values] of Object.entries(columns)) {
      const value = values[index];
      const held = words[name];
      if (!held || value === null || value === undefined) row[name] = value;
      else row[name] = Array.isArray(value) ? value.map((code) => held[code]) : held[value];
    }
    row.first_day = isoDay(first[index]);
    row.last_day = isoDay(last[index]);
    return row;
  }

  let listed = { key: "", indices: all };

  return {
    version: data.version,
    size,

    async summary(filter) {
      await ready(filter);
      apply(filter);
      const facets = Object.fromEntries([...SINGLE, "country", "actor"].map((name) => [name, tally(name)]));
      facets.actor = facets.actor.map(([id, count]) => [id, count, data.names?.[id] ?? id]);
      for (const name of ["sources", "background", "disputed"]) facets[name] = plainTally(name);
      let total = 0;
      for (let index = 0; index < size; index++) if (fails[index] === 0) total++;
      return { version: data.version, total, facets, timeline: timeline() };
    },

    async map(filter, [west, south, east, north], zoom) {
      await ready(filter);
      apply(filter);
      const points = [];
      const areas = new Map();
      for (let index = 0; index < size; index++) {
        if (fails[index] !== 0) continue;
        for (const [lon, lat] of pointsOf(index)) {
          if (lat >= south && lat <= north && isBetween(lon, west, east)) points.push([lon, lat, columns.id[index]]);
        }
        if (!noArea.has(codes.precision[index]) && !pointsOf(index).length) countArea(areas, index);
      }
      return { points: cells(points, zoom), areas: [...areas.values()].sort((a, b) => b.count - a.count) };
    },

    async rows(filter, { offset, limit, sort, descending }) {
      await ready(filter);
      apply(filter);
      const key = `${JSON.stringify(applied)} ${sort} ${descending}`;
      if (listed.key !== key) {
        listed = { key, indices: Array.from(ordered(sort, descending)).filter((index) => fails[index] === 0) };
      }
      return listed.indices.slice(offset, offset + limit).map(rowOf);
    },

    /** One event's row, or null. */
    async row(id) {
      const index = columns.id.indexOf(id);
      return index < 0 ? null : rowOf(index);
    },
  };
}

function among(codes, wanted) {
  return wanted && ((index) => !wanted.has(codes[index]));
}

function anyAmong(lists, wanted) {
  return wanted && ((index) => !(lists[index] ?? []).some((code) => wanted.has(code)));
}

/** The most frequent first, ties by name. */
function ranked(pairs) {
  return pairs.sort((a, b) => b[1] - a[1] || compare(String(a[0]), String(b[0])));
}

function compare(a, b) {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The number in "≥5" or "3–7"; unknown stays unknown. */
function leastNumber(value) {
  const found = value === null ? null : /\d+(\.\d+)?/.exec(String(value));
  return found ? Number(found[0]) : null;
}

function isIn([lon, lat], [west, south, east, north]) {
  const within = west <= east ? lon >= west && lon <= east : lon >= west || lon <= east;
  return within && lat >= south && lat <= north;
}

/** Whether a longitude is in a view, which may reach beyond 180°. */
function isBetween(lon, west, east) {
  const inView = (each) => each >= west && each <= east;
  return inView(lon) || inView(lon - 360) || inView(lon + 360);
}

/** Days up to three months, months up to twenty years, then years. */
export function unitOf(from, to) {
  return to - from <= 92 ? "day" : to - from <= 20 * 366 ? "month" : "year";
}

/** @returns {string} the first day of the bin that an ISO day is in */
export function binStart(day, unit) {
  return unit === "day" ? day : unit === "month" ? `${day.slice(0, 7)}-01` : `${day.slice(0, 4)}-01-01`;
}
