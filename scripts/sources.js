/**
 * Lets a process import TypeScript: `node --conditions=@better-attention/source --import=./scripts/sources.js …` runs on the
 * sources of all packages, and so do its worker threads, which `--import=tsx` leaves out on Node 20.
 */
import { register } from 'tsx/esm/api';

register();
