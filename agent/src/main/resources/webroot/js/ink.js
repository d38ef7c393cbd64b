// Colours, series and strokes of the plots.

export function variableSeries(ink, sparse) {
  const thin = { stroke: 'transparent', width: 0, points: { show: false } };
  return [
    {},
    { stroke: ink.measured, width: 1, points: { show: sparse, size: 5, fill: ink.measured, stroke: ink.measured } },
    { stroke: ink.value, width: 1.75, points: { show: false } },
    thin, thin,
    { stroke: ink.line, width: 1.25, dash: [2, 3], points: { show: false } },
    { stroke: ink.value, width: 1.75, dash: [7, 4], points: { show: false } },
    thin, thin, thin, thin,
  ];
}

export function actuatorSeries(ink) {
  const stepped = uPlot.paths.stepped({ align: 1 });
  return [
    {},
    { stroke: ink.measured, width: 1, points: { show: false } },
    { stroke: ink.value, width: 1.75, paths: stepped, points: { show: false } },
    { stroke: ink.value, width: 1.75, dash: [7, 4], paths: stepped, points: { show: false } },
  ];
}

export function inks() {
  const style = getComputedStyle(document.documentElement);
  const ink = name => style.getPropertyValue('--' + name).trim();
  return {
    text: ink('text'), secondary: ink('secondary'), value: ink('value'), line: ink('line'), grid: ink('grid'),
    panel: ink('panel'), future: ink('future'), measured: ink('measured'), p2: ink('p2'),
    pastBand: ink('band-past'), band95: ink('band-95'), band80: ink('band-80'),
    font: '11px ' + ink('font'),
  };
}

export function scaled(font) {
  return font.replace(/^\d+/, size => Math.round(size * devicePixelRatio));
}

export function clip(c, u) {
  c.beginPath();
  c.rect(u.bbox.left, u.bbox.top, u.bbox.width, u.bbox.height);
  c.clip();
}

export function line(c, x0, y0, x1, y1) {
  c.beginPath();
  c.moveTo(x0, y0);
  c.lineTo(x1, y1);
  c.stroke();
}

export function hatch(c, colour) {
  const tile = document.createElement('canvas');
  tile.width = tile.height = 8;
  const t = tile.getContext('2d');
  t.strokeStyle = colour;
  line(t, 0, 8, 8, 0);
  return c.createPattern(tile, 'repeat');
}
