import { type Html, html } from '../text/html.js';
import { type DrawnFigure, picture, renderFigure } from './elements.js';

/** The forest plot as a page shows it: one for screens with room, one for narrow ones. */
export interface DrawnForest {
  readonly wide: DrawnFigure;
  readonly narrow: DrawnFigure;
}

/** Both pictures, of which the style sheet shows one. */
export function renderForest({ wide, narrow }: DrawnForest): Html {
  return html`<div class="forest">${renderFigure(wide, '.')}
<figure class="narrow">${picture(narrow)}<figcaption>${narrow.caption}</figcaption></figure>
<p class="muted files">As a file: <a href="figures/forest.png">PNG</a>, <a href="figures/forest.svg">SVG</a>, <a href="figures/forest.vl.json">Vega-Lite</a></p></div>`;
}
