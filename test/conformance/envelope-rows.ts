import { expect } from 'chai';
import { whoAmI } from './checklist-session.js';
import { elements } from './client/elements.js';
import type { Code } from './client/result-codes.js';
import { extension } from './oids.js';
import type { Peer } from './peer.js';
import { rootDn, rootPassword } from './servers.js';
import type { Session } from './session.js';
import type { Check } from './side-by-side.js';

/** What becomes of a connection on which some octets arrive: it ends, or answers. */
export type Fate = 'notice' | 'refused' | Code | readonly Code[];

/**
 * Octets that a client sends; afterwards the server still serves others. `notice`: the connection
 * ends, a Notice of Disconnection first (RFC 4511 §4.4.1); `closed`: it ends either way.
 */
export function octets(
  title: string,
  bytes: Buffer | (() => Buffer),
  fate: Fate,
  more: { readonly as?: 'root'; readonly slapdDeparts?: string } = {},
): Check {
  const { as, ...rest } = more;
  return {
    title,
    run: async (peer) => {
      const session = await (as ? peer.open(rootDn, rootPassword) : peer.open());
      const sent = typeof bytes === 'function' ? bytes() : bytes;
      session.connection.send(sent);
      if (fate === 'notice') await expectNotice(session);
      else if (fate === 'refused') await expectRefusal(session);
      else await expectResult(session, idOf(sent), [fate].flat());
      await expectAlive(peer);
    },
    ...rest,
  };
}

/** The messageID of the first message in some octets. */
function idOf(bytes: Buffer): number {
  const [message] = elements(bytes);
  const [id] = elements(message?.content ?? bytes);
  return id?.content.readIntBE(0, id.content.length) ?? 0;
}

async function expectResult(session: Session, id: number, codes: readonly Code[]): Promise<void> {
  for (;;) {
    const message = await session.connection.next();
    if (!message) throw new Error('the server closed the connection');
    expect(message.id, 'messageID').to.equal(id);
    const { response } = message;
    if (response.kind !== 'result') continue;
    expect(codes, response.result.message).to.include(response.result.code);
    return;
  }
}

async function expectNotice(session: Session): Promise<void> {
  const [notice, ...more] = await session.connection.rest();
  expect(more, 'more than one message').to.have.length(0);
  expect(notice?.id, 'a notice of disconnection').to.equal(0);
  const response = notice?.response;
  if (response?.kind !== 'result') throw new Error('no notice');
  expect(response.oid).to.equal(extension.noticeOfDisconnection);
  expect(response.value, 'responseValue').to.equal(undefined);
}

const refusals: readonly Code[] = [
  'protocolError',
  'adminLimitExceeded',
  'unwillingToPerform',
  'unavailableCriticalExtension',
];

async function expectRefusal(session: Session): Promise<void> {
  const response = (await session.connection.next())?.response;
  if (response === undefined) return;
  if (response.kind !== 'result') throw new Error(`served: ${response.kind}`);
  expect(refusals).to.include(response.result.code);
}

export async function expectAlive(peer: Peer): Promise<void> {
  const other = await peer.open();
  expect((await other.ask(whoAmI)).result.code).to.equal('success');
}
