// Latent arithmetic: the average of some faces, minus the average of others, plus the average of a third group.

import { whenChanged, withClass } from "./classes.js";
import { pickedSeed, whenPicked } from "./picked.js";
import { Picture } from "./picture.js";
import { faceUrl, parse } from "./seeds.js";

const result = new Picture(document.querySelector("#arithmetic-face"));
const trays = new Map();

export function start() {
  for (const section of document.querySelectorAll(".tray")) {
    const { tray: name, title } = section.dataset;
    const heading = document.createElement("h3");
    heading.textContent = title;
    const faces = document.createElement("div");
    const button = document.createElement("button");
    button.type = "button";
    whenPicked(seed => {
      button.textContent = `Use face ${seed}`;
      button.setAttribute("aria-label", `Use face ${seed}: ${title}`);
    });
    button.addEventListener("click", () => add(name, pickedSeed()));
    faces.append(button);
    section.append(heading, faces);
    trays.set(name, { title, faces, button, seeds: [] });
  }

  const example = document.querySelector("#example");
  example.addEventListener("click", () => {
    for (const [name, tray] of trays) {
      for (const { chip } of tray.seeds.splice(0)) chip.remove();
      for (const seed of example.dataset[name].split(",")) place(name, seed);
    }
    show();
  });
  whenChanged(() => {
    for (const { seeds } of trays.values()) for (const { seed, image } of seeds) image.src = faceUrl(seed);
    show();
  });
  show();
}

function add(name, seed) {
  if (parse(seed) === null) {
    result.showMessage(`"${seed}" is not a valid seed. Pick a face first.`);
    return;
  }

  place(name, seed);
  show();
}

function place(name, seed) {
  const { title, button, seeds } = trays.get(name);
  const chip = document.createElement("button");
  chip.type = "button";
  chip.className = "face";
  chip.setAttribute("aria-label", `Remove face ${seed}: ${title}`);
  chip.title = `Remove face ${seed}`;
  const image = document.createElement("img");
  image.src = faceUrl(seed);
  image.alt = "";
  const cross = document.createElement("span");
  cross.textContent = "×";
  cross.setAttribute("aria-hidden", "true");
  chip.append(image, cross);
  const entry = { seed, image, chip };
  chip.addEventListener("click", () => {
    seeds.splice(seeds.indexOf(entry), 1);
    chip.remove();
    button.focus();
    show();
  });
  seeds.push(entry);
  button.before(chip);
}

function show() {
  const query = new URLSearchParams();
  for (const [name, { seeds }] of trays) {
    if (seeds.length > 0) query.set(name, seeds.map(entry => entry.seed).join(","));
  }

  if (!query.has("mean")) {
    result.showMessage("Add at least one face to the first group.", true);
    return;
  }

  query.set("size", "4");
  result.show(withClass(`arithmetic.png?${query}`), "Result of the face arithmetic");
}
