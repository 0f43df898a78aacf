/** The token that fills up texts: never attended to by a translator, never predicted. */
export const PADDING = 0;
