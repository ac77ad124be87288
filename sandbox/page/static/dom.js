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

// face is what an avatar shows: the last character of a Chinese name says most.
export function avatar(el, name, id, group = false) {
  el.className = `avatar c${Math.abs(id) % 8}`;
  el.replaceChildren(group ? icon('group') : initial(name));
  return el;
}

function initial(name) {
  const plain = name.replace(/[（(].*$/, '').trim();
  return plain ? [...plain].at(-1).toUpperCase() : '?';
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
