// An animation from one face to another and back. It starts and stops on demand.

import { whenChanged, withClass } from "./classes.js";
import { Picture } from "./picture.js";
import { faceUrl } from "./seeds.js";
import { Slot } from "./slot.js";

const frames = document.querySelector("#frames");
const playButton = document.querySelector("#play");
const stopButton = document.querySelector("#stop");
const result = new Picture(document.querySelector("#walk-face"));
let from, to;

export function start() {
  from = new Slot(document.querySelector('.walk [data-corner="from"]'), "15", stop);
  to = new Slot(document.querySelector('.walk [data-corner="to"]'), "24", stop);
  playButton.addEventListener("click", play);
  stopButton.addEventListener("click", stop);
  frames.addEventListener("input", stop);
  whenChanged(stop);
  stop();
}

function play() {
  stopButton.disabled = false;
  const query = new URLSearchParams({ from: from.seed, to: to.seed, frames: frames.value.trim() });
  result.show(withClass(`walk?${query}`), `Animation from face ${from.seed} to face ${to.seed} and back`);
}

function stop() {
  stopButton.disabled = true;
  result.show(faceUrl(from.seed, 4), `Face ${from.seed}, the start of the animation`);
}
