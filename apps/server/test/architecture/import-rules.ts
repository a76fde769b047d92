import { type Import, importsOf, isTestFile, resolveImport, type SourceFile } from './source-file.ts';

/** Folders of the server and what each may import of the others. ARCHITECTURE.md has the drawing. */
const SERVER_ARROWS: Readonly<Record<string, readonly string[]>> = {
  base: ['base'],
  protocols: ['base', 'protocols'],
  domain: ['base', 'domain'],
  services: ['base', 'domain', 'protocols', 'services'],
  edges: ['base', 'domain', 'protocols', 'services', 'edges'],
  wiring: ['base', 'domain', 'protocols', 'services', 'edges', 'wiring'],
  'app.ts': ['base', 'services', 'edges', 'wiring'],
  'simulate.ts': ['base', 'domain', 'services', 'edges'],
  'sip-client.ts': ['edges'],
  'main.ts': ['base', 'edges', 'app.ts'],
};

/** Folders of the desktop and what each may import of the others. */
const DESKTOP_ARROWS: Readonly<Record<string, readonly string[]>> = {
  'main.tsx': ['app', 'stores', 'gateway', 'app.css'],
  app: ['app', 'features', 'stores', 'gateway', 'endpoint', 'api', 'ui', 'lib'],
  features: ['features', 'stores', 'gateway', 'api', 'ui', 'lib'],
  stores: ['stores', 'gateway', 'api', 'lib'],
  gateway: ['gateway', 'lib'],
  api: ['api', 'lib'],
  ui: ['ui', 'lib'],
  lib: ['lib'],
  endpoint: ['endpoint', 'sip', 'lib'],
  customer: ['customer', 'sip'],
  sip: ['sip'],
};

const SERVER = 'apps/server/src/';
const DESKTOP = 'apps/desktop/src/';
const SHARED = 'packages/shared/src/';

/** Modules that reach the world; on the server only edges and the files at the top import any but the harmless ones. */
const HARMLESS_NODE_MODULES: ReadonlySet<string> = new Set(['node:buffer', 'node:util', 'node:url', 'node:zlib']);
const REACHES_THE_WORLD: ReadonlySet<string> = new Set(['edges', 'wiring', 'app.ts', 'main.ts', 'simulate.ts']);
/** Names of `node:net` that only look at text. */
const TEXT_ONLY: ReadonlySet<string> = new Set(['isIP', 'isIPv4', 'isIPv6']);
/** Names of `node:crypto` that only compute: what SIP's digest needs. */
const COMPUTING_ONLY: ReadonlySet<string> = new Set(['hash', 'createHmac', 'timingSafeEqual']);
/** Packages that the folders within may import. */
const INNER_PACKAGES: ReadonlySet<string> = new Set(['yaml', 'zod']);
/** Packages of the desktop that one folder has to itself. */
const RESERVED_PACKAGES: Readonly<Record<string, readonly string[]>> = {
  'socket.io-client': ['gateway'],
  'sip.js': ['customer', 'endpoint', 'sip'],
  preact: ['customer'],
};

/** Every import of a file that goes against an arrow, as a sentence. Tests may import what they test. */
export function findForbiddenImports(file: SourceFile): readonly string[] {
  if (isTestFile(file.path)) return [];
  return importsOf(file.text).flatMap((imported) => {
    const why = whyForbidden(file.path, imported);
    return why === undefined ? [] : [`${file.path} imports ${imported.from}: ${why}`];
  });
}

function whyForbidden(importer: string, imported: Import): string | undefined {
  const target = resolveImport(importer, imported.from);
  if (target !== undefined && isTestFile(target)) return 'production code must not import tests';
  if (importer.startsWith(SHARED)) return whyNotFromShared(target, imported.from);
  if (importer.startsWith(SERVER)) return whyNotFromServer(importer, target, imported);
  if (importer.startsWith(DESKTOP)) return whyNotFromDesktop(importer, target, imported.from);
  return undefined;
}

function whyNotFromShared(target: string | undefined, from: string): string | undefined {
  if (target !== undefined) return target.startsWith(SHARED) ? undefined : 'shared imports nothing of ours';
  return from === 'zod' ? undefined : 'shared runs in browsers too and imports zod alone';
}

function whyNotFromServer(importer: string, target: string | undefined, imported: Import): string | undefined {
  const folder = folderOf(importer, SERVER);
  if (target === undefined) return whyNoPackage(importer, folder, imported);
  if (!target.startsWith(SERVER)) return 'the server imports its own files and @cordboard/shared only';
  const targetFolder = folderOf(target, SERVER);
  return SERVER_ARROWS[folder]?.includes(targetFolder) === true ? undefined : `${folder} must not know ${targetFolder}`;
}

