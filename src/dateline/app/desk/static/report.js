/** The explorer in a page that is a file of its own: the events are in it, and told in full below the table. */

import { localSource } from "./columns.js";
import { byId } from "./dom.js";
import { explore } from "./explorer.js";
import { fitsQuery, folded, readQuery } from "./search.js";

const held = JSON.parse(byId("data").textContent ?? "");
const articles = new Map([...document.querySelectorAll("article")].map((article) => [article.dataset.id, article]));
const sections = [...document.querySelectorAll("#in-full > section")];
/** What is searched: the sentences that tell an event and the titles above them. */
const texts = new Map();

async function matching(text) {
  const query = readQuery(text);
  return [...articles.keys()].filter((id) => fitsQuery(textOf(id), query));
}

function textOf(id) {
  if (!texts.has(id)) {
    const quotes = articles.get(id).querySelectorAll("blockquote, .title");
    texts.set(id, folded([...quotes].map((quote) => quote.textContent).join(" | ")));
  }
  return texts.get(id);
}

/** Leave of the events in full only those that are shown. */
async function showArticles(filter, _query, source) {
  const rows = await source.rows(filter, { offset: 0, limit: articles.size, sort: "first_day", descending: true });
  const shown = new Set(rows.map((row) => row.id));
  for (const [id, article] of articles) article.hidden = !shown.has(id);
  for (const section of sections) section.hidden = !section.querySelector("article:not([hidden])");
}

explore({
  source: localSource(held.columns, matching),
  basemap: async (name) => held.map[name],
  href: (id) => `#event-${id}`,
  shown: (filter, query, source) => void showArticles(filter, query, source),
}).then((explorer) => Object.assign(globalThis, { explorer }));
