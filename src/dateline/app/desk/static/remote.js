/** The same interface as columns.js over the API, for more events than a browser should hold. */

import { writeFilter } from "./filter.js";

/** @param {number} size of the database @param {any} version */
export function remoteSource(size, version) {
  return {
    version,
    size,
    summary: (filter) => getJson("summary", filter),
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
