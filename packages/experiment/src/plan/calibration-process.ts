import { loadMechanism } from '../mechanism-file/load-mechanism.js';
import { answerRequest } from '../support/ask-process.js';
import { fingerprintOf } from '../support/fingerprint.js';
import { loadTable } from '../tables/load-table.js';
import { requireCurrentBuild } from '../workspace/current-build.js';
import { findWorkspace } from '../workspace/find-workspace.js';
import type { CalibrationRequest } from './calibrate-unit.js';
import type { Calibration } from './calibrations.js';

/** Does what a process that measures does until its first step, and tries a little of the unit. */
async function calibrate({
  root,
  table: name,
  preset,
  configuration,
  options,
  judged,
}: CalibrationRequest): Promise<Calibration> {
  const workspace = findWorkspace(root);
  if (judged) await loadMechanism(judged.mechanism.path);
  const table = await loadTable(workspace, name, { preset, judged });
  const session = await table.open(options);
  const unit = table.plan().find((each) => fingerprintOf(each.configuration) === configuration);
  if (unit === undefined) throw new Error(`${name}, preset ${preset}: no unit of the configuration`);
  await requireCurrentBuild(workspace);
  await workspace.sources(table.code);
  await table.data?.fetch({ offline: true });
  const watched = { signal: new AbortController().signal, onData: () => {} };
  await session.load?.(watched);
  const preparation = performance.now() / 1000;
  const costs = await session.calibrate(unit, watched);
  return { preparation, ...costs, memoryBytes: process.resourceUsage().maxRSS * 1024 };
}

await answerRequest(calibrate);
