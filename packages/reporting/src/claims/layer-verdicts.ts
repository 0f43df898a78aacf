import type { LayerTable } from '../layers/layer-table.js';
import { mechanismLabel } from '../text/format.js';
import { conjunction } from '../verdicts/finding.js';
import type { LayerVerdict } from './claim.js';
import { byVerdict } from './sentences.js';

const LABELS = { complexity: 'single layers, counted', latency: 'single layers, timed' } as const;

/** What layer tables say about a claim; those that don't bear on it are left out. */
export function layerVerdicts(claim: number, tables: readonly LayerTable[]): LayerVerdict[] {
  return tables.flatMap(({ kind, input, findings }) => {
    const own = findings.filter((finding) => finding.claim === claim).map(({ claim: _, ...rest }) => rest);
    if (own.length === 0) return [];
    const judged = own.flatMap(({ mechanism, measure, verdict }) =>
      verdict === undefined ? [] : [{ name: mechanismLabel(mechanism), measure, verdict }],
    );
    return [
      {
        sweep: input.name,
        label: LABELS[kind],
        preset: input.preset.name,
        ...(judged.length > 0 && { verdict: conjunction(judged.map(({ verdict }) => verdict)) }),
        sentence: judged.length > 0 ? byVerdict(judged) : 'How far the claim reaches.',
        findings: own,
        records: [...new Set(own.flatMap(({ records }) => records))],
      },
    ];
  });
}
