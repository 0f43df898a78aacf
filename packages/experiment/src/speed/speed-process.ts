import type { SpeedMeasurement } from '@better-attention/records';
import {
  type JudgedSpeed,
  type ResolvedSpeed,
  resolveJudgedSpeed,
  resolveSpeed,
  type Speed,
} from '../definition/define-speed.js';
import { loadMechanism } from '../mechanism-file/load-mechanism.js';
import { answerRequest } from '../support/ask-process.js';
import { Failure } from '../support/failure.js';
import { findWorkspace } from '../workspace/find-workspace.js';
import { modelNamed, type SpeedRequest } from './measure-apart.js';
import { timeModel } from './time-model.js';

/** Times a model in this process, which does nothing else. */
async function measure(
  { root, table, preset, model, repetition, judged }: SpeedRequest,
  onProgress: (done: number) => void,
): Promise<SpeedMeasurement[]> {
  const definition = (await findWorkspace(root).definition(table)) as Speed;
  const speed = judged
    ? await judgedSpeed(definition, { preset, judged })
    : resolveSpeed(definition, { preset });
  return timeModel(speed, modelNamed(speed, model), { repetition, onProgress });
}

/** @throws Failure when the mechanism can't be loaded, or its table isn't timed under the preset */
async function judgedSpeed(
  definition: Speed,
  { preset, judged }: { readonly preset: string; readonly judged: JudgedSpeed },
): Promise<ResolvedSpeed> {
  await loadMechanism(judged.mechanism.path);
  const speed = resolveJudgedSpeed(definition, { ...judged, preset });
  if (speed) return speed;
  throw new Failure(`${definition.name} times none of ${judged.tables.join(', ')} under preset ${preset}`);
}

await answerRequest(measure);
