// The strip charts: one plot a variable, one for each actuator with the doses, on one time axis.

import { actuatorFace, doserFace, variableFace } from './faces.js';
import { byId, decimalsFor, el, number, setText, unit, utcShort } from './format.js';
import { actuatorSeries, clip, hatch, inks, line, scaled, variableSeries } from './ink.js';
import { actuatorTables, badStretches, disagreement, doses, forecastWords, plannedWords, variableTables } from './trace.js';
import { trendWindow } from './stream.js';

const AXIS_WIDTH = 52;
const AXIS_HEIGHT = 24;

export class Strips {
  constructor(live) {
    this.live = live;
    this.strips = [];
    this.view = null;
    this.range = 'batch';
    this.zoom = null;
    this.detail = null;
    this.axis = 'hours';
    this.pending = false;
    this.host = byId('strips');
    this.resizer = new ResizeObserver(() => this.resize());
    this.resizer.observe(this.host);
    for (const button of document.querySelectorAll('[data-range]')) {
      button.addEventListener('click', () => this.chooseRange(button.dataset.range));
    }
    for (const button of document.querySelectorAll('[data-axis]')) {
      button.addEventListener('click', () => {
        this.axis = button.dataset.axis;
        press('[data-axis]', button);
        this.draw();
      });
    }
  }

  show(view) {
    this.view = view;
    const shown = view.variables.filter(v => v.mean !== null || v.foreseen || v.lower !== null || v.upper !== null);
    const key = [...shown, ...view.actuators, ...view.dosers].map(q => q.name).join('|');
    if (key !== this.key) {
      this.key = key;
      this.build(shown, view);
    }
    for (const strip of this.strips) this.face(strip);
    this.later();
  }

  /** Names that have a strip, so that other places need not show them. */
  names() {
    return new Set(this.strips.map(strip => strip.name));
  }

  build(variables, view) {
    for (const strip of this.strips) strip.plot?.destroy();
    this.strips = variables.map(v => ({ kind: 'variable', name: v.name, doser: null }));
    view.actuators.forEach((a, i) => this.strips.push({
      kind: 'actuator', name: a.name, doser: i === 0 && view.dosers.length ? view.dosers[0].name : null,
    }));
    if (!view.actuators.length) {
      view.dosers.forEach(d => this.strips.push({ kind: 'doser', name: d.name, doser: d.name }));
    }
    this.host.replaceChildren(...this.strips.map((strip, i) => {
      strip.value = el('span', { class: 'value' });
      strip.unit = el('span', { class: 'unit' });
      strip.second = el('div', { class: 'second' });
      strip.flag = el('span', { class: 'flag' });
      strip.label = el('div', { class: 'label' });
      strip.plotHost = el('div', { class: 'plot', role: 'img' });
      strip.readout = el('div', { class: 'readout', hidden: true });
      strip.last = i === this.strips.length - 1;
      strip.plotHost.append(strip.readout);
      const face = el('div', { class: 'face' }, strip.label,
        el('div', { class: 'now' }, strip.value, strip.unit, strip.flag), strip.second);
      return el('div', { class: 'strip' + (strip.last ? ' last' : ''), 'data-name': strip.name }, face, strip.plotHost);
    }));
    this.resize();
  }

  quantity(strip) {
    const list = strip.kind === 'variable' ? this.view.variables : strip.kind === 'actuator' ? this.view.actuators : this.view.dosers;
    return list.find(q => q.name === strip.name);
  }

  face(strip) {
    const q = this.quantity(strip);
    setText(strip.label, q.label);
    setText(strip.unit, unit(q.unit));
    strip.decimals = q.unit === '%' ? 1 : decimalsFor(Math.max(...[q.upper, q.lower, q.mean, q.measured?.value].map(x => Math.abs(x ?? 0))));
    const seen = strip.kind === 'variable' ? variableFace(q, strip.decimals, this.view)
      : strip.kind === 'actuator' ? actuatorFace(q, strip.decimals, this.dosed(strip)) : doserFace(q);
    setText(strip.value, seen.value);
    setText(strip.second, seen.second);
    setText(strip.flag, seen.flag ?? '');
    strip.value.className = 'value ' + (seen.state ?? '');
    strip.flag.className = 'flag ' + (seen.flagClass ?? '');
  }

  dosed(strip) {
    return strip.doser ? this.view.dosers.find(d => d.name === strip.doser) : null;
  }

  chooseRange(range) {
    this.range = range;
    this.zoom = null;
    this.detail = null;
    press('[data-range]', document.querySelector(`[data-range="${range}"]`));
    this.draw();
  }

