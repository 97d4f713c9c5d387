import { parseArgs } from 'node:util';

export type ShapeName = 'plain' | 'person';
export type PeerName = 'slapd' | 'ldapjs' | 'bare';

/** What a run is asked to measure. */
export interface Options {
  /** Persons in the directory. */
  readonly size: number;
  readonly shape: ShapeName;
  /** How often each case runs on every server, in turn. */
  readonly pairs: number;
  /** How often the directory is loaded into every server, in turn. */
  readonly loads: number;
  readonly seconds: number;
  /** Whether what has that name is measured. */
  readonly wants: (name: string) => boolean;
  readonly peers: readonly PeerName[];
  /** `ANNUAIRE_WORKERS` of our server. */
  readonly workers: number;
}

const peerNames: readonly PeerName[] = ['slapd', 'ldapjs', 'bare'];

/** @throws Error that names the option that is wrong */
export function optionsOf(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      size: { type: 'string', default: '47200' },
      shape: { type: 'string', default: 'plain' },
      pairs: { type: 'string', default: '3' },
      loads: { type: 'string', default: '1' },
      seconds: { type: 'string', default: '2' },
      only: { type: 'string', default: '' },
      peers: { type: 'string', default: 'slapd,bare' },
      workers: { type: 'string', default: '0' },
    },
  });
  const { shape, only } = values;
  if (shape !== 'plain' && shape !== 'person') throw new Error('--shape plain|person');
  return {
    size: numberOf('size', values.size, 100),
    shape,
    pairs: numberOf('pairs', values.pairs, 1),
    loads: numberOf('loads', values.loads, 1),
    seconds: numberOf('seconds', values.seconds, 0.1),
    // Parts of names, any of which will do; the empty one is in every name.
    wants: (name) => only.split('|').some((part) => name.includes(part)),
    peers: peersOf(values.peers),
    workers: numberOf('workers', values.workers, 0),
  };
}

function peersOf(text: string): PeerName[] {
  const asked = text === 'none' ? [] : text.split(',');
  const unknown = asked.find((name) => !peerNames.some((peer) => peer === name));
  if (unknown !== undefined) throw new Error(`--peers none, or some of ${peerNames.join(',')}`);
  return peerNames.filter((name) => asked.includes(name));
}

function numberOf(name: string, text: string, least: number): number {
  const number = Number(text);
  if (!Number.isFinite(number) || number < least) throw new Error(`--${name}: ${text}`);
  return number;
}
