/** Through what an operation came in; stands in the journal. */
export type DoorName = 'ldap' | 'panel' | 'cli' | 'import' | 'relay';

export type InternalActor = 'national' | 'restore' | 'relay' | 'system';

/** Who asks. No operation runs without one. */
export type Actor = Identity & {
  /** Who really asks, for whom this one is a name lent for one request (RFC 4370). */
  readonly requester?: Actor;
};

type Identity =
  | { readonly kind: 'anonymous'; readonly door: DoorName; readonly secure: boolean }
  | {
      /** The root DN, which has no entry. */
      readonly kind: 'root';
      readonly door: DoorName;
      readonly secure: boolean;
    }
  | {
      readonly kind: 'entry';
      readonly door: DoorName;
      /** Over TLS, the local socket, or from inside the process. */
      readonly secure: boolean;
      /** As stored at the bind. */
      readonly dn: string;
      readonly entryUuid: string;
      /** Signed in with a password that must be changed first (draft-behera-10 §8.1.2.2). */
      readonly mustChange?: boolean;
      /** Holds a one-time link of ours in place of the password it may have forgotten. */
      readonly isByLink?: boolean;
    }
  | {
      /** The process itself: imports write national values, the relay reads what it sends. */
      readonly kind: 'internal';
      readonly door: DoorName;
      readonly secure: true;
      readonly name: InternalActor;
    };

export const anonymous: Actor = { kind: 'anonymous', door: 'ldap', secure: false };
