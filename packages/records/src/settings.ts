/** A setting in which two configurations differ. */
export interface SettingDifference {
  /** `training.epochs` */
  readonly path: string;
  /** As JSON; none where there is no such setting. */
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/** The settings in which two configurations differ, those of the first one before those that only the second one has. */
export function settingDifferences(before: object, after: object): SettingDifference[] {
  const [old, now] = [leavesOf(before), leavesOf(after)];
  return [...new Set([...old.keys(), ...now.keys()])]
    .map((path) => ({ path, before: old.get(path), after: now.get(path) }))
    .filter((difference) => difference.before !== difference.after);
}

/** Every value of an object that isn't an object itself, as JSON, by its path. */
function leavesOf(value: unknown, path = ''): Map<string, string> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return new Map([[path, JSON.stringify(value)]]);
  }
  return new Map(
    Object.entries(value).flatMap(([key, inner]) => [...leavesOf(inner, path ? `${path}.${key}` : key)]),
  );
}
