// Seeds are whole numbers of 64 bits, more than a JavaScript number holds: text on the page, BigInt in sums.

// The seed that a text names, or null. The service alone judges what is one: its words are shown.
export function parse(text) {
  if (!/^[+-]?\d{1,19}$/.test(text.trim())) return null;
  const seed = BigInt(text.trim().replace("+", ""));
  return BigInt.asIntN(64, seed) === seed ? seed : null;
}

// After the largest seed comes the smallest, as in the service's grid.
export function add(seed, steps) {
  return BigInt.asIntN(64, seed + BigInt(steps));
}

// Small enough to remember and to say.
export function random() {
  return BigInt(Math.floor(Math.random() * 1000000));
}

export function faceAddress(text) {
  return `faces/${encodeURIComponent(text.trim() || " ")}.png`; // A blank, for which the service has words too
}
