/**
 * The first name that an object in a JSON text gives twice, which `JSON.parse` hides.
 *
 * @param json a valid JSON text
 */
export function repeatedName(json: string): string | undefined {
  const objects: Set<string>[] = [];
  for (let at = 0; at < json.length; at++) {
    if (json[at] === '{') objects.push(new Set());
    else if (json[at] === '}') objects.pop();
    else if (json[at] === '"') {
      const end = endOfString(json, at);
      const names = objects.at(-1);
      if (names !== undefined && isName(json, end)) {
        const name = JSON.parse(json.slice(at, end)) as string;
        if (names.has(name)) return name;
        names.add(name);
      }
      at = end - 1;
    }
  }
  return undefined;
}

/** The position after the string that begins at `start`. */
function endOfString(json: string, start: number): number {
  let at = start + 1;
  while (json[at] !== '"') at += json[at] === '\\' ? 2 : 1;
  return at + 1;
}

/** Whether a string that ends before `end` is the name of a property. */
function isName(json: string, end: number): boolean {
  let at = end;
  while (' \t\n\r'.includes(json[at] as string)) at++;
  return json[at] === ':';
}
