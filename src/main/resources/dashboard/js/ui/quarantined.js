/** One quarantined event: its content beside the rule that it breaks; mended and sent again from here. */
import {html, nothing} from 'lit';
import {api, url} from '../api.js';
import {lacks, may} from '../me.js';
import {here, href} from '../router.js';
import {bytes, time} from '../time.js';
import {badge, faults, head, problemNote} from './bits.js';
import {icon} from './icons.js';
import {faithful, jsonView, parsed} from './json.js';
import {MASK, isMasked, maskNote} from './mask.js';
import {plain, text} from './text.js';
import {View} from './view.js';

class Quarantined extends View {
  static properties = {held: {}, draft: {state: true}, operation: {state: true}, schema: {state: true}};

  constructor() {
    super();
    this.held = '';
    /** @type {string | undefined} what is to be sent; undefined: as it was */
    this.draft = undefined;
    /** The resubmission that is under way or was done last. @type {any} */
    this.operation = undefined;
    /** @type {any} */
    this.schema = undefined;
  }

  key() {
    return this.held;
  }

  /** @param {Map<string, unknown>} changed */
  willUpdate(changed) {
    if (changed.has('held') && this.loadedFor && this.loadedFor !== this.held) {
      this.draft = undefined;
      this.operation = undefined;
      this.data = undefined;
      this.reload();
    }
  }

  /** @param {AbortSignal} signal */
  async load(signal) {
    const held = await api.quarantined(this.held, {}, signal);
    if (held.type && held.version) {
      api.schema(held.type, held.version, signal).then((schema) => { this.schema = schema; }, () => { this.schema = null; });
    } else {
      this.schema = null;
    }
    this.draft ??= pretty(held.content ?? '');
    return held;
  }

  /** The first line that is at fault comes into sight, in each of the two. */
  updated() {
    for (const box of this.querySelectorAll('.json')) {
      const bad = /** @type {HTMLElement | null} */ (box.querySelector('.bad'));
      if (bad && !box.hasAttribute('data-shown')) {
        box.setAttribute('data-shown', '');
        box.scrollTop = bad.offsetTop - /** @type {HTMLElement} */ (box).offsetTop - 60;
      }
    }
  }

  top() {
    return html`<p><a href=${here({id: null})} class="btn small quiet">${icon('back')}All quarantined events</a></p>
      ${head('Quarantined event', {text: this.data ? html`${badge('quarantined', this.data.reason)} ${text(this.data.type ?? 'no type')}, received ${time(this.data.receivedAt, {millis: true})} by ${this.data.door}` : nothing, curl: url(`quarantine/${this.held}`)})}`;
  }

  show() {
    const held = this.data;
    return html`<div class="stack">
      <div class="note failed">${icon('failed')}<div class="grow"><strong class="text">${plain(held.message)}</strong>${faults(held.violations)}</div></div>
      <div class="cols">
        <section class="card" aria-labelledby="content"><header><h2 id="content">What came</h2><span class="grow"></span><span class="muted">${bytes(held.size)}</span></header><div class="body">${this.content(held)}</div></section>
        <section class="card" aria-labelledby="schema"><header><h2 id="schema">What its schema wants</h2></header><div class="body">${this.rules(held)}</div></section>
      </div>
      <section class="card" aria-labelledby="mend"><header><h2 id="mend">Fix and resubmit</h2></header><div class="body">${this.mend(held)}</div></section>
      <section class="card" aria-labelledby="attempts"><header><h2 id="attempts">Attempts: <span class="num" data-attempts>${held.resubmissions?.length ?? 0}</span></h2></header><div class="body">${attempts(held.resubmissions ?? [])}</div></section>
      <section class="card" aria-labelledby="facts"><header><h2 id="facts">How it came</h2></header><div class="body">${facts(held)}</div></section>
    </div>`;
  }

