/** `1234567.8` → `1,234,568`. */
export declare function grouped(value: number): string;
/** At least three significant digits, without an exponent: `1,234`, `12.3`, `0.0123`. */
export declare function significant(value: number): string;
/** `± 0.35`; empty without a deviation. */
export declare function spreadText(deviation: number | undefined, digits: number): string;
/** `84.12 ± 0.35`, or the mean alone where there is no deviation. */
export declare function plusMinus(mean: number, deviation: number | undefined, digits: number): string;
/** `+1.20`, `−0.35`, `0.00`. */
export declare function signed(value: number, digits: number): string;
/** `0.2576` → `25.8 %`. */
export declare function percent(share: number): string;
/** `p = 0.012`, `p < 0.001`. */
export declare function pValue(p: number): string;
/** `1 seed`, `5 seeds`. */
export declare function counted(count: number, noun: string): string;
/** `a`, `a and b`, `a, b and c`. */
export declare function listed(items: readonly string[]): string;
/** `not decided` → `Not decided`. */
export declare function capitalised(text: string): string;
