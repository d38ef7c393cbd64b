// What the operator asks for: entered, checked, confirmed, sent, and shown as done on read-back only.

import { byId, decimalsFor, el, number, plain, unit, utcTime } from './format.js';
import { send } from './stream.js';

const READ_BACK_SECONDS = 5;

/** Current view; set by main.js. */
let view = null;
let watching = null;
let opener = null;
let submit = () => {};

export function update(newest) {
  view = newest;
  if (watching) watching();
}

const dialog = byId('dialog');
const body = byId('dialogBody');
const go = byId('dialogGo');

byId('dialogForm').addEventListener('submit', event => {
  event.preventDefault();
  submit();
});
byId('dialogCancel').addEventListener('click', () => dialog.close());
dialog.addEventListener('close', () => {
  watching = null;
  opener?.focus();
});

function open(title, ...content) {
  if (!dialog.open) opener = document.activeElement;
  watching = null;
  byId('dialogTitle').textContent = title;
  body.replaceChildren(...content);
  error('');
  byId('dialogCancel').textContent = 'Cancel';
  byId('dialogCancel').hidden = false;
  go.disabled = false;
  go.hidden = false;
  if (!dialog.open) dialog.showModal();
}

function error(text) {
  byId('dialogError').textContent = text;
  byId('dialogError').hidden = text === '';
}

/** Second step: repeats what will happen, then sends. */
function confirm(title, lines, word, command, steps) {
  open(title, ...lines.map(line => el('p', { class: 'confirm' }, line)));
  go.textContent = word;
  submit = () => carryOut(command, steps);
  go.focus();
}

/** Sends and follows the steps: each a word and a claim on the view, in order. */
async function carryOut(command, steps) {
  submit = () => {};
  go.hidden = true;
  byId('dialogCancel').textContent = 'Close';
  const names = ['taken by the agent', ...steps.map(s => s.word)];
  const items = names.map(name => el('li', { class: 'waiting' }, name));
  body.append(el('ol', { class: 'steps', 'aria-live': 'polite' }, ...items));
  const mark = (i, state, detail) => {
    items[i].className = state;
    if (detail) items[i].textContent = `${names[i]}: ${detail}`;
  };
  const began = performance.now();
  const answer = await send(command);
  if (!answer.done) {
    mark(0, 'failed', 'refused');
    error(answer.message);
    return;
  }
  mark(0, 'done', answer.message === 'done' ? '' : answer.message);
  let at = 0;
  const timer = setInterval(() => watching?.(), 200);
  const finish = () => { clearInterval(timer); watching = null; };
  watching = () => {
    while (at < steps.length && steps[at].claim(view)) {
      mark(at + 1, 'done', steps[at].detail?.(view));
      at++;
    }
    if (at === steps.length) {
      finish();
      byId('dialogCancel').focus();
    } else if ((performance.now() - began) / 1000 > READ_BACK_SECONDS) {
      mark(at + 1, 'failed', 'not seen');
      error(`Not confirmed within ${READ_BACK_SECONDS} s: ${steps[at].late ?? 'check the plant before trying again'}.`);
      finish();
    }
  };
  watching();
}

const MEANING = {
  AUTO: v => `The controller takes over from the set-points in force (${levels(v)}); it moves on from there within its rate limits.`,
  MANUAL: v => `Set-points stay as they are (${levels(v)}) until you change them. The gate still holds every limit.`,
  HOLD: () => "Feed and doses go to zero. The plant's own loops stay.",
};

function levels(v) {
  return v.actuators.map(a => `${a.label} ${number(a.setpoint, decimalsFor(a.upper))} ${unit(a.unit)}`).join(', ');
}

export function askMode(mode) {
  if (view.mode === mode) {
    open(`${view.reactor} is in ${mode} already`, el('p', {}, MEANING[mode](view)));
    go.hidden = true;
    byId('dialogCancel').textContent = 'Close';
    return;
  }
  confirm(`${view.reactor}: ${view.mode} → ${mode}`, [MEANING[mode](view)], `Change to ${mode}`,
    { command: 'mode', mode, confirmed: true },
    [{ word: 'in effect', claim: v => v.mode === mode, late: `the mode is ${view.mode} still` }]);
}

