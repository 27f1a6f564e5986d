// An input for one face: a small picture, a seed field, and a button that inserts the picked face.

import { whenChanged } from "./classes.js";
import { pickedSeed, whenPicked } from "./picked.js";
import { createFigure, Picture } from "./picture.js";
import { faceUrl } from "./seeds.js";

export class Slot {
  #field = document.createElement("input");
  #face;
  #changed;

  constructor(element, seed, changed) {
    const { corner: name, title } = element.dataset;
    const label = document.createElement("label");
    label.textContent = title;
    label.htmlFor = this.#field.id = `seed-${name}`;
    Object.assign(this.#field, { inputMode: "numeric", autocomplete: "off", spellcheck: false, maxLength: 40, value: seed });
    this.#field.addEventListener("input", () => this.#show());

    const button = document.createElement("button");
    button.type = "button";
    whenPicked(picked => {
      button.textContent = `Use face ${picked}`;
      button.setAttribute("aria-label", `Use face ${picked}: ${title}`);
    });
    button.addEventListener("click", () => { this.#field.value = pickedSeed(); this.#show(); });

    const figure = createFigure();
    element.append(label, figure, this.#field, button);
    this.#face = new Picture(figure);
    this.#changed = changed;
    whenChanged(() => this.#load());
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
    const succeeded = await this.#face.show(faceUrl(this.#field.value), `Face ${this.seed}`);
    this.#field.setAttribute("aria-invalid", String(!succeeded));
  }
}
