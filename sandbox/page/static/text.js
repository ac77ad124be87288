// Turns a text and its entities (offsets in UTF-16 units, as JavaScript counts)
// into elements.
import { h } from './dom.js';

const tags = {
  bold: 'strong', italic: 'em', underline: 'u', strikethrough: 's', code: 'code', pre: 'pre',
  blockquote: 'blockquote', expandable_blockquote: 'blockquote',
};

export function renderText(text, entities = [], onCommand = null) {
  const out = document.createDocumentFragment();
  const cuts = new Set([0, text.length]);
  for (const e of entities) cuts.add(e.offset).add(e.offset + e.length);
  const points = [...cuts].filter((n) => n <= text.length).sort((a, b) => a - b);
  build(out, text, points, entities, onCommand);
  return out;
}

// build puts neighbouring pieces under the same outer element together, so that a
// quote of several lines stays one quote.
function build(parent, text, points, entities, onCommand) {
  for (let i = 0; i + 1 < points.length; i++) {
    const [from, to] = [points[i], points[i + 1]];
    const outer = entities.find((e) => e.offset <= from && e.offset + e.length >= to);
    if (!outer) {
      parent.append(text.slice(from, to));
      continue;
    }
    const end = outer.offset + outer.length;
    const inside = points.filter((n) => n >= from && n <= end);
    const el = element(outer, text.slice(from, end), onCommand);
    build(el, text, inside, entities.filter((e) => e !== outer), onCommand);
    parent.append(el);
    i += inside.length - 2;
  }
}

function element(entity, part, onCommand) {
  if (entity.type === 'text_link' || entity.type === 'url') {
    const href = safeLink(entity.url || part);
    return href ? h('a', { href, target: '_blank', rel: 'noopener noreferrer' }) : h('span');
  }
  if (entity.type === 'bot_command' && onCommand) {
    return h('button', { type: 'button', class: 'command', onclick: () => onCommand(part) });
  }
  if (entity.type === 'spoiler') {
    const el = h('button', { type: 'button', class: 'spoiler', 'aria-label': '显示隐藏的内容' });
    el.addEventListener('click', () => el.classList.add('shown'));
    return el;
  }
  return h(tags[entity.type] || 'span', { class: entity.type });
}

function safeLink(link) {
  try {
    const url = new URL(link.includes('://') ? link : `https://${link}`);
    return ['http:', 'https:'].includes(url.protocol) ? url.href : null;
  } catch {
    return null;
  }
}
