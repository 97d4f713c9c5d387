import { setTimeout as sleep } from 'node:timers/promises';
import type { AccessRules } from '../../src/access/rules.js';
import type { Operations } from '../../src/operations/directory.js';
import { previewAs } from '../../src/relay/preview.js';
import type { MailRow } from '../../src/state/mail-row.js';
import { openSavedLists } from '../../src/state/saved-lists.js';
import { mapping } from '../provision/person.js';
import { catalogue, dnOf } from './region.js';
import { openSite, type Site, tokenIn, Visitor } from './site.js';

const mail: MailRow = {
  id: 'm1',
  template: 'access-accepted',
  recipient: 'francois.grangere@exemple.bzh',
  state: 'failed',
  queuedAt: 0,
  dueAt: 0,
  attempts: 1,
  data: {},
  lastError: '550 inconnu',
  settledAt: 0,
};

const file = `dn: ${dnOf('francois.grangere')}
changetype: modify
replace: description
description: essai
-

dn: ${dnOf('yann.morvan001')}
changetype: modify
replace: communeNational
communeNational: BREST
-
`;

/** A site where each example of `page-examples.ts` is there to be seen. */
export async function openExamples(rules?: AccessRules): Promise<Site> {
  const options = {
    syncOf: () => undefined,
    previewOf: (uuid: string, reader: Operations) =>
      previewAs(reader, uuid, { directory: site.region.directory, catalogue, mapping }),
    mailsOf: () => [mail],
    renderMail: () => ({ subject: 'Votre accès est ouvert', text: 'Bonjour,' }),
  };
  const site: Site = await openSite(options, rules);
  await openSavedLists(site.region.store).save({
    id: 'l1',
    number: '12',
    name: 'Infirmiers',
    owner: '',
    isShared: true,
    criteria: { profession: 'Infirmier' },
    columns: ['sn', 'uid'],
    sortBy: 'sn',
  });
  const administrator = new Visitor(site);
  await administrator.signIn('maelle.kerbrat');
  const jeton = tokenIn((await administrator.get('/imports')).text);
  const handed = new File([file], 'essai.ldif');
  const { location } = await administrator.upload('/imports', { jeton }, handed);
  while ((await administrator.get(location)).text.includes('data-en-cours')) await sleep(10);
  return site;
}
