/** Making elements. Text is only ever set as text. */

/**
 * An element with properties, attributes (where the name has a dash or is "role", "for") and content.
 * @param {string} name @param {Record<string, any>} given @param {...(Node | string)} content
 * @returns {HTMLElement}
 */
export function make(name, given = {}, ...content) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(given)) {
    if (key === "role" || key === "for" || key.includes("-")) element.setAttribute(key, value);
    else element[key] = value;
  }
  element.append(...content);
  return element;
}

/** @returns {HTMLElement} the element of this id @throws where there is none */
export function byId(id) {
  const element = document.getElementById(id);
  if (!element) throw new Error(`no element ${id}`);
  return element;
}

/** Run at most once a frame, with the last arguments. */
export function oncePerFrame(run) {
  let waiting = 0;
  let last = [];
  return (...given) => {
    last = given;
    waiting ||= requestAnimationFrame(() => {
      waiting = 0;
      run(...last);
    });
  };
}
