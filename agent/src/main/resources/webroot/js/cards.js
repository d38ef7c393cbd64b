// The frame, the batch, the controller and the set-points.

import { byId, decimalsFor, duration, el, localTime, number, plain, setContent, setText, unit, utcTime } from './format.js';

const PHASES = {
  BATCH: 'batch phase', FED_BATCH: 'fed-batch', INDUCED: 'fed-batch, induced', COMPLETE: 'complete',
};
const DRIVERS = {
  PLAN: 'the plan drives', SHIFTED_PLAN: 'the last plan drives, shifted', RECIPE: 'the recipe drives',
  OPERATOR: 'the operator drives', HOLD: 'nobody drives: feed and doses are zero',
};
const CONNECTIONS = { opcua: 'OPC UA', mqtt: 'MQTT', store: 'Store' };
const SHAPES = ['■', '▲', '◆'];

export function frame(view, speed) {
  setText(byId('reactor'), view.reactor);
  document.title = `${view.reactor} · biopilot`;
  setText(byId('utc'), utcTime(view.at));
  setText(byId('local'), localTime(view.at));
  byId('shadow').hidden = !view.shadow;
  byId('speed').hidden = !(speed > 1.5);
  // over a few seconds it is not known more exactly
  setText(byId('speed'), '×' + (speed > 20 ? 5 * Math.round(speed / 5) : Math.round(speed)));
  const counts = [1, 2, 3].map(p => ({
    active: view.alarms.filter(a => a.priority === p).length,
    unseen: view.alarms.filter(a => a.priority === p && !a.acknowledged).length,
  }));
  setContent(byId('counts'), JSON.stringify(counts), () => counts.map((c, i) => el('span', {
    class: `count ${c.active ? 'p' + (i + 1) : 'none'} ${c.unseen ? 'unseen' : ''}`,
    title: `priority ${i + 1}: ${c.active} alarms, ${c.unseen} not acknowledged`,
  }, el('span', { class: 'symbol', 'aria-hidden': 'true' }, SHAPES[i]), ` P${i + 1} ${c.active}`)));
}

export function batch(view) {
  const b = view.batch;
  const running = b.inoculated !== null;
  setText(byId('batchName'), running || b.name ? b.name : 'No batch');
  setText(byId('phase'), b.phase === 'IDLE' ? '' : PHASES[b.phase] ?? b.phase);
  const share = running && b.endHours > 0 ? Math.min(1, b.hours / b.endHours) : 0;
  byId('progress').style.width = (100 * share).toFixed(1) + '%';
  setText(byId('batchTime'), !running ? 'not inoculated'
    : b.phase === 'COMPLETE' ? `harvest time reached at ${number(b.endHours, 1)} h`
      : `${duration(b.hours * 3600)} since inoculation, harvest in ${duration((b.endHours - b.hours) * 3600)}`);
  byId('start').hidden = running && b.phase !== 'COMPLETE';
  byId('end').hidden = !running || b.phase === 'COMPLETE';
  byId('rearm').hidden = !view.alarms.some(a => a.active && a.id === 'plant.fallback');
}

export function mode(view) {
  for (const button of document.querySelectorAll('[data-mode]')) {
    button.setAttribute('aria-pressed', String(button.dataset.mode === view.mode));
  }
  const c = view.controller;
  const fallback = fallen(view);
  const text = view.batch.inoculated === null || view.batch.phase === 'COMPLETE' ? 'no batch runs'
    : view.mode === 'AUTO' ? (fallback ? '▲ fallback: ' : '') + DRIVERS[c.source] + (waiting(view) ? ' until a plan is ready' : '')
      : view.mode === 'MANUAL' ? 'the operator drives' : 'on hold: feed and doses are zero';
  setText(byId('driver'), text);
  byId('driver').className = 'driver ' + (fallback ? 'p2' : view.mode === 'AUTO' ? '' : 'manual');
}

function running(view) {
  return view.batch.inoculated !== null && view.batch.phase !== 'COMPLETE';
}

/** No plan has driven for so long that somebody should know: the agent's own judgement, with its delay. */
function fallen(view) {
  return view.mode === 'AUTO' && running(view) && view.alarms.some(a => a.active && a.id === 'controller.fallback');
}

/** The recipe drives for the moment, as at the start and after a plan that came late. */
function waiting(view) {
  return view.mode === 'AUTO' && running(view) && !fallen(view) && view.controller.source === 'RECIPE';
}

export function controller(view, trust) {
  const c = view.controller;
  const next = nextMove(view);
  const fallback = fallen(view);
  const rows = [
    ['Target', view.mode === 'AUTO' ? `AUTO, ${c.name} controller` : view.mode],
    ['Actual', running(view) ? DRIVERS[c.source] ?? c.source : 'no batch runs', fallback ? 'p2' : ''],
  ];
  const planning = running(view) && view.mode === 'AUTO';
  if (c.fallbackReason && c.source !== 'PLAN' && planning) rows.push(['Reason', c.fallbackReason, fallback ? 'p2' : '']);
  if (planning) {
    const [status, ...remarks] = c.status.split('; ');
    rows.push(
      ['Solver', c.solveMs === null ? 'no plan yet' : `${status}: ${number(c.solveMs, c.solveMs < 10 ? 1 : 0)} ms, ${c.iterations} iteration${c.iterations === 1 ? '' : 's'}`, '', remarks.join('; ')],
      ['Held by', c.activeConstraints.length ? c.activeConstraints.join('; ') : 'no limit'],
      ['Next move', next ?? 'none planned'],
    );
  }
  if (c.changes.length) rows.push(['Gate', c.changes.join('; '), 'p3']);
  rows.push(['Model', `v${c.modelVersion} ${c.modelHash.slice(0, 8)}${c.training ? ', training' : ''}`]);
  if (c.trainingSummary) rows.push(['Learning', c.trainingSummary]);
  rows.push(['Trust', ...trustWords(trust)]);
  const substituted = view.variables.filter(v => v.mean !== null && v.measured?.kind === 'ONLINE'
    && (v.stale || v.measured.quality === 'BAD')).map(v => v.label);
  if (substituted.length) rows.push(['Substituted', `▲ estimate in place of ${substituted.join(', ')}`, 'p2']);
  setContent(byId('controller'), JSON.stringify(rows), () => [pairs(rows)]);
}

