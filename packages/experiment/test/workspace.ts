import { fileURLToPath } from 'node:url';
import { findWorkspace } from '../src/workspace/workspace.js';

/** This repository. */
export const workspace = await findWorkspace(fileURLToPath(new URL('.', import.meta.url)));
