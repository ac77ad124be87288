// The sandbox's time, in the sandbox's zone.

const weekdays = ['日', '一', '二', '三', '四', '五', '六'];
const two = (n) => String(n).padStart(2, '0');

let base = Date.now();
let since = performance.now();
let zone = 8 * 3600;

export function setClock(state) {
  base = state.now;
  since = performance.now();
  zone = state.zone;
}

export const now = () => base + performance.now() - since;

// parts reads milliseconds as the zone's calendar.
export function parts(ms) {
  const d = new Date(ms + zone * 1000);
  return {
    year: d.getUTCFullYear(), month: d.getUTCMonth() + 1, day: d.getUTCDate(), weekday: weekdays[d.getUTCDay()],
    dow: d.getUTCDay(), hour: d.getUTCHours(), minute: d.getUTCMinutes(), second: d.getUTCSeconds(),
    key: `${d.getUTCFullYear()}-${d.getUTCMonth()}-${d.getUTCDate()}`,
  };
}

export function hourMinute(ms) {
  const p = parts(ms);
  return `${two(p.hour)}:${two(p.minute)}`;
}

export function clockText(ms) {
  const p = parts(ms);
  return `${two(p.hour)}:${two(p.minute)}:${two(p.second)}`;
}

export function dateText(ms) {
  const p = parts(ms);
  return `${p.year}年${p.month}月${p.day}日 星期${p.weekday}`;
}

export function dayText(ms) {
  const p = parts(ms);
  const today = parts(now());
  if (p.key === today.key) return '今天';
  if (p.key === parts(now() - 864e5).key) return '昨天';
  const year = p.year === today.year ? '' : `${p.year}年`;
  return `${year}${p.month}月${p.day}日 星期${p.weekday}`;
}

// shortText is for lists: the time today, else the day.
export function shortText(ms) {
  const p = parts(ms);
  return p.key === parts(now()).key ? hourMinute(ms) : `${p.month}/${p.day}`;
}
