/** Full text where no server answers, as `store/search.py` has it: words, "phrases", -without, begun*. */

/** @returns {string} text as it is compared: lower case, without accents, one space between words */
export function folded(text) {
  return ` ${text
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .match(/[\p{L}\p{N}]+/gu)
    ?.join(" ") ?? ""} `;
}

/** @returns {{wanted: string[], unwanted: string[]}} the folded words and phrases that are asked for */
export function readQuery(text) {
  const wanted = [];
  const unwanted = [];
  for (const [, minus, phrase, word] of text.matchAll(/(-?)(?:"([^"]*)"?|([^\s"]+))/g)) {
    const part = folded(phrase ?? word);
    const begun = phrase === undefined && word.endsWith("*");
    if (part.trim()) (minus ? unwanted : wanted).push(begun ? part.trimEnd() : part);
  }
  return { wanted, unwanted };
}

/** @returns {boolean} whether a folded text has all that is asked for */
export function fitsQuery(text, { wanted, unwanted }) {
  return wanted.every((part) => text.includes(part)) && !unwanted.some((part) => text.includes(part));
}
