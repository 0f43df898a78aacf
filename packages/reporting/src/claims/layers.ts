import { mechanismLabel } from '../report-table.js';
import type { SweepFinding } from '../sweep/findings.js';
import type { ReportSweep } from '../sweep/report-sweep.js';
import { conjunction, type LayerVerdict } from './model.js';
import { byVerdict } from './sentences.js';

/** A sweep over single layers and what it says. */
export interface LayerEvidence {
  sweep: Pick<ReportSweep, 'name' | 'kind' | 'preset'>;
  findings: readonly SweepFinding[];
}

const LABELS = { complexity: 'single layers, counted', latency: 'single layers, timed' } as const;

/** What sweeps say about a claim; those that don't bear on it are left out. */
export function layerVerdicts(claim: number, sweeps: readonly LayerEvidence[]): LayerVerdict[] {
  return sweeps.flatMap(({ sweep: { name, kind, preset }, findings }) => {
    const own = findings.filter((finding) => finding.claim === claim).map(({ claim: _, ...rest }) => rest);
    if (own.length === 0) return [];
    const judged = own.flatMap(({ mechanism, measure, verdict }) =>
      verdict === undefined ? [] : [{ name: mechanismLabel(mechanism), measure, verdict }],
    );
    const verdict = judged.length > 0 ? { verdict: conjunction(judged.map((one) => one.verdict)) } : {};
    return [
      {
        sweep: name,
        label: LABELS[kind],
        preset: preset.name,
        ...verdict,
        sentence: judged.length > 0 ? byVerdict(judged) : 'How far the claim reaches.',
        findings: own,
        records: [...new Set(own.flatMap(({ records }) => records))],
      },
    ];
  });
}
