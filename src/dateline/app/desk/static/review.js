/**
 * The keys of the review pages. Every key presses a button or follows a link that is there anyway; without this module
 * everything works by hand.
 */

const STORED = "dateline.keys";

/**
 * What in a page a key belongs to.
 * @param {ParentNode} root
 * @param {string} key
 * @returns {HTMLElement | undefined}
 */
export function targetOf(root, key) {
  const found = /** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll("[data-key]"));
  return [...found].find((element) => (element.dataset.key ?? "").split(" ").includes(key));
}

/**
 * Whether somebody is typing, so that keys are letters.
 * @param {EventTarget | null} target
 */
export function isTyping(target) {
  return target instanceof HTMLElement && (target.isContentEditable || target.matches("input:not([type=checkbox], [type=radio], [type=button], [type=submit]), select, textarea"));
}

/** Say something to screen readers. @param {string} text */
function announce(text) {
  const place = document.getElementById("announce");
  if (place) place.textContent = text;
}

/** Open a form and go into it. @param {string} id */
function open(id) {
  const details = document.getElementById(id);
  if (!(details instanceof HTMLDetailsElement)) return;
  details.open = true;
  details.scrollIntoView({ block: "nearest" });
  const first = details.querySelector("input:not([type=hidden]), select, textarea") ?? details.querySelector("summary");
  /** @type {HTMLElement | null} */ (first)?.focus();
}

function keysWork() {
  return localStorage.getItem(STORED) !== "off";
}

/** @param {KeyboardEvent} event */
function pressed(event) {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && event.target instanceof Element) {
    event.target.closest("form")?.requestSubmit();
    return;
  }
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
  if (event.key === "Escape") {
    const details = event.target instanceof HTMLElement ? event.target.closest("details.card") : null;
    if (details instanceof HTMLDetailsElement) {
      details.open = false;
      document.getElementById("headline")?.focus();
    }
    return;
  }
  if (event.repeat || isTyping(event.target) || !keysWork()) return;
  const target = targetOf(document, event.key);
  if (!target) return;
  event.preventDefault();
  target.click();
}

/** Ask how far linking again is until it is done, and tell what came of it. @param {HTMLElement} status */
async function follow(status) {
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, 700));
    const answer = await fetch("/review/linking", { headers: { Accept: "application/json" } });
    if (!answer.ok || answer.redirected) return;
    const { pending, said } = await answer.json();
    if (pending) continue;
    const again = document.createElement("a");
    again.href = location.pathname + location.search;
    again.textContent = "Show the event as it is now";
    status.replaceChildren(`${said} `, again);
    status.dataset.pending = "no";
    return;
  }
}

/** Only the modes of the chosen type can be chosen. */
function narrowModes() {
  const type = document.getElementById("event_type");
  const mode = document.getElementById("event_mode");
  if (!(type instanceof HTMLSelectElement) || !(mode instanceof HTMLSelectElement)) return;
  const narrow = () => {
    for (const group of mode.querySelectorAll("optgroup")) {
      group.disabled = group.label !== type.value;
      group.hidden = group.disabled;
    }
    if (mode.selectedOptions[0]?.parentElement instanceof HTMLOptGroupElement && mode.selectedOptions[0].parentElement.disabled) mode.value = "";
  };
  type.addEventListener("change", narrow);
  narrow();
}

function begin() {
  document.addEventListener("keydown", pressed);
  for (const opener of document.querySelectorAll("[data-opens]")) {
    opener.addEventListener("click", (event) => {
      event.preventDefault();
      open(/** @type {HTMLElement} */ (opener).dataset.opens ?? "");
    });
  }
  const line = document.getElementById("keys-switch");
  const box = document.getElementById("keys-on");
  if (line && box instanceof HTMLInputElement) {
    line.hidden = false;
    box.checked = keysWork();
    box.addEventListener("change", () => localStorage.setItem(STORED, box.checked ? "on" : "off"));
  }
  narrowModes();
  const status = document.getElementById("linking");
  if (status?.dataset.pending === "yes") follow(status);
  // A live region speaks only of what changes in it, so what was just said is put there after the page stands.
  const said = document.querySelector("[data-announce]");
  const event = document.getElementById("headline");
  if (said) setTimeout(() => announce(`${said.textContent?.trim()}. ${event ? `Now: ${event.textContent?.trim()}` : ""}`), 150);
  // After an error, to what is wrong.
  /** @type {HTMLElement | null} */ (document.querySelector("[aria-invalid=true]"))?.focus();
}

begin();
