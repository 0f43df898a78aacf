import { join } from 'node:path';
import { wholeFile } from '../../formats/whole-file.js';

/** Where the classes of ImageNet's validation images stand when the images themselves lie in one folder. */
const SOLUTION = 'LOC_val_solution.csv';
const SYNSETS = 'imagenet_2012_validation_synset_labels.txt';
const GROUND_TRUTH = 'ILSVRC2012_validation_ground_truth.txt';
const MAPPING = 'map_clsloc.txt';

/**
 * The classes (synsets) of ImageNet's validation images, by their numbers from 1. They are read from the first of these
 * that one of the folders has: `LOC_val_solution.csv` (a line for each image, with its name),
 * `imagenet_2012_validation_synset_labels.txt` (a synset for each image), or `ILSVRC2012_validation_ground_truth.txt`
 * (a number for each image) with the `map_clsloc.txt` of a development kit (a synset and its number for each class).
 *
 * @throws Error when none is there, or when one lacks what it should have
 */
export async function readValidationLabels(folders: readonly string[]): Promise<Map<number, string>> {
  const solution = await linesOf(folders, SOLUTION);
  if (solution) {
    return labelsOf(SOLUTION, solution.slice(1), (line) => {
      const [, number, synset] = /^ILSVRC2012_val_(\d{8}),(n\d{8})\b/.exec(line) ?? [];
      return [Number(number), synset];
    });
  }
  const synsets = await linesOf(folders, SYNSETS);
  if (synsets) return labelsOf(SYNSETS, synsets, (line, index) => [index + 1, /^n\d{8}$/.exec(line)?.[0]]);
  const groundTruth = await linesOf(folders, GROUND_TRUTH);
  const mapping = await linesOf(folders, MAPPING);
  if (groundTruth && mapping) {
    const classes = labelsOf(MAPPING, mapping, (line) => {
      const [, synset, number] = /^(n\d{8}) (\d+)\b/.exec(line) ?? [];
      return [Number(number), synset];
    });
    return labelsOf(GROUND_TRUTH, groundTruth, (line, index) => [index + 1, classes.get(Number(line))]);
  }
  throw new Error(
    `imagenet: expected the classes of validation images that lie in no folders of classes, in ${SOLUTION}, ${SYNSETS}, ` +
      `or ${GROUND_TRUTH} with ${MAPPING}, found ${groundTruth ? `${GROUND_TRUTH} alone` : 'none of them'} in ` +
      `${folders.join(' or ')}; put one there, or sort the images into folders of classes`,
  );
}

async function linesOf(folders: readonly string[], name: string): Promise<string[] | undefined> {
  for (const folder of folders) {
    const bytes = await wholeFile(join(folder, name)).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined;
      throw error;
    });
    if (bytes)
      return bytes
        .toString('utf8')
        .split(/\r?\n/)
        .filter((line) => line.trim() !== '');
  }
  return undefined;
}

function labelsOf(
  file: string,
  lines: readonly string[],
  entryOf: (line: string, index: number) => [number: number, synset: string | undefined],
): Map<number, string> {
  const labels = new Map<number, string>();
  for (const [index, line] of lines.entries()) {
    const [number, synset] = entryOf(line.trim(), index);
    if (synset === undefined) {
      throw new Error(
        `imagenet ${file}: expected a number and a synset such as n01440764 in entry ${index + 1}, found ` +
          `${JSON.stringify(line.slice(0, 60))}; fetch the file again`,
      );
    }
    labels.set(number, synset);
  }
  return labels;
}
