import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { StoreError } from './format.js';

/**
 * One process at a time writes to a store. `writer.lock` names it: its pid and the moment it
 * started, so that neither a crash nor a pid given out again (a restarted container) leaves a
 * store locked. LMDB itself would let two writers take turns; the bulk load, which replaces the
 * file, and the operator, who should know, would not.
 */
export interface WriterLock {
  release(): void;
}

const held = new Set<string>();

/** @throws StoreError `STORE_BUSY` when a live process, this one included, holds it */
export function lockWriter(path: string): WriterLock {
  const directory = resolve(path);
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const file = join(directory, 'writer.lock');
  if (held.has(directory)) throw busy(path, process.pid);
  const own = `${file}.${process.pid}`;
  writeFileSync(own, `${process.pid} ${startOf(process.pid)}\n`);
  try {
    takeLock(path, file, own);
  } finally {
    rmSync(own, { force: true });
  }
  held.add(directory);
  return {
    release() {
      if (!held.delete(directory)) return;
      rmSync(file, { force: true });
    },
  };
}

/** A link either makes the lock whole or finds one there: nobody reads it half written. */
function takeLock(path: string, file: string, own: string): void {
  for (let attempt = 0; attempt < 3; attempt += 1) {
    try {
      linkSync(own, file);
      return;
    } catch (error) {
      if (!isCode(error, 'EEXIST')) throw error;
    }
    const holder = holderOf(file);
    if (holder !== undefined && isAlive(holder)) throw busy(path, holder.pid);
    removeStale(file, own);
  }
  throw busy(path, undefined);
}

/** Moves the lock away before looking again: of two that found it stale one only gets it. */
function removeStale(file: string, own: string): void {
  const stale = `${own}.stale`;
  try {
    renameSync(file, stale);
  } catch (error) {
    if (isCode(error, 'ENOENT')) return;
    throw error;
  }
  const holder = holderOf(stale);
  if (holder !== undefined && isAlive(holder)) {
    try {
      linkSync(stale, file);
    } catch (error) {
      if (!isCode(error, 'EEXIST')) throw error;
    }
  }
  rmSync(stale, { force: true });
}

interface Holder {
  readonly pid: number;
  readonly start: string;
}

function holderOf(file: string): Holder | undefined {
  try {
    const [pid = '', start = ''] = readFileSync(file, 'utf8').trim().split(' ');
    return /^\d+$/.test(pid) ? { pid: Number(pid), start } : undefined;
  } catch (error) {
    if (isCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}

function isAlive({ pid, start }: Holder): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return isCode(error, 'EPERM');
  }
  return start === startOf(pid);
}

/** When a process started, in the kernel's ticks; empty where that is not told. */
function startOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // Field 22; the second one, the name, may hold spaces and parentheses.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    return '';
  }
}

function busy(path: string, pid: number | undefined): StoreError {
  const who = pid === undefined ? 'another process' : `process ${pid}`;
  return new StoreError('STORE_BUSY', `${path} is in use by ${who}`);
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
