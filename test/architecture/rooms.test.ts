import { basename } from 'node:path';
import { expect } from 'chai';
import { readRooms, readSourceTree, type SourceFile } from './source-tree.js';

/** Modules through which a file reaches sockets, disks, processes or other hosts. */
const worldlyPackage =
  /^(?:node:(?:fs|fs\/promises|net|tls|https?|dns|dgram|child_process|cluster|os|worker_threads)|lmdb|nodemailer|selfsigned|pino|node-cron)$/;
/** Time, chance and the environment, when nobody passed them in. */
const hiddenInput =
  /\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(|\bprocess\.(?:env|stdout|stderr|stdin|on|exit|argv)\b|\brandom(?:Bytes|UUID|Int)\(|\bsetTimeout\(|\bsetInterval\(/;

const emptyNames = /^(?:utils?|helpers?|common|misc|shared|index|manager)$/;

const rooms = readRooms('src');
const files = readSourceTree('src');
const roomOf = new Map(rooms.map((room) => [room.name, room]));

describe('architecture', () => {
  it('lists rooms from the bottom up', () => {
    const above = new Set<string>();
    for (const { name, mayImport } of rooms) {
      for (const room of mayImport) expect(above.has(room), `${name} → ${room}`).to.equal(true);
      above.add(name);
    }
  });

  it('has a room for every folder and a folder for every room', () => {
    const folders = new Set(files.map(({ room }) => room).filter((room) => room !== ''));
    expect([...folders].sort()).to.deep.equal(rooms.map(({ name }) => name).sort());
  });

  it('names worldly files that exist', () => {
    for (const { name, worldly } of rooms) {
      const own = new Set(files.filter(({ room }) => room === name).map((f) => basename(f.path)));
      for (const file of worldly) expect(own.has(file), `${name}/${file}`).to.equal(true);
    }
  });

  for (const file of files.filter(({ room }) => room !== '')) {
    it(`keeps ${file.path} to its room`, () => {
      expect(trespasses(file)).to.deep.equal([]);
    });
  }

  it('has no import cycle between files', () => {
    expect(cycle(files) ?? 'none').to.equal('none');
  });

  it('gives no file a name that says nothing', () => {
    const bad = files.filter(({ path }) => emptyNames.test(basename(path, '.ts')));
    expect(bad.map(({ path }) => path)).to.deep.equal([]);
  });

  it('keeps files and lines short', () => {
    const long = files.flatMap(({ path, text }) => {
      const lines = text.split('\n');
      const wide = lines.flatMap((line, i) =>
        line.length > 100 ? [`${path}:${String(i + 1)}`] : [],
      );
      return lines.length > 301 ? [path, ...wide] : wide;
    });
    expect(long).to.deep.equal([]);
  });

  it('switches no check off without a reason', () => {
    const code = (text: string): string => text.replace(/\/\*[^]*?\*\/|\/\/.*/g, '');
    const loose = files.filter(
      ({ text }) => /: any\b|\bas any\b/.test(code(text)) || text.includes('@ts-ignore'),
    );
    expect(loose.map(({ path }) => path)).to.deep.equal([]);
  });
});

function trespasses({ path, room: name, imports, packages, text }: SourceFile): string[] {
  const room = roomOf.get(name);
  if (!room) return [`no room “${name}”`];
  const found: string[] = [];
  for (const target of imports) {
    const other = target.split('/')[0] ?? '';
    if (other !== name && !room.mayImport.has(other)) found.push(`imports ${target}`);
  }
  if (room.worldly.has(basename(path))) return found;
  for (const each of packages) {
    if (worldlyPackage.test(each)) found.push(`touches the world through ${each}`);
  }
  const hidden = hiddenInput.exec(text);
  if (hidden) found.push(`takes ${hidden[0]} from nowhere: pass it in`);
  return found;
}

/** The first cycle of value imports found, as a path. */
function cycle(all: readonly SourceFile[]): string | undefined {
  const imports = new Map(all.map((file) => [file.path, file.valueImports]));
  const done = new Set<string>();
  const visit = (path: string, trail: readonly string[]): string | undefined => {
    if (trail.includes(path)) return [...trail.slice(trail.indexOf(path)), path].join(' → ');
    if (done.has(path)) return undefined;
    for (const next of imports.get(path) ?? []) {
      const found = visit(next, [...trail, path]);
      if (found) return found;
    }
    done.add(path);
    return undefined;
  };
  for (const { path } of all) {
    const found = visit(path, []);
    if (found) return found;
  }
  return undefined;
}