function whyNoPackage(importer: string, folder: string, { from, names }: Import): string | undefined {
  if (from.startsWith('@cordboard/shared/')) return undefined;
  if (REACHES_THE_WORLD.has(folder)) return undefined;
  if (HARMLESS_NODE_MODULES.has(from) || INNER_PACKAGES.has(from)) return undefined;
  if (from === 'node:crypto' && importer.startsWith(`${SERVER}services/auth/`)) return undefined;
  if (
    from === 'node:crypto' &&
    folder === 'protocols' &&
    names.length > 0 &&
    names.every((name) => COMPUTING_ONLY.has(name))
  )
    return undefined;
  if (from === 'node:net' && names.length > 0 && names.every((name) => TEXT_ONLY.has(name))) return undefined;
  return 'only edges reach the world outside';
}

function whyNotFromDesktop(importer: string, target: string | undefined, from: string): string | undefined {
  const folder = folderOf(importer, DESKTOP);
  if (target === undefined) {
    const owners = Object.entries(RESERVED_PACKAGES).find(
      ([name]) => from === name || from.startsWith(`${name}/`),
    )?.[1];
    return owners === undefined || owners.includes(folder) ? undefined : `only ${owners.join(', ')} import it`;
  }
  if (!target.startsWith(DESKTOP)) return 'the desktop imports its own files and @cordboard/shared only';
  const targetFolder = folderOf(target, DESKTOP);
  // What stands at the top, such as a style sheet, belongs to the entry.
  if (folder === targetFolder && folder !== 'features') return undefined;
  if (DESKTOP_ARROWS[folder]?.includes(targetFolder) !== true) return `${folder} must not know ${targetFolder}`;
  const isOtherFeature =
    folder === 'features' && targetFolder === 'features' && featureOf(importer) !== featureOf(target);
  return isOtherFeature ? 'features do not import each other; the page brings them together' : undefined;
}

function folderOf(path: string, root: string): string {
  return path.slice(root.length).split('/')[0] ?? '';
}

function featureOf(path: string): string {
  return path.slice(`${DESKTOP}features/`.length).split('/')[0] ?? '';
}

/** Circles of files that import each other, each as the paths along it. */
export function findCircles(files: readonly SourceFile[]): readonly string[] {
  return circlesIn(importGraph(files));
}

/** The folders that have folders. */
export function housesOf(files: readonly SourceFile[]): readonly string[] {
  const houses = new Set<string>();
  for (const { path } of files) {
    const folders = path.split('/').slice(0, -1);
    for (let depth = 1; depth < folders.length; depth += 1) houses.add(folders.slice(0, depth).join('/'));
  }
  return [...houses].toSorted();
}

/** Circles of the rooms of a house: its folders, of which one must not import another that imports it. */
export function findRoomCircles(files: readonly SourceFile[], house: string): readonly string[] {
  const roomOf = (path: string) =>
    path
      .slice(house.length + 1)
      .split('/')
      .slice(0, -1)[0] ?? house;
  const inside = files.filter(({ path }) => path.startsWith(`${house}/`));
  const rooms = new Map<string, string[]>();
  for (const [path, targets] of importGraph(inside)) {
    const room = roomOf(path);
    const others = targets.map(roomOf).filter((target) => target !== room);
    rooms.set(room, [...(rooms.get(room) ?? []), ...others]);
  }
  return circlesIn(rooms);
}

/** What each of the files imports of the others. */
function importGraph(files: readonly SourceFile[]): ReadonlyMap<string, readonly string[]> {
  const paths = new Set(files.map((file) => file.path));
  return new Map(
    files.map((file) => [
      file.path,
      importsOf(file.text)
        .map((imported) => resolveImport(file.path, imported.from))
        .filter((target): target is string => target !== undefined && paths.has(target)),
    ]),
  );
}

function circlesIn(graph: ReadonlyMap<string, readonly string[]>): readonly string[] {
  const circles: string[] = [];
  const finished = new Set<string>();
  const visit = (place: string, trail: readonly string[]): void => {
    const start = trail.indexOf(place);
    if (start >= 0) circles.push([...trail.slice(start), place].join(' → '));
    if (start >= 0 || finished.has(place)) return;
    for (const target of graph.get(place) ?? []) visit(target, [...trail, place]);
    finished.add(place);
  };
  for (const place of graph.keys()) visit(place, []);
  return circles;
}
