// The class of all faces on the page. Models without classes have no such input.

const row = document.querySelector("#class-row");
const select = document.querySelector("#class");

// Shows the input for these classes: names, or numbers as text.
export function start(classes) {
  if (classes.length === 0) return;
  select.replaceChildren(...classes.map(name => new Option(name, name)));
  row.hidden = false;
}

export function whenChanged(callback) {
  select.addEventListener("change", callback);
}

// Adds the class to the URL of a picture.
export function withClass(url) {
  if (row.hidden) return url;
  return `${url}${url.includes("?") ? "&" : "?"}class=${encodeURIComponent(select.value)}`;
}