  async zoomTo(from, to) {
    this.zoom = [from, to];
    press('[data-range]', null);
    this.draw();
    try {
      const detail = await trendWindow(from, to, 1500);
      if (this.zoom && this.zoom[0] === from && this.zoom[1] === to) {
        this.detail = detail;
        this.draw();
      }
    } catch {
      // the overview stays in sight
    }
  }

  now() {
    return this.view?.batch.hours ?? (this.live.start ? (Date.parse(this.view.at) - this.live.start) / 3.6e6 : 0);
  }

  span() {
    if (this.zoom) return this.zoom;
    const now = this.now();
    if (this.range === 'batch') return [0, Math.max(this.batchEnd(now), 0.5) * 1.005];
    const half = Number(this.range);
    return [now - half, now + half];
  }

  /** Where the trends of the batch end: at harvest, or now if that is later and the batch goes on. */
  batchEnd(now) {
    const batch = this.view?.batch;
    if (!batch || batch.hours === null) return now + 0.5;
    const end = batch.endHours ?? now;
    return batch.phase === 'COMPLETE' ? Math.min(now, end) : Math.max(now, end);
  }

  later() {
    if (this.pending) return;
    this.pending = true;
    setTimeout(() => requestAnimationFrame(() => { this.pending = false; this.draw(); }), 200);
  }

  resize() {
    for (const strip of this.strips) {
      const size = { width: strip.plotHost.clientWidth, height: strip.plotHost.clientHeight };
      if (size.width < 50 || size.height < 30) continue;
      if (strip.plot) strip.plot.setSize(size);
      else this.plot(strip, size);
    }
    this.draw();
  }

  /** Colours have changed: the plots are made anew. */
  repaint() {
    for (const strip of this.strips) {
      strip.plot?.destroy();
      strip.plot = null;
    }
    this.resize();
  }

  plot(strip, size) {
    const ink = inks();
    const y = strip.kind === 'doser' ? [0, 1] : null;
    strip.plot = new uPlot({
      ...size,
      pxAlign: 1,
      legend: { show: false },
      padding: [6, 10, strip.last ? 0 : 4, 0],
      cursor: {
        sync: { key: 'strips', setSeries: false },
        drag: { x: true, y: false, setScale: false },
        points: { show: false },
        y: false,
        bind: { dblclick: () => () => { this.chooseRange(this.range); return null; } },
      },
      scales: {
        x: { time: false, range: () => this.span() },
        y: { range: (u, low, high) => y ?? this.yRange(strip, low, high) },
      },
      axes: [
        {
          show: true, size: strip.last ? AXIS_HEIGHT : 0, stroke: ink.secondary, font: ink.font, gap: 4,
          grid: { stroke: ink.grid, width: 1 }, ticks: { show: strip.last, stroke: ink.grid, size: 4 },
          splits: (u, axis, from, to) => this.splits(from, to, u.bbox.width / devicePixelRatio),
          values: (u, splits) => strip.last ? splits.map(h => this.axisLabel(h)) : splits.map(() => ''),
        },
        {
          size: AXIS_WIDTH, stroke: ink.secondary, font: ink.font, gap: 4, space: 20,
          grid: { stroke: ink.grid, width: 1 }, ticks: { show: false },
          values: (u, splits) => strip.kind === 'doser' ? splits.map(() => '') : splits.map(v => String(Number(v.toPrecision(6)))),
        },
      ],
      series: strip.kind === 'variable' ? variableSeries(ink, () => strip.sparse) : actuatorSeries(ink),
      bands: strip.kind === 'variable' ? [
        { series: [3, 4], fill: ink.pastBand },
        { series: [7, 8], fill: ink.band95 },
        { series: [9, 10], fill: ink.band80 },
      ] : [],
      hooks: {
        drawClear: [u => this.under(u, strip, ink)],
        draw: [u => this.over(u, strip, ink)],
        setCursor: [u => this.readout(u, strip)],
        setSelect: [u => {
          if (u.select.width > 8) this.zoomTo(u.posToVal(u.select.left, 'x'), u.posToVal(u.select.left + u.select.width, 'x'));
          u.setSelect({ left: 0, width: 0, top: 0, height: 0 }, false);
        }],
      },
    }, [[]], strip.plotHost);
  }

  splits(from, to, width) {
    const wanted = (to - from) / Math.max(2, width / 70);
    const step = [1 / 12, 1 / 6, 1 / 4, 1 / 2, 1, 2, 4, 6, 12, 24, 48].find(s => s >= wanted) ?? 96;
    const shift = this.axis === 'utc' && this.live.start ? (this.live.start / 3.6e6) % step : 0;
    const splits = [];
    for (let k = Math.ceil((from + shift) / step); k * step - shift <= to; k++) splits.push(k * step - shift);
    return splits;
  }

