/** The explorer over a server: all events in the browser where they are few enough, asked for piece by piece else. */

import { localSource } from "./columns.js";
import { byId } from "./dom.js";
import { explore } from "./explorer.js";
import { getJson, remoteSource } from "./remote.js";

const DOWNLOADS = ["csv", "geojson", "jsonl"];
/** Milliseconds between two loadings: a database that is being written to changes all the time. */
const PAUSE = 3000;
/** The API's answer where there are too many events for columns. */
const TOO_MANY = 413;

async function load() {
  try {
    const columns = await getJson("columns");
    return localSource(columns, async (text) => (await getJson("matching", null, { text })).ids);
  } catch (error) {
    if (error.status !== TOO_MANY) throw error;
    return remoteSource(await getJson("summary"));
  }
}

async function basemap(name) {
  const response = await fetch(`/static/map/${name}.json`);
  if (!response.ok) throw new Error(`map ${name}: ${response.status}`);
  return response.json();
}

/** Pages that take the filter along, as the template names them: links before the button that copies the address. */
function pagesWithFilter() {
  return [...document.querySelectorAll('meta[name="with-filter"]')].map((meta) => {
    const link = document.createElement("a");
    link.textContent = meta.dataset.name;
    byId("copy").before(link);
    return { link, path: meta.content };
  });
}

const taken = pagesWithFilter();

function linkDownloads(query) {
  for (const { link, path } of taken) link.setAttribute("href", query ? `${path}?${query}` : path);
  for (const format of DOWNLOADS) {
    byId(`download-${format}`).setAttribute("href", `/api/v1/events?${query ? `${query}&` : ""}format=${format}`);
  }
}

/** Load the events anew when the database has changed; a stream that is not there is none that is missed. */
function listen(explorer, version) {
  let held = String(version);
  let newest = held;
  let loading = false;
  const stream = new EventSource("/api/v1/stream");
  stream.addEventListener("version", async (event) => {
    newest = event.data;
    if (newest === held || loading) return;
    loading = true;
    try {
      for (let aim = null; aim !== newest; await new Promise((done) => setTimeout(done, PAUSE))) {
        aim = newest;
        const source = await load();
        held = String(source.version);
        await explorer.replace(source);
        byId("said").textContent = "The database changed; this is what it holds now";
      }
    } catch {
      byId("said").textContent = "The database changed, and could not be loaded anew";
    } finally {
      loading = false;
    }
  });
}

try {
  const source = await load();
  const explorer = await explore({
    source,
    basemap,
    href: (id) => `/events/${encodeURIComponent(id)}`,
    shown: (_filter, query) => linkDownloads(query),
  });
  // For tests: what is drawn on the canvas.
  Object.assign(globalThis, { explorer });
  listen(explorer, source.version);
} catch (error) {
  byId("problem").textContent = `The events could not be loaded: ${error instanceof Error ? error.message : error}`;
  byId("problem").hidden = false;
}
