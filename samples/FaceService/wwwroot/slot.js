// A place for one face: its small picture, its seed, and a button that puts the picked face there.

import { pickedSeed, whenPicked } from "./picked.js";
import { Picture, pictureFigure } from "./picture.js";
import { faceAddress } from "./seeds.js";

export class Slot {
  #field = document.createElement("input");
  #face;
  #changed;

  constructor(place, seed, changed) {
    const { corner: name, title } = place.dataset;
    const label = document.createElement("label");
    label.textContent = title;
    label.htmlFor = this.#field.id = `seed-${name}`;
    Object.assign(this.#field, { inputMode: "numeric", autocomplete: "off", spellcheck: false, maxLength: 40, value: seed });
    this.#field.addEventListener("input", () => this.#show());

    const button = document.createElement("button");
    button.type = "button";
    whenPicked(picked => {
      button.textContent = `Put ${picked} here`;
      button.setAttribute("aria-label", `Put face ${picked} here: ${title}`);
    });
    button.addEventListener("click", () => { this.#field.value = pickedSeed(); this.#show(); });

    const figure = pictureFigure();
    place.append(label, figure, this.#field, button);
    this.#face = new Picture(figure);
    this.#changed = changed;
    this.#load();
  }

  get seed() {
    return this.#field.value.trim();
  }

  #show() {
    this.#load();
    this.#changed();
  }

  async #load() {
    const came = await this.#face.show(faceAddress(this.#field.value), `Face ${this.seed}`);
    this.#field.setAttribute("aria-invalid", String(!came));
  }
}
