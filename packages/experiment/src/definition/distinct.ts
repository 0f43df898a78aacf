import { z } from 'zod';

/** A list of values, each once. */
export function distinct<Value extends z.ZodType<string | number>>(value: Value): z.ZodArray<Value> {
  return z.array(value).superRefine((values, context) => {
    for (const [at, each] of values.entries()) {
      if (values.indexOf(each) === at) continue;
      context.addIssue({ code: 'custom', path: [at], message: `'${each}' is there already` });
    }
  });
}
