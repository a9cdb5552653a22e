/** What this browser remembers: theme and zone. Everything else is in the URL. */

const THEMES = ['system', 'light', 'dark'];
const listeners = new Set();

/** @param {string} name @param {string} otherwise */
function read(name, otherwise) {
  try {
    return localStorage.getItem(`tallygate.${name}`) ?? otherwise;
  } catch {
    return otherwise;
  }
}

/** @param {string} name @param {string} value */
function write(name, value) {
  try {
    localStorage.setItem(`tallygate.${name}`, value);
  } catch { /* not remembered, but in force */ }
  settings[name] = value;
  listeners.forEach((listener) => listener());
}

/** @type {Record<string, string>} */
export const settings = {theme: read('theme', 'system'), zone: read('zone', 'local')};

export function nextTheme() {
  const theme = THEMES[(THEMES.indexOf(settings.theme) + 1) % THEMES.length];
  if (theme === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  write('theme', theme);
}

export function toggleZone() {
  write('zone', settings.zone === 'utc' ? 'local' : 'utc');
}

/** @param {() => void} listener @returns {() => void} */
export function onSettings(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** @param {() => void} listener called when light turns dark or back, by hand or by the system */
export function onTheme(listener) {
  const media = matchMedia('(prefers-color-scheme: dark)');
  media.addEventListener('change', listener);
  const off = onSettings(listener);
  return () => { media.removeEventListener('change', listener); off(); };
}