export function askSetpoint(name) {
  const a = view.actuators.find(x => x.name === name);
  const decimals = decimalsFor(a.upper);
  const input = field('value', plain(rounded(a.setpoint ?? 0, decimals)));
  const delta = el('p', { class: 'dim', id: 'delta' });
  open(`${view.reactor}: ${a.label}`,
    el('dl', { class: 'pairs' },
      el('dt', {}, 'Set-point now'), el('dd', {}, `${number(a.setpoint, decimals)} ${unit(a.unit)}`),
      el('dt', {}, 'Read back'), el('dd', {}, a.actual ? `${number(a.actual.value, decimals)} ${unit(a.unit)}` : '–'),
      el('dt', {}, 'Limits'), el('dd', {}, `${plain(a.lower)} to ${plain(a.upper)} ${unit(a.unit)}`)),
    label('New set-point', input, unit(a.unit)), delta);
  go.textContent = 'Continue';
  const reason = () => outside(input, a.lower, a.upper, a.unit);
  input.addEventListener('input', () => {
    const change = parse(input) - (a.setpoint ?? 0);
    delta.textContent = reason() === '' ? `change of ${change >= 0 ? '+' : '−'}${number(Math.abs(change), decimals)} ${unit(a.unit)}` : '';
    error('');
  });
  input.select();
  submit = () => {
    if (reason() !== '') { error(reason()); input.focus(); return; }
    const value = parse(input);
    const current = v => v.actuators.find(x => x.name === name);
    const near = (x, y) => Math.abs(x - y) <= Math.max(0.02 * Math.abs(y), 2e-3 * a.upper);
    const before = a.setpoint;
    confirm(`${view.reactor}: ${a.label}`,
      [el('strong', { class: 'move' }, `${plain(rounded(a.setpoint, decimals))} → ${plain(value)} ${unit(a.unit)}`)], 'Write',
      { command: 'setpoint', actuator: name, value },
      [
        { word: 'written', claim: v => same(current(v).setpoint, value) || (same(current(v).manual, value) && current(v).setpoint !== before),
          detail: v => same(current(v).setpoint, value) ? `${plain(value)} ${unit(a.unit)}`
            : `${number(current(v).setpoint, decimals)} ${unit(a.unit)}, on the way to ${plain(value)} as fast as the limits allow`,
          late: 'the gate has not let it pass; see the controller card' },
        { word: 'accepted by the plant', claim: v => current(v).inEffect, late: 'the plant has not taken it; check the plant before trying again' },
        { word: 'in effect', claim: v => !current(v).actual || near(current(v).actual.value, current(v).setpoint),
          detail: v => current(v).actual ? `read back ${number(current(v).actual.value, decimals)} ${unit(a.unit)}` : 'the plant has no read-back',
          late: 'the read-back still differs; check the plant before trying again' },
      ]);
  };
}

function same(x, y) {
  return x !== null && Math.abs(x - y) <= 1e-6 * Math.max(1e-3, Math.abs(y));
}

export function askDose(name) {
  const d = view.dosers.find(x => x.name === name);
  const input = field('amount', plain(d.minimum));
  const left = Math.max(0, d.budget - d.total);
  open(`${view.reactor}: dose of ${d.label}`,
    el('dl', { class: 'pairs' },
      el('dt', {}, 'Given so far'), el('dd', {}, `${plain(d.total)} of ${plain(d.budget)} ${unit(d.unit)}`),
      el('dt', {}, 'A dose'), el('dd', {}, `${plain(d.minimum)} to ${plain(d.maximum)} ${unit(d.unit)} in steps of ${plain(d.step)}`)),
    label('Amount', input, unit(d.unit)));
  go.textContent = 'Continue';
  input.select();
  submit = () => {
    const reason = outside(input, d.minimum, Math.min(d.maximum, left), d.unit);
    if (reason !== '') { error(reason); input.focus(); return; }
    const amount = parse(input);
    const before = d.count;
    confirm(`${view.reactor}: dose of ${d.label}`,
      [el('strong', { class: 'move' }, `give ${plain(amount)} ${unit(d.unit)} now`), `Total ${plain(d.total)} → ${plain(Number((d.total + amount).toPrecision(6)))} ${unit(d.unit)}. A dose cannot be taken back.`],
      'Give', { command: 'dose', doser: name, amount, confirmed: true },
      [{ word: 'given, by read-back', claim: v => { const x = v.dosers.find(y => y.name === name); return x.count > before && !x.waiting; },
        late: 'no read-back yet; it is not sent again before one' }]);
  };
}

