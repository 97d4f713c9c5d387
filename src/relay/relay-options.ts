import type { ServiceCatalogue } from '../domain/catalogue.js';
import type { Territories } from '../domain/territory.js';
import type { Mailer } from '../notify/mail-message.js';
import type { MailRenderer } from '../notify/render.js';
import type { Directory } from '../operations/directory.js';
import type { ScimMapping } from '../provision/scim-mapping.js';
import type { ScimTarget } from '../provision/scim-target.js';
import type { DurableState } from '../state/durable-state.js';
import type { MailSender } from './compose-mail.js';
import type { Pace } from './pace.js';
import type { ProvisioningScope } from './push-person.js';
import type { Diffusion } from './referents.js';
import type { RelayObserver } from './relay-event.js';
import type { ValveLimits } from './safety-valve.js';

/** What the relay works with; everything that touches the world is handed in. */
export interface RelayOptions {
  readonly directory: Directory;
  readonly store: DurableState;
  readonly catalogue: ServiceCatalogue;
  readonly territories: Territories;
  /** Undefined: mails wait in the queue until a relay is configured. */
  readonly mailer: Mailer | undefined;
  readonly render: MailRenderer;
  readonly sender: MailSender;
  readonly diffusion: Diffusion;
  readonly publicUrl: string | undefined;
  /** Undefined: provisioning is off; once on, it begins by comparing everyone. */
  readonly scimTarget: ScimTarget | undefined;
  readonly mapping: ScimMapping;
  readonly scope: ProvisioningScope;
  readonly valve: ValveLimits;
  /** `ANNUAIRE_WEBDCR_CRON` */
  readonly cron: string;
  /** `ANNUAIRE_WEBDCR_RECONCILE_CRON` */
  readonly reconcileCron: string;
  readonly clock: () => Date;
  /** In [0, 1[. */
  readonly random: () => number;
  readonly observe: RelayObserver;
  readonly pace?: Partial<Pace>;
}
