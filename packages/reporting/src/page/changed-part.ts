import { type ChangedSetting, changedSettings } from '../input/changed-settings.js';
import { isTraining, type TableInput } from '../input/tables.js';
import { tableBody } from '../renderers/table-html.js';
import { capitalised } from '../text/format.js';
import { type Html, html, htmlLines } from '../text/html.js';
import { inline, pageTable, sentences } from './elements.js';

/** In what a table differs from the paper: its preset's settings beside the stated ones, and what holds under any preset. */
export function renderChanged(input: TableInput): Html {
  const { preset, deviations } = input;
  const changed = changedSettings(input);
  const stated = isTraining(input) ? 'Paper' : 'Stated';
  const table =
    changed.length > 0 &&
    pageTable({
      className: 'changed',
      label: `Settings: ${input.title}`,
      caption: `Settings of preset ${preset.name} and what they are ${isTraining(input) ? 'for the paper' : 'as stated'}`,
      columns: ['Setting', stated, `Preset ${preset.name}`],
      bodies: [tableBody(changed.map(row))],
    });
  return htmlLines([
    ...(table ? [table] : []),
    sentences('deviations', deviations) ?? (changed.length === 0 && html`<p>Nothing that is known of.</p>`),
  ]);
}

function row({ setting, stated, here, because }: ChangedSetting): Html {
  const why = because !== undefined && html` <span class="second">${inline(because)}</span>`;
  return html`<tr><th scope="row">${capitalised(setting)}</th><td>${stated}</td><td>${here}${why}</td></tr>`;
}
