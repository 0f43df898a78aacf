import { type Html, html } from '../text/html.js';
import type { Verdict } from '../verdicts/finding.js';

/** Marks a verdict that rests on runs that had not converged. */
export const UNCONVERGED = '†';

/** The verdict, and the word for what is shown where that says more; the word alone where nothing is judged. */
export function badge(verdict: Verdict | undefined, word?: string): Html {
  const shown = [...new Set([verdict, word])].filter((one) => one !== undefined).join(': ');
  return html`<span class="badge ${(verdict ?? 'open').replace(' ', '-')}">${shown}</span>`;
}