  /** @param {any} held */
  content(held) {
    if (held.content === undefined || held.content === null) {
      return html`<p class="muted">It is no text. ${may('auditor') ? html`<a class="inline" download="${held.id}.bin" href=${url(`quarantine/${held.id}/original`)}>Download the original</a>` : 'Auditors can download the original.'}</p>`;
    }
    if (held.content === MASK && isMasked(held.content)) {
      return html`<p class="muted withheld">${icon('lock')} Withheld: without its schema nobody can tell which of its values are sensitive. Auditors see it whole.</p>`;
    }
    const value = faithful(held.content);
    return html`${value === undefined ? html`<div class="json" tabindex="0" role="region" aria-label="Content"><span class="l">${plain(held.content)}</span></div>${maskNote(isMasked(held.content))}`
      : jsonView(value, {label: 'Content', bad: held.violations.map((/** @type {any} */ v) => v.pointer).filter(Boolean)})}
      ${held.contentComplete === false ? html`<p class="muted">Only its beginning was kept.</p>` : nothing}`;
  }

  /** @param {any} held */
  rules(held) {
    if (this.schema === undefined) return html`<p class="muted">Loading…</p>`;
    if (this.schema === null) return html`<p class="muted">There is no schema for what it says it is. <a class="inline" href=${href('catalogue')}>What may be sent</a></p>`;
    const bad = held.violations.map((/** @type {any} */ v) => decodeURIComponent(v.schemaLocation.split('#')[1] ?? '')).filter(Boolean);
    return html`${jsonView(this.schema, {label: 'Schema', bad})}<p><a class="inline" href=${href('catalogue', {type: held.type, version: held.version})}>Fields and examples of ${text(held.type)}</a></p>`;
  }

  /** @param {any} held */
  mend(held) {
    if (!may('operator')) return html`<p class="muted not-offered">${icon('lock')} ${lacks('operator', 'Sending it again')}</p>`;
    const masked = isMasked(this.draft);
    const broken = !masked && this.draft && parsed(this.draft) === undefined;
    const mended = held.resubmissions?.find((/** @type {any} */ r) => ['stored', 'already-stored'].includes(r.outcome));
    return html`<div class="stack">
      ${mended ? html`<div class="note ok mended">${icon('completed')}<div class="grow"><strong>It is mended.</strong> Stored as ${text(mended.eventId)}. <a href=${href('events', {event: mended.eventId, in: mended.tenantId})}>See it</a></div></div>` : nothing}
      <p class="muted">The corrected event goes through the same check and is stored as a new one, linked to this one. What came stays as it is.</p>
      <label for="draft" class="sr">The corrected event</label>
      <textarea id="draft" class="code" rows="16" spellcheck="false" .value=${this.draft ?? ''} @input=${(/** @type {Event} */ e) => { this.draft = /** @type {HTMLTextAreaElement} */ (e.target).value; }}></textarea>
      ${broken ? html`<p class="muted" role="status">${icon('warning')} This is no JSON yet.</p>` : nothing}
      ${masked ? html`<div class="note stalled masked-draft" role="status">${icon('lock')}<div class="grow"><strong>You are not shown all of it.</strong> Only an auditor sees and edits what is masked: sent with ${MASK} in it, the event would be refused.
        Let somebody mend it who is an operator and an auditor, write what belongs there yourself, or send the original again as it was.</div></div>` : nothing}
      <div class="filters">
        <button type="button" class="btn primary resubmit" ?disabled=${broken || masked || this.operation?.state === 'sending'} @click=${() => this.send(this.draft ?? '')}>${icon('retry')}Resubmit corrected</button>
        <button type="button" class="btn as-it-was" ?disabled=${this.operation?.state === 'sending'} @click=${() => this.send('')}>Resubmit as it was</button>
        <span class="muted">as it was: after a schema was added, say</span></div>
      <div role="status" class="operation">${this.outcome()}</div></div>`;
  }

