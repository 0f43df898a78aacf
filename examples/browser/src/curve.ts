const WIDTH = 360;
const HEIGHT = 180;
const MARGIN = { left: 34, right: 8, top: 10, bottom: 22 };
const SMOOTHED = 10;

/** Where a curve lies: its numbers run from `low` to `high`. */
export interface CurveOptions {
  readonly low: number;
  readonly high: number;
  readonly ticks: readonly number[];
}

/** A live curve: a line of means over steps, and a dot for each test. */
export interface Curve {
  /** Empties it, for a training of so many steps. */
  begin(steps: number): void;
  add(step: number, value: number): void;
  mark(step: number, value: number): void;
}

/** Draws into an empty `<svg>`. */
export function curve(svg: SVGSVGElement, { low, high, ticks }: CurveOptions): Curve {
  const caption = svg.closest('figure')?.querySelector('figcaption')?.textContent ?? '';
  svg.setAttribute('viewBox', `0 0 ${WIDTH} ${HEIGHT}`);
  let steps = 1;
  let values: number[] = [];
  let points: string[] = [];
  let line: Element | undefined;

  const x = (step: number) => MARGIN.left + (step / steps) * (WIDTH - MARGIN.left - MARGIN.right);
  const y = (value: number) => {
    const share = (Math.min(high, Math.max(low, value)) - low) / (high - low);
    return HEIGHT - MARGIN.bottom - share * (HEIGHT - MARGIN.top - MARGIN.bottom);
  };
  const describe = (text: string) => svg.setAttribute('aria-label', `${caption}: ${text}`);

  function append(name: string, attributes: Record<string, string | number>, text = ''): Element {
    const element = document.createElementNS('http://www.w3.org/2000/svg', name);
    for (const [attribute, value] of Object.entries(attributes)) element.setAttribute(attribute, `${value}`);
    element.textContent = text;
    return svg.appendChild(element);
  }

  function begin(count: number): void {
    steps = count;
    values = [];
    points = [];
    svg.replaceChildren();
    for (const tick of ticks) {
      append('line', { class: 'grid', x1: MARGIN.left, x2: WIDTH - MARGIN.right, y1: y(tick), y2: y(tick) });
      append('text', { x: MARGIN.left - 6, y: y(tick) + 4, 'text-anchor': 'end' }, tick.toFixed(2));
    }
    append('text', { x: MARGIN.left, y: HEIGHT - 4 }, 'step 0');
    if (count > 1)
      append('text', { x: WIDTH - MARGIN.right, y: HEIGHT - 4, 'text-anchor': 'end' }, `${count}`);
    line = append('polyline', { class: 'steps', points: '' });
    describe('no step yet');
  }

  return {
    begin,
    add(step, value) {
      values = [...values.slice(1 - SMOOTHED), value];
      const mean = values.reduce((sum, each) => sum + each, 0) / values.length;
      points.push(`${x(step).toFixed(1)},${y(mean).toFixed(1)}`);
      line?.setAttribute('points', points.join(' '));
      describe(`${mean.toFixed(3)} in training after ${step} of ${steps} steps`);
    },
    mark(step, value) {
      append('circle', { class: 'test', cx: x(step), cy: y(value), r: 4 });
    },
  };
}
