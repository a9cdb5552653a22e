/** Catalogue: what may be sent; who sends it, and how much of it is refused. */
import {html, nothing} from 'lit';
import {api, url} from '../api.js';
import {may} from '../me.js';
import {change, href, param} from '../router.js';
import {count, percent, range, rangeText} from '../time.js';
import {chips, codeBlock, empty, head, problemNote} from '../ui/bits.js';
import {fields} from '../ui/fields.js';
import {icon} from '../ui/icons.js';
import {jsonView} from '../ui/json.js';
import {plain, text} from '../ui/text.js';
import {View} from '../ui/view.js';
import {asCurl} from '../ui/samples.js';

class Catalogue extends View {
  static properties = {schema: {state: true}, use: {state: true}};

  shownOnly = ['event', 'in', 'type', 'version', 'rule', 'find', 'range', 'from', 'to', 'tenant'];

  /** @param {AbortSignal} signal */
  async load(signal) {
    const {items} = await api.schemas({}, signal);
    this.items = items;
    await this.openType(signal);
    return items;
  }

  routeChanged() {
    super.routeChanged();
    if (this.items) this.openType(this.aborter?.signal);
  }

  /** The entry that a concrete type belongs to: types may be patterns. @param {string} type */
  entry(type) {
    return this.items.filter((/** @type {any} */ s) => s.type === type).at(-1) ?? this.items.filter((/** @type {any} */ s) => s.type.includes('{') && new RegExp(`^${s.type.replaceAll('.', '\\.').replace(/\{[^}]*\}/g, '[^.]+')}$`).test(type)).at(-1);
  }

  /** @param {AbortSignal | undefined} signal */
  async openType(signal) {
    const type = param('type');
    const entry = type && this.entry(type);
    const {from, to} = range();
    const wanted = `${type} ${param('version')} ${param('range')} ${param('from')} ${param('tenant')}`;
    if (this.opened === wanted) return;
    this.opened = wanted;
    this.schema = undefined;
    this.use = undefined;
    if (!type) return;
    try {
      this.schema = await api.schema(entry?.type ?? type, param('version') || entry?.version || '', signal);
    } catch (problem) {
      this.schema = {problem};
    }
    if (!may('viewer')) return;
    const filter = {type, from, to, tenant: param('tenant')};
    const [stats, facets] = await Promise.all([api.stats({...filter, groupBy: 'none'}, signal).catch(() => undefined), api.facets({of: 'events', ...filter}, signal).catch(() => undefined)]);
    this.use = {total: stats?.groups[0], sources: facets?.facets.source ?? []};
  }

  top() {
    return html`${head('Catalogue', {text: html`Every event that is accepted, made of the schemas. <a class="inline" href="catalogue">The same as one page to print</a>, as <a class="inline" href="asyncapi.yaml">AsyncAPI</a>`, curl: param('type') && this.items ? url(`schemas/${encodeURIComponent(param('type'))}/${param('version') || this.entry(param('type'))?.version}`) : url('schemas')})}
      ${param('type') ? html`<p><a class="btn small quiet" href=${href('catalogue')}>${icon('back')}All types</a></p>`
      : html`<div class="filters"><input type="search" aria-label="Find a type" placeholder="Find a type" .value=${param('find')} @input=${(/** @type {Event} */ e) => change({find: /** @type {HTMLInputElement} */ (e.target).value}, true)}>${chips([])}</div>`}`;
  }

  show() {
    if (param('type')) return this.one();
    const words = param('find').toLowerCase();
    const found = this.data.filter((/** @type {any} */ s) => !words || `${s.type} ${s.title} ${s.description} ${s.dialect}`.toLowerCase().includes(words));
    const dialects = [...new Set(found.map((/** @type {any} */ s) => s.dialect))];
    if (!found.length) return html`<div class="card">${empty('No type has these words', html`<p><a href=${href('catalogue')}>All types</a>. A new type is a file in the directory of schemas.</p>`, 'search')}</div>`;
    return html`<div class="stack">${dialects.map((dialect) => html`<section class="card" aria-label="Dialect ${dialect}"><header><h2>${dialect}</h2></header><div class="body scroll" tabindex="0" role="region" aria-label="Types of ${dialect}"><table>
      <thead><tr><th>Type</th><th>Version</th><th>What it says</th><th>Who sends it</th></tr></thead>
      <tbody>${found.filter((/** @type {any} */ s) => s.dialect === dialect).map((/** @type {any} */ s) => html`<tr><td><a data-open href=${href('catalogue', {type: s.type, version: s.version})}>${text(s.type)}</a></td><td class="num">${s.version}</td><td>${text(s.title)}</td><td>${text(s.publisher)}</td></tr>`)}</tbody></table></div></section>`)}</div>`;
  }

