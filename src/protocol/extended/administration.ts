/**
 * The operator's commands to a running server: our own extended operation (DESIGN §1.8), known
 * on the local socket alone. The value and the answer's are JSON.
 */
export const administrationOid = '2.25.213165072203841953435647073152042308143.3.1';

/**
 * `run` looks for work now; `reconcile` compares with webDCR; `retry` tries one person again;
 * `release` lets go a batch that the safety valve holds.
 */
export type AdministrationCommand =
  | { readonly command: 'sync run' }
  | {
      readonly command: 'sync reconcile';
      /** Everyone without. */
      readonly login: string | undefined;
      readonly repair: boolean;
    }
  | { readonly command: 'sync retry'; readonly login: string }
  | { readonly command: 'sync release'; readonly batch: string; readonly reason: string };
