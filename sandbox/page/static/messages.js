// The chat itself: bubbles, albums, keyboards, reactions.
import { $, alertBox, avatar, h, icon, toast } from './dom.js';
import { post } from './api.js';
import { current, me, store } from './store.js';
import { renderText } from './text.js';
import { dayText, hourMinute, parts } from './time.js';

let hooks = {}; // what other parts do: sendText, openMenu, startInline, loadOlder

export function setHooks(h) { hooks = h; }

// drawLog draws the chat anew, and stays where the reader is unless at the end.
export function drawLog(toEnd = false) {
  const log = $('log');
  const end = toEnd || atEnd();
  const kept = log.scrollHeight - log.scrollTop;
  const list = [...(store.messages.get(store.chat)?.values() ?? [])];
  log.replaceChildren(...blocks(list));
  if (end) toBottom();
  else log.scrollTop = log.scrollHeight - kept;
}

export const atEnd = () => {
  const log = $('log');
  return log.scrollHeight - log.scrollTop - log.clientHeight < 80;
};

export function toBottom() {
  const log = $('log');
  log.scrollTop = log.scrollHeight;
}

// redraw replaces one message where it stands, which leaves everything else and
// the reader's place alone; a message that is not there yet redraws the chat.
export function redraw(m) {
  const old = $('log').querySelector(`[data-id="${m.id}"]`);
  if (!old || m.album || m.deleted) {
    drawLog();
    return;
  }
  const end = atEnd();
  old.replaceWith(bubble([m], old.dataset.first === '1', old.dataset.last === '1'));
  if (end) toBottom();
}

// blocks puts in the days, joins albums, and groups what one person says in a row.
function blocks(list) {
  const out = [];
  if (store.more.get(store.chat)) {
    out.push(h('button', { type: 'button', class: 'older', onclick: () => hooks.loadOlder() }, '更早的消息'));
  }
  if (list.length === 0) out.push(empty());
  const groups = albums(list);
  let day = '';
  groups.forEach((group, i) => {
    const m = group[0];
    const key = parts(m.date * 1000).key;
    const newDay = key !== day;
    if (newDay) out.push(h('p', { class: 'day' }, h('span', {}, dayText(m.date * 1000))));
    day = key;
    if (m.service) {
      out.push(h('p', { class: 'service', 'data-id': m.id }, h('span', {}, m.service)));
      return;
    }
    const first = newDay || !follows(groups[i - 1]?.[0], m);
    const last = !follows(m, groups[i + 1]?.[0]);
    out.push(bubble(group, first, last));
  });
  return out;
}

const follows = (a, b) => a && b && !a.service && !b.service && a.from === b.from
  && b.date - a.date < 300 && parts(a.date * 1000).key === parts(b.date * 1000).key;

function albums(list) {
  const groups = [];
  for (const m of list) {
    const before = groups.at(-1);
    if (m.album && before?.[0].album === m.album) before.push(m);
    else groups.push([m]);
  }
  return groups;
}

function empty() {
  const chat = current();
  return h('div', { class: 'empty' },
    h('p', {}, chat?.role ? store.about || '发一句话试试，比如“巡查3网格，楼道堆物2处，已清理”。' : '群里还没有消息。'),
    chat?.role && h('button', { type: 'button', class: 'begin', onclick: () => hooks.sendText('/start') }, '开始'));
}

function bubble(group, first, last) {
  const m = group[0];
  const own = m.from === me();
  const chat = current();
  const named = !own && !chat?.role && first;
  const el = h('article', {
    class: `msg ${own ? 'own' : 'other'}${first ? ' first' : ''}${last ? ' last' : ''}${m.buttons ? ' wide' : ''}`,
    'data-id': m.id, 'data-first': first ? '1' : '0', 'data-last': last ? '1' : '0',
  });
  if (!own && !chat?.role) {
    el.append(last ? avatar(h('span', { 'aria-hidden': 'true' }), m.name, m.from, m.bot ? 'bot' : '') : h('span', { class: 'avatar none' }));
  }
  const column = h('div', { class: 'column' }, body(group, own, named), keyboard(m));
  column.append(more(m, own));
  el.append(column);
  watchPress(el, m, own);
  return el;
}

function body(group, own, named) {
  const m = group[0];
  const photos = group.filter((x) => x.photo);
  const bare = photos.length > 0 && !group.some((x) => x.text) && !m.reply && !m.forward && !named;
  return h('div', { class: `bubble${bare ? ' bare' : ''}` },
    named && h('p', { class: `name n${Math.abs(m.from) % 8}` }, m.name),
    m.via && h('p', { class: 'meta-line' }, `通过 @${m.via}`),
    m.forward && h('p', { class: 'meta-line' }, `转发自 ${m.forward}`),
    m.reply && quote(m.reply),
    photos.length > 0 && gallery(photos),
    m.document && file(m.document),
    m.location && place(m.location),
    group.filter((x) => x.text).map((x) => words(x)),
    h('span', { class: 'foot' }, reactions(m), stamp(group)));
}

function words(m) {
  if (m.rich) return rich(m.rich);
  const p = h('div', { class: 'text' });
  p.append(renderText(m.text, m.entities, (command) => hooks.sendText(command)));
  return p;
}

