import { create } from 'zustand';
import { type ConnectionState, initialConnectionState } from './connection-reducer.ts';

export const useConnectionStore = create<ConnectionState>(() => initialConnectionState);
