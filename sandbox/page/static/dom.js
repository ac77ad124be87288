// Small helpers that build elements. Text only ever goes in as text.

export const $ = (id) => document.getElementById(id);

// h makes an element. Attributes that begin with "on" are listeners; false, null
// and undefined leave an attribute or a child out.
export function h(tag, attrs = {}, ...children) {
  const el = document.createElement(tag);
  for (const [name, value] of Object.entries(attrs)) {
    if (value === false || value === null || value === undefined) continue;
    if (name.startsWith('on')) el.addEventListener(name.slice(2), value);
    else if (name === 'class') el.className = value;
    else el.setAttribute(name, value === true ? '' : value);
  }
  el.append(...children.flat().filter((c) => c !== false && c !== null && c !== undefined));
  return el;
}

const SVG = 'http://www.w3.org/2000/svg';

export function icon(name) {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('aria-hidden', 'true');
  const use = document.createElementNS(SVG, 'use');
  use.setAttribute('href', `#i-${name}`);
  svg.append(use);
  return svg;
}

// avatar makes el the picture of somebody: a symbol for the bot and for groups,
// else the last character of the name, which says most of a Chinese one.
export function avatar(el, name, id, symbol = '') {
  el.className = symbol === 'bot' ? 'avatar bot' : `avatar c${Math.abs(id) % 8}`;
  el.replaceChildren(symbol ? icon(symbol) : initial(name));
  return el;
}

const titles = /(书记|主任|组长|局长|科长|处长|局|老师|同志)$/;

function initial(name) {
  const plain = name.replace(/[（(].*$/, '').trim();
  return [...(plain.replace(titles, '') || plain || '?')].at(-1).toUpperCase();
}

let hideToast;

export function toast(text) {
  const el = $('toast');
  el.textContent = text;
  el.classList.add('on');
  clearTimeout(hideToast);
  hideToast = setTimeout(() => el.classList.remove('on'), 3500);
}

export function alertBox(text) {
  $('alertText').textContent = text;
  $('alert').showModal();
}
