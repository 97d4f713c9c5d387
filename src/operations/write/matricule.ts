import { matricule } from '../../domain/identifiers.js';
import type { WriteTransaction } from '../../store/transaction.js';
import type { Kernel } from '../context.js';

const setting = 'matricule';

/**
 * The next matricule that no person has. The counter commits with the entry that takes it, and
 * steps over numbers that came with files.
 */
export function nextMatricule(kernel: Kernel, transaction: WriteTransaction): string {
  const stored = transaction.state.get('settings', setting);
  let number = Math.max(typeof stored === 'number' ? stored : 0, highest(transaction)) + 1;
  while (isTaken(kernel, transaction, matricule(number))) number += 1;
  transaction.state.put('settings', setting, number);
  return matricule(number);
}

/** The number at the end of the index: the highest, as long as all have as many digits. */
function highest(transaction: WriteTransaction): number {
  for (const { key } of transaction.index.ordered('matricule', { reverse: true }) ?? []) {
    const digits = /^gcs(\d{5,15})$/i.exec(key.toString('latin1').trim());
    return digits ? Number(digits[1]) : 0;
  }
  return 0;
}

function isTaken(kernel: Kernel, transaction: WriteTransaction, text: string): boolean {
  const key = kernel.schema.attributeType('matricule')?.equality?.prepareValue(Buffer.from(text));
  if (key === undefined) return false;
  return (transaction.index.equality('matricule', key)?.count ?? 0) > 0;
}