  axisLabel(hour) {
    if (this.axis === 'utc' && this.live.start) return utcShort(this.live.start + hour * 3.6e6);
    const minutes = Math.round(Math.abs(hour) * 60);
    const clock = minutes % 60 ? `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}` : String(minutes / 60);
    return (hour < 0 && minutes ? '−' : '') + clock + ' h';
  }

  draw() {
    if (!this.view || document.hidden) return;
    const now = this.now();
    const channels = this.detail ?? this.live.channels;
    const span = this.span();
    for (const strip of this.strips) {
      if (!strip.plot) continue;
      const tables = strip.kind === 'variable' ? variableTables(this.live, channels, strip.name)
        : strip.kind === 'actuator' ? actuatorTables(this.live, channels, strip.name, now) : [[[0, 1], [null, null]], [[], []], [[], []]];
      // a null is a gap up to the next point, also across the other tables' times
      const data = uPlot.join(
        tables.map(t => t[0].length ? t : [[now], ...t.slice(1).map(() => [null])]), tables.map(t => t.map(() => 2)));
      strip.limits = strip.kind === 'doser' ? [] : limitsOf(this.quantity(strip), strip.kind);
      strip.doses = strip.doser ? doses(this.live, channels, strip.doser) : [];
      strip.bad = badStretches(channels, strip.name);
      strip.sparse = tables[0][1].filter(v => v !== null).length < 60;
      strip.extent = extent(data, span);
      strip.plotHost.setAttribute('aria-label', this.described(strip, tables));
      strip.plot.setData(data, true);
    }
  }

  /** The plot in words, for whoever cannot see it. */
  described(strip, tables) {
    const q = this.quantity(strip);
    return `${q.label} (${unit(q.unit)}): ` + (strip.kind === 'variable' ? forecastWords(tables, strip.decimals)
      : plannedWords(strip.kind === 'actuator' ? tables[2] : [[], []], strip.decimals, strip.doses));
  }

  yRange(strip) {
    let [low, high] = strip.extent ?? [0, 1];
    for (const limit of strip.limits ?? []) {
      const near = limit.upper ? high > 0.35 * limit.value : low < 2.5 * limit.value;
      if (near || strip.kind === 'actuator') {
        low = Math.min(low, limit.value);
        high = Math.max(high, limit.value);
      }
    }
    if (low >= 0 && low < 0.5 * high) low = 0;
    if (!(high - low > 1e-9)) high = low + Math.max(1e-3, Math.abs(low) * 0.1);
    const room = 0.06 * (high - low);
    return [low === 0 ? 0 : low - room, high + room + (strip.doser ? 0.25 * (high - low) : 0)];
  }

  /** Beneath the lines: the future's ground, hatched bad quality, limits. */
  under(u, strip, ink) {
    const { left, top, width, height } = u.bbox;
    const c = u.ctx;
    c.save();
    clip(c, u);
    const x = u.valToPos(this.now(), 'x', true);
    c.fillStyle = ink.future;
    c.fillRect(Math.max(left, x), top, left + width - Math.max(left, x), height);
    c.fillStyle = hatch(c, ink.line);
    for (const [from, to] of strip.bad ?? []) {
      const a = u.valToPos(from, 'x', true);
      c.fillRect(a, top, Math.max(2, u.valToPos(to, 'x', true) - a), height);
    }
    for (const limit of strip.limits ?? []) {
      const y = Math.round(u.valToPos(limit.value, 'y', true)) + 0.5;
      const crossed = strip.kind === 'variable' && this.crossed(this.quantity(strip), limit);
      c.strokeStyle = crossed ? ink.p2 : ink.line;
      c.lineWidth = (crossed ? 2 : 1) * devicePixelRatio;
      c.setLineDash([6 * devicePixelRatio, 3 * devicePixelRatio]);
      line(c, left, y, left + width, y);
    }
    c.restore();
  }

