import type Router from '@koa/router';
import type { ServiceCatalogue } from '../domain/catalogue.js';
import type { Directory, Operations } from '../operations/directory.js';
import type { ImportDesk } from '../import/import-desk.js';
import type { Assignments } from '../state/assignments.js';
import type { DelayQuantiles } from '../relay/delays.js';
import type { BatchRelease } from '../relay/release-batches.js';
import type { RelayStatus } from '../relay/status.js';
import type { PersonSync } from '../relay/person-sync.js';
import type { MailRow, MailToQueue } from '../state/mail-row.js';
import type { OneTimeLinks } from '../state/one-time-links.js';
import type { SavedLists } from '../state/saved-lists.js';
import type { Throttle } from '../state/throttle.js';
import type { Sessions } from '../state/sessions.js';
import type { Appearance } from './appearance.js';
import type { OidcClient } from './oidc-client.js';
import type { Language } from './language.js';
import type { SignedIn } from './signed-in.js';
import type { Upload } from './upload.js';

/** What stands in `ctx.state` of every request. */
export interface PanelState {
  /** The client's address, proxies that are trusted left aside. */
  address: string;
  /** Whether the browser reaches us over https. */
  https: boolean;
  signedIn?: SignedIn;
  appearance?: Appearance;
  /** As the reader chose; French otherwise. */
  language?: Language;
  /** The page's path with its parameters unnamed, for the log: `/personnes/:login`. */
  route?: string;
  /** What an outside service said when it failed, for the log. */
  trouble?: string;
  /** The file of a form that has one, still to be read. */
  upload?: Upload;
}

export type PanelRouter = Router<PanelState>;

/** One finished request: never a form's content, a query string or a credential. */
export interface RequestRecord {
  readonly method: string;
  readonly route: string;
  readonly status: number;
  readonly durationMs: number;
  readonly address: string;
  /** The signed-in person's DN, or empty. */
  readonly actor: string;
  /** The stack of a defect, or what an outside service said. */
  readonly defect?: string;
}

/** What webDCR has of a person, as the record's header says it. */
export interface SyncBadge {
  readonly state: 'a-jour' | 'en-attente' | 'bloque';
  /** `à jour, 10 h 42`. */
  readonly text: string;
}

export interface PanelOptions {
  readonly directory: Directory;
  readonly catalogue: ServiceCatalogue;
  readonly sessions: Sessions;
  /** The territory and the 3C that a post code belongs to, if any; names, and the 3C's code. */
  readonly coordinationCentreOf?: (
    postalCode: string,
  ) => { readonly territory: string; readonly centre: string; readonly code: string } | undefined;
  /** All of them, in their own order. */
  readonly coordinationCentres?: readonly { readonly code: string; readonly label: string }[];
  /** Sign-in through an OpenID provider. */
  readonly oidc?: OidcClient;
  readonly assignments?: Assignments;
  readonly savedLists?: SavedLists;
  /** Files handed in to be loaded. */
  readonly imports?: ImportDesk;
  readonly links?: OneTimeLinks;
  readonly throttle?: Throttle;
  /** Undefined: no mail can leave. */
  readonly queueMail?: (mail: MailToQueue) => Promise<boolean>;
  /** Where this machine's users find the panel when nothing public is configured. */
  readonly localUrl?: string | undefined;
  /** Where a person stands with webDCR; undefined as a whole where nothing is provisioned. */
  readonly syncOf?: (entryUuid: string) => PersonSync | undefined;
  readonly sendAgain?: (entryUuid: string) => Promise<boolean>;
  /** What webDCR would receive of a person now, as far as a reader may see it. */
  readonly previewOf?: (entryUuid: string, reader: Operations) => Promise<object | undefined>;
  readonly relayStatus?: () => RelayStatus;
  readonly relayDelays?: () => DelayQuantiles | undefined;
  readonly releaseBatch?: (release: BatchRelease) => Promise<boolean>;
  readonly mailsOf?: (entryUuid: string) => readonly MailRow[];
  readonly renderMail?: (
    id: string,
  ) => { readonly subject: string; readonly text: string } | undefined;
  readonly resendMail?: (id: string) => Promise<boolean>;
  readonly syncBadgeOf?: (entryUuid: string) => SyncBadge | undefined;
  /** The fields of `adresseTransmise` in order, for the preview while typing. */
  readonly addressParts?: readonly string[];
  readonly clock: () => Date;
  readonly random: (bytes: number) => Buffer;
  /** `ANNUAIRE_TITLE`: in the header of every page. */
  readonly title: string;
  /** `ANNUAIRE_CONTACT`: a mail address, or the address of a page. */
  readonly contact?: string | undefined;
  /** `https://annuaire.example.org`, without a final slash; its origin is ours besides Host's. */
  readonly publicUrl: string | undefined;
  /** Cookies are Secure even when the request came over http. */
  readonly secureCookies: boolean;
  /** Addresses or CIDR ranges whose X-Forwarded-* headers are believed. */
  readonly trustedProxies: readonly string[];
  /** In place of `templates/panel`. */
  readonly templatesDirectory?: string;
  readonly observe?: (record: RequestRecord) => void;
  /** Health, metrics, the demonstration: before the session and the forms' checks. */
  readonly extraRoutes?: (router: PanelRouter) => void;
}
