/** An import of one file by another. */
export interface Import {
  readonly from: string;
  readonly to: string;
}

/** Imports between groups of files, by the group that imports and the one that is imported: the first of each pair. */
type Graph = ReadonlyMap<string, ReadonlyMap<string, Import>>;

/**
 * The circles in which groups of files import each other: for each import between two groups that has a way back, the
 * shortest circle through it. Each circle is the line of its imports.
 *
 * @param groupOf the group of a file, such as its folder; the file itself for circles between files
 */
export function circles(imports: readonly Import[], groupOf: (file: string) => string): string[] {
  const graph = graphOf(imports, groupOf);
  const found = new Map<string, string>();
  for (const [from, imported] of graph) {
    for (const [to, first] of imported) {
      const back = shortestWay(graph, to, from);
      if (back === undefined) continue;
      const circle = [first, ...back];
      const groups = circle.map((each) => groupOf(each.from)).sort();
      const line = circle.map((each) => `${each.from} imports ${each.to}`).join(', ');
      if (!found.has(groups.join())) found.set(groups.join(), line);
    }
  }
  return [...found.values()];
}

function graphOf(imports: readonly Import[], groupOf: (file: string) => string): Graph {
  const graph = new Map<string, Map<string, Import>>();
  for (const each of imports) {
    const [from, to] = [groupOf(each.from), groupOf(each.to)];
    if (from === to) continue;
    const imported = graph.get(from) ?? new Map<string, Import>();
    graph.set(from, imported);
    if (!imported.has(to)) imported.set(to, each);
  }
  return graph;
}

function shortestWay(graph: Graph, start: string, end: string): Import[] | undefined {
  const ways = new Map<string, Import[]>([[start, []]]);
  for (const [group, way] of ways) {
    if (group === end) return way;
    for (const [next, each] of graph.get(group) ?? []) {
      if (!ways.has(next)) ways.set(next, [...way, each]);
    }
  }
  return undefined;
}