  /** Above the lines: now, and doses as bars with their amounts. */
  over(u, strip, ink) {
    const { left, top, width, height } = u.bbox;
    const c = u.ctx;
    const ratio = devicePixelRatio;
    c.save();
    clip(c, u);
    const x = Math.round(u.valToPos(this.now(), 'x', true)) + 0.5;
    c.setLineDash([]);
    c.strokeStyle = ink.text;
    c.lineWidth = ratio;
    line(c, x, top, x, top + height);
    c.font = scaled(ink.font);
    if (strip === this.strips[0]) {
      c.fillStyle = ink.text;
      c.textBaseline = 'top';
      c.textAlign = x > left + width - 40 * ratio ? 'right' : 'left';
      c.fillText('now', x + (c.textAlign === 'left' ? 4 : -4) * ratio, top + ratio);
    }
    let labelled = -Infinity;
    const largest = Math.max(...(strip.doses ?? []).map(d => d.amount), 1e-9);
    c.textAlign = 'center';
    c.textBaseline = 'bottom';
    for (const dose of strip.doses ?? []) {
      const at = Math.round(u.valToPos(dose.hour, 'x', true));
      const tall = height * 0.5 * dose.amount / largest;
      c.fillStyle = dose.given ? ink.text : ink.panel;
      c.strokeStyle = ink.text;
      c.fillRect(at - 3 * ratio, top + height - tall, 6 * ratio, tall);
      c.strokeRect(at - 3 * ratio, top + height - tall, 6 * ratio, tall);
      c.fillStyle = ink.text;
      const q = this.dosed(strip);
      // where doses stand close, the unit goes first, then the label
      const label = at - labelled > 44 * ratio ? `${number(dose.amount, 2)} ${q.unit}` : number(dose.amount, 2);
      if (at - labelled > 28 * ratio) {
        c.fillText(label, Math.min(Math.max(at, left + 20 * ratio), left + width - 20 * ratio), top + height - tall - 2 * ratio);
        labelled = at;
      }
    }
    c.restore();
  }

  /** A limit of what is measured is crossed when the agent says so (with its delays, once it counts). */
  crossed(q, limit) {
    if (q.measured) return this.view.alarms.some(a => a.active && a.id === `${q.name}.${limit.upper ? 'high' : 'low'}`);
    return this.view.batch.phase !== 'COMPLETE' && q.mean !== null && (limit.upper ? q.mean > limit.value : q.mean < limit.value);
  }

  readout(u, strip) {
    const { left, idx } = u.cursor;
    strip.readout.hidden = left === undefined || left < 0 || idx === null || idx === undefined;
    if (strip.readout.hidden) return;
    const hour = u.posToVal(left, 'x');
    const parts = [this.axisTime(hour)];
    const names = strip.kind === 'variable'
      ? [[1, 'measured'], [2, 'estimated'], [5, 'expected'], [6, 'forecast']]
      : [[1, 'actual'], [2, 'set-point'], [3, 'planned']];
    for (const [series, word] of names) {
      const value = nearest(u.data, series, idx, hour, strip.kind === 'actuator' && series > 1);
      if (value !== null) parts.push(`${word} ${number(value, strip.decimals)}`);
    }
    const reach = u.posToVal(left + 8, 'x') - hour;
    const dose = (strip.doses ?? []).find(d => Math.abs(d.hour - hour) < reach);
    if (dose) parts.push(`${dose.given ? 'dose' : 'planned dose'} ${number(dose.amount, 2)} ${this.dosed(strip).unit}`);
    setText(strip.readout, parts.join('   '));
    strip.readout.classList.toggle('right', left < u.over.clientWidth / 2);
  }

  axisTime(hour) {
    return this.axis === 'utc' && this.live.start ? utcShort(this.live.start + hour * 3.6e6) + ' UTC' : number(hour, 2) + ' h';
  }

  /** What the readings say of the estimate: the variable that disagrees most. */
  trust() {
    let worst = null;
    if (this.view?.batch.phase === 'COMPLETE') return null;
    for (const v of this.view?.variables ?? []) {
      if (v.mean === null || v.measured?.kind !== 'ONLINE') continue;
      const found = disagreement(this.live.channels, v.name, this.now());
      if (found && (!worst || found.ratio > worst.ratio)) worst = { ...found, variable: v };
    }
    return worst;
  }
}

function limitsOf(q, kind) {
  const limits = [];
  if (q.lower !== null && kind === 'variable') limits.push({ value: q.lower, upper: false });
  if (q.upper !== null) limits.push({ value: q.upper, upper: true });
  return limits;
}

/** Smallest and largest value in sight. */
function extent(data, [from, to]) {
  let low = Infinity;
  let high = -Infinity;
  for (let i = 0; i < data[0].length; i++) {
    if (data[0][i] < from || data[0][i] > to) continue;
    for (let s = 1; s < data.length; s++) {
      const v = data[s][i];
      if (v !== null && v !== undefined) {
        low = Math.min(low, v);
        high = Math.max(high, v);
      }
    }
  }
  return low <= high ? [low, high] : [0, 1];
}

/** The series' value nearest to the hour; of a step the one in force. */
function nearest(data, series, idx, hour, step) {
  for (let d = 0; d < 400; d++) {
    for (const i of step ? [idx - d] : [idx - d, idx + d]) {
      const v = data[series]?.[i];
      if (v !== undefined && v !== null) {
        return step || Math.abs(data[0][i] - hour) < 0.3 ? v : null;
      }
    }
  }
  return null;
}

function press(selector, pressed) {
  for (const button of document.querySelectorAll(selector)) {
    button.setAttribute('aria-pressed', String(button === pressed));
  }
}
