/**
 * Whether a path leads to what systems lay beside files, whatever the names say: the forks of macOS (`._name`, `__MACOSX`),
 * hidden files and folders, previews of network drives (`@eaDir`).
 */
export function isCompanion(path: string): boolean {
  return path.split(/[/\\]/).some((part) => /^\.[^./]|^\.\.[^/]|^(?:__MACOSX|@eaDir)$/.test(part));
}
