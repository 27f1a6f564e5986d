// A picture that is asked for again and again: soon but not at every keystroke, only the newest answer is shown, and what the
// service says against a request stands where the picture would be.

const pause = 80;
const busyTries = 4;

export function wait(milliseconds, signal) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener("abort", () => { clearTimeout(timer); reject(signal.reason); }, { once: true });
  });
}

// The answer as a blob; what is wrong as an Error in words.
export async function ask(address, signal, tries = busyTries) {
  let answer;
  try {
    answer = await fetch(address, { signal });
  } catch (failure) {
    if (signal.aborted) throw failure;
    throw new Error("The service cannot be reached.");
  }

  if (answer.ok) return answer.blob();
  if (answer.status === 503 && tries > 1) {
    await wait(1000 * (Number(answer.headers.get("Retry-After")) || 1), signal);
    return ask(address, signal, tries - 1);
  }

  const problem = await answer.json().catch(() => ({}));
  throw new Error(problem.detail ?? problem.title ?? `The service answered ${answer.status}.`);
}

// Runs only the newest of many calls, after a short pause.
export class Newest {
  #running;

  async run(work) {
    this.stop();
    const running = this.#running = new AbortController();
    try {
      await wait(pause, running.signal);
      await work(running.signal);
    } catch (failure) {
      if (!running.signal.aborted) throw failure;
    }
  }

  stop() {
    this.#running?.abort();
  }
}

export class Picture {
  #figure;
  #newest = new Newest();

  constructor(figure) {
    this.#figure = figure;
  }

  // Shows what an address answers. Returns whether a picture came; an older call that a newer one overtakes says true.
  async show(address, description) {
    this.#figure.setAttribute("aria-busy", "true");
    let came = true;
    await this.#newest.run(async signal => {
      try {
        this.#present(await ask(address, signal), address, description);
      } catch (failure) {
        if (signal.aborted) throw failure;
        came = false;
        this.say(failure.message);
      }
    });
    return came;
  }

  // Words instead of a picture: what is wrong, or quietly what is missing yet.
  say(text, quiet = false) {
    this.#newest.stop();
    this.#figure.removeAttribute("aria-busy");
    const words = this.#figure.querySelector("p");
    words.textContent = text;
    words.className = quiet ? "quiet" : "";
    words.setAttribute("role", quiet ? "note" : "alert");
    words.hidden = false;
    this.#figure.querySelector("img").hidden = true;
  }

  #present(blob, address, description) {
    const image = this.#figure.querySelector("img");
    URL.revokeObjectURL(image.src);
    image.src = URL.createObjectURL(blob);
    image.alt = description;
    image.hidden = false;
    image.dataset.address = address;
    this.#figure.querySelector("p").hidden = true;
    this.#figure.removeAttribute("aria-busy");
  }
}

export function pictureFigure() {
  const figure = document.createElement("figure");
  figure.className = "picture";
  const image = document.createElement("img");
  image.alt = "";
  image.hidden = true;
  const words = document.createElement("p");
  words.setAttribute("role", "alert");
  words.hidden = true;
  figure.append(image, words);
  return figure;
}