export function askStart() {
  const now = new Date(view.at);
  const name = el('input', { id: 'batchField', value: 'B-' + now.toISOString().slice(0, 16).replace(/[-:]/g, '').replace('T', '-'), autocomplete: 'off', maxlength: '40' });
  const time = el('input', { id: 'timeField', type: 'datetime-local', step: '1', value: now.toISOString().slice(0, 19) });
  const volume = field('volume', '2');
  const biomass = field('biomass', '0.5');
  open(`${view.reactor}: start a batch`, label('Name', name, ''), label('Inoculated at', time, 'UTC'),
    label('Volume then', volume, 'L'), label('Biomass then', biomass, 'g/L'));
  go.textContent = 'Continue';
  submit = () => {
    const instant = new Date(time.value + 'Z');
    const wrong = !/^[A-Za-z0-9._-]{1,40}$/.test(name.value) ? 'A name has letters, digits, dots, dashes and underscores, at most 40.'
      : Number.isNaN(instant.getTime()) ? 'The time of inoculation is not complete.'
        : instant > new Date(view.at) ? `Inoculation cannot lie in the future; it is ${utcTime(view.at)} UTC.`
          : outside(volume, 1e-6, 1e6, 'L') || outside(biomass, 1e-6, 1e4, 'g/L');
    if (wrong) { error(wrong); return; }
    const batch = name.value;
    confirm(`${view.reactor}: start batch ${batch}`,
      [`Inoculated ${instant.toISOString().slice(0, 19).replace('T', ' ')} UTC, ${plain(parse(volume))} L with ${plain(parse(biomass))} g/L biomass. The mode stays ${view.mode}.`],
      'Start', { command: 'start', batch, inoculated: instant.toISOString(), volumeL: parse(volume), biomassGPerL: parse(biomass) },
      [{ word: 'batch runs', claim: v => v.batch.name === batch && v.batch.inoculated !== null }]);
  };
}

export function askEnd() {
  confirm(`${view.reactor}: end batch ${view.batch.name}`, ['Feed and doses go to zero and the batch is closed before its time. This cannot be undone.'],
    'End batch', { command: 'end', confirmed: true }, [{ word: 'ended', claim: v => v.batch.phase === 'COMPLETE' || v.batch.inoculated === null }]);
}

export function askRearm() {
  confirm(`${view.reactor}: re-arm`, ["Clears the plant's local fallback, so that set-points take effect again. Be sure that its cause is gone."],
    'Re-arm', { command: 'rearm', confirmed: true },
    [{ word: 'fallback cleared', claim: v => !v.alarms.some(a => a.active && a.id === 'plant.fallback') }]);
}

function field(id, value) {
  return el('input', { id: id + 'Field', type: 'text', inputmode: 'decimal', value, autocomplete: 'off', 'aria-describedby': 'dialogError' });
}

function label(text, input, unitText) {
  return el('label', { class: 'field', for: input.id }, el('span', {}, text), input, el('span', { class: 'unit' }, unitText));
}

function rounded(value, decimals) {
  return value === null ? null : Number(value.toFixed(decimals));
}

/** A decimal comma is read as a point. */
function parse(input) {
  const text = input.value.trim().replace(',', '.').replace('−', '-');
  return text === '' ? NaN : Number(text);
}

/** Why the entry cannot be taken; empty if it can. */
function outside(input, lower, upper, unitText) {
  const value = parse(input);
  if (!Number.isFinite(value)) return `"${input.value}" is not a number.`;
  if (value < lower) return `${plain(value)} ${unit(unitText)} is below the smallest value, ${plain(lower)} ${unit(unitText)}.`;
  if (value > upper) return `${plain(value)} ${unit(unitText)} is above the largest value, ${plain(upper)} ${unit(unitText)}.`;
  return '';
}
