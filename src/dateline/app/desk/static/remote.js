/** The same interface as columns.js over the API, for more events than a browser should hold. */

import { writeFilter } from "./filter.js";

/** Summaries that are kept: going back should not count half a million events again. */
const KEPT = 16;

/** @param {any} whole the summary of all events, which tells their number and version */
export function remoteSource(whole) {
  const summaries = new Map([["", Promise.resolve(whole)]]);

  function summary(filter) {
    const query = writeFilter(filter);
    if (!summaries.has(query)) {
      const asked = getJson("summary", filter);
      asked.catch(() => summaries.delete(query));
      summaries.set(query, asked);
      if (summaries.size > KEPT) summaries.delete([...summaries.keys()][1]);
    }
    return summaries.get(query);
  }

  return {
    version: whole.version,
    size: whole.total,
    /** Each answer takes its time: ask once a choice is made, not on the way to it. */
    slow: true,
    summary,
    map: (filter, view, zoom) =>
      getJson("map", filter, { view: view.map((bound) => bound.toFixed(4)).join(","), zoom: Math.round(zoom) }),
    rows: async (filter, given) => (await getJson("rows", filter, given)).items,
  };
}

/** @returns {Promise<any>} what the API says @throws where it does not answer with success */
export async function getJson(path, filter = null, given = {}) {
  const query = [filter ? writeFilter(filter) : "", new URLSearchParams(given).toString()].filter(Boolean).join("&");
  const address = `/api/v1/${path}${query ? `?${query}` : ""}`;
  const response = await fetch(address, { headers: { Accept: "application/json" } });
  if (response.ok) return response.json();
  const { detail } = await response.json().catch(() => ({}));
  throw Object.assign(new Error(detail ?? `${path}: ${response.status}`), { status: response.status });
}
