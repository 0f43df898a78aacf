import { loadTable } from '../tables/load-table.js';
import { findWorkspace } from '../workspace/workspace.js';
import type { CalibrationAnswer, CalibrationRequest } from './calibrate-unit.js';
import type { Calibration } from './calibrations.js';

/** Calibrates the unit that the process is started for, and sends what it found. */
async function calibrate(): Promise<Calibration> {
  const {
    root,
    table: name,
    preset,
    unit: file,
    options,
  }: CalibrationRequest = JSON.parse(process.argv[2] ?? '');
  const table = await loadTable(findWorkspace(root), name, { preset });
  const session = await table.open(options);
  const unit = table.plan().find((each) => each.file === file);
  if (unit === undefined) throw new Error(`${name}, preset ${preset}: no unit ${file}`);
  if (table.data !== undefined) {
    const { fetchSource } = await import('@better-attention/datasets');
    await fetchSource(table.data.name, { ...table.data.options, offline: true });
  }
  const watched = { signal: new AbortController().signal, onData: () => {} };
  await session.load?.(watched);
  const preparation = performance.now() / 1000;
  const costs = await session.calibrate(unit, watched);
  return { preparation, ...costs, memoryBytes: process.resourceUsage().maxRSS * 1024 };
}

const answer: CalibrationAnswer = await calibrate().then(
  (calibration) => ({ calibration }),
  (error: Error) => ({ error: error.message }),
);
process.send?.(answer);
process.disconnect?.();
