/** All events that fit as a table: only the rows in sight are in the page, more are fetched as it scrolls. */

import { byId, make, oncePerFrame } from "./dom.js";
import { dayRange, grouped, kind, sides, UNKNOWN } from "./words.js";

const ROW = 30;
const PAGE = 200;
/** Rows in the page beyond those in sight. */
const BEYOND = 8;
/** Pixels that a browser can scroll for certain; what is longer scrolls in greater steps. */
const TALLEST = 12e6;

/** Heading, what it is sorted by, its text, and its class. */
const COLUMNS = [
  { title: "Date", sort: "first_day", text: (row) => dayRange(row.first_day, row.last_day), name: "date" },
  { title: "Type", sort: "type", text: kind, name: "type" },
  { title: "Who → whom", sort: "actors", text: sides, name: "who" },
  { title: "Where", sort: "place", text: (row) => row.place || UNKNOWN, name: "where" },
  { title: "Status", sort: "status", text: (row) => row.status, name: "status" },
  { title: "Dead", sort: "fatalities", text: (row) => deaths(row.fatalities), name: "number" },
  { title: "Sources", sort: "sources", text: (row) => grouped(row.sources), name: "number" },
  { title: "Notes", sort: "review", text: notes, name: "notes" },
];

/** Sorted downwards at first where the greatest or latest is what one looks for. */
const DOWN = ["first_day", "fatalities", "sources", "confidence"];

/**
 * @param {{href: (id: string) => string, sorted: () => void, failed: (error: unknown) => void}} given
 *   href: where an event is told; sorted: called when another order is wanted
 */
