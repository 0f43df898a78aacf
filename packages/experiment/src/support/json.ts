/** Values that a run record can hold. */
export type Json = string | number | boolean | null | Json[] | { [name: string]: Json };
