#!/usr/bin/env node
import { fileURLToPath } from 'node:url';
import { main } from '@better-attention/experiment/command';

// The tables are this package's dependencies: the command, and the processes that it starts, find them by this variable.
process.env.BETTER_ATTENTION_TABLES ??= fileURLToPath(new URL('../package.json', import.meta.url));
await main(process.argv);
