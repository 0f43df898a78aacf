/**
 * A folder for an attention mechanism of one's own.
 *
 * @module create-better-attention
 */
export { createFolder } from './create-folder.js';
export { main } from './main.js';
