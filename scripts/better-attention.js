/** `pnpm better-attention`: the command from the sources, so that every edit counts without a build. */
import { main } from '../packages/experiment/src/command/main.ts';

await main(process.argv);
