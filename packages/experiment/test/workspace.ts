import { fileURLToPath } from 'node:url';
import { findWorkspace } from '../src/workspace/find-workspace.js';

/** This repository. */
export const workspace = findWorkspace(fileURLToPath(new URL('.', import.meta.url)));

/** This repository with all its records in another folder. */
export const recordsIn = (folder: string) => ({ ...workspace, recordsFolder: () => folder });
