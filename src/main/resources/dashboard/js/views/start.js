/** The first five minutes: send an event, see it land, break it, mend it. */
import {html, nothing} from 'lit';
import {api, url} from '../api.js';
import {isOpen, may, ownTenants} from '../me.js';
import {href} from '../router.js';
import {listen} from '../stream.js';
import {time} from '../time.js';
import {badge, codeBlock, faults, head, problemNote} from '../ui/bits.js';
import {icon} from '../ui/icons.js';
import {asAmqp, asCurl, asJava} from '../ui/samples.js';
import {plain, text} from '../ui/text.js';
import {View} from '../ui/view.js';

const WAYS = [['curl', 'curl'], ['java', 'Java'], ['amqp', 'Any RabbitMQ client']];

class Start extends View {
  static properties = {way: {state: true}, landed: {state: true}, answer: {state: true}, refusal: {state: true}, held: {state: true}, embedded: {type: Boolean}, sending: {state: true}};

  constructor() {
    super();
    this.way = 'curl';
    /** The event of this panel, or whichever came first. @type {any} */
    this.landed = undefined;
    /** @type {any} */
    this.refusal = undefined;
    /** The quarantined event, as the stream told it. @type {any} */
    this.held = undefined;
    /** @type {any} */
    this.answer = undefined;
    this.embedded = false;
    this.sending = false;
  }

  key() {
    return 'start';
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.close?.();
  }

  /** @param {AbortSignal} signal */
  async load(signal) {
    const about = await api.about({}, signal);
    // of a tenant for which one may send
    const tenantId = ownTenants()?.[0] ?? about.publishExample.tenantId;
    const sound = {...about.publishExample, tenantId, id: newId(), timestamp: new Date().toISOString()};
    const broken = structuredClone({...sound, id: newId()});
    delete broken.data.opportunityId;
    this.close?.();
    // who only publishes is told by the answers
    if (may('viewer')) this.close = listen({kind: 'all'}, {
      event: (event) => { if (event.id === sound.id || !this.landed) this.landed = event; },
      quarantined: (held) => { if (held.eventId === broken.id) this.held = held; },
    });
    return {about, sound, broken, base: new URL('.', document.baseURI).href.replace(/\/$/, '')};
  }

  /** @param {any} event @param {boolean} isBroken */
  async send(event, isBroken) {
    this.sending = true;
    try {
      const receipt = await api.send(JSON.stringify(event));
      if (!isBroken) {
        this.answer = receipt;
        if (!may('viewer')) this.landed ??= {...event, sequence: receipt.sequence, receivedAt: new Date().toISOString()};
      }
    } catch (e) {
      if (isBroken) this.refusal = e;
      else this.problem = e;
    }
    this.sending = false;
  }

  top() {
    const title = this.embedded ? 'Send your first event' : 'Send an event';
    return this.embedded
      ? html`<h2>${title}</h2><p class="muted">This gateway has no event yet. Three steps, two minutes.</p><br>`
      : head(title, {text: 'See it land, break it, mend it', curl: url('about')});
  }

  show() {
    const state = [this.landed, this.refusal, this.held?.mended];
    /** @param {number} i */
    const look = (i) => (state[i] ? 'done' : i === 0 || state[i - 1] ? 'now' : '');
    return html`<div class="card"><div class="body"><ol class="steps">
      <li class=${look(0)}><span class="no">${this.landed ? icon('completed') : 1}</span><div class="what">${this.first()}</div></li>
      <li class=${look(1)}><span class="no">${this.refusal ? icon('completed') : 2}</span><div class="what">${this.second()}</div></li>
      <li class=${look(2)}><span class="no">3</span><div class="what">${this.third()}</div></li>
    </ol></div></div>`;
  }

  first() {
    const {about, sound, base} = this.data;
    const code = this.way === 'curl' ? asCurl(sound, base) : this.way === 'java' ? asJava(sound, base) : asAmqp(sound, about);
    return html`<h2>Send an event</h2>
      <div class="segments" role="group" aria-label="By">${WAYS.map(([way, label]) => html`<button type="button" aria-pressed=${this.way === way} @click=${() => { this.way = way; }}>${label}</button>`)}</div>
      ${isOpen() ? nothing : html`<p class="muted">${this.way === 'amqp' ? 'The broker asks for an account of its own.' : html`<code>TALLYGATE_KEY</code> is an API key of a publisher: administrators make them.`}</p>`}
      ${codeBlock(code, 'The command')}
      <div class="filters"><button type="button" class="btn primary send" ?disabled=${this.sending} @click=${() => this.send(sound, false)}>Send it from here</button>
        ${this.way === 'amqp' && !about.amqp ? html`<span class="muted">Put in your broker's address and account.</span>` : nothing}</div>
      <div role="status">${this.landed
        ? html`<div class="note ok landed">${icon('completed')}<div class="grow"><strong>It landed.</strong> Number ${this.landed.sequence} in the log, ${text(this.landed.type)}, at ${time(this.landed.receivedAt, {millis: true})}.
          ${may('viewer') ? html`<a href=${href('events', {event: this.landed.id, in: this.landed.tenantId})}>See it</a>${this.landed.workflowId ? html`, or <a href=${href('timeline', {workflow: this.landed.workflowId, in: this.landed.tenantId})}>its workflow</a>` : nothing}.` : nothing}</div></div>`
        : html`<div class="note waiting"><span class="pulse"></span><div class="grow">${may('viewer') ? 'Waiting for it on the live stream…' : 'Send it from here: what others send you are not shown, since you are no viewer.'}</div></div>`}</div>`;
  }

  second() {
    const {broken, base} = this.data;
    return html`<h2>Now break it</h2>
      <p>The same event without <code>opportunityId</code>, which its schema requires.</p>
      ${this.landed ? html`${codeBlock(asCurl(broken, base), 'The command that breaks it')}
        <div><button type="button" class="btn break" ?disabled=${this.sending} @click=${() => this.send(broken, true)}>Send the broken one</button></div>
        ${this.refusal ? refused(this.refusal) : nothing}` : nothing}`;
  }

  third() {
    return html`<h2>Fix it and send it again</h2>
      <p>What is refused is kept: in quarantine, with its reason, until somebody mends it.</p>
      <div role="status">${this.held ? html`<div class="note held-row">${icon('held')}<div class="grow">${badge('quarantined')} ${text(this.held.message)} <br>
        <a class="fix" href=${href('quarantine', {id: this.held.id})}>${may('operator') ? 'Fix and resubmit it' : 'See it: operators fix and resubmit'}</a></div></div>` : nothing}</div>
      ${may('viewer') && (this.held || this.landed) ? html`<p class="muted">Then: <a href=${href('live')}>watch events come in</a>, <a href=${href('catalogue')}>see what may be sent</a>, <a href=${href('workflows')}>find a failed run</a>.</p>` : nothing}`;
  }
}
customElements.define('tg-start', Start);

/** @param {any} problem */
function refused(problem) {
  if (problem.status !== 422) return problemNote(problem);
  return html`<div class="note failed refusal" role="alert">${icon('failed')}<div class="grow"><strong>422 ${problem.title}</strong>
    <p class="text">${plain(problem.detail || problem.body.message || '')}</p>${faults(problem.errors)}</div></div>`;
}

function newId() {
  // randomUUID is there on secure origins only, and a gateway within a network may have none
  const b = crypto.getRandomValues(new Uint8Array(16));
  b[6] = (b[6] & 0x0f) | 0x40;
  b[8] = (b[8] & 0x3f) | 0x80;
  const hex = [...b].map((x) => x.toString(16).padStart(2, '0')).join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
