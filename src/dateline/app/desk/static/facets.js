/** The filters beside the map: how many events each value would leave, and boxes to tick. */

import { make } from "./dom.js";
import { readDay, toggled } from "./filter.js";
import { counted, grouped, TITLES, valueWords } from "./words.js";

/** Facets of yes and no, and those that are closed at first. */
const FLAGS = ["disputed", "background"];
const CLOSED = ["mode", "review", "disputed", "background", "precision", "granularity"];
const SHOWN = 8;
const LEAST_SOURCES = [2, 3, 5, 10];
/** More values than this are sorted by what fits now; fewer keep their place, so that the eye finds them again. */
const STEADY = 16;

/**
 * @param {HTMLElement} parent
 * @param {{change: (filter: any) => void, names: (facet: string, value: string) => string | undefined}} given
 */
export function makeFacets(parent, { change, names }) {
  let filter = null;
  const parts = Object.keys(TITLES).map((name) => makePart(name));
  const days = makeDays();
  parent.append(days.element, ...parts.map((part) => part.element));

  function makePart(name) {
    if (name === "sources") return makeSources();
    return FLAGS.includes(name) ? makeFlag(name) : makeList(name);
  }

  function frame(name, ...content) {
    const chosen = make("span", { className: "chosen" });
    const summary = make("summary", {}, make("span", {}, TITLES[name] ?? name), chosen);
    const element = make("details", { className: "facet", open: !CLOSED.includes(name) }, summary, ...content);
    return { element, chosen };
  }

  function makeList(name) {
    const list = make("ul", { "aria-label": TITLES[name] });
    const more = make("button", { type: "button", className: "plain" });
    const find = make("input", { type: "search", placeholder: "Find", "aria-label": `Find in ${TITLES[name]}` });
    const { element, chosen } = frame(name, find, list, more);
    const items = new Map();
    let all = false;
    let first = null;
    let counts = new Map();
    more.addEventListener("click", () => {
      all = !all;
      draw();
    });
    find.addEventListener("input", draw);

    function item(value) {
      const box = make("input", { type: "checkbox", name, value });
      const count = make("span", { className: "count" });
      const words = make("span", { className: "value" }, valueWords(name, value, names));
      const label = make("label", { title: value }, box, words, count);
      box.addEventListener("change", () => change(toggled(filter, name, value)));
      return { element: make("li", {}, label), box, count };
    }

    function draw() {
      const chosenValues = filter[name];
      const values = [...new Set([...chosenValues, ...first.keys()])];
      const steady = values.length <= STEADY;
      const size = (value) => (steady ? first : counts).get(value) ?? 0;
      const sought = find.value.trim().toLowerCase();
      const fits = (value) => !sought || `${valueWords(name, value, names)} ${value}`.toLowerCase().includes(sought);
      const inOrder = values.filter(fits).sort((a, b) => size(b) - size(a) || (a < b ? -1 : 1));
      const shown = all ? inOrder : inOrder.filter((value, at) => at < SHOWN || chosenValues.includes(value));
      const greatest = Math.max(1, ...shown.map((value) => counts.get(value) ?? 0));
      const focused = document.activeElement;
      list.replaceChildren(
        ...shown.map((value) => {
          if (!items.has(value)) items.set(value, item(value));
          const held = items.get(value);
          const count = counts.get(value) ?? 0;
          held.box.checked = chosenValues.includes(value);
          held.count.textContent = grouped(count);
          held.element.classList.toggle("none", count === 0);
          held.element.style.setProperty("--share", String(count / greatest));
          return held.element;
        }),
      );
      if (list.contains(focused)) focused.focus({ preventScroll: true });
      find.hidden = values.length <= STEADY;
      more.hidden = inOrder.length <= SHOWN;
      more.textContent = all ? "Show fewer" : `Show all ${grouped(inOrder.length)}`;
      element.hidden = values.length === 0;
      chosen.textContent = chosenValues.length ? grouped(chosenValues.length) : "";
    }

    return {
      element,
      show(facets) {
        counts = new Map(facets[name].map(([value, count]) => [value, count]));
        first ??= new Map(counts);
        for (const [value, count] of counts) if (!first.has(value)) first.set(value, count);
        if (filter[name].length) element.open = true;
        draw();
      },
      learn(facets) {
        first = new Map(facets[name].map(([value, count]) => [value, count]));
      },
      forget() {
        first = null;
      },
      rename() {
        items.clear();
        if (first) draw();
      },
    };
  }

  function choice(name, title, options, chosenIn, changed) {
    const held = options.map(([value]) => make("option", { value }));
    const select = make("select", { name, "aria-label": title }, ...held);
    select.addEventListener("change", () => change({ ...filter, [name]: changed(select.value) }));
    const { element, chosen } = frame(name, select);
    return {
      element,
      show(facets) {
        options.forEach(([value, words], at) => (select.options[at].textContent = words(facets[name], value)));
        select.value = chosenIn(filter[name]);
        chosen.textContent = select.value ? "1" : "";
        if (select.value) element.open = true;
      },
      forget() {},
    };
  }

  function makeFlag(name) {
    const count = (facet, value) => facet.find(([held]) => String(held) === value)?.[1] ?? 0;
    const words = (facet, value) => `${value === "true" ? "yes" : "no"} (${grouped(count(facet, value))})`;
    return choice(
      name,
      TITLES[name],
      [["", () => "any"], ["true", words], ["false", words]],
      (value) => (value === null ? "" : String(value)),
      (value) => (value === "" ? null : value === "true"),
    );
  }

  function makeSources() {
    const words = (facet, least) => {
      const count = facet.reduce((sum, [held, each]) => sum + (Number(held) >= Number(least) ? each : 0), 0);
      return `at least ${least} (${grouped(count)})`;
    };
    return choice(
      "sources",
      "Least number of independent sources",
      [["", () => "any number"], ...LEAST_SOURCES.map((least) => [String(least), words])],
      (value) => (value === null ? "" : String([...LEAST_SOURCES].reverse().find((least) => least <= value) ?? "")),
      (value) => (value === "" ? null : Number(value)),
    );
  }

  function makeDays() {
    const inputs = ["since", "until"].map((name) => {
      const input = make("input", {
        name, type: "text", inputMode: "numeric", placeholder: "YYYY-MM-DD", maxLength: 10, autocomplete: "off",
      });
      input.addEventListener("change", () => {
        const day = readDay(input.value.trim());
        const wrong = input.value.trim() !== "" && day === null;
        input.setAttribute("aria-invalid", String(wrong));
        input.title = wrong ? "A day in the form YYYY-MM-DD" : "";
        if (!wrong) change({ ...filter, [name]: day });
      });
      return input;
    });
    const happened = make("input", { type: "checkbox", name: "happened" });
    happened.addEventListener("change", () => change({ ...filter, happened: happened.checked ? true : null }));
    const element = make(
      "div",
      { className: "days" },
      make("label", {}, "From", inputs[0]),
      make("label", {}, "Until", inputs[1]),
      make("label", { className: "check" }, happened, "Only what happened"),
    );
    return {
      element,
      show() {
        for (const input of inputs) {
          if (document.activeElement === input && input.getAttribute("aria-invalid") === "true") continue;
          input.value = filter[input.name] ?? "";
          input.removeAttribute("aria-invalid");
        }
        happened.checked = filter.happened === true;
      },
    };
  }

  return {
    /** Show the counts of a summary under a filter. */
    show(summary, shownFilter) {
      filter = shownFilter;
      days.show();
      for (const part of parts) part.show(summary.facets);
    },
    /** Take in which values there are at all. */
    learn(summary) {
      for (const part of parts) part.learn?.(summary.facets);
    },
    /** Show names that have become known. */
    rename() {
      for (const part of parts) part.rename?.();
    },
    /** Let values take a new order: the events are others now. */
    forget() {
      for (const part of parts) part.forget();
    },
  };
}

/** What a count says to a screen reader. */
export function countWords(total, size) {
  return total === size ? counted(size, "event") : `${grouped(total)} of ${counted(size, "event")}`;
}
