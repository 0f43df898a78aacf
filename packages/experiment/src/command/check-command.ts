import { Command } from 'commander';
import { Failure } from '../support/failure.js';

/** `better-attention check`: tries a mechanism of one's own and says what is wrong with it, a line each. */
export function checkCommand(): Command {
  return new Command('check')
    .description(
      'try a mechanism of your own: shapes, masks, causality, gradients, state, recording; takes seconds',
    )
    .argument('<file>', 'its file, whose default export defineMechanism made: .js, .mjs or .ts')
    .action(async (file: string) => {
      const [{ loadMechanism }, { checkMechanism, MECHANISM_CHECKS }] = await Promise.all([
        import('../mechanism-file/load-mechanism.js'),
        import('../mechanism-check/check-mechanism.js'),
      ]);
      const { name, mechanism } = await loadMechanism(file);
      const findings = await checkMechanism(mechanism);
      for (const { check, problem } of findings) console.log(`${check}: ${problem}`);
      if (findings.length > 0) {
        const count = `${findings.length} ${findings.length === 1 ? 'thing is' : 'things are'}`;
        throw new Failure(`${name}: ${count} wrong with it; mend the file and check it again`);
      }
      console.log(`${name}: all is well with ${MECHANISM_CHECKS.join(', ')}`);
    });
}
