// What the page knows: chats, their messages, who is acting, what is unread.

export const store = {
  bot: null,
  about: '',
  guide: [],
  chats: new Map(), // id → {id, title, role, members, last}
  messages: new Map(), // chat id → Map(message id → message), once loaded
  more: new Map(), // chat id → there are older messages
  newest: new Map(), // chat id → highest message id seen, for telling new from edited
  unread: new Map(),
  speakers: new Map(), // group id → who speaks
  drafts: new Map(), // chat id → text in the input
  typing: {},
  chat: 0,
};

export const current = () => store.chats.get(store.chat);

// me is who acts in a chat: the person of a private chat, the chosen speaker of a
// group.
export function me(id = store.chat) {
  const chat = store.chats.get(id);
  if (!chat) return 0;
  return chat.role ? chat.id : store.speakers.get(id) ?? chat.members?.[0] ?? 0;
}

export function setState(state) {
  store.bot = state.bot;
  store.about = state.about;
  store.guide = state.guide ?? [];
  store.chats = new Map((state.chats ?? []).map((c) => [c.id, c]));
  for (const c of store.chats.values()) store.newest.set(c.id, c.last?.id ?? 0);
}

export function addHistory(chat, page) {
  const known = store.messages.get(chat) ?? new Map();
  const merged = new Map(page.messages.map((m) => [m.id, m]));
  for (const [id, m] of known) {
    if ((merged.get(id)?.seq ?? 0) <= m.seq) merged.set(id, m);
  }
  store.messages.set(chat, new Map([...merged].sort((a, b) => a[0] - b[0])));
  store.more.set(chat, page.more);
}

// take stores a version of a message and tells whether it is new to the page.
export function take(m) {
  const chat = store.chats.get(m.chat);
  if (!chat) return false;
  const fresh = m.id > (store.newest.get(m.chat) ?? 0);
  if (fresh) store.newest.set(m.chat, m.id);
  if (fresh || chat.last?.id === m.id) chat.last = m;
  const list = store.messages.get(m.chat);
  if (list && (list.get(m.id)?.seq ?? 0) <= m.seq) {
    if (m.deleted) list.delete(m.id);
    else list.set(m.id, m);
  }
  return fresh && !m.deleted;
}

export function summary(m) {
  if (!m) return '还没有消息';
  if (m.service) return m.service;
  if (m.text) return m.text.replace(/\s+/g, ' ');
  if (m.photo) return '[照片]';
  if (m.document) return `[文件] ${m.document.file_name ?? ''}`;
  return m.location ? '[位置]' : '';
}
