import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

/** A source file with what it imports; paths are relative to `src`. */
export interface SourceFile {
  readonly path: string;
  /** First folder; empty for the composition root. */
  readonly room: string;
  readonly text: string;
  /** Relative imports, resolved, types included. */
  readonly imports: readonly string[];
  /** The same without `import type` and type-only lists. */
  readonly valueImports: readonly string[];
  /** Packages and `node:` modules, but for types. */
  readonly packages: readonly string[];
}

const importStatement = /(?:^|\n)(?:import|export)\s+([^;]*?)\s*from '([^']+)'/g;

export function readSourceTree(root: string): SourceFile[] {
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .sort()
    .map((path) => readSourceFile(root, path));
}

function readSourceFile(root: string, path: string): SourceFile {
  const text = readFileSync(join(root, path), 'utf8');
  const imports: string[] = [];
  const valueImports: string[] = [];
  const packages: string[] = [];
  for (const [, clause = '', specifier = ''] of text.matchAll(importStatement)) {
    if (!specifier.startsWith('.')) {
      if (!isTypeOnly(clause)) packages.push(specifier);
      continue;
    }
    const target = normalize(join(dirname(path), specifier.replace(/\.js$/, '.ts')));
    imports.push(target);
    if (!isTypeOnly(clause)) valueImports.push(target);
  }
  const room = path.includes('/') ? (path.split('/')[0] ?? '') : '';
  return { path, room, text, imports, valueImports, packages };
}

function isTypeOnly(clause: string): boolean {
  if (clause.startsWith('type ')) return true;
  const names = /^\{([^}]*)\}$/
    .exec(clause)?.[1]
    ?.split(',')
    .map((name) => name.trim());
  return names?.every((name) => name === '' || name.startsWith('type ')) ?? false;
}

/** A room as `src/README.md` declares it. */
export interface Room {
  readonly name: string;
  readonly mayImport: ReadonlySet<string>;
  /** Base names of the files that touch the world. */
  readonly worldly: ReadonlySet<string>;
}

const row = /^\| `(\w+)` \|[^|]*\|([^|]*)\|([^|]*)\|$/gm;

/** The table of `src/README.md`, in its order. */
export function readRooms(root: string): Room[] {
  const text = readFileSync(join(root, 'README.md'), 'utf8');
  return [...text.matchAll(row)].map(([, name = '', imports = '', world = '']) => ({
    name,
    mayImport: new Set(imports.match(/\w+/g) ?? []),
    worldly: new Set(world.match(/[\w.-]+\.ts/g) ?? []),
  }));
}
