// Pictures that are requested again whenever an input changes. Requests are debounced, only the result of the latest request
// is shown, and an error message replaces the picture.

const debounceDelay = 80; // Milliseconds.
const maxAttempts = 4;

function wait(milliseconds, signal) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener("abort", () => { clearTimeout(timer); reject(signal.reason); }, { once: true });
  });
}

// Fetches a picture as a blob. Retries while the service is overloaded. Throws an Error with a message for the user.
export async function fetchPicture(url, signal, attempts = maxAttempts) {
  let response;
  try {
    response = await fetch(url, { signal });
  } catch (error) {
    if (signal.aborted) throw error;
    throw new Error("Cannot reach the service.");
  }

  if (response.ok) return response.blob();
  if ((response.status === 503 || response.status === 429) && attempts > 1) {
    await wait(1000 * (Number(response.headers.get("Retry-After")) || 1), signal);
    return fetchPicture(url, signal, attempts - 1);
  }

  const problem = await response.json().catch(() => ({}));
  throw new Error(problem.detail ?? problem.title ?? `The service returned status ${response.status}.`);
}

// Runs the latest of several tasks after a short delay, and aborts the previous ones.
export class LatestTask {
  #controller;

  async run(task) {
    this.stop();
    const controller = this.#controller = new AbortController();
    try {
      await wait(debounceDelay, controller.signal);
      await task(controller.signal);
    } catch (error) {
      if (!controller.signal.aborted) throw error;
    }
  }

  stop() {
    this.#controller?.abort();
  }
}

export class Picture {
  #figure;
  #task = new LatestTask();

  constructor(figure) {
    this.#figure = figure;
  }

  // Requests a picture and shows it, or the error message. Returns false after an error; true if a later call aborts this one.
  async show(url, description) {
    this.#figure.setAttribute("aria-busy", "true");
    let succeeded = true;
    await this.#task.run(async signal => {
      try {
        this.#showBlob(await fetchPicture(url, signal), url, description);
      } catch (error) {
        if (signal.aborted) throw error;
        succeeded = false;
        this.showMessage(error.message);
      }
    });
    return succeeded;
  }

  // Shows a message instead of the picture: an error, or a hint about missing input.
  showMessage(text, isHint = false) {
    this.#task.stop();
    this.#figure.removeAttribute("aria-busy");
    const message = this.#figure.querySelector("p");
    message.textContent = text;
    message.className = isHint ? "note" : "";
    message.setAttribute("role", isHint ? "note" : "alert");
    message.hidden = false;
    this.#figure.querySelector("img").hidden = true;
  }

  #showBlob(blob, url, description) {
    const image = this.#figure.querySelector("img");
    URL.revokeObjectURL(image.src);
    image.src = URL.createObjectURL(blob);
    image.alt = description;
    image.hidden = false;
    image.dataset.address = url;
    this.#figure.querySelector("p").hidden = true;
    this.#figure.removeAttribute("aria-busy");
  }
}

export function createFigure() {
  const figure = document.createElement("figure");
  figure.className = "picture";
  const image = document.createElement("img");
  image.alt = "";
  image.hidden = true;
  const message = document.createElement("p");
  message.setAttribute("role", "alert");
  message.hidden = true;
  figure.append(image, message);
  return figure;
}