export function makeTable({ href, sorted, failed }) {
  const scroller = byId("rows");
  const table = byId("table");
  const head = make("tr", { "aria-rowindex": "1" });
  const body = make("tbody");
  const above = make("tr", { className: "spacer", "aria-hidden": "true" }, make("td", { colSpan: COLUMNS.length }));
  const below = make("tr", { className: "spacer", "aria-hidden": "true" }, make("td", { colSpan: COLUMNS.length }));
  body.append(above, below);
  table.append(make("thead", {}, head), body);
  table.setAttribute("aria-colcount", String(COLUMNS.length));
  const state = { total: 0, sort: "first_day", descending: true, focused: 0, hovered: null };
  let fetchRows = async () => [];
  let pages = new Map();
  const rows = new Map();
  let generation = 0;

  const headings = COLUMNS.map((column) => {
    const button = make("button", { type: "button", className: "plain" }, column.title);
    const cell = make("th", { scope: "col", className: column.name }, button);
    button.addEventListener("click", () => {
      const descending = state.sort === column.sort ? !state.descending : DOWN.includes(column.sort);
      Object.assign(state, { sort: column.sort, descending, focused: 0 });
      sorted();
    });
    head.append(cell);
    return cell;
  });

  const draw = oncePerFrame(paint);
  // Kept, as asking the page for them while it changes makes it lay itself out anew each time.
  const kept = { scroll: 0, sight: ROW };
  scroller.addEventListener(
    "scroll",
    () => {
      kept.scroll = scroller.scrollTop;
      draw();
    },
    { passive: true },
  );
  new ResizeObserver(() => {
    kept.sight = scroller.clientHeight - head.offsetHeight;
    draw();
  }).observe(scroller);

  /** Rows that fit into the sight, below the heading. */
  function visible() {
    return Math.max(1, Math.floor(kept.sight / ROW));
  }

  /** Row at the top, from how far the table is scrolled. */
  function topRow() {
    const full = state.total * ROW;
    if (full <= TALLEST) return Math.floor(kept.scroll / ROW);
    const way = scroller.scrollHeight - scroller.clientHeight;
    return Math.round((kept.scroll / Math.max(1, way)) * Math.max(0, state.total - visible()));
  }

  function scrollTo(row) {
    const full = state.total * ROW;
    if (full <= TALLEST) scroller.scrollTop = row * ROW;
    else {
      const way = scroller.scrollHeight - scroller.clientHeight;
      scroller.scrollTop = (row / Math.max(1, state.total - visible())) * way;
    }
    kept.scroll = scroller.scrollTop;
  }

  function paint() {
    const top = Math.min(topRow(), Math.max(0, state.total - 1));
    const from = Math.max(0, top - BEYOND);
    const to = Math.min(state.total, top + visible() + BEYOND + 1);
    const height = Math.min(state.total * ROW, TALLEST);
    const before = state.total * ROW <= TALLEST ? from * ROW : Math.max(0, kept.scroll - (top - from) * ROW);
    above.firstChild.style.height = `${before}px`;
    below.firstChild.style.height = `${Math.max(0, height - before - (to - from) * ROW)}px`;
    above.hidden = before <= 0;
    const tabbed = state.focused >= from && state.focused < to ? state.focused : top;
    // Rows that stay are left where they are: one that has the focus would lose it on the way.
    for (const [at, held] of rows) if (at < from || at >= to || (held.waiting && rowAt(at))) drop(at, held);
    let next = above.nextSibling;
    for (let at = from; at < to; at++) {
      if (!rows.has(at)) rows.set(at, makeRow(at));
      const { element, link } = rows.get(at);
      if (element === next) next = next.nextSibling;
      else body.insertBefore(element, next);
      if (link) link.tabIndex = at === tabbed ? 0 : -1;
    }
    for (let page = Math.floor(from / PAGE); page * PAGE < to; page++) load(page).catch(failed);
  }

  function drop(at, { element }) {
    if (element.contains(document.activeElement)) scroller.focus({ preventScroll: true });
    element.remove();
    rows.delete(at);
  }

  function rowAt(at) {
    return pages.get(Math.floor(at / PAGE))?.[at % PAGE];
  }

  function makeRow(at) {
    const row = rowAt(at);
    const element = make("tr", { "aria-rowindex": String(at + 2) });
    element.dataset.row = String(at);
    if (!row) {
      element.append(make("td", { colSpan: COLUMNS.length, className: "waiting" }, "…"));
      return { element, link: null, waiting: true };
    }
    element.dataset.id = row.id;
    const link = make("a", { href: href(row.id), tabIndex: -1 });
    COLUMNS.forEach((column, index) => {
      const text = column.text(row);
      const cell = make(index ? "td" : "th", { className: column.name, title: text });
      if (index) cell.textContent = text;
      else {
        link.textContent = text;
        cell.setAttribute("scope", "row");
        cell.append(link);
      }
      element.append(cell);
    });
    return { element, link, waiting: false };
  }

  function clear() {
    for (const [at, held] of rows) drop(at, held);
  }

  async function load(page) {
    if (pages.has(page)) return;
    pages.set(page, undefined);
    const asked = generation;
    const { sort, descending } = state;
    try {
      const found = await fetchRows({ offset: page * PAGE, limit: PAGE, sort, descending });
      if (asked !== generation) return;
      pages.set(page, found);
      paint();
    } catch (error) {
      if (asked === generation) pages.delete(page);
      throw error;
    }
  }

  function focusRow() {
    (rows.get(state.focused)?.link ?? scroller).focus({ preventScroll: true });
  }

  function moveTo(row) {
    const at = Math.max(0, Math.min(state.total - 1, row));
    state.focused = at;
    const top = topRow();
    if (at < top) scrollTo(at);
    else if (at >= top + visible()) scrollTo(at - visible() + 1);
    paint();
    focusRow();
  }

  scroller.addEventListener("keydown", (event) => {
    if (head.contains(event.target)) return;
    const page = visible() - 1;
    const ends = { Home: -state.total, End: state.total };
    const steps = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page, ...ends };
    if (!(event.key in steps) || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    moveTo(state.focused + steps[event.key]);
  });
  body.addEventListener("focusin", (event) => {
    const row = event.target.closest?.("tr[data-row]");
    if (row) state.focused = Number(row.dataset.row);
  });
  body.addEventListener("click", (event) => {
    const row = event.target.closest?.("tr[data-id]");
    if (!row || event.target.closest("a") || String(getSelection())) return;
    row.querySelector("a").click();
  });

  return {
    state,
    redraw: draw,
    /** Put all rows into the page that are at hand from the first on, as many as a printed page is good for. */
    whole() {
      const held = pages.get(0) ?? [];
      clear();
      held.forEach((_, at) => rows.set(at, makeRow(at)));
      below.before(...[...rows.values()].map(({ element }) => element));
      const some = `The first ${grouped(held.length)} of ${grouped(state.total)} events`;
      byId("printed").textContent = held.length < state.total ? some : "";
    },
    /** Show so many rows, fetched by this function; the table begins at its top again unless it is the same list. */
    show(total, fetching, { keep = false } = {}) {
      generation++;
      pages = new Map();
      const hadFocus = body.contains(document.activeElement);
      clear();
      fetchRows = fetching;
      state.total = total;
      table.setAttribute("aria-rowcount", String(total + 1));
      if (!keep) {
        state.focused = 0;
        if (kept.scroll) scrollTo(0);
      }
      state.focused = Math.min(state.focused, Math.max(0, total - 1));
      headings.forEach((cell, at) => {
        const by = COLUMNS[at].sort === state.sort ? (state.descending ? "descending" : "ascending") : "none";
        cell.setAttribute("aria-sort", by);
      });
      byId("none").hidden = total > 0;
      return load(Math.floor(topRow() / PAGE)).then(() => hadFocus && focusRow());
    },
  };
}

/** @returns {string} the dead as they are told: a number, bounds, or unknown */
export function deaths(value) {
  if (value === null || value === undefined || value === "") return UNKNOWN;
  return typeof value === "number" ? grouped(value) : String(value);
}

/** @returns {string} what stands beside an event: disputes, background, and what reviewers said */
export function notes(row) {
  const review = row.review && row.review !== "unreviewed" ? row.review : "";
  return [row.disputed ? "disputed" : "", row.background ? "background" : "", review].filter(Boolean).join(", ");
}
