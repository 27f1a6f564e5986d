// The picked face and its neighbours.

import { ask, Newest, Picture } from "./picture.js";
import { add, faceAddress, parse, random } from "./seeds.js";

const side = 5;
const middle = (side * side - 1) / 2;

const field = document.querySelector("#seed");
const around = document.querySelector("#around");
const complaint = document.querySelector("#around-error");
const face = new Picture(document.querySelector("#picked-face"));
const neighbours = new Newest();
let first = null; // The seed of the grid's first face.
let sheet = "";

export function pickedSeed() {
  return field.value.trim();
}

// Calls now, and whenever another face is picked, with its seed as text.
export function whenPicked(call) {
  document.addEventListener("picked", () => call(pickedSeed()));
  call(pickedSeed());
}

export function start() {
  for (let place = 0; place < side * side; place++) {
    const button = document.createElement("button");
    button.type = "button";
    button.style.backgroundPosition = `${(place % side) * 100 / (side - 1)}% ${Math.floor(place / side) * 100 / (side - 1)}%`;
    button.addEventListener("click", () => pick(add(first, place)));
    around.append(button);
  }

  around.addEventListener("keydown", moveFocus);
  field.addEventListener("input", () => show());
  document.querySelector("#seed-form").addEventListener("submit", event => event.preventDefault());
  document.querySelector("#previous").addEventListener("click", () => step(-1));
  document.querySelector("#next").addEventListener("click", () => step(1));
  document.querySelector("#random").addEventListener("click", () => pick(random()));
  const linked = location.hash.slice(1);
  if (parse(linked) !== null) field.value = linked;
  show();
}

function step(steps) {
  const seed = parse(field.value);
  if (seed !== null) pick(add(seed, steps));
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
    showAround(seed);
  }

  const came = await face.show(`${faceAddress(field.value)}?size=4`, `Face ${field.value}`);
  field.setAttribute("aria-invalid", String(!came));
}

// The grid stays where it is while the picked face is in it, so that what one looks at does not jump.
function showAround(seed) {
  const place = first === null ? -1n : BigInt.asIntN(64, seed - first);
  if (place >= 0n && place < BigInt(side * side)) {
    mark(Number(place));
    return;
  }

  first = add(seed, -middle);
  mark(middle);
  const from = first;
  neighbours.run(async signal => {
    try {
      const blob = await ask(`grid.png?seed=${from}&rows=${side}&cols=${side}`, signal);
      URL.revokeObjectURL(sheet);
      sheet = URL.createObjectURL(blob);
      for (const button of around.children) button.style.backgroundImage = `url(${sheet})`;
      complaint.hidden = true;
    } catch (failure) {
      if (signal.aborted) throw failure;
      complaint.textContent = failure.message;
      complaint.hidden = false;
    }
  });
}

function mark(picked) {
  [...around.children].forEach((button, place) => {
    button.setAttribute("aria-label", `Face ${add(first, place)}`);
    button.setAttribute("aria-pressed", String(place === picked));
    button.tabIndex = place === picked ? 0 : -1;
  });
}

function moveFocus(event) {
  const steps = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -side, ArrowDown: side }[event.key];
  const target = around.children[[...around.children].indexOf(document.activeElement) + steps];
  if (steps === undefined || target === undefined) return;
  event.preventDefault();
  target.focus();
}
