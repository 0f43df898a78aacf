/**
 * Calls `action` while methods of `target` are others; afterwards `target` is what it was, also on error.
 *
 * @param methods by name, each made from the method that it stands for
 */
export function withMethods<Target extends object, Result>(
  target: Target,
  methods: Readonly<Record<string, (original: never) => unknown>>,
  action: () => Result,
): Result {
  const own = Object.keys(methods).map((name) => Object.getOwnPropertyDescriptor(target, name));
  for (const [name, method] of Object.entries(methods)) {
    const value = method(Reflect.get(target, name) as never);
    Object.defineProperty(target, name, { value, configurable: true, writable: true });
  }
  try {
    return action();
  } finally {
    Object.keys(methods).forEach((name, at) => {
      const descriptor = own[at];
      if (descriptor === undefined) Reflect.deleteProperty(target, name);
      else Object.defineProperty(target, name, descriptor);
    });
  }
}
