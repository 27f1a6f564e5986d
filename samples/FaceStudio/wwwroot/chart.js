// Draws curves over the training step on a canvas, with axes. The curves have the colors of .first and .second in the caption.

const margin = { left: 44, right: 8, top: 8, bottom: 20 };

/** points: objects with step and the named values, null where there is none. top: the largest value, or undefined to fit. */
export function draw(canvas, points, names, top) {
  const scale = devicePixelRatio;
  const width = canvas.clientWidth, height = canvas.clientHeight;
  canvas.width = width * scale;
  canvas.height = height * scale;
  const context = canvas.getContext('2d');
  context.scale(scale, scale);
  const style = getComputedStyle(canvas);
  const colors = [...canvas.parentElement.querySelectorAll('.first, .second')].map(legend => getComputedStyle(legend).color);
  context.font = `12px ${style.fontFamily}`;

  const values = points.flatMap(point => names.map(name => point[name])).filter(value => value !== null);
  const first = points[0]?.step ?? 0, last = Math.max(points.at(-1)?.step ?? 1, first + 1);
  const [low, highest] = extremes(values);
  const high = top ?? roundUp(highest);
  const x = step => margin.left + (width - margin.left - margin.right) * (step - first) / (last - first);
  const y = value => height - margin.bottom - (height - margin.top - margin.bottom) * (value - low) / (high - low);

  context.strokeStyle = context.fillStyle = style.color;
  context.textAlign = 'right';
  context.textBaseline = 'middle';
  for (const value of [low, (low + high) / 2, high]) {
    context.globalAlpha = .3;
    context.strokeRect(margin.left, y(value), width - margin.left - margin.right, 0);
    context.globalAlpha = 1;
    context.fillText(value.toFixed(high - low < 10 ? 2 : 0), margin.left - 6, y(value));
  }

  context.textBaseline = 'bottom';
  context.textAlign = 'left';
  context.fillText(points.length ? `step ${first}` : 'no steps yet', margin.left, height);
  context.textAlign = 'right';
  if (points.length > 1) context.fillText(last, width - margin.right, height);

  names.forEach((name, index) => {
    const curve = points.filter(point => point[name] !== null);
    context.strokeStyle = colors[index];
    context.lineWidth = 1.5;
    context.beginPath();
    for (const point of curve) context.lineTo(x(point.step), y(point[name]));
    context.stroke();
    if (curve.length === 1) context.strokeRect(x(curve[0].step) - 1, y(curve[0][name]) - 1, 2, 2);
  });
}

/** The next number with one digit. */
function roundUp(value) {
  const unit = 10 ** Math.floor(Math.log10(value || 1));
  return Math.ceil(value / unit || 1) * unit;
}

// Math.min(...values) fails for many values.
function extremes(values) {
  let low = 0, high = 0;
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }

  return [low, high];
}
