/** Projects: how all of them are, in one place, and which hangs on which. */
import {html, nothing, svg} from 'lit';
import {api, url} from '../api.js';
import {change, href, param} from '../router.js';
import {ago, count, counted, percent, range, rangeText, time} from '../time.js';
import {badge, empty, head, problemNote} from '../ui/bits.js';
import {icon} from '../ui/icons.js';
import {plain, text} from '../ui/text.js';
import {View} from '../ui/view.js';

const HEALTH = ['failing', 'stalled', 'degraded', 'silent', 'ok'];
/** Hops that can be opened one within the other: beyond, a graph is what nobody can read. */
const MOST_HOPS = 6;

class Projects extends View {
  static properties = {hops: {state: true}};

  refreshEvery = 30_000;

  shownOnly = ['event', 'in', 'project', 'health'];

  constructor() {
    super();
    /** Path of projects to its neighbours, or to the problem. @type {Map<string, any>} */
    this.hops = new Map();
  }

  /** @param {AbortSignal} signal */
  async load(signal) {
    const {from, to} = range();
    const filter = {from, to, tenant: param('tenant')};
    this.address = url('projects', filter);
    const {items} = await api.projects(filter, signal);
    this.restore();
    return items.sort((/** @type {any} */ a, /** @type {any} */ b) => HEALTH.indexOf(a.health) - HEALTH.indexOf(b.health) || b.events - a.events);
  }

  routeChanged() {
    super.routeChanged();
    this.restore();
  }

  /** The open project is in the URL. */
  restore() {
    const open = param('project');
    if (open && !this.hops.has(open)) this.hop(open, open);
  }

  /** @param {string} path @param {string} project */
  async hop(path, project) {
    /** @param {any} value */
    const set = (value) => { this.hops = new Map(this.hops).set(path, value); };
    set({loading: true});
    try {
      set(await api.dependencies(project, {tenant: param('tenant')}, this.aborter?.signal));
    } catch (problem) {
      if (/** @type {Error} */ (problem).name !== 'AbortError') set({problem});
      else this.hops.delete(path);
    }
  }

  top() {
    const counts = new Map(HEALTH.map((health) => [health, (this.data ?? []).filter((/** @type {any} */ p) => p.health === health).length]));
    return html`${head('Projects', {text: html`All projects and pipelines in ${rangeText()}, those in trouble first`, curl: this.address})}
      <div class="filters"><div class="segments" role="group" aria-label="Health"><button type="button" aria-pressed=${!param('health')} @click=${() => change({health: null})}>All <span class="num">${count(this.data?.length)}</span></button>
        ${HEALTH.filter((health) => counts.get(health)).map((health) => html`<button type="button" aria-pressed=${param('health') === health} @click=${() => change({health})}>${health} <span class="num">${counts.get(health)}</span></button>`)}</div></div>`;
  }

  show() {
    const shown = this.data.filter((/** @type {any} */ p) => !param('health') || p.health === param('health'));
    if (!this.data.length) {
      return html`<div class="card">${empty(`No project has told anything in ${rangeText()}`, html`<p>A project is what events name as theirs; which field that is, their dialect says. See <a href=${href('catalogue')}>what may be sent</a>.</p>`, 'projects')}</div>`;
    }
    return html`<div class="stack">${param('project') ? this.dependencies() : nothing}<ul class="projects">${shown.map((/** @type {any} */ p) => this.card(p))}</ul></div>`;
  }

  /** @param {any} p */
  card(p) {
    if (!p.project) return this.unassigned(p);
    const filter = {project: p.project, tenant: p.tenantId};
    return html`<li class="card project"><div class="head-line"><a data-open class="name text" href=${href('workflows', filter)}>${plain(p.project)}</a></div>
      <div>${badge(p.health)} <span class="muted" title=${time(p.lastEventAt)}>last event ${ago(p.lastEventAt)}</span></div>
      ${this.tenant(p)}${trend(p)}
      <div class="figures num"><a href=${href('events', filter)}>${counted(p.events, 'event')}</a><a href=${href('workflows', filter)}>${counted(p.runs, 'run')}</a>
        ${p.failed ? html`<a href=${href('workflows', {...filter, state: 'failed'})}>${icon('failed')} ${count(p.failed)} failed (${percent(p.failureShare)})</a>` : html`<span class="muted">none failed</span>`}
        ${p.stalled ? html`<a href=${href('workflows', {...filter, state: 'stalled'})}>${icon('stalled')} ${count(p.stalled)} stalled</a>` : nothing}
        ${p.running ? html`<a href=${href('workflows', {...filter, state: 'running'})}>${icon('running')} ${count(p.running)} running</a>` : nothing}</div>
      <div><button type="button" class="btn small" aria-pressed=${param('project') === p.project} @click=${() => change({project: param('project') === p.project ? null : p.project})}>${icon('projects')}Dependencies</button></div></li>`;
  }

