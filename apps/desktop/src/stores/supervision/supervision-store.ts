import { create } from 'zustand';
import { initialSupervisionState, type SupervisionState } from './supervision-reducer.ts';

export const useSupervisionStore = create<SupervisionState>(() => initialSupervisionState);
