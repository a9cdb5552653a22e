import {html, svg} from 'lit';

const SHAPES = {
  overview: svg`<rect x="3" y="3" width="7" height="9" rx="1"/><rect x="14" y="3" width="7" height="5" rx="1"/><rect x="14" y="12" width="7" height="9" rx="1"/><rect x="3" y="16" width="7" height="5" rx="1"/>`,
  live: svg`<path d="M3 12h4l3-8 4 16 3-8h4"/>`,
  events: svg`<path d="M8 6h13M8 12h13M8 18h13M3 6h.01M3 12h.01M3 18h.01"/>`,
  workflows: svg`<rect x="3" y="3" width="6" height="6" rx="1"/><rect x="15" y="15" width="6" height="6" rx="1"/><path d="M9 6h5a4 4 0 0 1 4 4v5"/>`,
  timeline: svg`<path d="M4 6h9M8 12h10M6 18h6"/>`,
  quarantine: svg`<path d="M12 3l8 3v6c0 5-3.5 8-8 9-4.5-1-8-4-8-9V6z"/><path d="M12 8v5M12 16.5h.01"/>`,
  latency: svg`<circle cx="12" cy="13" r="8"/><path d="M12 9v4l3 2M9 2h6"/>`,
  catalogue: svg`<path d="M4 5a2 2 0 0 1 2-2h14v18H6a2 2 0 0 1-2-2zM4 17a2 2 0 0 1 2-2h14M9 7h6"/>`,
  projects: svg`<circle cx="5" cy="12" r="2.5"/><circle cx="19" cy="6" r="2.5"/><circle cx="19" cy="18" r="2.5"/><path d="M7.3 11l9.4-4M7.3 13l9.4 4"/>`,
  start: svg`<path d="M5 12h14M13 6l6 6-6 6"/>`,
  search: svg`<circle cx="11" cy="11" r="7"/><path d="M20 20l-4-4"/>`,
  completed: svg`<path d="M5 12.5l4.5 4.5L19 7.5"/>`,
  failed: svg`<path d="M6 6l12 12M18 6L6 18"/>`,
  stalled: svg`<path d="M6 3h12M6 21h12M7 3c0 5 10 6 10 9s-10 4-10 9M17 3c0 5-10 6-10 9s10 4 10 9"/>`,
  running: svg`<path d="M7 4l12 8-12 8z"/>`,
  unknown: svg`<path d="M9 9a3 3 0 1 1 4.5 2.6c-1 .6-1.5 1.2-1.5 2.4M12 18h.01"/>`,
  silent: svg`<path d="M5 12h14"/>`,
  held: svg`<path d="M12 3l8 3v6c0 5-3.5 8-8 9-4.5-1-8-4-8-9V6z"/>`,
  warning: svg`<path d="M12 3l10 18H2zM12 10v4M12 17.5h.01"/>`,
  info: svg`<circle cx="12" cy="12" r="9"/><path d="M12 11v5M12 8h.01"/>`,
  close: svg`<path d="M6 6l12 12M18 6L6 18"/>`,
  copy: svg`<rect x="9" y="9" width="11" height="11" rx="2"/><path d="M5 15V5a2 2 0 0 1 2-2h8"/>`,
  pause: svg`<path d="M8 5v14M16 5v14"/>`,
  up: svg`<path d="M12 19V5M6 11l6-6 6 6"/>`,
  down: svg`<path d="M12 5v14M6 13l6 6 6-6"/>`,
  sun: svg`<circle cx="12" cy="12" r="4"/><path d="M12 2v2M12 20v2M2 12h2M20 12h2M5 5l1.5 1.5M17.5 17.5L19 19M5 19l1.5-1.5M17.5 6.5L19 5"/>`,
  moon: svg`<path d="M20 14.5A8.5 8.5 0 0 1 9.5 4a8.5 8.5 0 1 0 10.5 10.5z"/>`,
  system: svg`<rect x="3" y="4" width="18" height="12" rx="2"/><path d="M8 20h8M12 16v4"/>`,
  http: svg`<circle cx="12" cy="12" r="9"/><path d="M3 12h18M12 3c5 6 5 12 0 18M12 3c-5 6-5 12 0 18"/>`,
  amqp: svg`<path d="M4 20V9h5V4h4v5h7v11z"/>`,
  retry: svg`<path d="M4 12a8 8 0 1 1 2.5 5.8M4 20v-5h5"/>`,
  job: svg`<rect x="3" y="7" width="18" height="13" rx="2"/><path d="M8 7V4h8v3M3 13h18"/>`,
  help: svg`<circle cx="12" cy="12" r="9"/><path d="M9.5 9.5a2.5 2.5 0 1 1 3.6 2.2c-.7.4-1.1.9-1.1 1.8M12 16.8h.01"/>`,
  more: svg`<path d="M6 9l6 6 6-6"/>`,
  back: svg`<path d="M19 12H5M11 6l-6 6 6 6"/>`,
};

/** @param {keyof typeof SHAPES | string} name a picture that stands beside a word, so it says nothing itself */
export const icon = (name) =>
  html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true">${SHAPES[/** @type {keyof typeof SHAPES} */ (name)] ?? SHAPES.unknown}</svg>`;
