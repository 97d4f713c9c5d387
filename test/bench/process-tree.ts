import { readdirSync, readFileSync } from 'node:fs';

/** What Linux accounts for a process and all that it has started (proc(5)). */
export interface ProcessMemory {
  /** Anonymous memory in use, in octets: what no file could give back. */
  readonly anonBytes: number;
  /** Proportional set size in octets: shared pages, those of a mapped store too, in parts. */
  readonly pssBytes: number;
}

/** Linux counts a process's time in hundredths of a second, whatever the kernel's own tick. */
const ticksPerSecond = 100;

/** Processor time used so far, all threads and child processes, in seconds. */
export function cpuSeconds(pid: number): number {
  return sumOver(pid, (each) => {
    const stat = readFileSync(`/proc/${String(each)}/stat`, 'latin1');
    // The name of the program stands in brackets and may hold spaces.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
  });
}

export function memoryOf(pid: number): ProcessMemory {
  return {
    anonBytes: anonBytesOf(pid),
    pssBytes: sumOver(pid, (each) => kibibytes(`/proc/${String(each)}/smaps_rollup`, 'Pss')),
  };
}

/** The first part of `memoryOf`, which costs less to read. */
export function anonBytesOf(pid: number): number {
  return sumOver(pid, (each) => kibibytes(`/proc/${String(each)}/status`, 'RssAnon'));
}

function kibibytes(file: string, name: string): number {
  const line = new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(readFileSync(file, 'latin1'));
  return Number(line?.[1] ?? 0) * 1024;
}

/** A process that ends meanwhile counts for nothing. */
function sumOver(pid: number, of: (pid: number) => number): number {
  return treeOf(pid).reduce((sum, each) => sum + (unlessGone(() => of(each)) ?? 0), 0);
}

function treeOf(pid: number): number[] {
  const threads = unlessGone(() => readdirSync(`/proc/${String(pid)}/task`)) ?? [];
  const children = threads.flatMap((thread) => {
    const file = `/proc/${String(pid)}/task/${thread}/children`;
    const text = unlessGone(() => readFileSync(file, 'latin1').trim()) ?? '';
    return text === '' ? [] : text.split(' ').map(Number);
  });
  return [pid, ...children.flatMap(treeOf)];
}

function unlessGone<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
