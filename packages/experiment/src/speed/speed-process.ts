import type { SpeedMeasurement } from '@better-attention/records';
import { resolveSpeed, type Speed } from '../definition/define-speed.js';
import { answerRequest } from '../support/ask-process.js';
import { findWorkspace } from '../workspace/workspace.js';
import { modelNamed, type SpeedRequest } from './measure-apart.js';
import { timeModel } from './time-model.js';

/** Times a model in this process, which does nothing else. */
async function measure(
  { root, table, preset, model, repetition }: SpeedRequest,
  onProgress: (done: number) => void,
): Promise<SpeedMeasurement[]> {
  const definition = (await findWorkspace(root).definition(table)) as Speed;
  const speed = resolveSpeed(definition, { preset });
  return timeModel(speed, modelNamed(speed, model), { repetition, onProgress });
}

await answerRequest(measure);
