import * as arithmetic from "./arithmetic.js";
import * as mix from "./mix.js";
import * as picked from "./picked.js";
import * as walk from "./walk.js";

picked.start();
mix.start();
arithmetic.start();
walk.start();
showModel();

async function showModel() {
  const line = document.querySelector("#model");
  try {
    const model = await (await fetch("health")).json();
    line.textContent = model.status === "ok"
      ? `The model makes faces of ${model.imageSize}×${model.imageSize} pixels from ${model.latentSize} numbers (${model.latentDistribution.toLowerCase()}); exported by Dcgan.Core ${model.libraryVersion.split("+")[0]}.`
      : "The model does not answer.";
  } catch {
    line.textContent = "The service cannot be reached.";
  }
}
