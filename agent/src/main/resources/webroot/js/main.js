// Wires the stream to the page.

import * as alarms from './alarms.js';
import * as cards from './cards.js';
import * as commands from './commands.js';
import { byId, duration, setText } from './format.js';
import { Live } from './stream.js';
import { Strips } from './strips.js';

/** Silence (s) after which the agent is taken for gone; it gives a sign of life every second. */
const LOST_AFTER_SECONDS = 2.5;

let view = null;
let pace = { wall: null, plant: null, speed: 1 };

const live = new Live({
  record: () => strips.chooseRange('batch'),
  trend: () => strips.later(),
  view: show,
});
const strips = new Strips(live);
const ask = { setpoint: commands.askSetpoint, dose: commands.askDose };

function show(newest) {
  view = newest;
  view.ahead = live.ahead;
  measurePace();
  document.body.classList.remove('waiting');
  commands.update(view);
  cards.frame(view, pace.speed);
  cards.batch(view);
  cards.mode(view);
  strips.show(view);
  cards.controller(view, strips.trust());
  cards.setpoints(view, ask);
  cards.readings(view, strips.names());
  cards.connections(view);
  alarms.show(view);
}

/** How many plant seconds pass in a second. */
function measurePace() {
  const wall = performance.now() / 1000;
  const plant = Date.parse(view.at) / 1000;
  if (pace.wall === null || plant < pace.plant) pace = { wall, plant, speed: 1 };
  else if (wall - pace.wall > 3) pace = { wall, plant, speed: (plant - pace.plant) / (wall - pace.wall) };
}

function watchSilence() {
  const silent = live.silence();
  const lost = silent > LOST_AFTER_SECONDS;
  document.body.classList.toggle('lost-contact', lost && silent !== Infinity);
  const text = silent === Infinity ? 'connecting' : lost ? `▲ no contact for ${duration(silent)}` : `live, ${silent.toFixed(1)} s`;
  setText(byId('linkText'), text);
  byId('link').className = 'item ' + (silent === Infinity ? '' : lost ? 'p1' : 'up');
  byId('lost').hidden = !(lost && silent !== Infinity);
  if (!byId('lost').hidden) {
    setText(byId('lost'), '■ No contact with the agent. All values are old, and commands cannot be given here. The plant keeps its last set-points, or its own fallback.');
  }
}
setInterval(watchSilence, 250);

for (const button of document.querySelectorAll('[data-mode]')) {
  button.addEventListener('click', () => view && commands.askMode(button.dataset.mode));
}
byId('start').addEventListener('click', () => view && commands.askStart());
byId('end').addEventListener('click', () => view && commands.askEnd());
byId('rearm').addEventListener('click', () => view && commands.askRearm());

function theme(name) {
  if (name) document.documentElement.dataset.theme = name;
  strips.repaint();
}
byId('theme').addEventListener('click', () => {
  const dark = getComputedStyle(document.documentElement).getPropertyValue('--dark').trim() === '1';
  const next = dark ? 'light' : 'dark';
  localStorage.setItem('theme', next);
  theme(next);
});
if (localStorage.getItem('theme')) theme(localStorage.getItem('theme'));
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => theme(null));
document.addEventListener('visibilitychange', () => strips.later());
