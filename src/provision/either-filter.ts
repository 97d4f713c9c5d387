import { accountsMatching, fold, quoted, type RemoteAccount } from './accounts.js';
import type { ScimClient } from './client.js';
import { PushStopped } from './push-outcome.js';
import { annuaireUserSchema } from './scim-user.js';

/**
 * One question for an account by its login or by the entryUUID it carries, in place of two: a
 * first load asks by the ten thousand. Targets that answer `or` wrongly do so without a word, so
 * that it is trusted only once it has found an account by each half alone.
 */
export interface EitherFilter {
  /** Undefined: not known to be answered rightly; ask twice. @throws PushStopped */
  accounts(login: string, person: string): Promise<readonly RemoteAccount[] | undefined>;
  /** Tries the question on an account that is there, once. */
  tryOn(login: string, person: string): Promise<void>;
}

const nobody = '00000000-0000-0000-0000-000000000000';

export function eitherFilter(client: ScimClient): EitherFilter {
  let trusted: boolean | undefined;
  const ask = async (login: string, person: string): Promise<readonly RemoteAccount[]> => {
    const byPerson = `${annuaireUserSchema}:entryUUID eq ${quoted(person)}`;
    const found = await accountsMatching(client, `userName eq ${quoted(login)} or ${byPerson}`);
    return found.filter((each) => fold(each.userName) === fold(login) || each.person === person);
  };
  return {
    accounts: async (login, person) => (trusted ? ask(login, person) : undefined),
    tryOn: async (login, person) => {
      if (trusted !== undefined) return;
      trusted = false;
      try {
        const byLogin = await ask(login, nobody);
        const byPerson = await ask(`${login}.${nobody}`, person);
        trusted = byLogin.length === 1 && byPerson.length === 1;
      } catch (error) {
        // The account is there all the same; the two questions serve.
        if (!(error instanceof PushStopped)) throw error;
      }
    },
  };
}
