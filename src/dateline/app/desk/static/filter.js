/** The filter of the explorer and its spelling in a URL, as docs/desk.md has it. Pure functions. */

/**
 * Which events are wanted; an empty list and null do not matter.
 * @typedef {{type: string[], mode: string[], status: string[], country: string[], actor: string[],
 *   since: string | null, until: string | null, granularity: string[], precision: string[], sources: number | null,
 *   review: string[], background: boolean | null, disputed: boolean | null, happened: boolean | null,
 *   text: string | null, bbox: number[] | null}} Filter
 */

/** How each parameter is read and written, in the order of the URL. */
export const KINDS = {
  type: "list", mode: "list", status: "list", country: "list", actor: "list", since: "day", until: "day",
  granularity: "list", precision: "list", sources: "number", review: "list", background: "flag", disputed: "flag",
  happened: "flag", text: "text", bbox: "box",
};

/** The bounds of the map, west, south, east, north. */
const WORLD = [-180, -90, 180, 90];

/** @returns {Filter} the filter that every event fits */
export function emptyFilter() {
  return /** @type {any} */ (
    Object.fromEntries(Object.entries(KINDS).map(([name, kind]) => [name, kind === "list" ? [] : null]))
  );
}

/** @param {URLSearchParams} parameters @returns {Filter} what they say; what cannot be read does not matter */
export function readFilter(parameters) {
  const filter = /** @type {any} */ (emptyFilter());
  for (const [name, kind] of Object.entries(KINDS)) {
    const values = parameters.getAll(name).filter((value) => value.trim() !== "");
    filter[name] = kind === "list" ? [...new Set(values)] : values.length ? READ[kind](values[0].trim()) : null;
  }
  return filter;
}

/** @param {Filter} filter @returns {string} the query of a URL, without "?"; empty for the empty filter */
export function writeFilter(filter) {
  const parameters = new URLSearchParams();
  for (const [name, kind] of Object.entries(KINDS)) {
    const value = /** @type {any} */ (filter)[name];
    if (kind === "list") for (const each of value) parameters.append(name, each);
    else if (value !== null) parameters.append(name, Array.isArray(value) ? value.join(",") : String(value));
  }
  return parameters.toString().replaceAll("%2C", ",");
}

/** @param {Filter} filter @returns {{name: string, value: any}[]} each condition of a filter, one for each value */
export function conditions(filter) {
  return Object.entries(filter).flatMap(([name, value]) =>
    value === null ? [] : KINDS[name] === "list" ? value.map((each) => ({ name, value: each })) : [{ name, value }],
  );
}

/** @param {Filter} filter @returns {Filter} the filter with a value of a list taken in, or left out if it was in */
export function toggled(filter, name, value) {
  const held = filter[name];
  return { ...filter, [name]: held.includes(value) ? held.filter((each) => each !== value) : [...held, value] };
}

/** @param {Filter} filter @returns {Filter} the filter without one of its conditions */
export function without(filter, { name, value }) {
  return { ...filter, [name]: KINDS[name] === "list" ? filter[name].filter((each) => each !== value) : null };
}

/** @returns {string | null} an ISO day that exists, or null */
export function readDay(text) {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return null;
  const day = new Date(`${text}T00:00:00Z`);
  return Number.isNaN(day.getTime()) || day.toISOString().slice(0, 10) !== text ? null : text;
}

/** @returns {number[] | null} west, south, east, north within the world, west of 180° east of its east; or null */
export function readBox(text) {
  const bounds = text.split(",").map((part) => (part.trim() === "" ? NaN : Number(part)));
  if (bounds.length !== 4 || !bounds.every((bound, side) => Math.abs(bound) <= Math.abs(WORLD[side]))) return null;
  return bounds[1] <= bounds[3] ? bounds : null;
}

const READ = {
  day: readDay,
  box: readBox,
  text: (text) => text,
  flag: (text) => ({ true: true, false: false })[text] ?? null,
  number: (text) => (/^[1-9]\d{0,5}$/.test(text) ? Number(text) : null),
};