function trustWords(trust) {
  if (!trust) return ['not judged: too few readings', ''];
  const v = trust.variable;
  const decimals = decimalsFor(Math.max(v.upper ?? 0, Math.abs(v.mean)));
  if (trust.ratio < 1) return ['good: readings agree with the estimate', ''];
  const off = `${v.label} reads ${number(Math.abs(trust.mean), decimals)} ${unit(v.unit)} ${trust.mean > 0 ? 'above' : 'below'} the estimate`;
  return trust.ratio < 2 ? [`fair: ${off}`, ''] : [`◆ poor: ${off}`, 'p3'];
}

/** The next planned change of any actuator or dose, in words. */
function nextMove(view) {
  const ahead = view.ahead;
  const now = view.batch.hours;
  if (!ahead || now === null || view.mode !== 'AUTO') return null;
  const moves = [];
  for (const a of view.actuators) {
    let before = a.setpoint;
    for (const [hour, value] of ahead.levels[a.name] ?? []) {
      if (hour > now + 1e-3 && Math.abs(value - before) > 1e-6 * Math.max(1e-3, Math.abs(a.upper))) {
        moves.push([hour, `${a.label} to ${number(value, decimalsFor(a.upper))} ${unit(a.unit)}`]);
        break;
      }
      before = value;
    }
  }
  for (const d of view.dosers) {
    const due = (ahead.doses[d.name] ?? []).find(([hour]) => hour > now);
    if (due) moves.push([due[0], `${d.label} ${number(due[1], 2)} ${unit(d.unit)}`]);
  }
  moves.sort((a, b) => a[0] - b[0]);
  return moves.length ? `${moves[0][1]} in ${duration((moves[0][0] - now) * 3600)}` : null;
}

function pairs(rows) {
  return el('dl', { class: 'pairs' }, ...rows.flatMap(([name, text, level, title]) => [
    el('dt', {}, name), el('dd', { class: level ?? '', title: title || null }, text),
  ]));
}

export function setpoints(view, ask) {
  const manual = view.mode === 'MANUAL';
  const key = JSON.stringify([view.actuators, view.dosers, manual]);
  setContent(byId('setpoints'), key, () => [
    ...view.actuators.map(a => el('div', { class: 'setpoint' },
      el('div', { class: 'name' }, a.label, el('span', { class: 'dim' }, ` ${plain(a.lower)} to ${plain(a.upper)} ${unit(a.unit)}`)),
      el('div', { class: 'numbers' },
        el('strong', {}, `${number(a.setpoint, decimalsFor(a.upper))} ${unit(a.unit)}`),
        el('span', { class: a.inEffect ? 'dim' : 'p3' }, a.setpoint === null ? 'never set' : a.inEffect ? 'in effect' : '◆ not yet in effect')),
      changeButton(`Change ${a.label}`, 'Change…', manual, () => ask.setpoint(a.name)))),
    ...view.dosers.map(d => el('div', { class: 'setpoint' },
      el('div', { class: 'name' }, `${d.label} dose`, el('span', { class: 'dim' }, ` ${plain(d.minimum)} to ${plain(d.maximum)} ${unit(d.unit)}`)),
      el('div', { class: 'numbers' },
        el('strong', {}, `${number(d.total, 2)} of ${number(d.budget, 2)} ${unit(d.unit)}`),
        el('span', { class: d.waiting ? 'p3' : 'dim' }, d.waiting ? '◆ waits for read-back' : `${d.count} given`)),
      changeButton(`Give ${d.label}`, 'Give…', manual, () => ask.dose(d.name)))),
    el('p', { class: 'why dim' }, manual ? 'MANUAL: changes are written at once; the gate still holds every limit.'
      : `Set by hand only in MANUAL; the mode is ${view.mode}.`),
  ]);
}

function changeButton(label, text, enabled, onclick) {
  return el('button', { type: 'button', disabled: !enabled, 'aria-label': label, onclick }, text);
}

export function readings(view, shownElsewhere) {
  const rows = view.variables.filter(v => !shownElsewhere.has(v.name)).map(v => {
    const r = v.measured;
    const doubtful = r && (v.stale || r.quality === 'BAD');
    return [v.label, r ? `${number(r.value, decimalsFor(r.value))} ${unit(v.unit)}${doubtful ? (r.quality === 'BAD' ? ' ▲ bad' : ' ▲ stale') : ''}` : '–', doubtful ? 'p2' : ''];
  });
  byId('readings').closest('section').hidden = rows.length === 0;
  list('readings', rows);
}

export function connections(view) {
  list('links', view.connections.map(c => [CONNECTIONS[c.name] ?? c.name, (c.up ? '● ' : '▲ ') + c.detail, c.up ? '' : 'p2']));
}

function list(id, rows) {
  setContent(byId(id), JSON.stringify(rows), () => rows.flatMap(([name, text, level]) => [
    el('dt', {}, name), el('dd', { class: level }, text),
  ]));
}
