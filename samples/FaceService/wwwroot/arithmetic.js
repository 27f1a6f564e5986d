// Mean of some faces, minus the mean of others, plus the mean of more.

import { pickedSeed, whenPicked } from "./picked.js";
import { Picture } from "./picture.js";
import { faceAddress, parse } from "./seeds.js";

const face = new Picture(document.querySelector("#arithmetic-face"));
const trays = new Map();

export function start() {
  for (const place of document.querySelectorAll(".tray")) {
    const { tray: name, title } = place.dataset;
    const heading = document.createElement("h3");
    heading.textContent = title;
    const faces = document.createElement("div");
    const button = document.createElement("button");
    button.type = "button";
    whenPicked(picked => {
      button.textContent = `Add ${picked}`;
      button.setAttribute("aria-label", `Add face ${picked}: ${title}`);
    });
    button.addEventListener("click", () => add(name, pickedSeed()));
    faces.append(button);
    place.append(heading, faces);
    trays.set(name, { title, faces, button, seeds: [] });
  }

  show();
}

function add(name, seed) {
  const { title, faces, button, seeds } = trays.get(name);
  if (parse(seed) === null) {
    face.say(`There is no face "${seed}".`);
    return;
  }

  const chip = document.createElement("button");
  chip.type = "button";
  chip.className = "face";
  chip.setAttribute("aria-label", `Remove face ${seed} from: ${title}`);
  chip.title = `Remove face ${seed}`;
  const image = document.createElement("img");
  image.src = faceAddress(seed);
  image.alt = "";
  const cross = document.createElement("span");
  cross.textContent = "×";
  cross.setAttribute("aria-hidden", "true");
  chip.append(image, cross);
  const entry = { seed };
  chip.addEventListener("click", () => {
    seeds.splice(seeds.indexOf(entry), 1);
    chip.remove();
    button.focus();
    show();
  });
  seeds.push(entry);
  button.before(chip);
  show();
}

function show() {
  const query = new URLSearchParams();
  for (const [name, { seeds }] of trays) {
    if (seeds.length > 0) query.set(name, seeds.map(entry => entry.seed).join(","));
  }

  if (!query.has("mean")) {
    face.say("Add at least one face to the first tray.", true);
    return;
  }

  query.set("size", "4");
  face.show(`arithmetic.png?${query}`, "The result of the arithmetic");
}
