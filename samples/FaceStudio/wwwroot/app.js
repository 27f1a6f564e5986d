// Shows the training live. The server sends "history" with all points when the connection opens and when a run is resumed, and
// "update" with the new ones after that. EventSource reconnects by itself.
import { draw } from './chart.js';

const maxPoints = 4000;
const element = id => document.getElementById(id);
let points = [];
let status = { state: 'Stopped' };
let loading = false, again = false;

const events = new EventSource('events');
events.addEventListener('history', event => show(JSON.parse(event.data), []));
events.addEventListener('update', event => show(JSON.parse(event.data), points));
events.addEventListener('error', () => {
  element('state').textContent = 'The connection to the server is lost; trying again.';
  element('start').disabled = element('stop').disabled = true;
});

function show(message, earlier) {
  const before = status;
  status = message.status;
  points = earlier.concat(message.points);
  for (let interval = 2; points.length > maxPoints; interval *= 2) points = points.filter(point => point.step % interval === 0);

  element('state').textContent = sentence(status);
  showError(status.error);
  element('start').textContent = status.step > 0 ? 'Resume' : 'Start';
  enableButtons();
  if (status.snapshotStep !== before.snapshotStep) showFaces();
  showNumbers();
  requestAnimationFrame(drawCurves);
}

function showError(text) {
  element('error').hidden = !text;
  element('error').textContent = text ?? '';
}

function enableButtons() {
  element('start').disabled = !['Stopped', 'Failed'].includes(status.state);
  element('stop').disabled = !['Starting', 'Training'].includes(status.state);
}

function sentence({ state, step }) {
  switch (state) {
    case 'Starting': return 'Opening the run and the images.';
    case 'Training': return 'Training.';
    case 'Stopping': return 'Stopping after the current step.';
    case 'Failed': return 'Stopped by an error.';
    default: return step > 0 ? `Stopped after step ${step}.` : 'Not started.';
  }
}

function showNumbers() {
  const latest = status.latest ?? {};
  const text = (value, digits) => value === undefined || value === null ? '–' : value.toFixed(digits);
  element('epoch').textContent = status.epoch + 1;
  element('step').textContent = status.step;
  element('speed').textContent = text(status.imagesPerSecond || null, status.imagesPerSecond < 10 ? 1 : 0);
  element('diversity').textContent = text(latest.diversity, 2);
  element('distance').textContent = text(latest.distance, 1);
  element('saved').textContent = status.savedStep ?? '–';
  element('images').textContent = status.unreadable > 0 ? `${status.images} (${status.unreadable} unreadable)` : status.images || '–';
  for (const id of ['generatorLoss', 'discriminatorLoss', 'realProbability', 'generatedProbability']) element(id).textContent = text(latest[id], 3);
}

function drawCurves() {
  draw(element('losses'), points, ['generatorLoss', 'discriminatorLoss']);
  draw(element('probabilities'), points, ['generatedProbability', 'realProbability'], 1);
  draw(element('diversities'), points, ['diversity']);
  draw(element('distances'), points, ['distance']);
}

// One request at a time, so that an older answer cannot replace a newer one. Aborting the older request instead could show no faces at
// all while snapshots come faster than answers.
async function showFaces() {
  again = true;
  if (loading) return;
  loading = true;
  while (again) {
    again = false;
    await loadFaces().catch(() => { element('caption').textContent = 'The faces cannot be loaded.'; });
  }

  loading = false;
}

// The step in the address is for the browser, which would not load the same address again.
async function loadFaces() {
  if (status.snapshotStep === null) return;
  const count = Math.min(64, status.maxFaces);
  const response = await fetch(`faces?count=${count}&seed=${encodeURIComponent(element('seed').value || 0)}&step=${status.snapshotStep}`);
  if (!response.ok) {
    element('caption').textContent = await problem(response);
    return;
  }

  const old = element('grid').src;
  element('grid').src = URL.createObjectURL(await response.blob());
  element('grid').hidden = false;
  element('caption').textContent = `The generator after step ${response.headers.get('Snapshot-Step')}.`;
  if (old) URL.revokeObjectURL(old);
}

async function send(command) {
  element('start').disabled = element('stop').disabled = true; // until the server reports its new state
  try {
    const response = await fetch(`training/${command}`, { method: 'POST' });
    if (response.ok) return;
    showError(await problem(response));
  } catch {
    showError('The command could not be sent.');
  }

  enableButtons();
}

async function problem(response) {
  return (await response.json()).detail ?? response.statusText;
}

element('start').addEventListener('click', () => send('start'));
element('stop').addEventListener('click', () => send('stop'));
element('seed').addEventListener('change', showFaces);
element('other').addEventListener('click', () => {
  element('seed').value = Number(element('seed').value) + 1;
  showFaces();
});
addEventListener('resize', drawCurves);
