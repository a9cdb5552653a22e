/** A picture by ECharts, which is loaded when the first one comes into sight. */
import {LitElement, html} from 'lit';
import {onTheme} from '../settings.js';

/** @type {Promise<any> | undefined} */
let library;

/** Colours as the style sheet has them now, in the theme that holds. */
function palette() {
  const probe = document.createElement('i');
  document.body.append(probe);
  /** @param {string} name */
  const color = (name) => {
    probe.style.color = `var(--${name})`;
    return getComputedStyle(probe).color;
  };
  const colors = Object.fromEntries(['text', 'muted', 'line', 'surface', 'raised', 'accent', 'accent-soft', 'ok', 'failed', 'stalled', 'held'].map((name) => [name, color(name)]));
  probe.remove();
  return colors;
}

class Chart extends LitElement {
  static properties = {option: {attribute: false}, label: {}, tall: {type: Boolean}, failure: {state: true}};

  constructor() {
    super();
    /** Makes the picture's description of the colours. @type {(colors: Record<string, string>) => any} */
    this.option = () => ({});
    /** @type {((point: any) => void) | undefined} */
    this.pick = undefined;
    this.label = '';
    this.tall = false;
    this.failure = '';
  }

  createRenderRoot() {
    return this;
  }

  connectedCallback() {
    super.connectedCallback();
    this.offTheme = onTheme(() => this.draw());
    this.size = new ResizeObserver(() => this.chart?.resize());
    this.size.observe(this);
    this.sight = new IntersectionObserver((seen) => { if (seen.some((entry) => entry.isIntersecting)) this.begin(); }, {rootMargin: '200px'});
    this.sight.observe(this);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.offTheme?.();
    this.size?.disconnect();
    this.sight?.disconnect();
    this.chart?.dispose();
    this.chart = undefined;
  }

  async begin() {
    if (this.chart) return;
    try {
      library ??= import('echarts');
      const echarts = await library;
      if (!this.isConnected || this.chart) return;
      this.chart = echarts.init(this.querySelector('.chart'), null, {renderer: 'canvas'});
      this.chart.on('click', (/** @type {any} */ point) => this.pick?.(point));
      this.draw();
    } catch (e) {
      library = undefined;
      this.failure = String(e);
    }
  }

  updated() {
    this.draw();
  }

  draw() {
    if (!this.chart) return;
    const colors = palette();
    this.chart.setOption({
      animation: false,
      textStyle: {fontFamily: getComputedStyle(document.body).fontFamily, color: colors.text},
      ...this.option(colors),
    }, {notMerge: true});
    this.dataset.drawn = 'true';
  }

  render() {
    return html`<div class="chart ${this.tall ? 'tall' : ''}" role="img" aria-label=${this.label}></div>
      ${this.failure ? html`<p class="muted">The picture could not be drawn: ${this.failure}</p>` : ''}`;
  }
}
customElements.define('tg-chart', Chart);

/** What all pictures over time have in common. A tooltip is drawn, not written: nothing of the data becomes markup. @param {Record<string, string>} c */
export function timeFrame(c) {
  return {
    grid: {left: 8, right: 12, top: 34, bottom: 6, containLabel: true},
    legend: {top: 0, left: 0, itemWidth: 12, itemHeight: 9, textStyle: {color: c.muted}, icon: 'roundRect'},
    tooltip: {trigger: 'axis', renderMode: 'richText', backgroundColor: c.surface, borderColor: c.line, textStyle: {color: c.text, fontSize: 12.5}, axisPointer: {type: 'shadow', shadowStyle: {color: c.line, opacity: 0.35}}, confine: true},
    xAxis: {axisLine: {lineStyle: {color: c.line}}, axisTick: {show: false}, axisLabel: {color: c.muted, hideOverlap: true}, splitLine: {show: false}},
    yAxis: {axisLabel: {color: c.muted}, splitLine: {lineStyle: {color: c.line}}, minInterval: 1},
  };
}
