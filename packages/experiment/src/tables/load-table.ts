import type { ResolvedExperiment } from '../definition/define-experiment.js';
import type { PresetChoice } from '../definition/preset-choice.js';
import { Failure } from '../support/failure.js';
import type { Workspace } from '../workspace/workspace.js';
import type { Table } from './table.js';

/** The preset of the paper's settings, as far as they are known: its models are counted beside those of any other. */
const PAPER = 'paper';

/** The name of a table that has to be given. @throws Failure that lists those that there are where it is not */
export async function requireName(
  { experimentNames }: Pick<Workspace, 'experimentNames'>,
  name: string | undefined,
): Promise<string> {
  if (name !== undefined) return name;
  throw new Failure(`which table? One of: ${(await experimentNames()).join(', ')}`);
}

/**
 * A table of a workspace under a preset.
 *
 * @throws Failure when there is no such table or preset, or it hasn't been built
 */
export async function loadTable(workspace: Workspace, name: string, choice: PresetChoice): Promise<Table> {
  const definition = await workspace.definition(name);
  if ('kind' in definition && definition.kind === 'speed') {
    const [{ resolveSpeed }, { changedTiming }, { speedTable }] = await Promise.all([
      import('../definition/define-speed.js'),
      import('./changed-settings.js'),
      import('./speed.js'),
    ]);
    return speedTable(workspace, resolveSpeed(definition, choice), changedTiming(definition, choice));
  }
  if ('kind' in definition) {
    const [{ resolveLayers }, { changedTiming }, { layersTable }] = await Promise.all([
      import('../definition/define-layers.js'),
      import('./changed-settings.js'),
      import('./layers.js'),
    ]);
    return layersTable(workspace, resolveLayers(definition, choice), changedTiming(definition, choice));
  }
  const [{ resolveExperiment }, { changedSettings }, { trainingTable }] = await Promise.all([
    import('../definition/define-experiment.js'),
    import('./changed-settings.js'),
    import('./training.js'),
  ]);
  const experiment = resolveExperiment(definition, choice);
  const papers = experiment.preset.name !== PAPER && PAPER in definition.presets;
  const counted = papers
    ? [experiment, resolveExperiment(definition, { preset: PAPER, judged: choice.judged })]
    : [experiment];
  return trainingTable(workspace, experiment, {
    counted,
    changed: changedSettings(definition, choice),
    judged: choice.judged,
  });
}

/**
 * The experiment behind a table of training runs.
 *
 * @throws Failure as {@link loadTable}, or when the table has none
 */
export async function loadExperiment(
  workspace: Workspace,
  name: string,
  choice: PresetChoice,
): Promise<ResolvedExperiment> {
  const definition = await workspace.definition(name);
  if ('kind' in definition) {
    throw new Failure(
      `experiment '${name}' measures ${definition.kind === 'speed' ? 'step times' : 'single layers'}: it has no training runs`,
    );
  }
  const { resolveExperiment } = await import('../definition/define-experiment.js');
  return resolveExperiment(definition, choice);
}