// rich shows the blocks of a rich message: paragraphs and tables.
function rich(blocks) {
  return h('div', { class: 'text rich' }, blocks.map((b) => b.type === 'table'
    ? h('div', { class: 'rich-table' }, h('table', {}, b.cells.map((row) => h('tr', {}, row.map((c) => h(c.is_header ? 'th' : 'td', {}, c.text ?? ''))))))
    : h('p', {}, b.text)));
}

function stamp(group) {
  const m = group.at(-1);
  return h('span', { class: 'stamp' }, group.some((x) => x.edited) && h('span', { class: 'edited' }, '已编辑'),
    h('time', { datetime: new Date(m.date * 1000).toISOString() }, hourMinute(m.date * 1000)));
}

function reactions(m) {
  return m.reactions?.length > 0 && h('span', { class: 'reactions', 'aria-label': `表态 ${m.reactions.join(' ')}` },
    m.reactions.map((r) => h('span', {}, r)));
}

function quote(ref) {
  return h('button', { type: 'button', class: 'quote', onclick: () => jump(ref.id), 'aria-label': `回复 ${ref.name}：${ref.text}` },
    h('strong', {}, ref.name), h('span', {}, ref.text));
}

function jump(id) {
  const el = $('log').querySelector(`[data-id="${id}"]`);
  if (!el) return;
  el.scrollIntoView({ block: 'center', behavior: 'smooth' });
  el.classList.add('flash');
  setTimeout(() => el.classList.remove('flash'), 1200);
}

const source = (id) => `/api/file?id=${encodeURIComponent(id)}`;

function gallery(photos) {
  return h('div', { class: `photos p${Math.min(photos.length, 4)}` }, photos.map((m) => h('button', {
    type: 'button', class: 'photo', 'aria-label': '查看照片', onclick: () => view(m.photo.file_id),
  }, h('img', { src: source(m.photo.file_id), alt: m.text || '照片', width: m.photo.width, height: m.photo.height, loading: 'lazy', onload: settle }))));
}

function settle(event) {
  if (event.target.closest('.msg') === $('log').lastElementChild) toBottom();
}

function view(id) {
  $('viewed').src = source(id);
  $('viewer').showModal();
}

function file(d) {
  const size = d.file_size > 1e6 ? `${(d.file_size / 1e6).toFixed(1)} MB` : `${Math.max(1, Math.round(d.file_size / 1e3))} KB`;
  return h('a', { class: 'file', href: source(d.file_id), download: d.file_name || true },
    h('span', { class: 'file-icon' }, icon('file')), h('span', {}, h('strong', {}, d.file_name ?? '文件'), h('small', {}, `${size} · 下载`)));
}

function place(l) {
  return h('div', { class: 'place' }, icon('pin'),
    h('span', {}, h('strong', {}, '位置'), h('small', {}, `${l.latitude.toFixed(4)}, ${l.longitude.toFixed(4)}`)));
}

function keyboard(m) {
  return m.buttons && h('div', { class: 'keyboard' }, m.buttons.map((row) => h('div', { class: 'krow' },
    row.map((b) => h('button', { type: 'button', class: `key ${b.style ?? ''}`, onclick: (e) => press(e.currentTarget, m, b) },
      h('span', {}, b.text), b.url && icon('link'))))));
}

async function press(button, m, b) {
  if (b.url) { window.open(b.url, '_blank', 'noopener'); return; }
  if (b.copy_text) { await navigator.clipboard?.writeText(b.copy_text.text); toast('已复制'); return; }
  const inline = b.switch_inline_query_current_chat ?? b.switch_inline_query;
  if (inline !== undefined) { hooks.startInline(inline); return; }
  if (button.getAttribute('aria-busy')) return;
  button.setAttribute('aria-busy', 'true');
  try {
    const answer = await post('press', { user: me(), chat: m.chat, message: m.id, data: b.callback_data });
    if (answer.alert) alertBox(answer.text);
    else if (answer.text) toast(answer.text);
  } catch (err) {
    toast(err.message);
  } finally {
    button.removeAttribute('aria-busy');
  }
}

function more(m, own) {
  return h('button', {
    type: 'button', class: 'more', 'aria-label': '消息操作', 'aria-haspopup': 'menu',
    onclick: (e) => hooks.openMenu(m, own, e.currentTarget.getBoundingClientRect()),
  }, icon('more'));
}

// watchPress opens the menu on a long press or a right click.
function watchPress(el, m, own) {
  let timer;
  const stop = () => clearTimeout(timer);
  el.addEventListener('touchstart', (e) => {
    const t = e.touches[0];
    timer = setTimeout(() => hooks.openMenu(m, own, new DOMRect(t.clientX, t.clientY, 0, 0)), 500);
  }, { passive: true });
  el.addEventListener('touchend', stop);
  el.addEventListener('touchmove', stop, { passive: true });
  el.addEventListener('contextmenu', (e) => {
    if (e.target.closest('a')) return;
    e.preventDefault();
    stop();
    hooks.openMenu(m, own, new DOMRect(e.clientX, e.clientY, 0, 0));
  });
}
