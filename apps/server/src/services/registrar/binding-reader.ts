import type { BindingPage, BindingsQuery, BindingView } from '@cordboard/shared/rest/bindings';
import type { Clock } from '../../base/clock.ts';
import { findBindings } from '../switch/find-bindings.ts';
import type { Binding } from '../switch/rows/binding.ts';
import type { SwitchState } from '../switch/switch-state.ts';

/** Shows who is registered where. */
export class BindingReader {
  readonly #state: SwitchState;
  readonly #clock: Clock;

  constructor(parts: { readonly state: SwitchState; readonly clock: Clock }) {
    this.#state = parts.state;
    this.#clock = parts.clock;
  }

  read({ account, limit }: BindingsQuery): BindingPage {
    const now = this.#clock.now();
    const accounts = account === undefined ? this.#accounts() : [account];
    const found = accounts.flatMap((name) => findBindings(this.#state, name, now));
    return { bindings: found.slice(0, limit).map((binding) => this.#show(binding)), total: found.length };
  }

  #accounts(): readonly string[] {
    return [...new Set([...this.#state.bindings.values()].map(({ aor }) => aor))].sort();
  }

  #show(binding: Binding): BindingView {
    const { aor, contact, flow, userAgent, q, instanceId, regId, refreshedAt, expiresAt } = binding;
    return {
      account: aor,
      kind: this.#state.configuration.findCustomer(aor) === undefined ? 'dn' : 'customer',
      contact,
      transport: flow.transport,
      source: `${flow.remoteAddress.includes(':') ? `[${flow.remoteAddress}]` : flow.remoteAddress}:${flow.remotePort}`,
      userAgent,
      q,
      instanceID: instanceId,
      regID: regId,
      refreshedAt,
      expiresAt,
    };
  }
}
