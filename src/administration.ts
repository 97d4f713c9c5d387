import { textOf } from './model/entry.js';
import { formatDn, parseDn } from './model/dn.js';
import { LdapError, resultOf, success } from './model/result.js';
import type { Directory, ExtendedOutcome, Operations } from './operations/directory.js';
import {
  type AdministrationCommand,
  administrationOid,
} from './protocol/extended/administration.js';
import type { Reconciliation } from './relay/reconcile.js';
import type { Relay } from './relay/relay.js';
import { refuseCriticalControls } from './server/refusals.js';

/**
 * The directory as LDAP clients see it, which on the local socket also takes the operator's
 * commands (`sync run`…). Anyone else is told that there is no such operation.
 */
export function withAdministration(directory: Directory, relay: Relay | undefined): Directory {
  return {
    ...directory,
    get lastSequence() {
      return directory.lastSequence;
    },
    as: (actor) => {
      const operations = directory.as(actor);
      if (actor.kind !== 'root' || actor.door !== 'cli') return operations;
      return { ...operations, extended: extendedBy(operations, directory, relay) };
    },
  };
}

function extendedBy(
  operations: Operations,
  directory: Directory,
  relay: Relay | undefined,
): Operations['extended'] {
  return async (request, context): Promise<ExtendedOutcome> => {
    if (request.oid !== administrationOid) return operations.extended(request, context);
    try {
      refuseCriticalControls(context.controls);
      const done = await obey(commandOf(request.value), directory, relay);
      return { result: success, value: Buffer.from(JSON.stringify(done)) };
    } catch (error) {
      if (!(error instanceof LdapError)) throw error;
      return { result: resultOf(error.code, { message: error.message }) };
    }
  };
}

/** @throws LdapError `protocolError` */
function commandOf(value: Buffer | undefined): AdministrationCommand {
  try {
    return JSON.parse(value?.toString('utf8') ?? '') as AdministrationCommand;
  } catch {
    throw new LdapError('protocolError', 'the command is no JSON');
  }
}

async function obey(
  command: AdministrationCommand,
  directory: Directory,
  relay: Relay | undefined,
): Promise<{ readonly done: boolean; readonly found?: Reconciliation }> {
  if (!relay) throw new LdapError('unwillingToPerform', 'nothing is provisioned here');
  switch (command.command) {
    case 'sync run':
      relay.wake();
      return { done: true };
    case 'sync reconcile': {
      const { login, repair } = command;
      const person = login === undefined ? undefined : entryUuidOf(directory, login);
      const found = await relay.compare({ person, repair });
      if (!found) throw new LdapError('busy', 'no webDCR, or a comparison is under way');
      return { done: true, found };
    }
    case 'sync retry':
      return { done: await relay.sendAgain(entryUuidOf(directory, command.login)) };
    case 'sync release': {
      const { batch, reason } = command;
      return { done: await relay.releaseBatch({ batch, by: 'operator', reason }) };
    }
    default:
      throw new LdapError('protocolError', 'an unknown command');
  }
}

function entryUuidOf(directory: Directory, login: string): string {
  const rdn = [{ type: 'uid', value: Buffer.from(login) }];
  const dn = formatDn([rdn, ...parseDn(`ou=personnes,${directory.suffix}`)]);
  const reader = directory.as({ kind: 'internal', door: 'relay', secure: true, name: 'relay' });
  const entry = reader.read(dn, ['entryUUID']);
  const uuid = entry && textOf(entry, 'entryUUID');
  if (uuid === undefined) throw new LdapError('noSuchObject', `no person ${login}`);
  return uuid;
}
