// The input: texts, replies, edits, photos, a location, commands, inline mode and
// custom keyboards.
import { $, h, icon, toast } from './dom.js';
import { get, post, upload } from './api.js';
import { current, me, store } from './store.js';

let mode = null; // {kind: 'reply'|'edit', message}
let photos = []; // pictures and other files to be sent
let list = []; // what the popup offers
let inlineTimer;
let inlineRun = 0;
let sent = false; // the key that sent is still down: its line break must not follow

const input = () => $('input');

export function setupComposer() {
  $('composer').addEventListener('submit', (e) => { e.preventDefault(); submit(); });
  input().addEventListener('input', () => { grow(); suggest(); });
  input().addEventListener('keydown', onKey);
  input().addEventListener('keyup', () => { sent = false; });
  input().addEventListener('beforeinput', (e) => { if (sent && e.inputType.startsWith('insertLine')) e.preventDefault(); });
  input().addEventListener('paste', onPaste);
  $('commands').addEventListener('click', toggleCommands);
  $('camera').addEventListener('click', () => $('files').click());
  $('files').addEventListener('change', () => { addPhotos([...$('files').files]); $('files').value = ''; });
  $('pin').addEventListener('click', sendLocation);
  document.addEventListener('pointerdown', (e) => {
    if (!e.target.closest('#pop, #commands, #input')) closePop();
  });
  grow();
}

function onKey(e) {
  if (e.key === 'Escape') { closePop(); clearMode(); return; }
  if (e.key === 'ArrowUp' && !input().value && !mode) { editLast(e); return; }
  const touch = matchMedia('(pointer: coarse)').matches;
  if (e.key === 'Enter' && !e.shiftKey && !e.isComposing && !touch) { e.preventDefault(); sent = true; submit(); }
}

function onPaste(e) {
  const files = [...e.clipboardData.files];
  if (files.length) { e.preventDefault(); addPhotos(files); }
}

export function grow() {
  const el = input();
  el.style.height = 'auto';
  el.style.height = `${Math.min(el.scrollHeight, 132)}px`;
  $('send').classList.toggle('ready', el.value.trim() !== '' || photos.length > 0);
}

export function fill(text) {
  input().value = text;
  grow();
  input().focus();
  input().setSelectionRange(text.length, text.length);
}

// enterChat puts the chat's draft into the input and drops what belonged to the
// chat before.
export function enterChat(before) {
  if (before) store.drafts.set(before, mode?.kind === 'edit' ? '' : input().value);
  mode = null;
  photos = [];
  drawTray();
  drawMode();
  closePop();
  input().value = store.drafts.get(store.chat) ?? '';
  input().placeholder = current()?.role ? '消息' : '在群里说话，或用 / 命令';
  drawKeys();
  grow();
}

async function submit() {
  const text = input().value.trim();
  if (photos.length > 0) { await sendPhotos(text); return; }
  if (!text) return;
  if (text.startsWith(`@${store.bot.username} `) && list.length && !$('pop').hidden) return;
  await deliver(text);
}

async function deliver(text) {
  const was = mode;
  const chat = store.chat;
  input().value = '';
  mode = null;
  drawMode();
  grow();
  closePop();
  try {
    if (was?.kind === 'edit') await post('edit', { user: me(), chat, message: was.message.id, text });
    else await post('send', { user: me(), chat, text, reply: was?.message.id ?? 0 });
  } catch (err) {
    toast(err.message);
    if (store.chat === chat && !input().value) { input().value = text; mode = was; drawMode(); grow(); }
  }
}

export const sendText = (text) => deliver(text);

// Replying and editing.

export function replyTo(m) {
  mode = { kind: 'reply', message: m };
  drawMode();
  input().focus();
}

export function editMessage(m) {
  mode = { kind: 'edit', message: m };
  drawMode();
  fill(m.text ?? '');
}

function editLast(e) {
  const own = [...(store.messages.get(store.chat)?.values() ?? [])].filter((m) => m.from === me() && m.text && !m.via && !m.forward).at(-1);
  if (own) { e.preventDefault(); editMessage(own); }
}

function clearMode() {
  if (mode?.kind === 'edit') input().value = '';
  mode = null;
  drawMode();
  grow();
}

function drawMode() {
  const box = $('context');
  box.hidden = !mode;
  if (!mode) return;
  const m = mode.message;
  box.replaceChildren(icon(mode.kind),
    h('span', { class: 'context-text' }, h('strong', {}, mode.kind === 'edit' ? '编辑消息' : `回复 ${m.name}`), h('span', {}, m.text || '[图片]')),
    h('button', { type: 'button', class: 'tool', 'aria-label': '取消', onclick: clearMode }, icon('close')));
}

// Photos and other files.

async function addPhotos(files) {
  const room = 10 - photos.length;
  if (files.length > room) toast('一次最多 10 个');
  for (const f of files.slice(0, room)) photos.push(await shrink(f));
  drawTray();
  grow();
  input().focus();
}

