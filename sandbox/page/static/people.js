// The list of people and groups: beside the phone on a wide screen, a strip above
// the chat on a narrow one.
import { $, avatar, h } from './dom.js';
import { store, summary } from './store.js';
import { shortText } from './time.js';

export function drawPeople(open) {
  const sections = new Map();
  for (const chat of store.chats.values()) {
    const name = chat.role ? chat.role.section || '身份' : '群聊';
    if (!sections.has(name)) sections.set(name, []);
    sections.get(name).push(chat);
  }
  $('people').replaceChildren(...[...sections].map(([name, chats]) => h('section', {},
    h('h3', {}, name), h('ul', {}, chats.map((chat) => h('li', {}, row(chat, open)))))));
  const strip = $('strip');
  const kept = strip.scrollLeft;
  strip.replaceChildren(...[...store.chats.values()].map((chat) => chip(chat, open)));
  strip.scrollLeft = kept;
}

export function revealChip() {
  $('strip').querySelector('[aria-current]')?.scrollIntoView({ inline: 'center', block: 'nearest' });
}

function label(chat) {
  return chat.role ? chat.role.label : chat.title;
}

function row(chat, open) {
  const name = chat.title;
  return h('button', {
    type: 'button', class: 'person', 'data-chat': chat.id, 'aria-current': chat.id === store.chat && 'true',
    title: chat.role?.note, onclick: () => open(chat.id),
  },
  avatar(h('span', { 'aria-hidden': 'true' }), name, chat.id, chat.role ? '' : 'group'),
  h('span', { class: 'lines' },
    h('span', { class: 'first' }, h('strong', {}, name),
      h('time', {}, chat.last ? shortText(chat.last.date * 1000) : '')),
    h('span', { class: 'second' }, h('span', { class: 'peek' }, peek(chat)), badge(chat))));
}

function peek(chat) {
  if (!chat.last) return chat.role?.note ?? '';
  const who = !chat.role && !chat.last.service ? `${chat.last.name}：` : '';
  return who + summary(chat.last);
}

function chip(chat, open) {
  return h('button', {
    type: 'button', class: 'chip', 'data-chat': chat.id, 'aria-current': chat.id === store.chat && 'true', onclick: () => open(chat.id),
  },
  avatar(h('span', { 'aria-hidden': 'true' }), chat.title, chat.id, chat.role ? '' : 'group'),
  h('span', { class: 'chip-name' }, label(chat)), badge(chat));
}

function badge(chat) {
  const n = store.unread.get(chat.id) ?? 0;
  return n > 0 && h('span', { class: 'badge', 'aria-label': `${n} 条未读` }, n > 99 ? '99+' : n);
}
