// A face between four corner faces.

import { whenChanged, withClass } from "./classes.js";
import { Picture } from "./picture.js";
import { Slot } from "./slot.js";

const names = ["a", "b", "c", "d"];
const xSlider = document.querySelector("#mix-x");
const ySlider = document.querySelector("#mix-y");
const result = new Picture(document.querySelector("#mix-face"));
let corners = [];

export function start() {
  const seeds = ["7", "8", "16", "23"];
  corners = names.map((name, index) => new Slot(document.querySelector(`.mix [data-corner="${name}"]`), seeds[index], show));
  xSlider.addEventListener("input", show);
  ySlider.addEventListener("input", show);
  whenChanged(show);
  show();
}

function show() {
  xSlider.setAttribute("aria-valuetext", `${Math.round(xSlider.value * 100)}% from left to right`);
  ySlider.setAttribute("aria-valuetext", `${Math.round(ySlider.value * 100)}% from top to bottom`);
  const query = new URLSearchParams(names.map((name, index) => [name, corners[index].seed]));
  query.set("x", xSlider.value);
  query.set("y", ySlider.value);
  query.set("size", "4");
  result.show(withClass(`mix.png?${query}`), "Mix of the four corner faces");
}
