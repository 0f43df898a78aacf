import { tableBody } from '../renderers/table-html.js';
import { grouped, mechanismLabel } from '../text/format.js';
import { type Html, html } from '../text/html.js';
import { type ModelSize, type ModelsAtSize, modelsOf } from '../training/model-sizes.js';
import type { TrainingTable } from '../training/training-table.js';
import { NONE, pageTable } from './elements.js';

/** What is counted of a model, by the heading of its column. */
const COUNTS: Readonly<Record<string, (size: ModelSize) => number>> = {
  'attention parameters': ({ parameters }) => parameters.attention,
  'model parameters': ({ parameters }) => parameters.model,
  'products per head': ({ matmulsPerHead }) => matmulsPerHead,
};

/** The counts of every mechanism at this preset's sizes beside those at the paper's; nothing where there are none of the paper's. */
export function renderSizes({ input }: TrainingTable): Html | undefined {
  const { own, paper } = modelsOf(input);
  if (!paper) return undefined;
  const places = [own, paper];
  const rows = input.mechanisms.map((mechanism) => {
    const cells = places.flatMap((models) =>
      Object.values(COUNTS).map((count) => cell(models, mechanism, count)),
    );
    return html`<tr><th scope="row">${mechanismLabel(mechanism)}</th>${cells}</tr>`;
  });
  return pageTable({
    className: 'sizes sortable',
    label: `Sizes: ${input.title}`,
    caption: `Counted, with the ratio to Standard: ${places.map(placeText).join('; ')}`,
    columns: [
      'Mechanism',
      ...places.flatMap(({ preset }) => Object.keys(COUNTS).map((name) => `${preset}: ${name}`)),
    ],
    bodies: [tableBody(rows)],
  });
}

/** `paper, ℓ = 144, d_m = 64, h = 4` */
function placeText({ preset, counted }: ModelsAtSize): string {
  if (!counted) return preset;
  return `${preset}, ℓ = ${counted.contextLength}, d_m = ${counted.modelWidth}, h = ${counted.heads}`;
}

/** `29,056 (1.75×)`; nothing where runs of the mechanism differ, or there are none. */
function cell(models: ModelsAtSize, mechanism: string, count: (size: ModelSize) => number): Html {
  const [own, standard] = [mechanism, 'standard'].map((name) => {
    const counts = new Set(models.sizesOf(name).map((size) => count(size)));
    return counts.size === 1 ? [...counts][0] : undefined;
  });
  if (own === undefined) return html`<td>${NONE}</td>`;
  const ratio =
    standard !== undefined && html` <span class="second">(${(own / standard).toFixed(2)}×)</span>`;
  return html`<td data-value="${own}">${grouped(own)}${ratio}</td>`;
}
