"use strict";
const form = document.getElementById("filters");
const articles = [...document.querySelectorAll("article")];
const sections = [...document.querySelectorAll("section")];
const texts = articles.map((article) => article.textContent.toLowerCase());
const fits = (article, text, wanted) =>
  (!wanted.get("type") || article.dataset.type === wanted.get("type")) &&
  (!wanted.get("status") || article.dataset.status === wanted.get("status")) &&
  (!wanted.get("country") || article.dataset.countries.split(" ").includes(wanted.get("country"))) &&
  (!wanted.has("disputed") || article.dataset.disputed === "yes") &&
  (wanted.has("background") || article.dataset.background === "no") &&
  text.includes(wanted.get("words").trim().toLowerCase());
const update = () => {
  const wanted = new FormData(form);
  let shown = 0;
  articles.forEach((article, index) => {
    article.hidden = !fits(article, texts[index], wanted);
    shown += article.hidden ? 0 : 1;
  });
  for (const section of sections) section.hidden = !section.querySelector("article:not([hidden])");
  document.getElementById("shown").textContent = `${shown} of ${articles.length} events`;
  document.getElementById("none").hidden = shown > 0;
};
form.addEventListener("input", update);
form.addEventListener("submit", (event) => event.preventDefault());
update();
