import type { Checked } from './findings.js';
import { pagedRows } from './rows.js';
import { stateDatabases } from './state-database.js';

/** Every state record is JSON. */
export function verifyState({ shared, view, findings }: Checked): void {
  for (const name of stateDatabases) {
    const range = { ...view, start: Buffer.from([0]) };
    for (const { key, value } of pagedRows(shared.environment.state[name], range)) {
      try {
        JSON.parse(value.toString('utf8'));
      } catch {
        findings.add(`state.${name}`, key.toString('utf8'), 'is not JSON');
      }
    }
  }
}
