/** The explorer: one filter, and map, timeline, table and counts of what fits it. */

import { byId, make } from "./dom.js";
import { countWords, makeFacets } from "./facets.js";
import { conditions, emptyFilter, readFilter, without, writeFilter } from "./filter.js";
import { makeMap } from "./map.js";
import { makeTable } from "./table.js";
import { makeTimeline } from "./timeline.js";
import { conditionWords, headline } from "./words.js";

/**
 * Start the explorer in the page's skeleton.
 * @param {{source: any, basemap: (name: string) => Promise<any>, href: (id: string) => string,
 *   shown?: (filter: any, query: string, source: any) => void}} given
 *   source: as columns.js and remote.js give it; basemap: a file of static/map by its name; href: where an event is
 *   told; shown: called after what is shown has changed
 */
export async function explore({ source: given, basemap, href, shown = () => {} }) {
  let source = given;
  let filter = readFilter(new URLSearchParams(location.search));
  const actorNames = new Map();
  let turns = 0;

  const names = (facet, value) => (facet === "country" ? map.countryName(value) : actorNames.get(value));
  const facets = makeFacets(byId("facets"), { change: set, names });
  const timeline = makeTimeline({
    change: (since, until) => set({ ...filter, since, until }),
    slow: () => Boolean(source.slow),
  });
  const table = makeTable({ href, sorted: () => list().catch(failed), failed });
  const map = makeMap({
    basemap,
    change: (bbox) => set({ ...filter, bbox }),
    list: ({ country, precision }) => set({ ...filter, country: [country], precision }),
    open: (id) => location.assign(href(id)),
    tell,
    failed,
  });
  const search = /** @type {HTMLInputElement} */ (byId("search"));
  const count = byId("count");
  const chips = byId("chips");

  /** Take on a filter; the days of a brush on its way replace each other in the history. */
  function set(wanted, { push = true } = {}) {
    const query = writeFilter(wanted);
    if (query === writeFilter(filter)) return;
    const brushing = onlyDaysDiffer(filter, wanted) && history.state?.days;
    filter = wanted;
    if (push) remember(query, brushing);
    void update();
  }

  function remember(query, replace) {
    const url = query ? `?${query}` : location.pathname;
    const state = { days: filter.since !== null || filter.until !== null };
    try {
      history[replace ? "replaceState" : "pushState"](state, "", url);
    } catch {
      // A page opened from a file may have no say in its own address; the filter works all the same.
    }
  }

  async function update({ keep = false } = {}) {
    const turn = ++turns;
    const asked = filter;
    const start = performance.now();
    document.body.setAttribute("aria-busy", "true");
    try {
      const summary = await source.summary(asked);
      if (turn !== turns) return;
      takeNames(summary);
      facets.show(summary, asked);
      timeline.show(summary, asked);
      const mapped = map.show(asked, (view, zoom) => source.map(asked, view, zoom));
      showChips();
      count.textContent = countWords(summary.total, source.size);
      search.value = asked.text ?? "";
      byId("problem").hidden = true;
      await Promise.all([list(summary.total, keep), mapped]);
      if (turn !== turns) return;
      shown(asked, writeFilter(asked), source);
      performance.clearMeasures("explorer:update");
      performance.measure("explorer:update", { start });
    } catch (error) {
      if (turn === turns) failed(error);
    } finally {
      if (turn === turns) document.body.removeAttribute("aria-busy");
    }
  }

  function takeNames({ facets: { actor } }) {
    for (const [id, , name] of actor) actorNames.set(id, name);
  }

  function failed(error) {
    byId("problem").textContent = `This could not be loaded: ${error instanceof Error ? error.message : error}`;
    byId("problem").hidden = false;
  }

  function list(total = table.state.total, keep = false) {
    const asked = filter;
    return table.show(total, (wanted) => source.rows(asked, wanted), { keep });
  }

  function showChips() {
    const held = conditions(filter);
    chips.replaceChildren(
      ...held.map((condition) => {
        const words = conditionWords(condition, names);
        const cross = make("span", { "aria-hidden": "true" }, "×");
        const remove = make("button", { type: "button", "aria-label": `Remove ${words}` }, words, cross);
        remove.addEventListener("click", () => {
          set(without(filter, condition));
          search.focus();
        });
        return make("li", {}, remove);
      }),
    );
    byId("reset").hidden = held.length === 0;
  }

  async function tell(id) {
    const found = await source.row?.(id);
    return found ? headline(found) : "1 event; click to open it";
  }

  byId("search-form").addEventListener("submit", (event) => {
    event.preventDefault();
    set({ ...filter, text: search.value.trim() || null });
  });
  search.addEventListener("search", () => {
    if (!search.value) set({ ...filter, text: null });
  });
  byId("reset").addEventListener("click", () => {
    set(emptyFilter());
    search.focus();
  });
  addEventListener("popstate", () => {
    filter = readFilter(new URLSearchParams(location.search));
    void update();
  });
  document.getElementById("copy")?.addEventListener("click", async () => {
    const done = await navigator.clipboard.writeText(location.href).then(
      () => "Link copied",
      () => "The browser does not allow copying",
    );
    byId("said").textContent = done;
  });
  byId("facets").addEventListener("submit", (event) => event.preventDefault());
  addEventListener("beforeprint", table.whole);
  addEventListener("afterprint", table.redraw);
  // On narrow screens the filters would stand before everything else.
  const wide = matchMedia("(min-width: 56rem)");
  const filters = /** @type {HTMLDetailsElement} */ (byId("filters"));
  filters.open = wide.matches;
  wide.addEventListener("change", () => (filters.open = wide.matches));
  /** The facets keep all values, also those that a filter in the address leaves nothing of. */
  async function learn() {
    if (!conditions(filter).length) return;
    const summary = await source.summary(emptyFilter());
    takeNames(summary);
    facets.learn(summary);
  }

  await learn();
  await update();
  void map.ready.then(() => {
    if (filter.country.length) showChips();
    facets.rename();
  });

  return {
    map,
    /** Go on with other events, under the same filter. */
    async replace(other) {
      source = other;
      facets.forget();
      await learn();
      await update({ keep: true });
    },
  };
}

function onlyDaysDiffer(before, after) {
  const plain = (filter) => JSON.stringify({ ...filter, since: null, until: null });
  return plain(before) === plain(after);
}
