// Between four corner faces.

import { Picture } from "./picture.js";
import { Slot } from "./slot.js";

const names = ["a", "b", "c", "d"];
const across = document.querySelector("#mix-x");
const down = document.querySelector("#mix-y");
const face = new Picture(document.querySelector("#mix-face"));
let corners = [];

export function start() {
  const seeds = ["7", "8", "16", "23"];
  corners = names.map((name, place) => new Slot(document.querySelector(`.mix [data-corner="${name}"]`), seeds[place], show));
  across.addEventListener("input", show);
  down.addEventListener("input", show);
  show();
}

function show() {
  across.setAttribute("aria-valuetext", `${Math.round(across.value * 100)} % of the way to the right`);
  down.setAttribute("aria-valuetext", `${Math.round(down.value * 100)} % of the way down`);
  const query = new URLSearchParams(names.map((name, place) => [name, corners[place].seed]));
  query.set("x", across.value);
  query.set("y", down.value);
  query.set("size", "4");
  face.show(`mix.png?${query}`, "The face between the four corners");
}
