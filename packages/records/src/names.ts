import { z } from 'zod';

/** Letters, digits, `_`, `-` and single dots inside: nothing that a file system or a shell reads as more than a name. */
const PLAIN = /^[\p{L}\p{N}_][\p{L}\p{N}_-]*(\.[\p{L}\p{N}_-]+)*$/u;

/** A name that may be a part of a file's name on every system, as a mechanism's is of its records'. */
export const plainName = z
  .string()
  .max(100)
  .regex(PLAIN, 'expected a name of letters, digits, _, - and dots inside');

/** A path below the folder of a record, with `/` between plain names: no way leads up, to another drive or to the root. */
export const innerPath = z
  .string()
  .refine(
    (path) => path.split('/').every((part) => plainName.safeParse(part).success),
    'expected a path below the folder of the record, like attention/super-h4-seed0.json',
  );
