// The list of alarms: priority by colour, shape and letter; acknowledged one by one.

import { byId, duration, el, setContent, setText, utcTime } from './format.js';
import { send } from './stream.js';

const SHAPES = { 1: '■', 2: '▲', 3: '◆' };
const MOST = 100;
let urgentSeen = new Set();

export function show(view) {
  const all = view.alarms;
  const unseen = all.filter(a => !a.acknowledged).length;
  setText(byId('alarmSummary'), all.length === 0 ? 'none'
    : `${all.length}, ${unseen} not acknowledged${all.length > MOST ? `; the first ${MOST} are shown` : ''}`);
  byId('alarms').closest('.scroll').hidden = all.length === 0;
  const shown = all.slice(0, MOST);
  setContent(byId('alarms'), JSON.stringify(shown), () => shown.map(row));
  for (const cell of byId('alarms').querySelectorAll('[data-since]')) {
    setText(cell, duration((Date.parse(view.at) - Number(cell.dataset.since)) / 1000));
  }
  speak(all);
}

function row(alarm) {
  const since = Date.parse(alarm.active ? alarm.raised : alarm.cleared);
  const state = alarm.active ? 'active' : 'gone';
  return el('tr', { class: `p${alarm.priority} ${alarm.acknowledged ? 'seen' : 'unseen'} ${state}` },
    el('td', { class: 'priority' }, el('span', { class: 'symbol', 'aria-hidden': 'true' }, SHAPES[alarm.priority]), ` P${alarm.priority}`),
    el('td', { class: 'since' }, utcTime(alarm.raised)),
    el('td', { class: 'message' }, alarm.message, el('span', { class: 'response' }, alarm.response)),
    el('td', { class: 'wide dim', title: alarm.response }, alarm.response),
    el('td', { class: 'state' }, `${state} `, el('span', { class: 'dim', 'data-since': String(since) }), alarm.acknowledged ? ', seen' : ''),
    el('td', { class: 'act' }, alarm.acknowledged ? null : el('button', {
      type: 'button', 'aria-label': `Acknowledge: ${alarm.message}`, onclick: e => acknowledge(e.currentTarget, alarm),
    }, 'Ack')));
}

async function acknowledge(button, alarm) {
  button.disabled = true;
  const answer = await send({ command: 'acknowledge', alarm: alarm.id });
  if (!answer.done) {
    button.disabled = false;
    button.parentElement.append(el('span', { class: 'error', role: 'alert' }, answer.message));
  }
}

/** New alarms of the first priority are read out. */
function speak(all) {
  const urgent = all.filter(a => a.priority === 1 && a.active && !a.acknowledged);
  const fresh = urgent.filter(a => !urgentSeen.has(a.id + a.raised));
  urgentSeen = new Set(urgent.map(a => a.id + a.raised));
  if (fresh.length) setText(byId('urgent'), 'Priority 1 alarm: ' + fresh.map(a => a.message).join('. '));
}
