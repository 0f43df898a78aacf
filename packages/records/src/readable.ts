/**
 * What no text of a report or a terminal may hold as it is: control characters but tab and line feed, halves of surrogate
 * pairs and noncharacters, which XML 1.0 can't hold; and what breaks lines or turns the direction of the text around it.
 */
const UNREADABLE = /(?![\t\n])[\p{Cc}\p{Cs}\p{Noncharacter_Code_Point}\p{Bidi_Control}\u2028\u2029]/gu;

/**
 * Text from data as people can read it, wherever it is shown: each character that can't be shown, or that does something
 * instead of being seen, becomes its name, as in `[U+001B]`. Other text stays as it is.
 */
export function readable(text: string): string {
  return text.replace(UNREADABLE, characterName);
}

/** What stands for a character that can't be shown: `[U+001B]`. */
export function characterName(character: string): string {
  const digits = (character.codePointAt(0) as number).toString(16).toUpperCase();
  return `[U+${digits.padStart(4, '0')}]`;
}
