/** Live: what comes in, as it comes in. */
import {html, nothing} from 'lit';
import {api, url} from '../api.js';
import {may} from '../me.js';
import {change, current, param} from '../router.js';
import {count} from '../time.js';
import {chips, empty, head, picker, typed} from '../ui/bits.js';
import {EVENT_HEAD, eventRow, failed} from '../ui/event-row.js';
import {icon} from '../ui/icons.js';
import '../ui/list.js';
import {MOST_TAIL, Tail} from '../ui/tail.js';
import {View} from '../ui/view.js';
import {Volume} from '../ui/volume.js';
import {listen} from '../stream.js';

const FILTERS = ['type', 'source', 'workflow', 'project', 'dialect', 'door'];
const BEGIN = 200;
const KINDS = [['', 'All'], ['events', 'Stored'], ['quarantine', 'Quarantined']];
/** Rows are shown in turns, so that five hundred a second cost no more than five. */
const BREATH_MS = 250;

class Live extends View {
  constructor() {
    super();
    this.tail = new Tail();
    this.volume = new Volume();
    this.open = false;
    /** Paused by hand; being scrolled pauses as well. */
    this.held = false;
    this.pause = () => { this.held = !this.held; this.breathe(); };
  }

  connectedCallback() {
    super.connectedCallback();
    addEventListener('tg-pause', this.pause);
    this.breath = setInterval(() => this.breathe(), BREATH_MS);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    removeEventListener('tg-pause', this.pause);
    clearInterval(this.breath);
    this.close?.();
  }

  /** The stream has no past: the range of time says nothing here. */
  key() {
    const {params} = current();
    return ['kind', 'tenant', ...FILTERS].map((name) => params.get(name)).join('\n');
  }

  filter() {
    const {params} = current();
    return Object.fromEntries(['tenant', ...FILTERS].map((name) => [name, params.get(name)]));
  }

  /** @param {AbortSignal} signal */
  async load(signal) {
    this.close?.();
    this.tail = new Tail();
    this.volume = new Volume();
    const filter = this.filter();
    const kind = param('kind');
    // the lists know fewer filters than the stream: what they cannot leave out is left out here
    const {project, dialect, door, ...listed} = filter;
    const [events, held] = await Promise.all([
      kind === 'quarantine' ? {items: []} : api.events({...listed, project, limit: BEGIN}, signal),
      kind === 'events' || project ? {items: []} : api.quarantine({...listed, door, limit: 50}, signal),
    ]);
    const begin = [...events.items, ...held.items]
      .filter((item) => (!dialect || item.dialect === dialect) && (!door || item.door === door))
      .sort((a, b) => (a.receivedAt < b.receivedAt ? 1 : -1));
    this.tail.begin(begin);
    begin.forEach((item) => this.volume.add(item, failed(item)));
    // from the last row of the list on, so that nothing falls between list and stream
    const last = events.items[0]?.sequence;
    this.streamed = {kind: kind || 'all', ...filter};
    this.close = listen({...this.streamed, lastEventId: last ?? null}, {
      event: (item) => this.take(item),
      quarantined: (item) => this.take(item),
      missed: (missed) => { this.tail.missed += missed.count ?? 0; },
      state: (open) => { this.open = open; this.requestUpdate(); },
    });
    return {};
  }

  /** @param {any} item */
  take(item) {
    this.tail.take(item);
    this.volume.add(item, failed(item));
  }

  /** Scrolled away from the newest row: somebody reads. */
  get scrolled() {
    const list = this.querySelector('tg-list');
    return !!list && list.getBoundingClientRect().top < 0;
  }

  get paused() {
    return this.held || this.scrolled;
  }

  /** Draws again only where there is something new to draw: rows, counters, or the next bar of the volume. */
  breathe() {
    if (document.hidden) return;
    if (!this.paused) this.tail.flush();
    const {seen, dropped, missed, waiting} = this.tail;
    const drawn = [seen, dropped, missed, waiting.length, this.paused, this.held, this.volume.now()].join();
    if (drawn === this.drawn) return;
    this.drawn = drawn;
    this.requestUpdate();
  }

  resume() {
    this.held = false;
    this.tail.flush();
    scrollTo(0, 0);
    this.requestUpdate();
  }

  top() {
    return html`${head('Live', {
      text: html`<span class="pulse ${this.open && !this.held ? '' : 'off'}"></span> ${!this.open ? 'Connecting…' : this.held ? 'Paused' : 'Events as they come in, the newest on top'}`,
      curl: url('stream', this.streamed ?? {}),
      tools: html`<div class="segments" role="group" aria-label="Kind">${KINDS.map(([kind, label]) =>
        html`<button type="button" aria-pressed=${param('kind') === kind} @click=${() => change({kind})}>${label}</button>`)}</div>
        <button type="button" class="btn pause" aria-pressed=${this.held} @click=${this.pause}>${icon(this.held ? 'running' : 'pause')}${this.held ? 'Resume' : 'Pause'}</button>`,
    })}
    <div class="filters">${typed('type', 'Type')}${typed('source', 'Source')}${typed('project', 'Project')}
      ${picker('door', 'Door', ['http', 'amqp', 'resubmission', 'job', 'gateway'].map((value) => ({value})))}${chips(FILTERS)}</div>`;
  }

  show() {
    const {rows, waiting, dropped, missed, seen} = this.tail;
    return html`<div class="card"><div class="body">${this.volume.view()}</div>
      <div class="listfoot" data-counters><span class="num">${count(seen)} since this page was opened</span>
        <span class="num ${dropped ? '' : 'muted'}" data-dropped=${dropped}>${count(dropped)} dropped by this page</span>
        <span class="num" data-missed=${missed}>${missed ? icon('warning') : nothing} ${count(missed)} missed on the way</span>
        <span>The last ${count(MOST_TAIL)} stay here; all of them are in <a class="inline" href="#/events">Events</a>.</span></div>
      ${this.paused && waiting.length ? html`<div class="newer"><button type="button" class="btn primary small" @click=${this.resume}>${icon('up')}${count(waiting.length)} new</button></div>` : nothing}
      ${rows.length ? html`${EVENT_HEAD}<div class="rows" role="log" aria-live="off" aria-label="Events as they come in">
        <tg-list label="Newest first" columns="events-grid" .items=${rows} .row=${eventRow} .keyOf=${Tail.keyOf}></tg-list></div>`
      : empty('Nothing has come in yet', html`<p>The page listens. ${may('publisher') ? html`<a href="#/start">Send your first event</a>: with curl, Java or any RabbitMQ client.` : nothing}</p>`, 'live')}</div>`;
  }
}
customElements.define('tg-live', Live);
