import { parseArgs } from 'node:util';

/** The options of `npm run reproduce` and `npm run table`, with what their help says. Each becomes a variable for turbo. */
export const PIPELINE_OPTIONS = {
  preset: { short: 'p', value: 'name', help: 'sample (default), cpu or paper' },
  seeds: { short: 's', value: 'count', help: 'instead of the preset’s' },
  engine: {
    short: 'e',
    value: 'name',
    help: 'what executes the training steps: onnx (default), tensorflow or wasm',
  },
  device: { value: 'name', help: 'where: cpu (default) or cuda' },
  threads: { short: 't', value: 'count', help: 'the most threads of a training step: one a core (default)' },
  concurrent: { value: 'count', help: 'how many runs at once: 1 (default)' },
  'checkpoint-every': { value: 'seconds', help: 'between two checkpoints of a run: 30 (default)' },
  yes: { short: 'y', help: 'start without asking, however long it will take' },
};

/** The options' lines in a help text. */
export function optionsHelp() {
  const flags = Object.entries(PIPELINE_OPTIONS).map(
    ([name, { short, value }]) => `${short ? `-${short}, ` : '    '}--${name}${value ? ` <${value}>` : ''}`,
  );
  const width = Math.max(...flags.map((each) => each.length));
  return Object.values(PIPELINE_OPTIONS)
    .map(({ help }, index) => `  ${flags[index].padEnd(width)}   ${help}`)
    .join('\n');
}

/**
 * What parameters say: the tables that they name, and a variable for each option.
 *
 * @throws an error of `parseArgs` for options that the pipeline lacks
 */
export function pipelineSettings(parameters) {
  const options = Object.fromEntries(
    Object.entries(PIPELINE_OPTIONS).map(([name, { short, value }]) => [
      name,
      { type: value ? 'string' : 'boolean', ...(short && { short }) },
    ]),
  );
  const { values, positionals } = parseArgs({ args: parameters, allowPositionals: true, options });
  const variables = Object.entries(values).map(([name, value]) => [
    name.toUpperCase().replaceAll('-', '_'),
    `${value}`,
  ]);
  return { tables: positionals, variables: Object.fromEntries(variables) };
}
