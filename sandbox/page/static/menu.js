// The menu of a message: reply, edit, copy.
import { $, h, icon, toast } from './dom.js';

let opener = null;

export function openMenu(m, own, at, actions) {
  const items = [['reply', '回复', () => actions.reply(m)]];
  if (own && (m.text || m.photo) && !m.forward && !m.via) items.push(['edit', '编辑', () => actions.edit(m)]);
  if (m.text) items.push(['copy', '复制', () => copy(m.text)]);
  opener = document.activeElement;
  const menu = $('menu');
  menu.replaceChildren(...items.map(([name, words, run]) => h('button', {
    type: 'button', role: 'menuitem', onclick: () => { closeMenu(); run(); },
  }, icon(name), words)));
  menu.hidden = false;
  const box = menu.getBoundingClientRect();
  menu.style.left = `${Math.max(8, Math.min(at.left, innerWidth - box.width - 8))}px`;
  menu.style.top = `${Math.max(8, Math.min(at.bottom + 4, innerHeight - box.height - 8))}px`;
  menu.firstElementChild.focus({ preventScroll: true });
}

export function closeMenu() {
  if ($('menu').hidden) return;
  $('menu').hidden = true;
  opener?.focus?.({ preventScroll: true });
}

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    toast('已复制');
  } catch {
    toast('浏览器不允许复制');
  }
}

document.addEventListener('pointerdown', (e) => { if (!e.target.closest('#menu')) closeMenu(); });
document.addEventListener('keydown', (e) => {
  const menu = $('menu');
  if (menu.hidden) return;
  if (e.key === 'Escape') closeMenu();
  if (e.key === 'ArrowDown' || e.key === 'ArrowUp') {
    e.preventDefault();
    const items = [...menu.children];
    const step = e.key === 'ArrowDown' ? 1 : -1;
    items.at((items.indexOf(document.activeElement) + step) % items.length).focus();
  }
});
