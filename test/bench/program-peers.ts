import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from '../journey/service-process.js';
import { type Ability, type Contender, type ContenderName, type Ground } from './contender.js';
import { listening, stopped } from './program.js';

interface ProgramPeer {
  readonly name: ContenderName;
  readonly file: string;
  readonly abilities: readonly Ability[];
}

/** The bare prototype: `node:net` over LMDB, entries encoded beforehand. */
export const bareOn = ({ directory, ldif }: Ground): Contender => {
  const store = join(directory, 'bare.mdb');
  return programPeer({ name: 'bare', file: 'bare-server.ts', abilities: ['equality'] }, [
    ldif,
    store,
  ]);
};

/** `ldapjs`'s server over maps in memory. */
export const ldapjsOn = ({ ldif }: Ground): Contender =>
  programPeer(
    {
      name: 'ldapjs',
      file: 'ldapjs-server.ts',
      abilities: ['equality', 'read', 'conjunction', 'bind'],
    },
    [ldif],
  );

/** A peer that is a program of this directory; it loads the file as it starts. */
function programPeer({ name, file, abilities }: ProgramPeer, args: readonly string[]): Contender {
  const program = fileURLToPath(new URL(file, import.meta.url));
  return {
    name,
    store: '',
    load: undefined,
    can: (ability) => abilities.includes(ability),
    start: async () => {
      const port = await freePort();
      const all = ['--import', 'tsx', program, ...args, String(port)];
      const child = spawn('node', all, { stdio: ['ignore', 'ignore', 'inherit'] });
      await listening(child, port);
      return { name, port, pid: child.pid ?? 0, close: () => stopped(child) };
    },
  };
}
