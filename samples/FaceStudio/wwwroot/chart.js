// Draws curves over the training step on a canvas, with axes. The first curve has the color --first, the second --second.

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
  const color = name => style.getPropertyValue(name);
  context.font = `12px ${style.fontFamily}`;

  const values = points.flatMap(point => names.map(name => point[name])).filter(value => value !== null);
  const first = points[0]?.step ?? 0, last = Math.max(points.at(-1)?.step ?? 1, first + 1);
  const [low, highest] = extremes(values);
  const high = top ?? Math.max(low + 1e-3, highest * 1.05);
  const x = step => margin.left + (width - margin.left - margin.right) * (step - first) / (last - first);
  const y = value => height - margin.bottom - (height - margin.top - margin.bottom) * (value - low) / (high - low);

  context.strokeStyle = color('--border');
  context.fillStyle = color('--muted');
  context.textAlign = 'right';
  context.textBaseline = 'middle';
  for (const value of [low, (low + high) / 2, high]) {
    context.beginPath();
    context.moveTo(margin.left, y(value));
    context.lineTo(width - margin.right, y(value));
    context.stroke();
    context.fillText(value.toFixed(high - low < 10 ? 2 : 0), margin.left - 6, y(value));
  }

  context.textBaseline = 'bottom';
  context.textAlign = 'left';
  context.fillText(points.length ? `step ${first}` : 'no steps yet', margin.left, height);
  context.textAlign = 'right';
  if (points.length > 1) context.fillText(last, width - margin.right, height);

  names.forEach((name, index) => {
    const curve = points.filter(point => point[name] !== null);
    context.strokeStyle = color(index === 0 ? '--first' : '--second');
    context.lineWidth = 1.5;
    context.beginPath();
    for (const point of curve) context.lineTo(x(point.step), y(point[name]));
    context.stroke();
    if (curve.length === 1) context.strokeRect(x(curve[0].step) - 1, y(curve[0][name]) - 1, 2, 2);
  });
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
