// Seeds are 64-bit integers, which a JavaScript number cannot represent exactly: the page stores them as text and computes with BigInt.

import { withClass } from "./classes.js";

// Parses a seed; returns null if the text is not a valid one. Error messages for invalid seeds come from the service.
export function parse(text) {
  if (!/^[+-]?\d{1,19}$/.test(text.trim())) return null;
  const seed = BigInt(text.trim().replace("+", ""));
  return BigInt.asIntN(64, seed) === seed ? seed : null;
}

// Adds with 64-bit overflow: the largest seed is followed by the smallest, as in the service's grid.
export function add(seed, offset) {
  return BigInt.asIntN(64, seed + BigInt(offset));
}

// A random seed below one million, short enough to remember.
export function random() {
  return BigInt(Math.floor(Math.random() * 1000000));
}

// The URL of a face of the page's class, enlarged by a factor.
export function faceUrl(text, size = 1) {
  const url = `faces/${encodeURIComponent(text.trim() || " ")}.png`; // An empty seed is sent as a space, so that the service returns its error message.
  return withClass(size === 1 ? url : `${url}?size=${size}`);
}
