/** The one place that knows the gateway's endpoints. */
import {isOpen} from './me.js';

/** An answer that is no result: a problem by RFC 9457, or none at all. */
export class ApiProblem extends Error {
  /** @param {number} status 0 if no answer came @param {any} body */
  constructor(status, body) {
    super(body?.detail || body?.title || `HTTP ${status}`);
    this.name = 'ApiProblem';
    this.status = status;
    this.body = body ?? {};
    this.title = this.body.title || (status ? `HTTP ${status}` : 'The gateway does not answer');
    this.detail = this.body.detail || '';
    /** @type {{pointer: string, keyword: string, schemaLocation: string, message: string}[]} */
    this.errors = this.body.errors ?? [];
  }

  /** Whether the gateway does not know who asks. */
  get isNobody() {
    return isNobody(this.status);
  }

  /** Whether it was asked for a tenant that is another's. */
  get notYourTenant() {
    return String(this.body.type).endsWith('/not-your-tenant');
  }

  /** Whether a shorter range of time would help. */
  get tooWide() {
    return String(this.body.type).endsWith('/range-too-wide');
  }
}

/** @typedef {import('./router.js').Params} Params */

/** The address of an endpoint, relative to the page. @param {string} path @param {Params} [params] */
export function url(path, params = {}) {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(params)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== undefined && one !== null && one !== '') query.append(name, String(one));
    }
  }
  const text = query.toString();
  return `api/v1/${path}${text ? `?${text}` : ''}`;
}

/** What a command shows who it is by, where the gateway asks: a key that the environment has. */
export const credential = () => (isOpen() ? '' : '-H "Authorization: Bearer $TALLYGATE_KEY"');

/** The page's session is over, or there is none: 499 is what the provider's extension says to scripts. @param {number} status */
const isNobody = (status) => status === 401 || status === 499;

/** A command that asks the same. @param {string} address @param {{method?: string, body?: string}} [request] */
export function curl(address, {method = 'GET', body} = {}) {
  const words = ['curl'];
  if (method !== 'GET' || body !== undefined) words.push('-i');
  if (body === undefined && method !== 'GET') words.push('-X', method);
  if (credential()) words.push(credential());
  if (body !== undefined) words.push('-H', quote('Content-Type: application/json'), '-d', quote(body));
  words.push(quote(new URL(address, document.baseURI).href.replace(/#.*/, '')));
  return words.join(' ');
}

/** @param {string} word */
const quote = (word) => `'${word.replaceAll("'", "'\\''")}'`;

/** @param {string} address @param {RequestInit} [init] @returns {Promise<any>} */
async function ask(address, init = {}) {
  // so named, a request of a script is told that the session is over instead of being led to the provider
  const headers = {Accept: 'application/json', 'X-Requested-With': 'JavaScript', .../** @type {any} */ (init.headers ?? {})};
  let response;
  try {
    response = await fetch(address, {...init, headers});
  } catch (e) {
    if (/** @type {Error} */ (e).name === 'AbortError') throw e;
    throw new ApiProblem(0, {detail: 'Is it running, and is this machine connected to it? The page tries again when you do.'});
  }
  const text = await response.text();
  let body;
  try {
    body = text ? JSON.parse(text) : undefined;
  } catch {
    body = {detail: text.slice(0, 500)};
  }
  if (!response.ok) {
    const problem = new ApiProblem(response.status, body);
    if (problem.isNobody) dispatchEvent(new CustomEvent('tg-nobody'));
    throw problem;
  }
  return body;
}

/** @param {string} path @returns {(params?: Params, signal?: AbortSignal) => Promise<any>} */
const getter = (path) => (params, signal) => ask(url(path, params), {signal});

/** @param {string} id */
const part = (id) => encodeURIComponent(id);

/** @param {string} path @param {string} body @param {Record<string, string>} [headers] */
const post = (path, body, headers = {}) =>
  ask(url(path), {method: 'POST', body, headers: {'Content-Type': 'application/json', ...headers}});

export const api = {
  about: getter('about'),
  events: getter('events'),
  facets: getter('facets'),
  heatmap: getter('stats/heatmap'),
  keys: getter('keys'),
  me: getter('me'),
  overview: getter('overview'),
  projects: getter('projects'),
  quarantine: getter('quarantine'),
  quarantineGroups: getter('quarantine/groups'),
  schemas: getter('schemas'),
  search: getter('search'),
  stats: getter('stats'),
  workflowTypes: getter('workflow-types'),
  workflows: getter('workflows'),

  /** @param {string} id @param {Params} [params] @param {AbortSignal} [signal] */
  event: (id, params, signal) => ask(url(`events/${part(id)}`, params), {signal}),
  /** @param {string} id @param {Params} [params] @param {AbortSignal} [signal] */
  workflow: (id, params, signal) => ask(url(`workflows/${part(id)}`, params), {signal}),
  /** @param {string} id @param {Params} [params] @param {AbortSignal} [signal] */
  quarantined: (id, params, signal) => ask(url(`quarantine/${part(id)}`, params), {signal}),
  /** @param {string} project @param {Params} [params] @param {AbortSignal} [signal] */
  dependencies: (project, params, signal) => ask(url(`projects/${part(project)}/dependencies`, params), {signal}),
  /** @param {string} type @param {string} version @param {AbortSignal} [signal] */
  schema: (type, version, signal) => ask(url(`schemas/${part(type)}/${part(version)}`), {signal, headers: {Accept: 'application/schema+json'}}),

  /**
   * Where people sign in, as the gateway tells those whom it does not know.
   * @returns {Promise<string | undefined>} undefined where they cannot
   */
  signIn: async () => (await (await fetch(url('me'), {credentials: 'omit', headers: {Accept: 'application/json'}})).json()).signIn,
  signOut: () => ask('logout', {method: 'POST'}),

  /** @param {any} request */
  makeKey: (request) => post('keys', JSON.stringify(request)),
  /** @param {string} id @param {any} rotation */
  rotateKey: (id, rotation) => post(`keys/${part(id)}/rotations`, JSON.stringify(rotation)),
  /** @param {string} id */
  revokeKey: (id) => ask(url(`keys/${part(id)}`), {method: 'DELETE'}),

  /** @param {string} event its text */
  send: (event) => post('events', event),
  /** @param {string} id @param {string} body empty: as it was @param {string} key for trying again without doing it twice */
  resubmit: (id, body, key) => post(`quarantine/${part(id)}/resubmissions`, body, {'Idempotency-Key': key}),
};