  /** What is of no project has no list of its own: its numbers are no links. @param {any} p */
  unassigned(p) {
    return html`<li class="card project"><div class="name muted">(no project)</div><div>${badge(p.health)} <span class="muted" title=${time(p.lastEventAt)}>last event ${ago(p.lastEventAt)}</span></div>
      ${this.tenant(p)}${trend(p)}<div class="figures num muted">${counted(p.events, 'event')}, ${counted(p.runs, 'run')}, ${count(p.failed)} failed</div></li>`;
  }

  /** Whose it is, where several tenants are shown: each has projects of its own, and they may have the same names. @param {any} p */
  tenant(p) {
    return new Set(this.data.map((/** @type {any} */ other) => other.tenantId)).size > 1
      ? html`<div class="muted">tenant <a class="text" href=${href('projects', {tenant: p.tenantId})}>${plain(p.tenantId)}</a></div>` : nothing;
  }

  dependencies() {
    const project = param('project');
    return html`<section class="card" aria-labelledby="hops"><header><h2 id="hops">What <span class="text">${plain(project)}</span> depends on, and what depends on it</h2><span class="grow"></span>
      <button type="button" class="btn small quiet" @click=${() => change({project: null})}>${icon('close')}Close</button></header>
      <div class="body cols">${['upstream', 'downstream'].map((side) => html`<div class="stack"><h3>${icon(side === 'upstream' ? 'up' : 'down')} ${side === 'upstream' ? 'Upstream: it reads from' : 'Downstream: read by'}</h3>${this.neighbours(project, side, 1, [project])}</div>`)}</div></section>`;
  }

  /** @param {string} path @param {string} side @param {number} depth @param {string[]} seen @returns {unknown} */
  neighbours(path, side, depth, seen) {
    const hop = this.hops.get(path);
    if (!hop || hop.loading) return html`<p class="muted">Loading…</p>`;
    if (hop.problem) return problemNote(hop.problem);
    if (!hop[side].length) return html`<p class="muted">none known</p>`;
    return html`<ul class="hop">${hop[side].map((/** @type {any} */ other) => {
      const inner = `${path}\u0000${other.project}`;
      const open = this.hops.has(inner);
      const again = seen.includes(other.project);
      const known = this.data.find((/** @type {any} */ p) => p.project === other.project);
      return html`<li class="stack"><div><a href=${href('projects', {project: other.project})}>${text(other.project)}</a> ${known ? badge(known.health) : nothing}
        <div class="muted">${other.via.slice(0, 3).map((/** @type {any} */ via) => html`${via.kind} ${text(via.name, 60)}; `)}${counted(other.events, 'event')}, last ${ago(other.lastAt)}</div>
        ${again ? html`<span class="muted">see above: a circle</span>` : depth < MOST_HOPS ? html`<button type="button" class="btn small quiet" aria-expanded=${open} @click=${() => this.toggle(inner, other.project)}>${icon('more')}${open ? 'Less' : 'One hop further'}</button>` : nothing}</div>
        ${open && !again ? this.neighbours(inner, side, depth + 1, [...seen, other.project]) : nothing}</li>`;
    })}</ul>`;
  }

  /** @param {string} path @param {string} project */
  toggle(path, project) {
    if (this.hops.has(path)) {
      this.hops.delete(path);
      this.hops = new Map(this.hops);
    } else {
      this.hop(path, project);
    }
  }
}
customElements.define('tg-projects', Projects);

/** @param {any} p */
function trend(p) {
  const most = Math.max(1, ...p.trend.map((/** @type {any} */ bucket) => bucket.runs));
  return html`<svg class="spark" viewBox="0 0 ${p.trend.length * 6} 28" preserveAspectRatio="none" role="img" aria-label="Runs over time: ${count(p.runs)}, of which ${count(p.failed)} failed">${p.trend.map((/** @type {any} */ bucket, /** @type {number} */ i) => {
    const all = (bucket.runs / most) * 28;
    const bad = (bucket.failed / most) * 28;
    return svg`<rect x=${i * 6} y=${28 - all} width="5" height=${Math.max(0, all - bad)}></rect><rect class="f" x=${i * 6} y=${28 - bad} width="5" height=${bad}></rect>`;
  })}</svg>`;
}