  /** @param {string} body */
  async send(body) {
    // the same content under the same key: sent twice by a slow network, done once
    const key = this.operation?.state === 'unknown' && this.operation.body === body ? this.operation.key : `page-${Date.now()}-${Math.floor(Math.random() * 1e9)}`;
    this.operation = {state: 'sending', key, body};
    try {
      const receipt = await api.resubmit(this.held, body, key);
      this.operation = {state: 'done', key, body, receipt};
    } catch (e) {
      const problem = /** @type {any} */ (e);
      const known = problem.status >= 400 && problem.status < 500 && problem.status !== 429;
      this.operation = {state: known ? 'refused' : 'unknown', key, body, problem};
    }
    await this.reload();
  }

  outcome() {
    const {state, receipt, problem, key} = this.operation ?? {};
    switch (state) {
      case 'sending': return html`<div class="note"><span class="pulse"></span><div class="grow">Sending… <span class="muted">operation ${key}</span></div></div>`;
      case 'done': return html`<div class="note ok accepted">${icon('completed')}<div class="grow"><strong>Accepted.</strong> ${receipt.sequence === undefined ? nothing : html`Number ${receipt.sequence} in the log. `}
        <a href=${href('events', {event: receipt.id ?? receipt.eventId, in: receipt.tenantId})}>See it arrive</a></div></div>`;
      case 'refused': return html`${problemNote(problem)}${problem.body.quarantineId ? html`<p><a class="inline" href=${href('quarantine', {id: problem.body.quarantineId})}>This attempt is in quarantine too</a></p>` : nothing}`;
      case 'unknown': return html`${problemNote(problem)}<p class="muted">Whether it was stored is not known. Sending the same again is safe: it has the same key.</p>`;
      default: return nothing;
    }
  }
}
customElements.define('tg-quarantined', Quarantined);

/** @param {any[]} list */
function attempts(list) {
  if (!list.length) return html`<p class="muted">Nobody has tried to mend it.</p>`;
  return html`<div class="scroll" tabindex="0" role="region" aria-label="All attempts"><table><thead><tr><th>When</th><th>What was sent</th><th>Outcome</th><td></td></tr></thead><tbody>${list.map((r) => html`<tr>
    <td class="num">${time(r.attemptedAt)}</td><td>${r.corrected ? 'a corrected event' : 'as it was'}</td><td>${badge(r.outcome)}</td>
    <td>${r.eventId ? html`<a class="inline" href=${href('events', {event: r.eventId, in: r.tenantId})}>event ${text(r.eventId)}</a>` : r.quarantinedAs ? html`<a class="inline" href=${href('quarantine', {id: r.quarantinedAs})}>quarantined again</a>` : nothing}</td></tr>`)}</tbody></table></div>`;
}

/** @param {any} held */
function facts(held) {
  const rows = [['Event id', held.eventId], ['Tenant', held.tenantId], ['Source', held.source], ['Version', held.version], ['Dialect', held.dialect], ['Routing key', held.routingKey], ['Trace', held.traceparent], ['SHA-256', held.sha256]];
  return html`<dl class="facts">${rows.filter(([, value]) => value).map(([name, value]) => html`<dt>${name}</dt><dd>${text(value)}</dd>`)}
    ${held.workflowId ? html`<dt>Workflow</dt><dd><a class="inline" href=${href('timeline', {workflow: held.workflowId})}>${text(held.workflowId)}</a></dd>` : nothing}
    ${held.resubmissionOf ? html`<dt>Attempt to mend</dt><dd><a class="inline" href=${href('quarantine', {id: held.resubmissionOf})}>${held.resubmissionOf}</a></dd>` : nothing}
    <dt>Headers</dt><dd>${jsonView(held.headers, {label: 'Headers'})}</dd></dl>`;
}

/** @param {string} content */
function pretty(content) {
  const value = faithful(content);
  return value === undefined ? content : JSON.stringify(value, null, 2);
}
