import { fileURLToPath } from 'node:url';

export const samplesFolder = fileURLToPath(new URL('.', import.meta.url));
