import { create } from 'zustand';
import { initialAgentState } from './agent-reducer.ts';

export const useAgentStore = create(() => initialAgentState);
