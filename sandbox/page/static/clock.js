// The clock panel and the guide beside it.
import { $, h, toast } from './dom.js';
import { post } from './api.js';
import { store } from './store.js';
import { clockText, dateText, hourMinute, now, parts, setClock } from './time.js';

let busy = false;

export function setupClock() {
  $('time').addEventListener('click', () => openTools(!document.body.classList.contains('tools-open')));
  $('help').addEventListener('click', () => openTools(true));
  $('shut').addEventListener('click', () => openTools(false));
  $('shade').addEventListener('click', () => openTools(false));
  document.addEventListener('keydown', (e) => { if (e.key === 'Escape') openTools(false); });
  drawMoves();
  tick();
  setInterval(tick, 1000);
}

export function openTools(open) {
  document.body.classList.toggle('tools-open', open);
  $('time').setAttribute('aria-expanded', String(open));
  $('shade').hidden = !open;
}

let boot = 0;

export function clockMoved(state) {
  if (boot && state.boot !== boot) location.reload();
  boot = state.boot;
  setClock(state);
  $('ahead').textContent = state.ahead ? '，已拨快' : '';
  tick();
  drawMoves();
}

let drawn = '';

function tick() {
  const t = now();
  $('date').textContent = dateText(t);
  $('now').textContent = clockText(t);
  $('barClock').textContent = hourMinute(t);
  const hour = `${parts(t).key}-${parts(t).hour}`;
  if (hour !== drawn && !busy) drawMoves();
  drawn = hour;
}

// drawMoves words the buttons by what lies ahead.
function drawMoves() {
  const p = parts(now());
  const monday = p.dow === 1 && p.hour < 9 ? '到今天 09:00' : '到周一 09:00';
  const month = p.day === 1 && p.hour < 9 ? '到今天 09:00' : '到下月1日 09:00';
  const moves = [
    ['evening', p.hour < 18 ? '到今天 18:00' : '到明天 18:00', 'main'],
    ['monday', monday], ['month', month], ['hour', '+1 小时'], ['day', '+1 天'],
  ];
  $('moves').replaceChildren(...moves.map(([to, words, kind]) => h('button', {
    type: 'button', class: `move ${kind ?? ''}`, 'data-to': to, disabled: busy, onclick: (e) => move(to, e.currentTarget),
  }, words)));
}

async function move(to, button) {
  busy = true;
  for (const b of $('moves').children) b.disabled = true;
  button.setAttribute('aria-busy', 'true');
  try {
    const state = await post('clock', { to });
    busy = false;
    clockMoved(state);
    openTools(false);
    const p = parts(state.now);
    toast(`时钟已拨到 ${p.month}月${p.day}日 ${hourMinute(state.now)}`);
  } catch (err) {
    toast(err.message);
  } finally {
    busy = false;
    drawMoves();
  }
}

async function take(step, go) {
  openTools(false);
  await go(step);
  if (step.move && !busy) await move(step.move, $('moves').querySelector(`[data-to="${step.move}"]`));
}

// drawGuide lists what to try; a step may open a chat and fill the input.
export function drawGuide(go) {
  $('guide').replaceChildren(...store.guide.map((step) => h('li', {},
    h('span', {}, step.words),
    step.chat && h('button', { type: 'button', class: 'try', onclick: () => take(step, go) }, step.move ? '拨钟' : step.fill ? '填好' : '打开'))));
  $('guide').closest('.card').hidden = store.guide.length === 0;
}
