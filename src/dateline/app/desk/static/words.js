/** How values are told to people. Pure functions. */

/** Titles of the facets, in the order in which they are shown. */
export const TITLES = {
  type: "Event type", mode: "Mode", status: "Status", country: "Country", actor: "Actor",
  sources: "Independent sources", review: "Review", disputed: "Disputed", background: "Background",
  precision: "Place known to", granularity: "Date known to",
};

/** What a condition is about, where it is no facet. */
const OTHER_TITLES = { since: "From", until: "Until", happened: "Happened", text: "Text", bbox: "Area" };

const PRECISIONS = {
  exact: "the place", near: "near a place", admin2: "district", admin1: "province", country: "country",
  border: "border area", region: "region", unknown: "unknown",
};

export const STATUSES_THAT_HAPPENED = ["occurred", "ongoing"];
export const UNKNOWN = "–";

const numbers = new Intl.NumberFormat("en");

/** @param {number} value "1,204" */
export function grouped(value) {
  return numbers.format(value);
}

/** @returns {string} "1 event", "1,204 events" */
export function counted(count, noun) {
  return `${grouped(count)} ${noun}${count === 1 ? "" : "s"}`;
}

/** @returns {string} how a value of a facet is shown; names gives those of countries and actors */
export function valueWords(name, value, names) {
  if (name === "precision") return PRECISIONS[value] ?? String(value);
  if (name === "country" || name === "actor") return names(name, value) ?? String(value);
  if (value === true || value === "true") return "yes";
  if (value === false || value === "false") return "no";
  return String(value);
}

/** @returns {string} "Country: Syria" */
export function conditionWords({ name, value }, names) {
  const title = TITLES[name] ?? OTHER_TITLES[name];
  if (name === "sources") return `At least ${counted(value, "independent source")}`;
  if (name === "bbox") return `Area: ${value.map((bound) => bound.toFixed(1)).join(", ")}`;
  return `${title}: ${valueWords(name, value, names)}`;
}

/** @returns {string} the days of an event: 2024-03-04, 2024-03, 2024, 2024-03-04–09, "from …", "until …" */
export function dayRange(first, last) {
  if (!first || !last) return first ? `from ${first}` : last ? `until ${last}` : UNKNOWN;
  if (first === last) return first;
  if (first.slice(4) === "-01-01" && last.slice(4) === "-12-31") {
    return first.slice(0, 4) === last.slice(0, 4) ? first.slice(0, 4) : `${first.slice(0, 4)}–${last.slice(0, 4)}`;
  }
  const same = first.slice(0, 8) === last.slice(0, 8) ? 8 : first.slice(0, 5) === last.slice(0, 5) ? 5 : 0;
  if (same === 8 && first.endsWith("-01") && last === monthEnd(first)) return first.slice(0, 7);
  return `${first}–${last.slice(same)}`;
}

/** @returns {string} the last day of the month of an ISO day */
export function monthEnd(day) {
  return isoDay(Date.UTC(Number(day.slice(0, 4)), Number(day.slice(5, 7)), 0) / DAY);
}

/** Milliseconds of a day. */
export const DAY = 86400000;

/** @param {number | null} days since 1970-01-01 @returns {string | null} the ISO day */
export function isoDay(days) {
  return days === null ? null : new Date(days * DAY).toISOString().slice(0, 10);
}

/** @param {string} iso @returns {number} days since 1970-01-01 */
export function dayNumber(iso) {
  return Math.round(Date.parse(`${iso}T00:00:00Z`) / DAY);
}

/** @returns {string} who did it to whom */
export function sides(row) {
  return (row.actors || "unknown") + (row.recipients ? ` → ${row.recipients}` : "");
}

/** @returns {string} type and mode */
export function kind(row) {
  return row.mode ? `${row.type} ${row.mode}` : row.type;
}

/** @returns {string} one line that tells an event */
export function headline(row) {
  const days = dayRange(row.first_day, row.last_day);
  return [kind(row), sides(row), row.place, days === UNKNOWN ? "day unknown" : days].filter(Boolean).join(", ");
}
