// The chat page: state, stream of events, switching of chats.
import { $, avatar, h, toast } from './dom.js';
import { get } from './api.js';
import { addHistory, current, me, setState, store, take } from './store.js';
import { atEnd, drawLog, redraw, setHooks, toBottom } from './messages.js';
import { drawPeople, revealChip } from './people.js';
import { openMenu } from './menu.js';
import { drawKeys, editMessage, enterChat, fill, replyTo, sendText, setupComposer, startInline } from './composer.js';
import { clockMoved, drawGuide, setupClock } from './clock.js';

const remembered = 'gridmate-sandbox-chat';

async function start() {
  const state = await get('state');
  setState(state);
  setHooks({
    sendText, startInline, loadOlder,
    openMenu: (m, own, at) => openMenu(m, own, at, { reply: replyTo, edit: editMessage }),
  });
  setupComposer();
  setupClock();
  clockMoved(state.clock);
  drawGuide((step) => openChat(step.chat).then(() => step.fill && fill(step.fill)));
  $('log').addEventListener('scroll', () => { $('down').hidden = atEnd(); });
  $('down').addEventListener('click', toBottom);
  $('as').addEventListener('change', () => { store.speakers.set(store.chat, Number($('as').value)); drawLog(true); });
  const last = Number(sessionStorage.getItem(remembered));
  await openChat(store.chats.has(last) ? last : [...store.chats.keys()][0]);
  listen(state.seq);
}

function listen(seq) {
  const events = new EventSource(`/api/events?seq=${seq}`);
  events.addEventListener('message', (e) => receive(JSON.parse(e.data)));
  events.addEventListener('typing', (e) => { store.typing = JSON.parse(e.data); drawBar(); });
  events.addEventListener('clock', (e) => clockMoved(JSON.parse(e.data)));
  events.addEventListener('error', () => document.body.classList.add('offline'));
  events.addEventListener('open', () => document.body.classList.remove('offline'));
}

const late = new Set();
let painting = 0;

// receive takes a version of a message; many at once are drawn together.
function receive(m) {
  const known = store.messages.get(m.chat)?.has(m.id);
  const fresh = take(m);
  if (fresh && m.from !== me(m.chat) && (m.chat !== store.chat || document.hidden)) {
    store.unread.set(m.chat, (store.unread.get(m.chat) ?? 0) + 1);
  }
  if (m.bot) delete store.typing[m.chat];
  if (m.chat === store.chat) late.add(known && !m.deleted ? m : null);
  painting ||= requestAnimationFrame(paint);
  if (document.hidden) setTimeout(paint, 50);
}

function paint() {
  if (!painting) return;
  cancelAnimationFrame(painting);
  painting = 0;
  const mine = [...late];
  late.clear();
  if (mine.length === 1 && mine[0]) redraw(mine[0]);
  else if (mine.length) drawLog(store.messages.get(store.chat)?.size > 0 && lastIsOwn());
  if (mine.length) drawKeys();
  drawPeople(openChat);
  drawBar();
}

const lastIsOwn = () => [...store.messages.get(store.chat).values()].at(-1).from === me();

async function openChat(id) {
  const before = store.chat;
  store.chat = id;
  store.unread.delete(id);
  sessionStorage.setItem(remembered, id);
  drawPeople(openChat);
  revealChip();
  drawBar();
  drawSpeaker();
  try {
    if (!store.messages.has(id)) addHistory(id, await get('messages', { chat: id }));
  } catch (err) {
    toast(err.message);
  }
  if (store.chat !== id) return;
  drawLog(true);
  if (before !== id) enterChat(before);
  $('down').hidden = true;
}

async function loadOlder() {
  const id = store.chat;
  const first = [...store.messages.get(id).keys()][0];
  try {
    addHistory(id, await get('messages', { chat: id, before: first }));
    if (store.chat === id) drawLog();
  } catch (err) {
    toast(err.message);
  }
}

function drawBar() {
  const chat = current();
  if (!chat) return;
  const group = !chat.role;
  avatar($('face'), chat.title, chat.id, group ? 'group' : 'bot');
  $('title').textContent = group ? chat.title : store.bot.first_name;
  const typing = store.typing[chat.id];
  $('subtitle').textContent = typing ? (typing === 'typing' ? '正在输入…' : '正在发送文件…')
    : group ? `${chat.size ?? 0} 位成员` : `你是 ${chat.title}`;
  $('subtitle').classList.toggle('typing', Boolean(typing));
  document.title = `${chat.title}${unreadTotal()}`;
}

function unreadTotal() {
  const n = [...store.unread.values()].reduce((a, b) => a + b, 0);
  return n ? `（${n}）` : '';
}

function drawSpeaker() {
  const chat = current();
  $('speaker').hidden = Boolean(chat.role);
  if (chat.role) return;
  $('as').replaceChildren(...(chat.members ?? []).map((id) => h('option', { value: id, selected: id === me() },
    store.chats.get(id)?.title ?? String(id))));
}

document.addEventListener('visibilitychange', () => {
  if (!document.hidden && store.unread.delete(store.chat)) { drawPeople(openChat); drawBar(); }
});

start().catch((err) => toast(err.message));
