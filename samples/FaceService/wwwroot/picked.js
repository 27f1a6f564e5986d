// The picked face, and a grid of faces with neighboring seeds.

import { whenChanged, withClass } from "./classes.js";
import { fetchPicture, LatestTask, Picture } from "./picture.js";
import { add, faceUrl, parse, random } from "./seeds.js";

const side = 5;
const middle = (side * side - 1) / 2;

const field = document.querySelector("#seed");
const grid = document.querySelector("#around");
const gridError = document.querySelector("#around-error");
const face = new Picture(document.querySelector("#picked-face"));
const gridTask = new LatestTask();
let first = null; // The seed of the first face in the grid.
let gridUrl = "";

export function pickedSeed() {
  return field.value.trim();
}

// Passes the picked seed, as text, to the callback: immediately, and whenever the seed changes.
export function whenPicked(callback) {
  document.addEventListener("picked", () => callback(pickedSeed()));
  callback(pickedSeed());
}

export function start() {
  for (let index = 0; index < side * side; index++) {
    const button = document.createElement("button");
    button.type = "button";
    button.style.backgroundPosition = `${(index % side) * 100 / (side - 1)}% ${Math.floor(index / side) * 100 / (side - 1)}%`;
    button.addEventListener("click", () => pick(add(first, index)));
    grid.append(button);
  }

  grid.addEventListener("keydown", moveFocus);
  field.addEventListener("input", () => show());
  document.querySelector("#seed-form").addEventListener("submit", event => event.preventDefault());
  document.querySelector("#previous").addEventListener("click", () => step(-1));
  document.querySelector("#next").addEventListener("click", () => step(1));
  document.querySelector("#random").addEventListener("click", () => pick(random()));
  const fragment = location.hash.slice(1);
  if (parse(fragment) !== null) field.value = fragment;
  whenChanged(() => {
    show();
    if (first !== null) loadGrid();
  });
  show();
}

function step(offset) {
  const seed = parse(field.value);
  if (seed !== null) pick(add(seed, offset));
}

function pick(seed) {
  field.value = seed.toString();
  show();
}

async function show() {
  document.dispatchEvent(new Event("picked"));
  const seed = parse(field.value);
  if (seed !== null) {
    history.replaceState(null, "", `#${seed}`);
    showGrid(seed);
  }

  const succeeded = await face.show(faceUrl(field.value, 4), `Face ${field.value}`);
  field.setAttribute("aria-invalid", String(!succeeded));
}

// Loads a new grid only if the picked face is outside the current one, so that the faces do not move under the pointer.
function showGrid(seed) {
  const index = first === null ? -1n : BigInt.asIntN(64, seed - first);
  if (index >= 0n && index < BigInt(side * side)) {
    mark(Number(index));
    return;
  }

  first = add(seed, -middle);
  mark(middle);
  loadGrid();
}

function loadGrid() {
  const url = withClass(`grid.png?seed=${first}&rows=${side}&cols=${side}`);
  gridTask.run(async signal => {
    try {
      const blob = await fetchPicture(url, signal);
      URL.revokeObjectURL(gridUrl);
      gridUrl = URL.createObjectURL(blob);
      for (const button of grid.children) button.style.backgroundImage = `url(${gridUrl})`;
      gridError.hidden = true;
    } catch (error) {
      if (signal.aborted) throw error;
      gridError.textContent = error.message;
      gridError.hidden = false;
    }
  });
}

function mark(picked) {
  [...grid.children].forEach((button, index) => {
    button.setAttribute("aria-label", `Face ${add(first, index)}`);
    button.setAttribute("aria-pressed", String(index === picked));
    button.tabIndex = index === picked ? 0 : -1;
  });
}

function moveFocus(event) {
  const offset = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -side, ArrowDown: side }[event.key];
  const target = grid.children[[...grid.children].indexOf(document.activeElement) + offset];
  if (offset === undefined || target === undefined) return;
  event.preventDefault();
  target.focus();
}