// shrink makes a JPEG of at most 1,600 pixels, so that every format which the
// browser shows can be sent; what cannot be drawn is sent as it is.
async function shrink(file) {
  if (!isPicture(file)) return file;
  try {
    const picture = await createImageBitmap(file);
    const scale = Math.min(1, 1600 / Math.max(picture.width, picture.height));
    const canvas = h('canvas', { width: Math.round(picture.width * scale), height: Math.round(picture.height * scale) });
    canvas.getContext('2d').drawImage(picture, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise((done) => canvas.toBlob(done, 'image/jpeg', 0.86));
    return new File([blob], `${file.name.replace(/\.\w+$/, '')}.jpg`, { type: 'image/jpeg' });
  } catch {
    return file;
  }
}

const isPicture = (file) => file.type.startsWith('image/');

function drawTray() {
  const tray = $('tray');
  for (const img of tray.querySelectorAll('img')) URL.revokeObjectURL(img.src);
  tray.hidden = photos.length === 0;
  tray.replaceChildren(...photos.map((f, i) => h('div', { class: 'thumb' },
    isPicture(f) ? h('img', { src: URL.createObjectURL(f), alt: f.name }) : h('span', { class: 'thumb-file' }, icon('file'), f.name),
    h('button', { type: 'button', 'aria-label': `去掉 ${f.name}`, onclick: () => { photos.splice(i, 1); drawTray(); grow(); } }, icon('close')))));
  input().placeholder = photos.length ? '加一句说明（可不写）' : current()?.role ? '消息' : '在群里说话，或用 / 命令';
}

async function sendPhotos(caption) {
  const form = new FormData();
  form.append('user', me());
  form.append('chat', store.chat);
  form.append('caption', caption);
  for (const f of photos) form.append(isPicture(f) ? 'photo' : 'document', f, f.name);
  const kept = photos;
  photos = [];
  input().value = '';
  drawTray();
  grow();
  try {
    await upload('photos', form);
  } catch (err) {
    toast(err.message);
    photos = kept;
    input().value = caption;
    drawTray();
    grow();
  }
}

// A location: the sandbox asks nobody where they are, it sends one of the city's.
async function sendLocation() {
  try {
    await post('location', { user: me(), chat: store.chat, Lat: 34.3619 + Math.random() / 200, Lon: 107.2373 + Math.random() / 200 });
  } catch (err) {
    toast(err.message);
  }
}

// The popup: commands and inline results.

function suggest() {
  const text = input().value;
  const inline = new RegExp(`^@${store.bot.username}\\s+(.*)$`, 'is').exec(text);
  clearTimeout(inlineTimer);
  if (inline) {
    inlineTimer = setTimeout(() => askInline(inline[1]), 250);
  } else if (/^\/[a-z0-9_]*$/i.test(text)) {
    showCommands(text.slice(1).toLowerCase());
  } else {
    closePop();
  }
}

function toggleCommands() {
  if ($('pop').hidden) showCommands('');
  else closePop();
}

async function showCommands(prefix) {
  try {
    const { commands } = await get('commands', { user: me(), chat: store.chat });
    list = (commands ?? []).filter((c) => c.command.startsWith(prefix));
    if (!list.length && prefix) { closePop(); return; }
    draw(list.map((c) => h('button', { type: 'button', class: 'option', onclick: () => runCommand(c.command) },
      h('strong', {}, `/${c.command}`), h('span', {}, c.description))), '还没有命令菜单');
    $('commands').setAttribute('aria-expanded', 'true');
  } catch (err) {
    toast(err.message);
  }
}

function runCommand(name) {
  input().value = '';
  deliver(current()?.role ? `/${name}` : `/${name}@${store.bot.username}`);
}

async function askInline(query) {
  const run = ++inlineRun;
  try {
    const { results } = await post('inline', { user: me(), chat: store.chat, text: query });
    if (run !== inlineRun) return;
    list = results ?? [];
    draw(list.map((r) => h('button', { type: 'button', class: 'option result', onclick: () => choose(r) },
      h('strong', {}, r.title), h('span', {}, r.description ?? ''))), '没有找到');
  } catch (err) {
    if (run === inlineRun) draw([], err.message);
  }
}

async function choose(result) {
  closePop();
  input().value = '';
  grow();
  try {
    await post('choose', { user: me(), chat: store.chat, id: result.id });
  } catch (err) {
    toast(err.message);
  }
}

export function startInline(query) {
  fill(`@${store.bot.username} ${query}`);
  suggest();
}

function draw(options, none) {
  const pop = $('pop');
  pop.replaceChildren(...(options.length ? options : [h('p', { class: 'none' }, none)]));
  pop.hidden = false;
}

function closePop() {
  list = [];
  $('pop').hidden = true;
  $('commands').setAttribute('aria-expanded', 'false');
}

// drawKeys shows the custom keyboard that the newest message about one asks for; a
// forced reply, where it is the newest message, opens the reply.
export function drawKeys() {
  const all = [...(store.messages.get(store.chat)?.values() ?? [])];
  const last = all.filter((m) => m.keyboard && !m.keyboard.force_reply).at(-1);
  const rows = last && !last.keyboard.remove_keyboard ? last.keyboard.keyboard ?? [] : [];
  $('keys').hidden = rows.length === 0;
  $('keys').replaceChildren(...rows.map((row) => h('div', { class: 'krow' }, row.map((k) => h('button', {
    type: 'button', class: 'key', onclick: () => (k.request_location ? sendLocation() : deliver(k.text)),
  }, k.text)))));
  const newest = all.at(-1);
  if (newest?.keyboard?.force_reply && !mode && newest.id !== drawKeys.asked) {
    drawKeys.asked = newest.id;
    replyTo(newest);
    if (newest.keyboard.input_field_placeholder) input().placeholder = newest.keyboard.input_field_placeholder;
  }
}
