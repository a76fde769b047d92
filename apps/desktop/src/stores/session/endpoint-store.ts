import { create } from 'zustand';

/** How it stands with the SIP client of this desk. `off`: no DN of the place wants one. */
export interface EndpointState {
  readonly status: 'off' | 'elsewhere' | 'connecting' | 'registered' | 'interrupted' | 'refused';
}

export const useEndpointStore = create<EndpointState>(() => ({ status: 'off' }));
