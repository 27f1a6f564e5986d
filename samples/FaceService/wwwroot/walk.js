// From one face to another and back. It plays when asked, and can be stopped.

import { Picture } from "./picture.js";
import { faceAddress } from "./seeds.js";
import { Slot } from "./slot.js";

const frames = document.querySelector("#frames");
const play = document.querySelector("#play");
const stop = document.querySelector("#stop");
const face = new Picture(document.querySelector("#walk-face"));
let from, to;

export function start() {
  from = new Slot(document.querySelector('.walk [data-corner="from"]'), "15", rest);
  to = new Slot(document.querySelector('.walk [data-corner="to"]'), "24", rest);
  play.addEventListener("click", walk);
  stop.addEventListener("click", rest);
  frames.addEventListener("input", rest);
  rest();
}

function walk() {
  stop.disabled = false;
  const query = new URLSearchParams({ from: from.seed, to: to.seed, frames: frames.value.trim() });
  face.show(`walk?${query}`, `A walk from face ${from.seed} to face ${to.seed} and back`);
}

function rest() {
  stop.disabled = true;
  face.show(`${faceAddress(from.seed)}?size=4`, `Face ${from.seed}, where the walk begins`);
}
