import { createFolder } from './create-folder.js';

const USAGE = 'npm create better-attention my-attention';

/** The command `create-better-attention <folder>`: exits with 1, and says why, where it can't make it. */
export async function main(parameters: readonly string[]): Promise<void> {
  const [folder, ...others] = parameters;
  if (folder === '--help' || folder === '-h') {
    console.log(`Makes a folder for an attention mechanism of your own:\n\n    ${USAGE}`);
    return;
  }
  if (folder === undefined || folder.startsWith('-') || others.length > 0) {
    fail(`expected the name of one folder: ${USAGE}`);
    return;
  }
  try {
    const files = await createFolder(folder);
    console.log(`made ${folder} with ${files.join(', ')}; now:\n`);
    for (const step of [`cd ${folder}`, 'npm install', 'npm test', 'npm run check'])
      console.log(`    ${step}`);
  } catch (error) {
    fail((error as Error).message);
  }
}

function fail(reason: string): void {
  console.error(`error: ${reason}`);
  process.exitCode = 1;
}