  one() {
    const {schema} = this;
    if (!schema) return html`<p class="muted">Loading…</p>`;
    if (schema.problem) return problemNote(schema.problem);
    const versions = this.data.filter((/** @type {any} */ s) => s.type === this.entry(param('type'))?.type);
    const example = schema.examples?.[0];
    const rule = param('rule');
    return html`<div class="stack">
      <section class="card" aria-labelledby="what"><header><h2 id="what" class="text">${plain(param('type'))}</h2>${versions.map((/** @type {any} */ s) => html`<a class="btn small" href=${href('catalogue', {type: s.type, version: s.version})} aria-current=${(param('version') || versions.at(-1).version) === s.version ? 'true' : nothing}>${s.version}</a>`)}</header>
        <div class="body stack"><p>${text(schema.description ?? schema.title, 2000)}</p><dl class="facts">
          ${schema['x-triggered-when'] ? html`<dt>When</dt><dd>${text(schema['x-triggered-when'], 2000)}</dd>` : nothing}
          ${schema['x-publisher'] ? html`<dt>Sent by</dt><dd>${text(schema['x-publisher'], 2000)}</dd>` : nothing}
          ${schema['x-consumers']?.length ? html`<dt>Read by</dt><dd>${schema['x-consumers'].map((/** @type {string} */ c) => html`<div>${text(c, 2000)}</div>`)}</dd>` : nothing}
          ${this.useRows()}</dl></div></section>
      <section class="card" aria-labelledby="fields"><header><h2 id="fields">Fields</h2></header><div class="body scroll" tabindex="0" role="region" aria-label="All fields"><table><thead><tr><th>Field</th><th>Type</th><th>Required</th><th>Meaning</th></tr></thead>
        <tbody>${fields(schema).map((field) => html`<tr><td><code class="text">${plain(field.path)}</code></td><td>${text(field.type, 120)}</td><td>${field.required ? html`${icon('completed')} yes` : html`<span class="muted">no</span>`}</td><td>${field.sensitive ? html`<span class="badge">${icon('lock')}sensitive</span> ` : nothing}${text(field.meaning, 600)}</td></tr>`)}</tbody></table></div></section>
      ${example ? html`<section class="card" aria-labelledby="example"><header><h2 id="example">Example</h2></header><div class="body stack">${jsonView(example, {label: 'Example event'})}${codeBlock(asCurl(example, new URL('.', document.baseURI).href.replace(/\/$/, '')), 'Send the example')}</div></section>` : nothing}
      <section class="card" aria-labelledby="source"><header><h2 id="source">Schema</h2></header><div class="body">${jsonView(schema, {label: 'Schema as JSON', bad: rule ? [rule] : []})}</div></section></div>`;
  }

  useRows() {
    const {use} = this;
    if (!use) return nothing;
    const {events = 0, quarantined = 0} = use.total ?? {};
    const type = param('type');
    return html`<dt>In ${rangeText()}</dt><dd class="num"><a class="inline" href=${href('events', {type})}>${count(events)} stored</a>, <a class="inline" href=${href('quarantine', {type})}>${count(quarantined)} rejected</a>
        ${events + quarantined ? html`(${percent(quarantined / (events + quarantined))})` : nothing}</dd>
      ${use.sources.length ? html`<dt>Senders</dt><dd>${use.sources.map((/** @type {any} */ s) => html`<a class="inline" href=${href('events', {type, source: s.value})}>${text(s.value)}</a> <span class="muted num">${count(s.count)}</span> `)}</dd>` : nothing}`;
  }
}
customElements.define('tg-catalogue', Catalogue);
