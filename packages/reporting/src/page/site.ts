import type { Claim } from '../claims/model.js';
import { type SweepSection, sweepPageOf } from '../sweep/page.js';
import { renderDocument } from './document.js';
import { galleryPage } from './gallery.js';
import { methodPage } from './method.js';
import { overviewPage } from './overview.js';
import { provenancePage } from './provenance.js';
import type { Section } from './section.js';
import { tablePageOf } from './table.js';

/** The pages of the site by their path inside the report. */
export function sitePages(
  preset: string,
  claims: readonly Claim[],
  sections: readonly Section[],
  sweeps: readonly SweepSection[],
): Map<string, string> {
  const gallery = galleryPage(sections);
  const pages = [
    overviewPage(preset, claims, sections, sweeps),
    ...sections.map(tablePageOf),
    ...sweeps.map(sweepPageOf),
    ...(gallery ? [gallery] : []),
    methodPage(preset, sections),
    provenancePage(sections, sweeps),
  ];
  return new Map(pages.map((page) => [page.path, renderDocument(page, pages, preset)]));
}
