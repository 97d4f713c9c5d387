/** The four answers to an access request, in the guide's words; absent ≡ `Jamais demandé`. */
export const accessStates = ['A traiter', 'Acceptée', 'Jamais demandé', 'Refusée'] as const;

export type AccessState = (typeof accessStates)[number];

/** The state that a stored answer means, matched as LDAP would: case does not count. */
export function accessStateOf(value: string | undefined): AccessState | undefined {
  if (value === undefined) return 'Jamais demandé';
  const wanted = value.trim().normalize('NFC').toLowerCase();
  return accessStates.find((state) => state.toLowerCase() === wanted);
}
