import { getBackend, type Tensor } from '@tensorflow/tfjs-core';

/** Fields that hold labels, each with the number of its classes. */
export type LabelFields = Readonly<Record<string, number>>;

/** A label that no class has. */
export class LabelError extends RangeError {
  override readonly name = 'LabelError';

  /** @param example where the label stands, e.g. `example 3 of the batch` */
  constructor(
    readonly label: number,
    readonly classes: number,
    /** Its example's row in the batch. */
    readonly row: number,
    example = `example ${row} of the batch`,
  ) {
    super(`labels: expected integers from 0 to ${classes - 1}, got ${label} in ${example}`);
  }

  /** The same error, with the example's place in the data. */
  at(example: string): LabelError {
    return new LabelError(this.label, this.classes, this.row, example);
  }
}

/** Backends whose numbers can be read at once: no recorder's, whose tensors hold none, and no graphics card's. */
const READ_AT_ONCE: ReadonlySet<string> = new Set(['cpu', 'wasm', 'tensorflow']);

const classesOf = new WeakMap<Tensor, number>();

/**
 * Says that labels, examples on their first axis, are from 0 to `classes` − 1: an engine that compiles a loss holds the
 * labels of each batch against it. Labels that can be read are checked here.
 * @throws LabelError
 */
export function expectLabels(labels: Tensor, classes: number): void {
  classesOf.set(labels, classes);
  if (READ_AT_ONCE.has(getBackend())) requireClasses(labels.dataSync(), classes, labels.shape[0] as number);
}

/** The fields of a batch that a loss took labels from. */
export function labelFields(batch: Readonly<Record<string, Tensor>>): LabelFields {
  const fields = Object.entries(batch).map(([name, tensor]) => [name, classesOf.get(tensor)]);
  return Object.fromEntries(fields.filter(([, classes]) => classes !== undefined));
}

/** @throws LabelError naming the first label of a batch that no class has */
export function requireLabels(fields: LabelFields, batch: Readonly<Record<string, ArrayLike<number>>>): void {
  const rows = batch.weight?.length as number;
  for (const [name, classes] of Object.entries(fields)) {
    requireClasses(batch[name] as ArrayLike<number>, classes, rows);
  }
}

function requireClasses(labels: ArrayLike<number>, classes: number, rows: number): void {
  for (let at = 0; at < labels.length; at++) {
    const label = labels[at] as number;
    if (label >= 0 && label < classes && Number.isInteger(label)) continue;
    throw new LabelError(label, classes, Math.floor((at * rows) / labels.length));
  }
}
