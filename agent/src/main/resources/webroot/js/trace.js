// From the record's channels to the aligned columns that a plot draws.

import { number } from './format.js';

/** Half-widths of the central 80 and 95 % of a normal distribution, in standard deviations. */
const WIDTH_80 = 1.2816;
const WIDTH_95 = 1.96;

/** Longest step between two on-line readings that is drawn as a line (h); beyond it is a gap. */
const GAP_HOURS = 0.25;

/** Columns of a variable's plot, in the order of VARIABLE_SERIES in strips.js. */
export function variableTables(live, channels, name) {
  const measured = channels.get(name + '.measured');
  const estimated = channels.get(name + '.estimated');
  const expected = channels.get(name + '.expected');
  const forecast = live.ahead.states[name];
  return [
    measured ? withGaps(measured) : [[], []],
    estimated
      ? [estimated.t, estimated.v, shifted(estimated, WIDTH_95), shifted(estimated, -WIDTH_95)]
      : [[], [], [], []],
    expected ? [expected.t, expected.v] : [[], []],
    forecast
      ? [forecast.t, forecast.v, shifted(forecast, WIDTH_95), shifted(forecast, -WIDTH_95),
        shifted(forecast, WIDTH_80), shifted(forecast, -WIDTH_80)]
      : [[], [], [], [], [], []],
  ];
}

/** Columns of an actuator's plot: what it did, what was asked, what is planned. */
export function actuatorTables(live, channels, name, now) {
  const actual = channels.get(name + '.measured');
  const asked = channels.get(name + '.setpoint');
  const planned = live.ahead.levels[name] ?? [];
  const steps = planned.map(([hour, value]) => [Math.max(hour, now), value])
    .filter(([hour], i, all) => i + 1 >= all.length || all[i + 1][0] > hour);
  const end = live.ahead.endHours;
  if (steps.length && end > steps[steps.length - 1][0]) steps.push([end, steps[steps.length - 1][1]]);
  return [
    actual ? withGaps(actual) : [[], []],
    asked ? held(asked, now) : [[], []],
    [steps.map(s => s[0]), steps.map(s => s[1])],
  ];
}

/** The last set-point holds until now. */
function held(asked, now) {
  const last = asked.t.length - 1;
  return now > asked.t[last]
    ? [[...asked.t, now], [...asked.v, asked.v[last]]] : [asked.t, asked.v];
}

/** Bad readings and long silences become gaps. */
function withGaps(channel) {
  const t = [];
  const v = [];
  for (let i = 0; i < channel.t.length; i++) {
    if (i > 0 && channel.t[i] - channel.t[i - 1] > GAP_HOURS) {
      t.push((channel.t[i] + channel.t[i - 1]) / 2);
      v.push(null);
    }
    t.push(channel.t[i]);
    v.push(channel.q && channel.q[i] === 2 ? null : channel.v[i]);
  }
  return [t, v];
}

/** The series moved by so many standard deviations; what is never negative does not become so. */
function shifted(series, widths) {
  const floor = series.v.every(v => v === null || v >= 0) ? 0 : -Infinity;
  return series.v.map((v, i) => v === null || series.sd[i] === null ? null : Math.max(floor, v + widths * series.sd[i]));
}

/** Doses given and planned as {hour, amount, given}. */
export function doses(live, channels, name) {
  const given = channels.get(name + '.dose');
  const past = given ? given.t.map((hour, i) => ({ hour, amount: given.v[i], given: true })) : [];
  const ahead = (live.ahead.doses[name] ?? []).map(([hour, amount]) => ({ hour, amount, given: false }));
  return past.concat(ahead);
}

/** Stretches of bad quality, [from, to] in hours, for hatching. */
export function badStretches(channels, name) {
  const measured = channels.get(name + '.measured');
  const stretches = [];
  if (!measured?.q) return stretches;
  for (let i = 0; i < measured.t.length; i++) {
    if (measured.q[i] !== 2) continue;
    const last = stretches[stretches.length - 1];
    const to = measured.t[Math.min(i + 1, measured.t.length - 1)];
    if (last && measured.t[i] - last[1] < GAP_HOURS) last[1] = to;
    else stretches.push([measured.t[i], to]);
  }
  return stretches;
}

/** How far the estimate is from what is read, over the last hour, in standard deviations. */
export function disagreement(channels, name, now) {
  const measured = channels.get(name + '.measured');
  const estimated = channels.get(name + '.estimated');
  if (!measured || !estimated) return null;
  const residuals = [];
  let j = estimated.t.length - 1;
  for (let i = measured.t.length - 1; i >= 0 && measured.t[i] > now - 1; i--) {
    if (measured.q && measured.q[i] === 2) continue;
    while (j > 0 && estimated.t[j] > measured.t[i] + 1e-5) j--;
    if (Math.abs(estimated.t[j] - measured.t[i]) < 0.1) residuals.push(measured.v[i] - estimated.v[j]);
  }
  if (residuals.length < 5) return null;
  const mean = residuals.reduce((a, b) => a + b, 0) / residuals.length;
  const variance = residuals.reduce((a, r) => a + (r - mean) ** 2, 0) / (residuals.length - 1);
  const sd = estimated.sd ? estimated.sd[estimated.sd.length - 1] : 0;
  return { mean, ratio: Math.abs(mean) / Math.sqrt(variance + sd * sd + 1e-18) };
}

/** What a variable's plot foretells, in words. */
export function forecastWords(tables, decimals) {
  const [t, v, high, low] = tables[3];
  if (!t.length) return 'no forecast';
  const last = t.length - 1;
  return `forecast from ${t[0].toFixed(2)} h to ${t[last].toFixed(2)} h, then ${number(v[last], decimals)}, `
    + `with 95 % between ${number(low[last], decimals)} and ${number(high[last], decimals)}`;
}

/** What is planned for an actuator and its doses, in words. */
export function plannedWords([t, v], decimals, allDoses) {
  const steps = t.map((hour, i) => [hour, v[i]]).filter(([, value], i) => i === 0 || value !== v[i - 1]);
  const ahead = (allDoses ?? []).filter(d => !d.given);
  return (steps.length ? 'planned steps ' + steps.map(([hour, value]) => `${number(value, decimals)} from ${hour.toFixed(2)} h`).join(', ') : 'nothing planned')
    + (ahead.length ? '; planned doses ' + ahead.map(d => `${number(d.amount, 2)} at ${d.hour.toFixed(2)} h`).join(', ') : '');
}
