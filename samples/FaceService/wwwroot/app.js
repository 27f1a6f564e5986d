import * as arithmetic from "./arithmetic.js";
import * as classes from "./classes.js";
import * as mix from "./mix.js";
import * as picked from "./picked.js";
import * as walk from "./walk.js";

// The pictures' URLs depend on the model's classes.
classes.start(await showModel());
picked.start();
mix.start();
arithmetic.start();
walk.start();

// Shows the properties of the model and returns its classes.
async function showModel() {
  const line = document.querySelector("#model");
  try {
    const model = await (await fetch("health")).json();
    // Reserves the space of the pictures before they arrive.
    if (model.status === "ok") document.documentElement.style.setProperty("--aspect", `${model.imageWidth} / ${model.imageHeight}`);
    line.textContent = model.status === "ok"
      ? `Model: ${model.imageWidth}×${model.imageHeight} pixels, ${model.latentSize} latent values (${model.latentDistribution.toLowerCase()}), exported by Dcgan.Core ${model.libraryVersion.split("+")[0]}.`
      : "The model failed its health check.";
    return model.classes ?? [];
  } catch {
    line.textContent = "Cannot reach the service.";
    return [];
  }
}
