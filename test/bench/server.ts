import { readFileSync } from 'node:fs';

/** A server that the same load is put on. */
export interface MeasuredServer {
  readonly name: 'ours' | 'slapd';
  readonly port: number;
  readonly pid: number;
  /** How long the directory took to load, offline, in seconds. */
  readonly loadSeconds: number;
  close(): Promise<void>;
}

/** Linux counts a process's time in hundredths of a second, whatever the kernel's own tick. */
const ticksPerSecond = 100;

/** Processor time a process has used so far, all its threads, in seconds (proc(5)). */
export function cpuSeconds(pid: number): number {
  const stat = readFileSync(`/proc/${String(pid)}/stat`, 'latin1');
  // The name of the program stands in brackets and may hold spaces.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
}
